"""Zoom's calls about running meetings. There is none to lock one, to mute, to rename or to admit."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from app.zoom.sandbox.account.directory import Account
from app.zoom.sandbox.account.limit_tables import Label
from app.zoom.sandbox.account.user_settings import in_force
from app.zoom.sandbox.account.user_types import UserType
from app.zoom.sandbox.api.answers import Answer, Refusal, invalid_fields
from app.zoom.sandbox.api.fields import INVALID
from app.zoom.sandbox.api.requests import Operation, ZoomRequest
from app.zoom.sandbox.meetings import attendance, holding
from app.zoom.sandbox.meetings.meeting_state import Instance, Meeting, Recording
from app.zoom.sandbox.webhooks import events

_CONTACTS: Final = 10
_AI_MODES: Final = {"questions", "summary", "all"}

Control = Callable[[Account, Meeting, Instance, Mapping[str, Any]], None]


def use_in_meeting_controls(account: Account, request: ZoomRequest) -> Answer:
    """Answer "Use in-meeting controls". Call-outs and invitations are taken, and nobody is called."""
    meeting = account.meeting(request.name("meeting"))
    body = request.json_object()
    method, params = body.get("method"), body.get("params", {})
    control = _CONTROLS.get(method) if isinstance(method, str) else None
    if control is None:
        raise invalid_fields({"method": INVALID})
    if not isinstance(params, dict):
        raise invalid_fields({"params": INVALID})
    instance = meeting.running
    if instance is None:
        if method not in _BEFORE_START:
            raise Refusal.of(400, 300, "Meeting does not exist.")
    else:
        control(account, meeting, instance, params)
        account.changed()
    return Answer(202)


def change_chat_message(account: Account, request: ZoomRequest) -> Answer:
    """Answer the calls that delete and edit a message of the chat, as for an account without message inspection."""
    account.meeting(request.name("meeting"))
    raise Refusal.of(400, 200, "No permission.")


def _start_recording(account: Account, meeting: Meeting, instance: Instance, _: Mapping[str, Any]) -> None:
    host = account.user(meeting.host_id)
    if host.type is not UserType.LICENSED or not in_force(account.state, host, "recording.cloud_recording"):
        raise Refusal.of(400, 300, "This API is not available for this account, please contact Zoom support.")
    if instance.recording is None:
        instance.recording, instance.recording_started_at = Recording.RUNNING, account.clock.now()
        events.announce_recording(account, meeting, instance, "started")


def _stop_recording(account: Account, meeting: Meeting, instance: Instance, _: Mapping[str, Any]) -> None:
    if instance.recording is not None:
        instance.recording = None
        events.announce_recording(account, meeting, instance, "stopped")


def _pause_recording(account: Account, meeting: Meeting, instance: Instance, _: Mapping[str, Any]) -> None:
    if instance.recording is Recording.RUNNING:
        instance.recording = Recording.PAUSED
        events.announce_recording(account, meeting, instance, "paused")


def _resume_recording(account: Account, meeting: Meeting, instance: Instance, _: Mapping[str, Any]) -> None:
    if instance.recording is Recording.PAUSED:
        instance.recording = Recording.RUNNING
        events.announce_recording(account, meeting, instance, "resumed")


def _invite(account: Account, _: Meeting, __: Instance, params: Mapping[str, Any]) -> None:
    contacts = params.get("contacts")
    if not isinstance(contacts, list) or not 1 <= len(contacts) <= _CONTACTS:
        raise invalid_fields({"params.contacts": INVALID})
    for contact in contacts:
        name = (contact.get("id") or contact.get("email")) if isinstance(contact, dict) else None
        if not isinstance(name, str) or account.find_user(name) is None:
            raise Refusal.of(400, 300, "No permission.")


def _call_out(_: Account, __: Meeting, ___: Instance, ____: Mapping[str, Any]) -> None:
    """Nobody is called."""


def _change_waiting_room(_: Account, __: Meeting, instance: Instance, params: Mapping[str, Any]) -> None:
    names = ("waiting_room_title", "waiting_room_description")
    instance.waiting_room_texts |= {name: str(params[name]) for name in names if name in params}


def _start_ai(account: Account, meeting: Meeting, instance: Instance, params: Mapping[str, Any]) -> None:
    _ai_mode(params)
    host = account.user(meeting.host_id)
    switches = ("in_meeting.meeting_summary_with_ai_companion.enable", "in_meeting.ai_companion_questions.enable")
    if not any(in_force(account.state, host, switch) for switch in switches):
        raise Refusal.of(400, 300, "This API is not available for this account, please contact Zoom support.")
    if not instance.ai_companion:
        instance.ai_companion = True
        events.announce_about(account, "meeting.ai_companion_started", meeting)


def _stop_ai(account: Account, meeting: Meeting, instance: Instance, params: Mapping[str, Any]) -> None:
    _ai_mode(params)
    if instance.ai_companion:
        instance.ai_companion = False
        events.announce_about(account, "meeting.ai_companion_stopped", meeting)


def _ai_mode(params: Mapping[str, Any]) -> None:
    if params.get("ai_companion_mode", "all") not in _AI_MODES:
        raise invalid_fields({"params.ai_companion_mode": INVALID})


def _remove(account: Account, meeting: Meeting, _: Instance, params: Mapping[str, Any]) -> None:
    person = holding.find_participant(meeting, str(params.get("participant_uuid", "")))
    if person is None:
        raise invalid_fields({"params.participant_uuid": INVALID})
    attendance.leave(account, meeting, person, reason=attendance.REMOVED)


_CONTROLS: Final[Mapping[str, Control]] = {
    "recording.start": _start_recording,
    "recording.stop": _stop_recording,
    "recording.pause": _pause_recording,
    "recording.resume": _resume_recording,
    "participant.invite": _invite,
    "participant.invite.callout": _call_out,
    "participant.invite.room_system_callout": _call_out,
    "participant.remove": _remove,
    "waiting_room.update": _change_waiting_room,
    "ai_companion.start": _start_ai,
    "ai_companion.stop": _stop_ai,
    "ai_companion.disable": _stop_ai,
}
_BEFORE_START: Final = {"participant.invite.callout", "participant.invite.room_system_callout"}

OPERATIONS = (
    Operation(
        "use_in_meeting_controls",
        "PATCH",
        "/live_meetings/{meeting}/events",
        Label.MEDIUM,
        "meeting:update:in_meeting_controls",
        "meeting:write:admin",
        use_in_meeting_controls,
    ),
    Operation(
        "delete_chat_message",
        "DELETE",
        "/live_meetings/{meeting}/chat/messages/{message}",
        Label.LIGHT,
        "meeting:delete:live_meeting_chat_message",
        "meeting:write:admin",
        change_chat_message,
    ),
    Operation(
        "update_chat_message",
        "PATCH",
        "/live_meetings/{meeting}/chat/messages/{message}",
        Label.LIGHT,
        "meeting:update:live_meeting_chat_message",
        "meeting:write:admin",
        change_chat_message,
    ),
)
