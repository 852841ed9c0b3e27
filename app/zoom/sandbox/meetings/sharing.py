"""What people in a meeting show and send to each other."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from app.zoom.sandbox.account.directory import Account
from app.zoom.sandbox.account.user_settings import in_force
from app.zoom.sandbox.meetings.meeting_state import (
    Instance,
    Meeting,
    NotPossibleError,
    Participant,
    Place,
    Role,
    ShareContent,
    WhoCanShare,
)
from app.zoom.sandbox.webhooks import sharing_events as events


class SentFile(BaseModel):
    """A file that somebody puts into the chat. `to` is a participant's uuid; without it everyone gets it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(default="picture.jpg", min_length=1, max_length=200)
    type: str = Field(default="jpg", max_length=20)
    size: int = Field(default=48_000, ge=0)
    to: str | None = None


class SentMessage(BaseModel):
    """What somebody writes into the chat. `to` is a participant's uuid; without it everyone reads it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str = Field(max_length=4096)
    to: str | None = None


def share(account: Account, meeting: Meeting, instance: Instance, person: Participant, content: ShareContent) -> None:
    """Let somebody show their screen, a whiteboard or a camera to the others.

    Raises:
        NotPossibleError: They are not in the meeting, show something already, or only the host may.
    """
    person.demand(Place.MEETING)
    if person.shares is not None:
        message = "The participant shares something already."
        raise NotPossibleError(message)
    host = account.user(meeting.host_id)
    setting = in_force(account.state, host, "in_meeting.who_can_share_screen")
    who = instance.toolbar.who_can_share_screen or WhoCanShare(setting)
    if person.role is Role.ATTENDEE and who is WhoCanShare.HOST:
        message = "Only the host may share."
        raise NotPossibleError(message)
    person.shares = content
    events.announce_sharing(account, meeting, person, content, "started", account.clock.now())
    account.changed()


def stop_sharing(account: Account, meeting: Meeting, person: Participant, now: datetime) -> None:
    """End what somebody shows. Nothing happens if that is nothing."""
    if person.shares is not None:
        content, person.shares = person.shares, None
        events.announce_sharing(account, meeting, person, content, "ended", now)
        account.changed()


def send_file(account: Account, meeting: Meeting, instance: Instance, person: Participant, file: SentFile) -> None:
    """Send a file through the chat.

    Raises:
        NotPossibleError: The sender or the recipient is not in the meeting, or the host's settings allow no files.
    """
    _demand_chat(account, meeting, instance, person, "in_meeting.file_transfer")
    recipient = _recipient(instance, file.to)
    events.announce_file_sent(account, meeting, person, recipient, name=file.name, kind=file.type, size=file.size)


def send_message(
    account: Account, meeting: Meeting, instance: Instance, person: Participant, message: SentMessage
) -> None:
    """Write into the chat.

    Raises:
        NotPossibleError: The sender or the recipient is not in the meeting, or the host's settings allow no chat.
    """
    _demand_chat(account, meeting, instance, person, "in_meeting.chat")
    events.announce_message_sent(account, meeting, person, _recipient(instance, message.to), message.text)


def _demand_chat(account: Account, meeting: Meeting, instance: Instance, person: Participant, setting: str) -> None:
    person.demand(Place.MEETING)
    chosen = instance.toolbar.chat
    is_on = in_force(account.state, account.user(meeting.host_id), setting)
    if not is_on or chosen is False:
        message = "The host's settings do not allow it."
        raise NotPossibleError(message)


def _recipient(instance: Instance, uuid: str | None) -> Participant | None:
    if uuid is None:
        return None
    recipient = instance.participants.get(uuid)
    if recipient is None or recipient.place is not Place.MEETING:
        message = "The recipient is not in the meeting."
        raise NotPossibleError(message)
    return recipient
