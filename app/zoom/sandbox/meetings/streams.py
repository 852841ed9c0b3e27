"""A meeting that is sent elsewhere while it runs: to the public, or to an app (RTMS, Zoom's realtime media streams)."""

from datetime import datetime
from typing import Final

from app.zoom.sandbox.account.directory import Account
from app.zoom.sandbox.meetings.meeting_state import Instance, Meeting, NotPossibleError
from app.zoom.sandbox.webhooks import stream_events as events

STOPPED_BY_APP: Final = 1
MEETING_ENDED: Final = 6
"""Why a media stream stopped. Zoom has numbers for it; which stands for what is assumed."""


def start_live_stream(account: Account, meeting: Meeting, instance: Instance) -> None:
    """Send the meeting to a streaming service. Nothing happens if it is sent already."""
    if not instance.is_live_streamed:
        instance.is_live_streamed = True
        events.announce_live_stream(account, meeting, "started", account.clock.now())
        account.changed()


def stop_live_stream(account: Account, meeting: Meeting, instance: Instance, *, at: datetime | None = None) -> None:
    """Stop it, now or as of an earlier instant. Nothing happens if nothing is sent."""
    if instance.is_live_streamed:
        instance.is_live_streamed = False
        events.announce_live_stream(account, meeting, "stopped", at or account.clock.now())
        account.changed()


def start_media_stream(account: Account, meeting: Meeting, instance: Instance) -> None:
    """Let an app have picture and sound. Nothing happens if one has them already."""
    if instance.rtms_stream_id is None:
        instance.rtms_stream_id = account.identifiers.opaque()
        events.announce_media_stream_started(account, meeting, instance.rtms_stream_id)
        account.changed()


def interrupt_media_stream(account: Account, instance: Instance) -> None:
    """Let the app lose its connection for a moment.

    Raises:
        NotPossibleError: There is no stream.
    """
    if instance.rtms_stream_id is None:
        message = "No app gets the meeting's picture and sound."
        raise NotPossibleError(message)
    events.announce_media_stream_interrupted(account, instance.uuid, instance.rtms_stream_id)


def stop_media_stream(account: Account, instance: Instance, *, reason: int = STOPPED_BY_APP) -> None:
    """Stop the stream to an app. Nothing happens if there is none."""
    if instance.rtms_stream_id is not None:
        stream_id, instance.rtms_stream_id = instance.rtms_stream_id, None
        events.announce_media_stream_stopped(account, instance.uuid, stream_id, reason)
        account.changed()
