"""People whom the host calls into a meeting ("Meeting events" in Zoom's webhook reference)."""

from enum import StrEnum
from typing import Any

from app.zoom.sandbox.account.directory import Account
from app.zoom.sandbox.meetings.meeting_state import Meeting
from app.zoom.sandbox.state import User
from app.zoom.sandbox.webhooks.events import meeting_number, operator


class CallState(StrEnum):
    """What becomes of a call, in Zoom's words. A telephone's is `failed` since September 2026."""

    RINGING = "ringing"
    ACCEPTED = "accepted"
    MISSED = "missed"
    REJECTED = "rejected"
    FAILED = "failed"


class InvitationState(StrEnum):
    """What becomes of an invitation, in Zoom's words."""

    DISPATCHED = "dispatched"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    TIMEOUT = "timeout"


def announce_telephone_call(account: Account, meeting: Meeting, state: CallState, *, name: str, number: str) -> None:
    """Send `meeting.participant_phone_callout_*`. The telephone's number is a number."""
    person = {"invitee_name": name, "phone_number": int(number)}
    _announce_call(account, meeting, f"meeting.participant_phone_callout_{state}", {"participant": person})


def announce_room_call(
    account: Account, meeting: Meeting, state: CallState, *, message_id: str, inviter: str, device: str
) -> None:
    """Send `meeting.participant_room_system_callout_*`: a conference room's device is called."""
    about = {
        "message_id": message_id,
        "inviter_name": inviter,
        **({"reason_type": 1} if state is CallState.FAILED else {}),
        "participant": {"call_type": "h323", "device_ip": device},
    }
    _announce_call(account, meeting, f"meeting.participant_room_system_callout_{state}", about)


def announce_invitation(account: Account, meeting: Meeting, state: InvitationState, invited: User) -> None:
    """Send `meeting.invitation_*`: a user of the account is asked to come."""
    event = f"meeting.invitation_{state}"
    about = {
        "id": meeting_number(account, event, meeting),
        "uuid": meeting.uuid,
        "host_id": meeting.host_id,
        "topic": meeting.topic,
        "participant": {"participant_user_id": invited.id, "email": invited.email},
    }
    host = account.state.users.get(meeting.host_id)
    account.announce(event, {**operator(account, host), "object": about})


def _announce_call(account: Account, meeting: Meeting, event: str, about: dict[str, Any]) -> None:
    payload = {
        "account_id": account.configuration.account_id,
        "object": {
            "id": meeting_number(account, event, meeting),
            "uuid": meeting.uuid,
            "host_id": meeting.host_id,
            **about,
        },
    }
    account.announce(event, payload)
