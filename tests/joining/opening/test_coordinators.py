"""Coordinators who open a room: told in time, with a page of their own, and in the day of everybody who looks after sessions."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlmodel import col, select

from app.access.models import Role, Scope
from app.audit.models import AuditEntry
from app.bookings.opening.due import tell_coordinators
from app.bookings.participants.models import Participant, RegistrationState
from app.kit.clock import utc_now
from app.registry.partners.models import Partner
from tests.support.forms import Browser
from tests.support.pages import Pages, pages_of, tokens_of
from tests.support.rooms import shift
from tests.support.service import TLS, Service, problem
from tests.support.zoom import System, eventually

MINUTE = timedelta(minutes=1)
COORDINATOR = {"role": "coordinator", "name": "Sam", "reason": "Opens the room."}
BY_A_COORDINATOR = {"who": "coordinator"}


async def invited(pages: Pages) -> None:
    """Let a coordinator take part who opens the room; they get their link as everybody does."""
    answer = await pages.reader.post(f"/v1/bookings/{pages.booking['id']}/participants", json=COORDINATOR)
    assert answer.status_code == 201, answer.text
    pages.tokens |= await tokens_of(pages.reader, pages.booking["id"], participants=["coordinator"])


async def events(pages: Pages) -> list[str]:
    """Return of which sessions people were told that a coordinator is to open."""
    items = (await pages.reader.get("/v1/events", params={"limit": 200})).json()["items"]
    return [each["data"]["booking_id"] for each in items if each["type"] == "opening.needed"]


async def needs(pages: Pages) -> list[dict[str, Any]]:
    day = (await pages.reader.get("/v1/today")).json()
    return [each for each in day["needs"] if each["kind"] == "opening"]


def operations(need: dict[str, Any]) -> list[str]:
    return [each["operation"] for each in need["next_operations"]]


async def pressed_again(pages: Pages, http: httpx.AsyncClient, **form: str) -> Browser:
    """Press the coordinator's button, and follow to Zoom."""
    answer = await pages.press("coordinator", "go", **form)
    assert answer.status_code == 303, answer.text
    browser = Browser(http)
    await browser.open(answer.headers["Location"])
    return browser


async def test_a_coordinator_is_told_in_time_opens_by_their_own_page_and_sees_who_waits(system: System) -> None:
    pages = await pages_of(system, wait=True, opening=BY_A_COORDINATOR)
    await shift(system, pages.booking, starts_in=5 * MINUTE)
    booking_id = pages.booking["id"]
    (need,) = await needs(pages)
    assert (need["id"], operations(need)) == (booking_id, ["invite_participant", "get_personal_links"])
    assert "Invite the one who does" in need["what"]
    assert need["names"] == {"mentor": "A mentor", "mentee": "A mentee"}

    await invited(pages)
    await system.a_minute_passes()
    await system.a_minute_passes()
    assert await events(pages) == [booking_id]
    (need,) = await needs(pages)
    assert operations(need) == ["get_personal_links", "list_participants"]
    assert "their personal link opens it" in need["what"]

    shown = await pages.get("coordinator")
    assert "Let in only: A, A." in shown
    assert "lock the meeting" in shown
    assert "With</dt><dd>the mentor and the mentee" in shown
    assert "Join the session" in await pages.get("mentor")
    async with httpx.AsyncClient(verify=TLS) as http:
        linked = await pressed_again(pages, http)
        assert "Start meeting" in linked.buttons()
        another = await pages.pressed("coordinator", "go", did_not_work="host_link")
        assert "Press the button to sign in to Zoom and start the meeting there." in another
        assert "It is host-" in another
        signed_in = await pressed_again(pages, http)
        assert signed_in.buttons() == {"Sign in and start"}
        (host,) = (each for each in (f"host-{number}@example.org" for number in (1, 2, 3)) if each in another)
        await signed_in.press("Sign in and start", email=host)
        assert "End meeting for all" in signed_in.buttons()
        await system.zoom.settle()

    async def is_open() -> bool:
        return "The room is open." in await pages.get("coordinator") and not await needs(pages)

    await eventually(is_open)
    people = (await pages.reader.get(f"/v1/bookings/{booking_id}/participants")).json()["items"]
    assert {each["role"]: each["status"] for each in people}["coordinator"] == "joined"
    async with system.database.transaction() as session:
        opener = (await session.exec(select(Participant).where(Participant.role == "coordinator"))).one()
        query = select(AuditEntry).where(AuditEntry.action == "session.way_in_given").order_by(col(AuditEntry.id))
        ways = [(each.actor, (each.after or {})["as_host_by"]) for each in await session.exec(query)]
    assert opener.registration is RegistrationState.NONE
    assert ways == [(str(opener.id), "host_link"), (str(opener.id), "coordinator")]


