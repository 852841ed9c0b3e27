"""Registrants, invitations and links with names."""

from typing import Any

import httpx
import pytest

from tests.support.sandbox import BASIC_HOST, HOST, SECOND_HOST, Receiver, Zoom, answer, refused, refused_fields

ANN = {"email": "ann@example.org", "first_name": "Ann", "last_name": "Guest"}


async def with_registration(zoom: Zoom, approval: int = 1, **body: Any) -> int:
    number: int = (await zoom.create(settings={"approval_type": approval}, **body))["id"]
    return number


async def registers(zoom: Zoom, meeting: int, **form: Any) -> httpx.Response:
    return await zoom.http.post(f"/v2/meetings/{meeting}/registrants", json=form or ANN)


async def decides(zoom: Zoom, meeting: int, action: str, *named: dict[str, str]) -> httpx.Response:
    body = {"action": action, "registrants": list(named)}
    return await zoom.http.put(f"/v2/meetings/{meeting}/registrants/status", json=body)


async def listed(zoom: Zoom, meeting: int, status: str = "") -> list[str]:
    params = {"status": status} if status else {}
    page = answer(await zoom.http.get(f"/v2/meetings/{meeting}/registrants", params=params))
    return [each["email"] for each in page["registrants"]]


async def test_the_link_comes_with_the_approval(zoom: Zoom) -> None:
    meeting = await with_registration(zoom)

    made = answer(await registers(zoom, meeting), 201)

    assert made["id"] == meeting
    assert "join_url" not in made
    assert (await listed(zoom, meeting, "pending"), await listed(zoom, meeting)) == (["ann@example.org"], [])
    assert (await decides(zoom, meeting, "approve", {"email": "ANN@example.org"})).status_code == 204
    one = answer(await zoom.http.get(f"/v2/meetings/{meeting}/registrants/{made['registrant_id']}"))
    assert (one["status"], one["first_name"], one["email"]) == ("approved", "Ann", "ann@example.org")
    assert f"/w/{meeting}?tk=" in one["join_url"]
    assert await listed(zoom, meeting) == ["ann@example.org"]


@pytest.mark.parametrize(("approval", "form"), [(0, {}), (1, {"auto_approve": True})])
async def test_registration_can_be_approved_at_once(zoom: Zoom, approval: int, form: dict[str, Any]) -> None:
    meeting = await with_registration(zoom, approval)

    assert answer(await registers(zoom, meeting, **ANN, **form), 201)["join_url"]


@pytest.mark.parametrize(("action", "status"), [("deny", "denied"), ("cancel", None)])
async def test_a_registration_can_be_refused(zoom: Zoom, action: str, status: str | None) -> None:
    meeting = await with_registration(zoom, 0)
    registrant = answer(await registers(zoom, meeting), 201)["registrant_id"]

    assert (await decides(zoom, meeting, action, {"id": registrant})).status_code == 204

    assert await listed(zoom, meeting) == []
    assert status is None or await listed(zoom, meeting, status) == ["ann@example.org"]


async def test_a_registrant_can_be_deleted(zoom: Zoom) -> None:
    meeting = await with_registration(zoom, 0)
    path = f"/v2/meetings/{meeting}/registrants/{answer(await registers(zoom, meeting), 201)['registrant_id']}"

    assert (await zoom.http.delete(path)).status_code == 204

    assert (await zoom.http.get(path)).status_code == 400
    assert await listed(zoom, meeting) == []


async def test_events_tell_of_registrations(zoom: Zoom, subscribed: Receiver) -> None:
    meeting = await with_registration(zoom)
    registrant = answer(await registers(zoom, meeting), 201)["registrant_id"]
    for action in ("approve", "deny", "cancel"):
        await decides(zoom, meeting, action, {"id": registrant})
    await zoom.http.delete(f"/v2/meetings/{meeting}/registrants/{registrant}")
    await zoom.control("POST", "/deliveries/settle")

    told = [item.event for item in subscribed.received if "registration" in item.event["event"]]
    created, approved, *_ = [each["payload"]["object"]["registrant"] for each in told]
    assert [each["event"].rpartition("_")[2] for each in told] == [
        *("created", "approved", "denied", "cancelled", "cancelled"),
    ]
    assert {each["payload"]["object"]["registrant"]["id"] for each in told} == {registrant}
    assert ["operator_id" in each["payload"] for each in told] == [False, True, True, True, True]
    assert (created["status"], created["first_name"], "join_url" in created) == ("pending", "Ann", False)
    assert f"/w/{meeting}?tk=" in approved["join_url"]


