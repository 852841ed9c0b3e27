"""The sandbox's answers, and the product's requests, against what Zoom has published of them."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from pydantic import SecretStr

from app.zoom.client import ZoomClient
from app.zoom.configuration import ZoomConfiguration
from app.zoom.safety import host_settings_changes, meeting_settings
from app.zoom.schemas import MeetingRequest
from tests.support.sandbox import CONFIGURATION, HOST, SECOND_HOST, Zoom, answer
from tests.zoom.sandbox.published import contradictions, operation_of, published, unpublished

GROUP = "group-a"
SERIES = {"type": 2, "weekly_days": "2,4", "end_times": 4}


@dataclass
class Witness:
    """Sees every call and answer that goes by."""

    answers: list[tuple[str, str, int, Any]] = field(default_factory=list)

    async def see(self, response: httpx.Response) -> None:
        request, path = response.request, response.request.url.raw_path.decode().partition("?")[0]
        if path.startswith("/v2/"):
            body = (await response.aread()) and response.json()
            self.answers.append((request.method, path.removeprefix("/v2"), response.status_code, body or None))


@pytest.fixture
async def witness(zoom: Zoom) -> AsyncIterator[Witness]:
    witness = Witness()
    zoom.http.event_hooks["response"].append(witness.see)
    yield witness
    zoom.http.event_hooks["response"].clear()


async def live_through_everything(zoom: Zoom) -> None:
    """Make every call that the sandbox answers, each with something to see in the answer."""
    http = zoom.http
    await users_and_settings(http)
    meeting = await zoom.create(
        topic="Meeting",
        agenda="agenda",
        start_time="2031-05-06T10:00:00Z",
        password="secret1",
        settings={"waiting_room": True, "approval_type": 1, "alternative_hosts": SECOND_HOST},
    )
    number = meeting["id"]
    series = await zoom.create(type=8, start_time="2031-05-06T10:00:00Z", recurrence=SERIES, settings={"use_pmi": True})
    await http.get(f"/v2/meetings/{series['id']}", params={"show_previous_occurrences": "true"})
    await http.get(f"/v2/users/{HOST}/meetings")
    await http.get(f"/v2/meetings/{number}/invitation")
    await http.post(f"/v2/meetings/{number}/invite_links", json={"attendees": [{"name": "A guest"}]})
    await registrants(http, number)
    await http.patch(f"/v2/meetings/{number}", json={"topic": "Changed"})
    await held(zoom, number)
    await http.put(f"/v2/meetings/{number}/status", json={"action": "end"})
    past = await zoom.get(number)
    uuid = quote(quote(past["uuid"], safe=""), safe="")
    for path in (
        f"/past_meetings/{uuid}",
        f"/past_meetings/{number}/instances",
        f"/past_meetings/{number}/participants",
        f"/report/meetings/{number}",
        f"/report/meetings/{number}/participants?include_fields=registrant_id",
    ):
        answer(await http.get(f"/v2{path}"))
    await http.delete(f"/v2/meetings/{number}")


async def users_and_settings(http: httpx.AsyncClient) -> None:
    for path in ("", f"/{HOST}", f"/{HOST}/settings", f"/{HOST}/token?type=zak", "/me/zak"):
        answer(await http.get(f"/v2/users{path}"))
    for option in ("meeting_security", "meeting_authentication", "recording_authentication"):
        answer(await http.get(f"/v2/users/{HOST}/settings", params={"option": option}))
    await http.patch(f"/v2/users/{HOST}/settings", json={"in_meeting": {"chat": False}})
    for path in (
        "accounts/me/settings",
        "accounts/me/lock_settings",
        f"groups/{GROUP}/lock_settings",
    ):
        answer(await http.get(f"/v2/{path}"))
        answer(await http.get(f"/v2/{path}", params={"option": "meeting_security"}))
        changes = {"in_meeting": {"file_transfer": True}}
        assert (await http.patch(f"/v2/{path}", json=changes)).status_code == 204
    answer(await http.get("/v2/accounts/me/managed_domains"))


async def registrants(http: httpx.AsyncClient, number: int) -> None:
    form = {"email": "guest@example.org", "first_name": "A", "last_name": "Guest", "no_of_employees": "1-20"}
    one = answer(await http.post(f"/v2/meetings/{number}/registrants", json=form), 201)["registrant_id"]
    batch = {"auto_approve": True, "registrants": [{"email": "other@example.org", "first_name": "B"}]}
    two = answer(await http.post(f"/v2/meetings/{number}/batch_registrants", json=batch), 201)["registrants"][0]
    approval = {"action": "approve", "registrants": [{"id": one}]}
    await http.put(f"/v2/meetings/{number}/registrants/status", json=approval)
    answer(await http.get(f"/v2/meetings/{number}/registrants"))
    answer(await http.get(f"/v2/meetings/{number}/registrants/{one}"))
    await http.delete(f"/v2/meetings/{number}/registrants/{two['registrant_id']}")


async def held(zoom: Zoom, number: int) -> None:
    """Let the host and a guest be in the meeting for a while."""
    people = f"/meetings/{number}/participants"
    await zoom.control("POST", people, {"user": HOST})
    [registrant] = answer(await zoom.http.get(f"/v2/meetings/{number}/registrants"))["registrants"]
    guest = await zoom.control("POST", people, {"name": "Guest", "registrant_id": registrant["id"]})
    await zoom.control("POST", f"{people}/{guest['uuid']}/admit")
    body = {"method": "waiting_room.update", "params": {"waiting_room_title": "Please wait"}}
    assert (await zoom.http.patch(f"/v2/live_meetings/{number}/events", json=body)).status_code == 202
    await zoom.advance(600)


AI_COMPANION = {"in_meeting.ai_companion_questions", "in_meeting.meeting_summary_with_ai_companion"}
CHAT = {
    "schedule_meeting.continuous_meeting_chat.support_instant_meetings",
    "schedule_meeting.continuous_meeting_chat.support_scheduled_meetings",
}
MEETING = {
    "creation_source",
    "pstn_password",
    "settings.allow_host_control_participant_mute_state",
    "settings.alternative_host_manage_cloud_recording",
    "settings.alternative_host_manage_meeting_summary",
    "settings.auto_add_recording_to_video_management",
    "settings.auto_start_ai_companion_questions",
    "settings.auto_start_meeting_summary",
    "settings.continuous_meeting_chat.auto_add_meeting_participants",
    "settings.continuous_meeting_chat.channel_id",
    "settings.device_testing",
    "settings.disable_participant_video",
    "settings.email_in_attendee_report",
    "settings.meeting_invitees",
    "settings.question_and_answer",
    "settings.request_permission_to_unmute_participants",
    "settings.show_join_info",
    "settings.waiting_room_options",
}
NEWER = {
    "accountSettings": {*AI_COMPANION, *CHAT, "in_meeting.allow_users_to_delete_messages_in_meeting_chat"},
    "getAccountLockSettings": {"schedule_meeting.personal_meeting"},
    "getGroupLockSettings": {
        "in_meeting.request_permission_to_unmute_participants",
        "schedule_meeting.personal_meeting",
    },
    "meeting": {*MEETING, "registration_url"},
    "meetingCreate": {*MEETING, "encrypted_password", "host_id", "status", "uuid"},
    "pastMeetingParticipants": {"participants.internal_user"},
    "userSettings": {*AI_COMPANION, *CHAT},
}
"""Keys that Zoom has added since, or has left out of the description: they were seen, or stand in its SDK of 2026."""


async def test_every_published_operation_answers_as_it_was_published(zoom: Zoom, witness: Witness) -> None:
    await live_through_everything(zoom)

    met: set[str] = set()
    newer: dict[str, set[str]] = {}
    for method, path, status, body in witness.answers:
        operation = operation_of(method, path)
        assert status == operation.status, (method, path, body)
        met.add(operation.name)
        if operation.response is None:
            assert body is None, path
            continue
        assert contradictions(operation.response, body) == [], path
        newer.setdefault(operation.name, set()).update(unpublished(operation.response, body))
    assert met == {operation.name for operation in published()}
    assert {name: keys for name, keys in newer.items() if keys} == NEWER


class Recording(httpx.AsyncHTTPTransport):
    """The network, and the bodies that were sent to Zoom's API over it."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[tuple[str, str, Any]] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        content = await request.aread()
        if request.url.path.startswith("/v2/") and content:
            self.sent.append((request.method, request.url.path.removeprefix("/v2"), json.loads(content)))
        return await super().handle_async_request(request)


