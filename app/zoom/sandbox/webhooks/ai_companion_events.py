"""What AI Companion does and writes ("Meeting events" in Zoom's webhook reference). The number has three names in it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from app.zoom.sandbox.account.directory import Account
from app.zoom.sandbox.clock import zoom_time
from app.zoom.sandbox.meetings.meeting_state import AiFeature, Instance, Meeting

_WRITTEN_AFTER: Final = timedelta(minutes=2)


def announce_ai_companion(
    account: Account, meeting: Meeting, features: Iterable[AiFeature], what: Literal["started", "stopped"]
) -> None:
    """Send `meeting.ai_companion_started` or `_stopped`, one for each feature."""
    for feature in features:
        about = {
            "meeting_number": meeting.id,
            "meeting_uuid": meeting.uuid,
            "host_id": meeting.host_id,
            "ai_companion": {feature.value: True},
        }
        _announce(account, f"meeting.ai_companion_{what}", about)


def announce_summary_completed(account: Account, meeting: Meeting, instance: Instance) -> None:
    """Send `meeting.summary_completed`: what was said is written up."""
    host = account.user(meeting.host_id)
    started_at, ended_at = _times(account, instance)
    written_at = zoom_time(ended_at + _WRITTEN_AFTER)
    about = {
        "meeting_host_id": host.id,
        "meeting_host_email": host.email,
        "meeting_uuid": instance.uuid,
        "meeting_id": meeting.id,
        "meeting_topic": meeting.topic,
        "meeting_start_time": zoom_time(instance.started_at),
        "meeting_end_time": zoom_time(ended_at),
        "summary_start_time": zoom_time(started_at),
        "summary_end_time": zoom_time(ended_at),
        "summary_created_time": written_at,
        "summary_last_modified_time": written_at,
        "summary_title": f"Meeting summary for {meeting.topic}",
        "summary_content": "What was said in the meeting would stand here.",
        "summary_doc_url": f"{account.configuration.web_url}/doc/{account.identifiers.opaque()}",
    }
    _announce(account, "meeting.summary_completed", about)


def announce_transcript_completed(account: Account, meeting: Meeting, instance: Instance) -> None:
    """Send `meeting.aic_transcript_completed`: what was said is kept word for word."""
    about = {
        "host_id": meeting.host_id,
        "meeting_uuid": instance.uuid,
        "meeting_id": meeting.id,
        "meeting_topic": meeting.topic,
        "meeting_start_time": zoom_time(instance.started_at),
        "file_id": account.identifiers.opaque(),
        "attach_type": "durable_transcript",
    }
    _announce(account, "meeting.aic_transcript_completed", about)


def _times(account: Account, instance: Instance) -> tuple[datetime, datetime]:
    return instance.summary_started_at or instance.started_at, instance.ended_at or account.clock.now()


def _announce(account: Account, event: str, about: dict[str, Any]) -> None:
    account.announce(event, {"account_id": account.configuration.account_id, "object": about})
