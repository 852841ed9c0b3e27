"""Calling people into a meeting: telephones, the devices of conference rooms, users of the account."""

from pydantic import BaseModel, ConfigDict, Field

from app.zoom.sandbox.account.directory import Account
from app.zoom.sandbox.meetings import holding
from app.zoom.sandbox.meetings.holding import Newcomer
from app.zoom.sandbox.meetings.meeting_state import Meeting, NotPossibleError, Participant
from app.zoom.sandbox.webhooks import call_events as events
from app.zoom.sandbox.webhooks.call_events import CallState, InvitationState


class TelephoneCall(BaseModel):
    """Whom the host calls, and what becomes of it. It rings first."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(default="A telephone", max_length=64)
    phone_number: str = Field(pattern=r"^[0-9]{3,20}$", examples=["15550100100"])
    outcome: CallState = CallState.ACCEPTED


class RoomCall(BaseModel):
    """The device that the host calls, and what becomes of it. It rings first."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    device: str = Field(default="192.0.2.10", max_length=64)
    outcome: CallState = CallState.ACCEPTED


class Invitation(BaseModel):
    """The user of the account whom the host asks to come, and what becomes of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    user: str
    outcome: InvitationState = InvitationState.ACCEPTED


def call_telephone(account: Account, meeting: Meeting, call: TelephoneCall) -> Participant | None:
    """Call a telephone; return who is in the meeting by it, if it was answered.

    Raises:
        NotPossibleError: The meeting is full or locked.
    """
    for state in dict.fromkeys((CallState.RINGING, call.outcome)):
        events.announce_telephone_call(account, meeting, state, name=call.name, number=call.phone_number)
    if call.outcome is not CallState.ACCEPTED:
        return None
    return holding.arrive(account, meeting, Newcomer(name=call.name, phone_number=call.phone_number), called=True)


def call_room(account: Account, meeting: Meeting, call: RoomCall) -> Participant | None:
    """Call a conference room's device; return who is in the meeting by it, if it was answered.

    Raises:
        NotPossibleError: The meeting is full or locked.
    """
    host, message_id = account.user(meeting.host_id), account.identifiers.opaque()
    for state in dict.fromkeys((CallState.RINGING, call.outcome)):
        events.announce_room_call(
            account, meeting, state, message_id=message_id, inviter=host.display_name, device=call.device
        )
    if call.outcome is not CallState.ACCEPTED:
        return None
    return holding.arrive(account, meeting, Newcomer(name=call.device), called=True)


def invite(account: Account, meeting: Meeting, invitation: Invitation) -> None:
    """Ask a user of the account to come; who accepts still has to open the link.

    Raises:
        NotPossibleError: There is no such user.
    """
    if (user := account.find_user(invitation.user)) is None:
        message = "There is no such user to invite."
        raise NotPossibleError(message)
    for state in dict.fromkeys((InvitationState.DISPATCHED, invitation.outcome)):
        events.announce_invitation(account, meeting, state, user)
