"""Recording a meeting, in Zoom's cloud or on somebody's own machine."""

from datetime import datetime

from app.zoom.sandbox.account.directory import Account
from app.zoom.sandbox.account.user_settings import in_force
from app.zoom.sandbox.account.user_types import UserType
from app.zoom.sandbox.meetings.meeting_state import Instance, Meeting, NotPossibleError, RecordedStretch, Recording
from app.zoom.sandbox.webhooks import recording_events as events


def may_record(account: Account, meeting: Meeting) -> bool:
    """Tell whether the host's licence and settings let a meeting be recorded in the cloud."""
    host = account.user(meeting.host_id)
    return host.type is UserType.LICENSED and bool(in_force(account.state, host, "recording.cloud_recording"))


def start(account: Account, meeting: Meeting, instance: Instance) -> None:
    """Start a cloud recording. Nothing happens if there is one.

    Raises:
        NotPossibleError: The host's licence or settings do not allow it.
    """
    if not may_record(account, meeting):
        message = "The host's licence or settings do not allow cloud recording."
        raise NotPossibleError(message)
    if instance.recording is None:
        now = account.clock.now()
        instance.recording, instance.recording_started_at = Recording.RUNNING, now
        events.announce_recording(account, meeting, "started", since=now, until=None)
        account.changed()


def pause(account: Account, meeting: Meeting, instance: Instance) -> None:
    """Pause the cloud recording. Nothing happens if none is running."""
    if instance.recording is Recording.RUNNING:
        instance.recording = Recording.PAUSED
        now = account.clock.now()
        events.announce_recording(account, meeting, "paused", since=_since(instance, now), until=now)
        account.changed()


def resume(account: Account, meeting: Meeting, instance: Instance) -> None:
    """Go on with the cloud recording. Nothing happens if it is not paused."""
    if instance.recording is Recording.PAUSED:
        instance.recording = Recording.RUNNING
        now = account.clock.now()
        events.announce_recording(account, meeting, "resumed", since=_since(instance, now), until=None)
        account.changed()


def stop(account: Account, meeting: Meeting, instance: Instance, *, at: datetime | None = None) -> None:
    """Stop the cloud recording, now or as of an earlier instant. Nothing happens if there is none."""
    if instance.recording is None:
        return
    now = at or account.clock.now()
    since = _since(instance, now)
    instance.recording = None
    instance.recordings.append(RecordedStretch(id=account.identifiers.opaque(), since=since, until=now))
    events.announce_recording(account, meeting, "stopped", since=since, until=now)
    account.changed()


def complete(account: Account, meeting: Meeting) -> None:
    """Let Zoom be done with the files of the latest recorded holding.

    Raises:
        NotPossibleError: Nothing was recorded, or the recording has not stopped.
    """
    events.announce_completed(account, meeting, _recorded(meeting))


def transcribe(account: Account, meeting: Meeting) -> None:
    """Let Zoom be done with writing down what was said in the latest recorded holding.

    Raises:
        NotPossibleError: Nothing was recorded, or the recording has not stopped.
    """
    events.announce_transcript_completed(account, meeting, _recorded(meeting))


def record_locally(account: Account, instance: Instance, *, recording: bool) -> None:
    """Record on somebody's own machine, or stop it. No event tells of it."""
    instance.is_recorded_locally = recording
    account.changed()


def _recorded(meeting: Meeting) -> Instance:
    recorded = [each for each in meeting.instances if each.recordings and each.recording is None]
    if not recorded:
        message = "There is no cloud recording that has stopped."
        raise NotPossibleError(message)
    return recorded[-1]


def _since(instance: Instance, now: datetime) -> datetime:
    return instance.recording_started_at or now