async def test_only_the_approved_come_to_a_meeting_with_registration(zoom: Zoom) -> None:
    meeting = await with_registration(zoom)
    registrant = answer(await registers(zoom, meeting), 201)["registrant_id"]
    people = f"/meetings/{meeting}/participants"
    await zoom.control("POST", people, {"user": HOST})

    await zoom.control("POST", people, {"name": "Stranger"}, status=409)
    await zoom.control("POST", people, {"registrant_id": registrant}, status=409)
    await decides(zoom, meeting, "approve", {"id": registrant})
    person = await zoom.control("POST", people, {"registrant_id": registrant})

    assert (person["name"], person["email"]) == ("Ann Guest", "ann@example.org")


async def test_three_requests_a_day_for_one_registrant(zoom: Zoom) -> None:
    meeting = await with_registration(zoom)
    ids = {answer(await registers(zoom, meeting), 201)["registrant_id"] for _ in range(3)}

    response = await registers(zoom, meeting)

    assert len(ids) == 1
    message = (
        "You have exceeded the daily rate limit of (3) for Add meeting registrant API requests for the registrant "
        "(ann@example.org). You can resume these API requests at GMT 00:00:00."
    )
    refused(response, 429, 429, message)
    assert (await registers(zoom, meeting, email="bob@example.org", first_name="Bob")).status_code == 201
    await zoom.control("PUT", "/time", {"now": response.headers["retry-after"]})
    await zoom.sign_in()
    assert (await registers(zoom, meeting)).status_code == 201


async def test_ten_changes_a_day_for_one_registrant(zoom: Zoom) -> None:
    meeting = await with_registration(zoom)
    await registers(zoom, meeting)

    statuses = [(await decides(zoom, meeting, "approve", {"email": ANN["email"]})).status_code for _ in range(11)]

    assert statuses == [204] * 10 + [429]


async def test_many_register_at_once_or_none(zoom: Zoom) -> None:
    meeting = await with_registration(zoom)
    path = f"/v2/meetings/{meeting}/batch_registrants"
    forms = [{"email": f"guest{number}@example.org", "first_name": "G"} for number in range(30)]

    bad = await zoom.http.post(path, json={"registrants": [*forms[:2], {"email": "no name"}]})
    too_many = await zoom.http.post(path, json={"registrants": [*forms, ANN]})
    before = await listed(zoom, meeting, "pending")
    made = answer(await zoom.http.post(path, json={"registrants": forms, "auto_approve": True}), 201)

    assert refused_fields(bad) == ["first_name", "email"]
    assert refused_fields(too_many) == ["registrants"]
    assert before == []
    assert len(made["registrants"]) == 30
    assert all(each["join_url"] for each in made["registrants"])
    page = answer(await zoom.http.get(f"/v2/meetings/{meeting}/registrants"))
    assert page["total_records"] == 30


async def test_batches_are_for_single_meetings_alone(zoom: Zoom) -> None:
    meeting = await with_registration(zoom, type=3)

    response = await zoom.http.post(f"/v2/meetings/{meeting}/batch_registrants", json={"registrants": [ANN]})

    assert answer(response, 400)["code"] == 303


async def test_registration_is_off_unless_a_licensed_host_turns_it_on(zoom: Zoom) -> None:
    off = (await zoom.create())["id"]
    basic = await zoom.create(BASIC_HOST, settings={"approval_type": 0})

    refused(await registers(zoom, off), 404, 404, f"Registration has not been enabled for this meeting: {off}.")
    assert basic["settings"]["approval_type"] == 2
    assert "registration_url" not in basic
    assert (await registers(zoom, basic["id"])).status_code == 404


@pytest.mark.parametrize(
    ("form", "fields"),
    [
        ({"email": "ann@example.org"}, ["first_name"]),
        ({"first_name": "Ann", "email": "nowhere"}, ["email"]),
        ({**ANN, "first_name": "A" * 65}, ["first_name"]),
        ({**ANN, "no_of_employees": "7"}, ["no_of_employees"]),
    ],
)
async def test_a_wrong_form_is_refused_field_by_field(zoom: Zoom, form: dict[str, str], fields: list[str]) -> None:
    assert refused_fields(await registers(zoom, await with_registration(zoom), **form)) == fields


