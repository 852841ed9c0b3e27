"""What the client sends, and what it makes of Zoom's usual answers."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import httpx
import pytest

from app.zoom.reference import agenda_for
from app.zoom.schemas import MeetingRequest
from tests.support.zoom_api import API, MEETING_ID, TOKEN, meeting_answer, zoom_api, zoom_client

JSON = {"content-type": "application/json"}


def body_of(call: Any) -> Any:
    return httpx.Response(200, content=call.request.content).json()


async def test_creates_a_scheduled_meeting_for_the_host_in_the_path() -> None:
    api = zoom_api()
    route = api.post(f"{API}/users/host%40example.org/meetings").respond(201, json=meeting_answer())
    request = MeetingRequest(
        agenda=agenda_for("0193f1c2"),
        start=datetime(2027, 7, 12, 18, 0, 30, 999, tzinfo=timezone(timedelta(hours=2))),
        duration=45,
        time_zone="Europe/London",
        passcode="aB3-defg",
        settings={"waiting_room": True},
    )
    async with zoom_client(api) as client:
        meeting = await client.create_meeting("host@example.org", request)
    assert body_of(route.calls.last) == {
        "type": 2,
        "topic": "Mentoring session",
        "agenda": "Reference: 0193f1c2",
        "start_time": "2027-07-12T16:00:30Z",
        "timezone": "Europe/London",
        "duration": 45,
        "password": "aB3-defg",
        "default_password": False,
        "pre_schedule": False,
        "settings": {"waiting_room": True},
    }
    headers = route.calls.last.request.headers
    assert headers["authorization"] == f"Bearer {TOKEN}"
    assert headers["accept"] == "application/json"
    assert meeting.id == MEETING_ID
    assert meeting.start_time == datetime(2027, 1, 12, 16, tzinfo=UTC)


async def test_reads_a_meeting_whose_ids_are_text_and_whose_keys_are_new() -> None:
    api = zoom_api()
    answer = meeting_answer(id=str(MEETING_ID), host_id=12345, status="started", key_of_tomorrow=[1])
    api.get(f"{API}/meetings/{MEETING_ID}").respond(json=answer)
    async with zoom_client(api) as client:
        meeting = await client.meeting(MEETING_ID)
    assert (meeting.id, meeting.host_id, meeting.is_started) == (MEETING_ID, "12345", True)
    assert meeting.settings["a_key_of_tomorrow"] == {"deep": 1}
    assert "waiting_room_options" not in meeting.settings


@pytest.mark.parametrize("status", [200, 202, 204])
async def test_changes_ends_and_deletes_a_meeting(status: int) -> None:
    api = zoom_api()
    change = api.patch(f"{API}/meetings/{MEETING_ID}").respond(status)
    end = api.put(f"{API}/meetings/{MEETING_ID}/status").respond(status)
    delete = api.delete(f"{API}/meetings/{MEETING_ID}").respond(status, json=None if status == 204 else {})
    async with zoom_client(api) as client:
        await client.update_meeting(MEETING_ID, {"settings": {"waiting_room": True}})
        await client.end_meeting(MEETING_ID)
        await client.delete_meeting(MEETING_ID)
    assert body_of(change.calls.last) == {"settings": {"waiting_room": True}}
    assert body_of(end.calls.last) == {"action": "end"}
    assert dict(delete.calls.last.request.url.params) == {
        "schedule_for_reminder": "false",
        "cancel_meeting_reminder": "false",
    }


def pages_of(route: Any, key: str, *pages: list[dict[str, Any]]) -> None:
    tokens = [f"token-{number}" for number in range(1, len(pages))] + [""]
    route.side_effect = [
        httpx.Response(200, json={"page_size": 300, "next_page_token": token, key: items})
        for token, items in zip(tokens, pages, strict=True)
    ]


async def test_lists_all_pages_of_users() -> None:
    api = zoom_api()
    route = api.get(f"{API}/users")
    users = [{"id": f"user-{number}", "type": kind, "status": "active"} for number, kind in enumerate((1, 2, 2, 4, 99))]
    pages_of(route, "users", users[:2], [], users[2:])
    async with zoom_client(api) as client:
        listed = [user async for user in client.users()]
    assert [user.id for user in listed] == [user["id"] for user in users]
    assert [user.is_licensed for user in listed] == [False, True, True, False, False]
    assert all(user.is_active for user in listed)
    asked = [dict(call.request.url.params) for call in route.calls]
    assert asked == [
        {"status": "active", "page_size": "300"},
        {"status": "active", "page_size": "300", "next_page_token": "token-1"},
        {"status": "active", "page_size": "300", "next_page_token": "token-2"},
    ]


async def test_reads_a_user_without_what_would_make_its_reader_the_host() -> None:
    api = zoom_api()
    api.get(f"{API}/users/host").respond(
        json={"id": "host", "type": 3, "status": "inactive", "host_key": "445566", "timezone": "Europe/London"}
    )
    async with zoom_client(api) as client:
        user = await client.user("host")
    assert (user.type, user.is_licensed, user.is_active, user.time_zone) == (3, False, False, "Europe/London")
    assert "445566" not in user.model_dump_json()


async def test_lists_a_hosts_meetings_between_two_days() -> None:
    api = zoom_api()
    route = api.get(f"{API}/users/host/meetings")
    pages_of(route, "meetings", [{"id": 1, "uuid": "/a//b=="}], [{"id": "2", "start_time": "2027-01-12T16:00:00Z"}])
    async with zoom_client(api) as client:
        days = {"first_day": date(2027, 1, 1), "last_day": date(2027, 1, 31)}
        listed = [meeting.id async for meeting in client.meetings("host", **days)]
    assert listed == [1, 2]
    asked = dict(route.calls[0].request.url.params)
    assert asked == {"type": "scheduled", "from": "2027-01-01", "to": "2027-01-31", "page_size": "300"}


async def test_merges_a_users_settings_from_their_two_places() -> None:
    api = zoom_api()
    url = f"{API}/users/host/settings"
    secret = {"pmi_password": "pmi-secret", "default_password_for_scheduled_meetings": "default-secret"}
    usual = {
        "in_meeting": {"file_transfer": True},
        "schedule_meeting": {"join_before_host": True, **secret},
        "meeting_security": {"waiting_room": False},
        "telephony": {"audio_conference_info": "call 0800"},
    }
    api.get(url, params={"option": "meeting_security"}).respond(json={"meeting_security": {"waiting_room": True}})
    api.get(url).respond(json=usual)
    async with zoom_client(api) as client:
        settings = await client.user_settings("host")
    assert settings.model_dump() == {
        "in_meeting": {"file_transfer": True},
        "recording": {},
        "schedule_meeting": {"join_before_host": True},
        "meeting_security": {"waiting_room": True},
        "email_notification": {},
    }


async def test_changes_a_users_settings_in_their_two_places() -> None:
    api = zoom_api()
    url = f"{API}/users/host/settings"
    security = api.patch(url, params={"option": "meeting_security"}).respond(204)
    usual = api.patch(url).respond(204)
    async with zoom_client(api) as client:
        await client.update_user_settings("host", {})
        assert (usual.call_count, security.call_count) == (0, 0)
        await client.update_user_settings("host", {"in_meeting": {"chat": False}, "meeting_security": {"x": True}})
    assert body_of(usual.calls.last) == {"in_meeting": {"chat": False}}
    assert body_of(security.calls.last) == {"meeting_security": {"x": True}}
    assert (usual.call_count, security.call_count) == (1, 1)


@pytest.mark.parametrize("user_id", ["", ".", "..", "me"])
async def test_refuses_a_user_that_is_another_path(user_id: str) -> None:
    async with zoom_client(zoom_api()) as client:
        with pytest.raises(ValueError, match="named by"):
            await client.user(user_id)


async def test_a_user_id_stays_one_segment_of_the_path() -> None:
    api = zoom_api()
    route = api.get(url__startswith=f"{API}/users/").respond(json={"id": "x", "type": 1})
    async with zoom_client(api) as client:
        await client.user("../meetings/1?x=/#")
    assert route.calls.last.request.url.raw_path == b"/v2/users/..%2Fmeetings%2F1%3Fx%3D%2F%23"


@pytest.mark.parametrize(
    ("uuid", "segment"),
    [
        ("aDYlohsHRtCd4ii1uC2+hA==", "aDYlohsHRtCd4ii1uC2%2BhA%3D%3D"),
        ("a/b==", "a%2Fb%3D%3D"),
        ("/ajXp112QmuoKj4854875==", "%252FajXp112QmuoKj4854875%253D%253D"),
        ("ab//cd==", "ab%252F%252Fcd%253D%253D"),
    ],
)
async def test_a_uuid_with_slashes_that_zoom_would_take_for_a_path_is_encoded_twice(uuid: str, segment: str) -> None:
    api = zoom_api()
    meeting = {"id": str(MEETING_ID), "uuid": uuid, "end_time": "2027-01-12T16:45:00Z", "participants_count": 2}
    stays = [{"id": "", "name": "A guest", "user_email": "", "join_time": "2027-01-12T16:01:00Z", "duration": 2_640}]
    route = api.get(url__startswith=f"{API}/past_meetings/")
    pages_of(route, "participants", stays, [])
    async with zoom_client(api) as client:
        listed = [stay async for stay in client.past_participants(uuid)]
        route.side_effect = None
        route.respond(json=meeting)
        past = await client.past_meeting(uuid)
    assert (past.id, past.participants_count) == (MEETING_ID, 2)
    assert [(stay.name, stay.duration) for stay in listed] == [("A guest", 2_640)]
    assert "guest" not in repr(listed)
    paths = [call.request.url.raw_path.partition(b"?")[0].decode() for call in route.calls]
    assert paths == [f"/v2/past_meetings/{segment}/participants"] * 2 + [f"/v2/past_meetings/{segment}"]


async def test_reads_what_the_account_sets_and_what_account_and_groups_lock() -> None:
    api = zoom_api()
    for path in ("accounts/me/settings", "accounts/me/lock_settings", "groups/group%2F1/lock_settings"):
        url = f"{API}/{path}"
        api.get(url, params={"option": "meeting_security"}).respond(json={"meeting_security": {"waiting_room": True}})
        api.get(url).respond(json={"in_meeting": {"file_transfer": path.startswith("groups")}})
    async with zoom_client(api) as client:
        settings = await client.account_settings()
        account = await client.account_locks()
        group = await client.group_locks("group/1")
    for groups in (settings, account, group):
        assert groups.meeting_security == {"waiting_room": True}
    assert [groups.in_meeting["file_transfer"] for groups in (settings, account, group)] == [False, False, True]


async def test_a_user_is_found_by_address_and_tells_its_groups() -> None:
    api = zoom_api()
    answer = {"id": "host", "type": 2, "status": "active", "group_ids": ["group-1", 2]}
    route = api.get(f"{API}/users/host%40example.org").respond(json=answer)
    async with zoom_client(api) as client:
        user = await client.user("host@example.org")
    assert (user.id, user.group_ids, route.call_count) == ("host", ("group-1", "2"), 1)


@pytest.mark.parametrize("name", ["", ".", ".."])
async def test_refuses_what_would_be_another_path(name: str) -> None:
    async with zoom_client(zoom_api()) as client:
        with pytest.raises(ValueError, match="named by"):
            await client.past_meeting(name)
        with pytest.raises(ValueError, match="named by"):
            await client.group_locks(name)