@pytest.fixture
async def recorded(zoom: Zoom) -> AsyncIterator[tuple[ZoomClient, Recording]]:
    configuration = ZoomConfiguration(
        oauth_url=zoom.base_url,
        api_url=zoom.base_url,
        account_id=CONFIGURATION.account_id,
        client_id=CONFIGURATION.client_id,
        client_secret=CONFIGURATION.client_secret,
    )
    network = Recording()
    async with ZoomClient(configuration, transport=network) as client:
        yield client, network


async def test_the_requests_of_our_client_are_as_was_published(recorded: tuple[ZoomClient, Recording]) -> None:
    client, network = recorded
    request = MeetingRequest(
        agenda="reference",
        start=datetime(2031, 5, 6, 10, tzinfo=UTC),
        duration=45,
        time_zone="Europe/London",
        passcode=SecretStr("Abcdef123*"),
        settings=meeting_settings({}),
    )

    meeting = await client.create_meeting(HOST, request)
    await client.update_meeting(meeting.id, request.body())
    await client.update_user_settings(HOST, host_settings_changes({}, await client.user_settings(HOST)))
    await client.end_meeting(meeting.id)

    sent = [(operation_of(method, path), body) for method, path, body in network.sent]
    names = {operation.name for operation, _ in sent}
    assert names == {"meetingCreate", "meetingUpdate", "userSettingsUpdate", "meetingStatus"}
    for operation, body in sent:
        assert operation.request is not None
        assert contradictions(operation.request, body) == [], operation.name
