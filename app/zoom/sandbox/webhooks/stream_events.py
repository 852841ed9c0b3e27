"""A meeting that is sent elsewhere while it runs ("Meeting events" and "RTMS events" in Zoom's webhook reference)."""

import secrets
from datetime import datetime
from typing import Literal

from app.zoom.sandbox.account.directory import Account
from app.zoom.sandbox.clock import zoom_time
from app.zoom.sandbox.meetings.meeting_state import Meeting
from app.zoom.sandbox.webhooks.events import announce_about, operator


def announce_live_stream(
    account: Account, meeting: Meeting, what: Literal["started", "stopped"], now: datetime
) -> None:
    """Send `meeting.live_streaming_started` or `_stopped`. The stream's key is in it, as with Zoom."""
    settings = {
        "stream_url": "https://stream.example.org/live",
        "stream_key": secrets.token_urlsafe(16),
        "page_url": "https://stream.example.org/watch",
        "resolution": "720p",
    }
    stream = {
        "service": "Custom_Live_Streaming_Service",
        "custom_live_streaming_settings": settings,
        "date_time": zoom_time(now),
    }
    host = account.state.users.get(meeting.host_id)
    announce_about(
        account,
        f"meeting.live_streaming_{what}",
        meeting,
        {"live_streaming": stream},
        operator(account, host),
    )


def announce_media_stream_started(account: Account, meeting: Meeting, stream_id: str) -> None:
    """Send `meeting.rtms_started`: an app gets picture and sound. There is neither object nor account in it."""
    payload = {
        "meeting_uuid": meeting.uuid,
        "operator_id": meeting.host_id,
        "rtms_stream_id": stream_id,
        "server_urls": "wss://rtms.example.org",
    }
    account.announce("meeting.rtms_started", payload)


def announce_media_stream_interrupted(account: Account, meeting_uuid: str, stream_id: str) -> None:
    """Send `meeting.rtms_interrupted`: the app is not connected."""
    account.announce("meeting.rtms_interrupted", {"meeting_uuid": meeting_uuid, "rtms_stream_id": stream_id})


def announce_media_stream_stopped(account: Account, meeting_uuid: str, stream_id: str, reason: int) -> None:
    """Send `meeting.rtms_stopped`; `reason` is Zoom's number."""
    payload = {"meeting_uuid": meeting_uuid, "rtms_stream_id": stream_id, "stop_reason": reason}
    account.announce("meeting.rtms_stopped", payload)
