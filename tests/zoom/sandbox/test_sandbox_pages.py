"""The pages behind the sandbox's links, in browsers without scripts: waiting, admitting, being in, ended, and who gets in."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest

from tests.support.forms import Browser
from tests.support.sandbox import BASIC_HOST, CERTIFICATES, HOST, SECOND_HOST, Receiver, Zoom, answer
from tests.support.sandbox_room import names, registered

REGISTERED = {"approval_type": 1, "registrants_confirmation_email": False, "registrants_email_notification": False}


@pytest.fixture
async def browser() -> AsyncIterator[Callable[[], Browser]]:
    async with httpx.AsyncClient(verify=CERTIFICATES) as http:
        yield lambda: Browser(http)


async def own_link(zoom: Zoom, meeting: int, registrant: str) -> str:
    listed = answer(await zoom.http.get(f"/v2/meetings/{meeting}/registrants"))["registrants"]
    return next(str(each["join_url"]) for each in listed if each["id"] == registrant)


async def test_in_two_browsers_a_mentee_waits_is_let_in_returns_and_the_host_ends_the_meeting(
    zoom: Zoom, subscribed: Receiver, browser: Callable[[], Browser]
) -> None:
    meeting = await zoom.create(settings={"waiting_room": True, **REGISTERED})
    registrant = await registered(zoom, meeting["id"])
    host, mentee = browser(), browser()
    link = await own_link(zoom, meeting["id"], registrant)

    await mentee.open(link)
    assert await names(zoom, subscribed) == ["meeting.created", "meeting.registration_created"], "a GET changes nothing"
    await mentee.press("Launch meeting")
    assert "Waiting for the host" in mentee.text

    await host.open((await zoom.get(meeting["id"]))["start_url"])
    await host.press("Start meeting")
    assert "Mentee Sample" in host.text
    await mentee.reload()
    assert "The host will let you in soon" in mentee.text
    await host.press("Admit")
    await mentee.reload()
    assert "You are in the meeting" in mentee.text
    assert mentee.buttons() == {"Leave"}, "only the host's page can end, lock or remove"

    await mentee.press("Leave")
    assert "You have left" in mentee.text
    await mentee.open(link)
    await mentee.press("Join from your browser")
    await host.reload()
    await host.press("Admit")
    await host.press("End meeting for all")
    assert "The meeting has ended" in host.text
    await mentee.reload()
    assert "The meeting has ended" in mentee.text

    people = [each for each in await names(zoom, subscribed) if each.startswith("meeting.participant")]
    waits, let_in = "meeting.participant_joined_waiting_room", "meeting.participant_admitted"
    assert people.count("meeting.participant_jbh_waiting") == 1
    assert (people.count(waits), people.count(let_in), people.count("meeting.participant_left")) == (2, 2, 3)
    joined = [each.event["payload"]["object"] for each in subscribed.received if "joined" in each.event["event"]]
    assert {each["participant"].get("registrant_id", "") for each in joined} == {"", registrant}


async def test_the_host_locks_the_room_removes_somebody_and_sends_somebody_back(
    zoom: Zoom, browser: Callable[[], Browser]
) -> None:
    meeting = await zoom.create(settings={"waiting_room": True})
    host, guest, late = browser(), browser(), browser()
    await host.open((await zoom.get(meeting["id"]))["start_url"])
    await host.press("Start meeting")
    await guest.open(meeting["join_url"])
    await guest.press("Launch meeting", name="A guest")
    await host.reload()
    await host.press("Admit")
    await host.press("Put in waiting room")
    await guest.reload()
    assert "Waiting room" in guest.text
    await host.press("Admit")

    await host.press("Lock meeting")
    await late.open(meeting["join_url"])
    await late.press("Launch meeting", name="Too late")
    assert (late.response.status_code, "The host has locked the meeting" in late.text) == (403, True)
    await host.press("Remove")
    await guest.reload()
    assert "You were removed" in guest.text

    stolen = guest.url + "/end"
    assert (await zoom.http.post(stolen)).status_code == 409
    await host.reload()
    assert "In the meeting" in host.text


async def test_a_link_lets_in_only_whom_it_is_for_and_only_while_it_is_good(
    zoom: Zoom, browser: Callable[[], Browser]
) -> None:
    meeting = await zoom.create(settings={"waiting_room": True, **REGISTERED})
    registrant = await registered(zoom, meeting["id"])
    link, guest = await own_link(zoom, meeting["id"], registrant), browser()
    path = f"/v2/meetings/{meeting['id']}"

    await guest.open(meeting["join_url"])
    assert (guest.response.status_code, guest.buttons()) == (403, set()), "the shared link is for nobody here"
    await guest.open(link + "x")
    assert guest.response.status_code == 403
    cancelled = await zoom.http.put(
        f"{path}/registrants/status", json={"action": "cancel", "registrants": [{"id": registrant}]}
    )
    assert cancelled.status_code == 204
    await guest.open(link)
    assert "Your registration was cancelled" in guest.text

    invited = await zoom.http.post(f"{path}/invite_links", json={"attendees": [{"name": "Sam 7KQ4"}], "ttl": 60})
    invitation = answer(invited, 201)["attendees"][0]["join_url"]
    await guest.open(invitation)
    assert "You join as Sam 7KQ4" in guest.text
    await zoom.advance(61)
    await guest.open(invitation)
    assert guest.response.status_code == 403

    start = (await zoom.get(meeting["id"]))["start_url"]
    await zoom.advance(2 * 3600 + 1)
    await guest.open(start)
    assert guest.buttons() == {"Sign in and start"}, "a start link is good for two hours"
    await guest.press("Sign in and start", email=SECOND_HOST)
    assert "Only the host can start this meeting" in guest.text


async def test_the_shared_link_without_its_passcode_asks_for_it(zoom: Zoom, browser: Callable[[], Browser]) -> None:
    meeting = await zoom.create(password="abc12345")
    guest = browser()
    await guest.open(meeting["join_url"].partition("?")[0])
    await guest.press("Launch meeting", name="A guest", passcode="wrong")
    assert (guest.response.status_code, "The passcode is wrong" in guest.text) == (403, True)
    await guest.press("Launch meeting", name="A guest", passcode="abc12345")
    assert "Waiting for the host" in guest.text


@pytest.mark.parametrize("kind", ["own user", "account that asks to sign in"])
async def test_a_host_who_must_sign_in_starts_after_signing_in(
    zoom: Zoom, browser: Callable[[], Browser], kind: str
) -> None:
    meeting = await zoom.create()
    host = browser()
    link = (await zoom.get(meeting["id"]))["start_url"]
    if kind == "own user":
        link = link.partition("?")[0]
    else:
        await zoom.control("PUT", "/beliefs", {"start_link_asks_to_sign_in": True})
    await host.open(link)
    await host.press("Sign in and start", email="nobody@example.org")
    assert "no user with this address" in host.text
    await host.open(link)
    await host.press("Sign in and start", email=HOST)
    assert "End meeting for all" in host.buttons()


async def test_a_host_whose_other_meeting_runs_is_asked_before_that_one_is_ended(
    zoom: Zoom, browser: Callable[[], Browser]
) -> None:
    first, second = await zoom.create(BASIC_HOST), await zoom.create(BASIC_HOST)

    async def status(meeting: dict[str, Any]) -> str:
        return str((await zoom.get(meeting["id"]))["status"])

    host, other = browser(), browser()
    await host.open((await zoom.get(first["id"]))["start_url"])
    await host.press("Start meeting")
    await other.open((await zoom.get(second["id"]))["start_url"])
    await other.press("Start meeting")
    assert "You have another meeting in progress" in other.text
    assert (await status(first), await status(second)) == ("started", "waiting")

    await other.press("End other meeting and start this one")
    assert (await status(first), await status(second)) == ("waiting", "started")