async def test_who_stands_by_is_not_led_in_until_the_mentors_ways_have_failed_and_then_at_once(system: System) -> None:
    pages = await pages_of(system, wait=True)
    await shift(system, pages.booking, starts_in=5 * MINUTE)
    await invited(pages)
    await system.a_minute_passes()
    assert (await events(pages), await needs(pages)) == ([], [])
    waits = await pages.pressed("coordinator", "go")
    assert "The mentor opens the room" in waits
    assert "Open the room</button>" not in waits
    assert pages.booking["meeting"]["zoom_meeting_id"] is not None

    told = await pages.pressed("mentor", "go", did_not_work="host_link")

    assert "Your coordinator has been told and will open the room" in told
    await system.a_minute_passes()
    assert await events(pages) == [pages.booking["id"]], "told at once, and not again because it is time"
    (need,) = await needs(pages)
    assert "No way in is left to the mentor" in need["what"]
    opens = await pages.get("coordinator")
    assert "Open the room</button>" in opens
    assert "Use the Zoom account that holds this session. It is host-" in opens
    assert (
        (await pages.press("coordinator", "go"))
        .headers["Location"]
        .partition("?")[0]
        .endswith(f"/s/{pages.booking['meeting']['zoom_meeting_id']}")
    )


async def test_people_are_told_once_for_each_time_of_a_session_and_never_of_one_that_the_mentor_opens(
    service: Service,
) -> None:
    pages = await pages_of(service, opening={"who": "coordinator", "tell_minutes_before": 30})
    others = await pages_of(service)

    async def told() -> int:
        async with service.database.transaction() as session:
            await tell_coordinators(session)
        found = await events(pages)
        assert set(found) <= {pages.booking["id"], others.booking["id"]}
        return len(found)

    async def begins(which: Pages, in_minutes: int) -> None:
        starts_at = utc_now() + in_minutes * MINUTE
        await which.change(state="confirmed", starts_at=starts_at, ends_at=starts_at + 45 * MINUTE)

    await begins(others, 20)
    await begins(pages, 60)
    assert await told() == 0, "it is not time yet"
    await begins(pages, 20)
    assert [await told(), await told()] == [1, 1]
    await begins(pages, 25)
    assert await told() == 2, "it was moved"
    async with service.database.transaction() as session:
        (await session.get_one(Partner, others.scenario.partner)).guidance = {"opening": BY_A_COORDINATOR}
    assert [await told(), await told()] == [3, 3], "the partner asks for a coordinator"
    stranger = await service.caller(Scope.BOOKINGS_READ, partner_id=str(others.scenario.partner))
    mine = (await stranger.get("/v1/today")).json()["needs"]
    assert [each["id"] for each in mine] == [others.booking["id"]]
    assert [operations(each) for each in mine] == [[]], "this key can neither invite nor read links"
    seen = (await stranger.get("/v1/events")).json()["items"]
    assert {each["data"]["partner_id"] for each in seen} == {str(others.scenario.partner)}


@pytest.mark.parametrize("more", [{}, {"doors": {"extra_people": 0}}], ids=["", "nobody else allowed"])
async def test_one_coordinator_opens_a_session_whatever_its_limit_of_other_people(
    service: Service, more: dict[str, Any]
) -> None:
    pages = await pages_of(service, opening=BY_A_COORDINATOR, **more)
    path = f"/v1/bookings/{pages.booking['id']}/participants"
    await invited(pages)
    refused = problem(await pages.reader.post(path, json=COORDINATOR), 409, "wrong-state")
    assert "Take them out first" in refused["detail"]
    (opener,) = (each for each in (await pages.reader.get(path)).json()["items"] if each["role"] == "coordinator")
    assert (await pages.reader.delete(f"{path}/{opener['id']}")).status_code == 204
    await invited(pages)
    front_end = await service.caller(Scope.BOOKINGS_WRITE, role=Role.FRONT_END)
    problem(await front_end.post(path, json=COORDINATOR), 403, "not-permitted")
    without = await service.caller(Scope.BOOKINGS_WRITE)
    links = f"/v1/bookings/{pages.booking['id']}/links"
    problem(await without.post(links, json={"participants": ["coordinator"]}), 403, "not-permitted")
    read = [each["action"] for each in await pages.trail("key") if each["action"].startswith("personal_link")]
    # Of the pairing, of the first coordinator, and of the second.
    assert read.count("personal_link.issued") == read.count("personal_link.read") == 4
    await pages.change(modality="phone")
    assert "no room" in problem(await pages.reader.post(path, json=COORDINATOR), 409, "wrong-state")["detail"]


async def test_a_coordinator_who_was_taken_out_has_no_page_any_more(service: Service) -> None:
    pages = await pages_of(service, opening=BY_A_COORDINATOR)
    await invited(pages)
    async with service.database.transaction() as session:
        opener = (
            await session.exec(
                select(Participant).where(
                    Participant.booking_id == UUID(pages.booking["id"]), Participant.role == "coordinator"
                )
            )
        ).one()
    taken_out = await pages.reader.delete(f"/v1/bookings/{pages.booking['id']}/participants/{opener.id}")
    assert taken_out.status_code == 204
    assert (await pages.browser.get(pages.path("coordinator"))).status_code == 404
    assert (await pages.browser.post(f"{pages.path('coordinator')}/go")).status_code == 404
