"""Zoom's calls about running meetings. There is none to lock one, to mute, to rename or to admit."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from app.zoom.sandbox.account.directory import Account
from app.zoom.sandbox.account.limit_tables import Label
from app.zoom.sandbox.api.answers import Answer, Refusal, invalid_fields
from app.zoom.sandbox.api.fields import INVALID
from app.zoom.sandbox.api.requests import Operation, ZoomRequest
from app.zoom.sandbox.meetings import ai_companion, attendance, holding, recordings
from app.zoom.sandbox.meetings.meeting_state import AiFeature, Instance, Meeting, NotPossibleError
from app.zoom.sandbox.webhooks import call_events
from app.zoom.sandbox.webhooks.call_events import CallState, InvitationState

_CONTACTS: Final = 10

Control = Callable[[Account, Meeting, Instance, Mapping[str, Any]], None]


def use_in_meeting_controls(account: Account, request: ZoomRequest) -> Answer:
    """Answer "Use in-meeting controls". Who is called or invited by it does not answer."""
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
    if not recordings.may_record(account, meeting):
        raise _not_available()
    recordings.start(account, meeting, instance)


def _stop_recording(account: Account, meeting: Meeting, instance: Instance, _: Mapping[str, Any]) -> None:
    recordings.stop(account, meeting, instance)


def _pause_recording(account: Account, meeting: Meeting, instance: Instance, _: Mapping[str, Any]) -> None:
    recordings.pause(account, meeting, instance)


def _resume_recording(account: Account, meeting: Meeting, instance: Instance, _: Mapping[str, Any]) -> None:
    recordings.resume(account, meeting, instance)


def _invite(account: Account, meeting: Meeting, __: Instance, params: Mapping[str, Any]) -> None:
    contacts = params.get("contacts")
    if not isinstance(contacts, list) or not 1 <= len(contacts) <= _CONTACTS:
        raise invalid_fields({"params.contacts": INVALID})
    users = []
    for contact in contacts:
        name = (contact.get("id") or contact.get("email")) if isinstance(contact, dict) else None
        if not isinstance(name, str) or (user := account.find_user(name)) is None:
            raise Refusal.of(400, 300, "No permission.")
        users.append(user)
    for user in users:
        call_events.announce_invitation(account, meeting, InvitationState.DISPATCHED, user)


def _call_telephone(account: Account, meeting: Meeting, _: Instance, params: Mapping[str, Any]) -> None:
    """It rings, and nobody picks up."""
    name, number = str(params.get("invitee_name", "")), re.sub(r"\D", "", str(params.get("phone_number", "")))
    if number:
        call_events.announce_telephone_call(account, meeting, CallState.RINGING, name=name, number=number)


def _call_room(account: Account, meeting: Meeting, _: Instance, params: Mapping[str, Any]) -> None:
    """It rings, and nobody picks up."""
    call_events.announce_room_call(
        account,
        meeting,
        CallState.RINGING,
        message_id=account.identifiers.opaque(),
        inviter=account.user(meeting.host_id).display_name,
        device=str(params.get("device_ip", "")),
    )


def _change_waiting_room(_: Account, __: Meeting, instance: Instance, params: Mapping[str, Any]) -> None:
    names = ("waiting_room_title", "waiting_room_description")
    instance.waiting_room_texts |= {name: str(params[name]) for name in names if name in params}


def _start_ai(account: Account, meeting: Meeting, instance: Instance, params: Mapping[str, Any]) -> None:
    features = _ai_features(params)
    if not set(features).intersection(ai_companion.allowed(account, meeting)):
        raise _not_available()
    ai_companion.start(account, meeting, instance, features)


def _stop_ai(account: Account, meeting: Meeting, instance: Instance, params: Mapping[str, Any]) -> None:
    ai_companion.stop(account, meeting, instance, _ai_features(params))


def _ai_features(params: Mapping[str, Any]) -> tuple[AiFeature, ...]:
    mode = params.get("ai_companion_mode", "all")
    if mode == "all":
        return tuple(AiFeature)
    if mode not in set(AiFeature):
        raise invalid_fields({"params.ai_companion_mode": INVALID})
    return (AiFeature(mode),)


def _remove(account: Account, meeting: Meeting, _: Instance, params: Mapping[str, Any]) -> None:
    person = holding.find_participant(meeting, str(params.get("participant_uuid", "")))
    if person is None:
        raise invalid_fields({"params.participant_uuid": INVALID})
    try:
        attendance.remove(account, meeting, person)
    except NotPossibleError:
        raise Refusal.of(400, 300, "No permission.") from None


def _not_available() -> Refusal:
    return Refusal.of(400, 300, "This API is not available for this account, please contact Zoom support.")


_CONTROLS: Final[Mapping[str, Control]] = {
    "recording.start": _start_recording,
    "recording.stop": _stop_recording,
    "recording.pause": _pause_recording,
    "recording.resume": _resume_recording,
    "participant.invite": _invite,
    "participant.invite.callout": _call_telephone,
    "participant.invite.room_system_callout": _call_room,
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
