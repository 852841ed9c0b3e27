"""The events about cloud recordings ("Recording events" in Zoom's webhook reference). Local ones have none."""

import secrets
from datetime import datetime
from typing import Any, Final, Literal

from app.zoom.sandbox.account.directory import Account
from app.zoom.sandbox.clock import zoom_time
from app.zoom.sandbox.meetings.meeting_state import Instance, Meeting, RecordedStretch
from app.zoom.sandbox.webhooks.events import announce_about

_BYTES_PER_SECOND: Final = 40_000
_Kind = Literal["MP4", "TRANSCRIPT"]


def announce_recording(
    account: Account,
    meeting: Meeting,
    what: Literal["started", "paused", "resumed", "stopped"],
    *,
    since: datetime,
    until: datetime | None,
) -> None:
    """Send `recording.started` and the like; `until` is when a stretch was paused or stopped."""
    file = {"recording_start": zoom_time(since), "recording_end": zoom_time(until) if until else None}
    announce_about(account, f"recording.{what}", meeting, {"recording_file": file})


def announce_completed(account: Account, meeting: Meeting, instance: Instance) -> None:
    """Send `recording.completed`: the files are there."""
    files = [_file(account, instance, stretch, "MP4") for stretch in instance.recordings]
    audio = [_audio_file(account, stretch) for stretch in instance.recordings]
    more = {
        "auto_delete": False,
        "auto_delete_date": "",
        "on_prem": False,
        "recording_play_passcode": secrets.token_urlsafe(12),
        "participant_audio_files": audio,
    }
    _announce_files(account, "recording.completed", meeting, instance, files, more)


def announce_transcript_completed(account: Account, meeting: Meeting, instance: Instance) -> None:
    """Send `recording.transcript_completed`: what was said is there as text."""
    files = [_file(account, instance, stretch, "TRANSCRIPT") for stretch in instance.recordings]
    _announce_files(account, "recording.transcript_completed", meeting, instance, files, {})


def _announce_files(
    account: Account,
    event: str,
    meeting: Meeting,
    instance: Instance,
    files: list[dict[str, Any]],
    more: dict[str, Any],
) -> None:
    host = account.user(meeting.host_id)
    ended_at = instance.ended_at or account.clock.now()
    about = {
        "id": meeting.id,
        "uuid": instance.uuid,
        "host_id": host.id,
        "account_id": account.configuration.account_id,
        "topic": meeting.topic,
        "type": meeting.type,
        "start_time": zoom_time(instance.started_at),
        "password": meeting.password,
        "timezone": meeting.timezone,
        "host_email": host.email,
        "duration": int((ended_at - instance.started_at).total_seconds() // 60),
        "share_url": _link(account, "share"),
        "total_size": sum(file["file_size"] for file in files),
        "recording_count": len(files),
        "recording_files": files,
        **more,
    }
    payload = {"account_id": account.configuration.account_id, "object": about}
    account.announce(event, payload, download_token=secrets.token_urlsafe(48))


def _file(account: Account, instance: Instance, stretch: RecordedStretch, kind: _Kind) -> dict[str, Any]:
    is_text = kind == "TRANSCRIPT"
    return {
        "id": stretch.id,
        "meeting_id": instance.uuid,
        **_stretch(account, stretch),
        "recording_type": "audio_transcript" if is_text else "shared_screen_with_speaker_view",
        "file_type": kind,
        "file_extension": "VTT" if is_text else kind,
    }


def _audio_file(account: Account, stretch: RecordedStretch) -> dict[str, Any]:
    return {
        "id": stretch.id,
        **_stretch(account, stretch),
        "file_type": "M4A",
        "file_extension": "M4A",
        "file_name": "audio_only_each_participant.m4a",
    }


def _stretch(account: Account, stretch: RecordedStretch) -> dict[str, Any]:
    return {
        "recording_start": zoom_time(stretch.since),
        "recording_end": zoom_time(stretch.until),
        "file_size": int((stretch.until - stretch.since).total_seconds() * _BYTES_PER_SECOND),
        "play_url": _link(account, "play"),
        "download_url": _link(account, "download"),
        "status": "completed",
    }


def _link(account: Account, what: str) -> str:
    return f"{account.configuration.web_url}/rec/{what}/{secrets.token_urlsafe(16)}"
