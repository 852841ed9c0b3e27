"""Each belief is a switch that can be thrown while the sandbox runs, and changes what its name says."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from app.zoom.time_zones import LISTED_TIME_ZONES
from tests.support.sandbox import HOST, Zoom, answer, refused, refused_fields

MEETINGS = f"/v2/users/{HOST}/meetings"


async def believe(zoom: Zoom, **beliefs: Any) -> None:
    await zoom.control("PUT", "/beliefs", beliefs)


async def listed(zoom: Zoom, **query: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = answer(await zoom.http.get(MEETINGS, params=query))["meetings"]
    return items


async def test_beliefs_can_be_read_replaced_and_returned_to_the_profile(zoom: Zoom) -> None:
    before = await zoom.control("GET", "/beliefs")
    await believe(zoom, topic_hidden=True)
    assert await zoom.control("GET", "/beliefs") == before | {"topic_hidden": True}
    await zoom.control("PUT", "/beliefs", {"no_such_belief": True}, status=422)
    await zoom.control("DELETE", "/beliefs")
    assert await zoom.control("GET", "/beliefs") == before
    assert (await zoom.control("GET", "/profile"))["name"] == "full"


async def test_beginning_anew_returns_to_the_profile(zoom: Zoom) -> None:
    await believe(zoom, denial="denied")
    await zoom.control("POST", "/reset")
    assert (await zoom.http.get(MEETINGS)).status_code == 200


async def test_an_absent_key_is_neither_shown_nor_taken(zoom: Zoom) -> None:
    await believe(
        zoom,
        absent={
            "meeting": ["settings.waiting_room", "settings.waiting_room_options.mode"],
            "user_settings": ["in_meeting.file_transfer", "meeting_security.waiting_room_settings"],
            "account_settings": ["in_meeting.ai_companion_questions"],
        },
    )
    made = await zoom.create(password="secret1", settings={"waiting_room": True})
    await zoom.http.patch(f"/v2/users/{HOST}/settings", json={"in_meeting": {"file_transfer": False, "chat": False}})

    for shown in (made, await zoom.get(made["id"])):
        assert not {"waiting_room", "waiting_room_options"} & shown["settings"].keys()
    usual, security = await zoom.settings(), await zoom.settings(option="meeting_security")
    assert ("file_transfer" in usual["in_meeting"], usual["in_meeting"]["chat"]) == (False, False)
    assert "waiting_room_settings" not in security["meeting_security"]
    account = answer(await zoom.http.get("/v2/accounts/me/settings"))
    assert ("ai_companion_questions" in account["in_meeting"], "chat" in account["in_meeting"]) == (False, True)
    await zoom.control("DELETE", "/beliefs")
    assert (await zoom.get(made["id"]))["settings"]["waiting_room"] is False
    assert (await zoom.settings())["in_meeting"]["file_transfer"] is True


async def test_a_key_is_shown_with_a_value_whatever_was_sent(zoom: Zoom) -> None:
    await believe(zoom, shown_as={"settings.private_meeting": False})
    made = await zoom.create(settings={"private_meeting": True})
    assert made["settings"]["private_meeting"] is False
    assert (await zoom.get(made["id"]))["settings"]["private_meeting"] is False


@pytest.mark.parametrize("option", ["", "meeting_security"])
async def test_a_locked_user_setting_is_refused_and_nothing_of_the_request_is_done(zoom: Zoom, option: str) -> None:
    await zoom.lock(in_meeting__file_transfer=True, meeting_security__waiting_room=False)
    await believe(zoom, locked_user_setting="refused")
    path, query = f"/v2/users/{HOST}/settings", {"option": option} if option else {}
    body, held = (
        ({"meeting_security": {"waiting_room": True, "auto_security": False}}, "meeting_security.waiting_room")
        if option
        else ({"in_meeting": {"file_transfer": False, "chat": False}}, "in_meeting.file_transfer")
    )

    assert refused_fields(await zoom.http.patch(path, params=query, json=body)) == [held]
    before = await zoom.settings(option=option)
    assert before["meeting_security"]["auto_security"] if option else before["in_meeting"]["chat"]
    same = {"meeting_security": {"waiting_room": False}} if option else {"in_meeting": {"file_transfer": True}}
    assert (await zoom.http.patch(path, params=query, json=same)).status_code == 204


async def test_topics_and_descriptions_can_be_hidden(zoom: Zoom) -> None:
    made = await zoom.create(topic="Session", agenda="Reference: 1")
    await believe(zoom, topic_hidden=True, description_hidden=True)
    for shown in (await zoom.get(made["id"]), *await listed(zoom), await zoom.create(topic="Other", agenda="Text")):
        assert (shown["topic"], "agenda" in shown) == ("Zoom Meeting", False)
    await believe(zoom, list_without_agenda=True)
    assert (await zoom.get(made["id"]))["agenda"] == "Reference: 1"
    assert ["agenda" in item for item in await listed(zoom)] == [False, False]


async def test_a_new_meeting_can_be_late_in_lists(zoom: Zoom) -> None:
    await zoom.control("PUT", "/time", {"stopped": True})
    await believe(zoom, list_delay_seconds=60)
    start = (datetime.now(UTC) + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M:%SZ")
    made = await zoom.create(start_time=start)
    upcoming = f"/v2/users/{HOST}/upcoming_meetings"

    assert await listed(zoom) == []
    assert answer(await zoom.http.get(upcoming))["meetings"] == []
    await zoom.advance(61)
    assert [item["id"] for item in await listed(zoom)] == [made["id"]]
    assert [item["id"] for item in answer(await zoom.http.get(upcoming))["meetings"]] == [made["id"]]


async def test_lists_can_end_half_a_year_ahead_unless_days_are_given(zoom: Zoom) -> None:
    await believe(zoom, list_reaches_days=183)
    far = datetime.now(UTC) + timedelta(days=270)
    made = await zoom.create(start_time=far.strftime("%Y-%m-%dT%H:%M:%SZ"))
    near = await zoom.create(start_time=(far - timedelta(days=100)).strftime("%Y-%m-%dT%H:%M:%SZ"))

    assert [item["id"] for item in await listed(zoom)] == [near["id"]]
    assert [item["id"] for item in await listed(zoom, to=f"{far:%Y-%m-%d}")] == [near["id"], made["id"]]


async def test_a_start_in_the_past_can_become_the_present(zoom: Zoom) -> None:
    kept = await zoom.create(start_time="2020-01-01T10:00:00Z")
    await believe(zoom, past_start_moved=True)
    moved = await zoom.create(start_time="2020-01-01T10:00:00Z")
    ahead = await zoom.create(start_time="2035-01-01T10:00:00Z")

    assert (kept["start_time"], ahead["start_time"]) == ("2020-01-01T10:00:00Z", "2035-01-01T10:00:00Z")
    assert datetime.now(UTC) - datetime.fromisoformat(moved["start_time"]) < timedelta(minutes=5)


async def test_only_the_time_zones_of_zooms_list_can_be_taken(zoom: Zoom) -> None:
    assert (await zoom.create(timezone="Europe/Malta"))["timezone"] == "Europe/Malta"
    await believe(zoom, unlisted_time_zone_refused=True)
    assert refused_fields(await zoom.http.post(MEETINGS, json={"timezone": "Europe/Malta"})) == ["timezone"]
    assert (await zoom.create(timezone="Europe/London"))["timezone"] == "Europe/London"
    assert len(LISTED_TIME_ZONES) > 100


async def test_every_call_can_be_denied(zoom: Zoom) -> None:
    await believe(zoom, denial="denied")
    message = "Access to the Zoom REST API has been denied for this account."
    refused(await zoom.http.get("/v2/users"), 403, 104, message)
    await believe(zoom, denial="without_scopes")
    refused(await zoom.http.get(MEETINGS), 401, 4700, "Invalid access token.")


@pytest.mark.parametrize("method", ["GET", "DELETE"])
async def test_an_unknown_meeting_can_have_another_code(zoom: Zoom, method: str) -> None:
    await believe(zoom, unknown_meeting_code=300)
    response = await zoom.http.request(method, "/v2/meetings/99999999999")
    refused(response, 404, 300, "Meeting does not exist: 99999999999.")


async def test_passcodes_can_be_held_to_digits(zoom: Zoom) -> None:
    await believe(zoom, numeric_passcodes=True)
    security = (await zoom.settings(option="meeting_security"))["meeting_security"]
    assert security["meeting_password_requirement"]["only_allow_numeric"] is True
    assert refused_fields(await zoom.http.post(MEETINGS, json={"password": "aB3-defg"})) == ["password"]
    assert (await zoom.create(password="4719350286"))["password"] == "4719350286"
    assert (await zoom.create())["password"].isdecimal()


async def test_a_start_link_can_ask_to_sign_in(zoom: Zoom) -> None:
    made = await zoom.create()
    assert "sign_in" not in made["start_url"]
    await believe(zoom, start_link_asks_to_sign_in=True)
    assert (await zoom.get(made["id"]))["start_url"].endswith("&sign_in=required")
    assert (await zoom.control("GET", f"/meetings/{made['id']}"))["start_link_asks_to_sign_in"] is True


async def test_a_meeting_that_has_ended_can_still_be_in_progress_for_a_while(zoom: Zoom) -> None:
    await zoom.control("PUT", "/time", {"stopped": True})
    await believe(zoom, in_progress_after_end_seconds=5)
    made = await zoom.create()
    await zoom.control("POST", f"/meetings/{made['id']}/start")
    await zoom.http.put(f"/v2/meetings/{made['id']}/status", json={"action": "end"})

    early = await zoom.http.delete(f"/v2/meetings/{made['id']}")
    refused(early, 400, 3002, "Sorry, you cannot delete this meeting since it is in progress.")
    await zoom.advance(5)
    assert (await zoom.http.delete(f"/v2/meetings/{made['id']}")).status_code == 204


@pytest.mark.parametrize(("text", "says_user"), [("of_registrant", False), ("of_user", True)])
async def test_the_daily_limit_of_a_registrant_can_be_told_in_two_ways(zoom: Zoom, text: str, says_user: bool) -> None:
    await believe(zoom, registrant_limit_text=text)
    made = await zoom.create(settings={"approval_type": 1})
    path, person = f"/v2/meetings/{made['id']}/registrants", {"email": "someone@example.org", "first_name": "Someone"}
    responses: list[httpx.Response] = [await zoom.http.post(path, json=person) for _ in range(4)]

    assert [response.status_code for response in responses] == [201, 201, 201, 429]
    assert ("user" in answer(responses[-1], 429)["message"]) is says_user