async def test_the_invitation_holds_link_and_passcode(zoom: Zoom) -> None:
    meeting = await zoom.create(topic="Talk", password="secret1", start_time="2031-05-06T10:00:00Z")

    text = answer(await zoom.http.get(f"/v2/meetings/{meeting['id']}/invitation"))["invitation"]

    number = str(meeting["id"])
    for part in ("Host One", "Talk", meeting["join_url"], "secret1", f"{number[:3]} {number[3:7]} {number[7:]}"):
        assert part in text


@pytest.mark.parametrize(
    ("zone", "line"),
    [
        ("Europe/London", "Time: May 06, 2031 11:00 AM London"),
        ("America/New_York", "Time: May 06, 2031 06:00 AM New York"),
        ("UTC", "Time: May 06, 2031 10:00 AM Universal Time UTC"),
    ],
)
async def test_the_invitation_tells_the_time_of_the_meetings_zone(zoom: Zoom, zone: str, line: str) -> None:
    meeting = await zoom.create(SECOND_HOST, start_time="2031-05-06T10:00:00Z", timezone=zone)

    text = answer(await zoom.http.get(f"/v2/meetings/{meeting['id']}/invitation"))["invitation"]

    assert line in text.splitlines()
    # A host without a name is named by the address.
    assert text.startswith(f"{SECOND_HOST} is inviting you")


async def test_invite_links_have_names(zoom: Zoom) -> None:
    path = f"/v2/meetings/{(await zoom.create())['id']}/invite_links"

    links = answer(await zoom.http.post(path, json={"attendees": [{"name": "Ann"}, {"name": "Bob"}]}), 201)

    assert [each["name"] for each in links["attendees"]] == ["Ann", "Bob"]
    assert len({each["join_url"] for each in links["attendees"]}) == 2


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"attendees": []}, ["attendees"]),
        ({"attendees": [{"name": ""}]}, ["attendees"]),
        ({"attendees": [{"name": "A" * 65}]}, ["attendees"]),
        ({"attendees": [{"name": "A"}] * 501}, ["attendees"]),
        ({"attendees": [{"name": "A"}], "ttl": 7_776_001}, ["ttl"]),
        ({"ttl": "soon"}, ["ttl", "attendees"]),
    ],
)
async def test_wrong_invite_links_are_refused(zoom: Zoom, body: dict[str, Any], fields: list[str]) -> None:
    path = f"/v2/meetings/{(await zoom.create())['id']}/invite_links"

    assert refused_fields(await zoom.http.post(path, json=body)) == fields


async def test_upcoming_meetings_are_those_of_a_day_that_the_user_hosts_or_is_invited_to(zoom: Zoom) -> None:
    await zoom.control("PUT", "/time", {"now": "2031-05-06T09:00:00Z"})
    await zoom.sign_in()
    invited = {"meeting_invitees": [{"email": HOST}]}
    await zoom.create(SECOND_HOST, topic="as a guest", start_time="2031-05-06T12:00:00Z", settings=invited)
    await zoom.create(SECOND_HOST, topic="of others", start_time="2031-05-06T12:00:00Z")
    await zoom.create(topic="own", start_time="2031-05-06T10:00:00Z", password="secret1")
    await zoom.create(topic="later", start_time="2031-05-07T10:00:00Z")

    found = answer(await zoom.http.get(f"/v2/users/{HOST}/upcoming_meetings"))

    assert [(each["topic"], each["is_host"]) for each in found["meetings"]] == [("own", True), ("as a guest", False)]
    assert found["total_records"] == 2
    assert found["meetings"][0]["passcode"] == "secret1"


async def test_a_users_token_is_another_one_each_time(zoom: Zoom) -> None:
    path = f"/v2/users/{HOST}/token"
    tokens = {answer(await zoom.http.get(path, params={"type": "zak", "ttl": "60"}))["token"] for _ in range(2)}
    tokens.add(answer(await zoom.http.get("/v2/users/me/zak"))["token"])

    assert len(tokens) == 3
    assert refused_fields(await zoom.http.get(path, params={"type": "x", "ttl": "99999999"})) == ["type", "ttl"]
    refused(await zoom.http.get("/v2/users/nobody/token"), 404, 1001, "User does not exist: nobody.")


async def test_the_start_link_is_another_one_at_each_reading(zoom: Zoom) -> None:
    meeting = await zoom.create()

    links = {meeting["start_url"], *[(await zoom.get(meeting["id"]))["start_url"] for _ in range(2)]}

    assert len(links) == 3
