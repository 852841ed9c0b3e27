"""The single meetings of a series: making them, changing one, taking one out."""

from collections.abc import Mapping
from typing import Any, Final
from zoneinfo import ZoneInfo

from app.zoom.sandbox.account.directory import Account
from app.zoom.sandbox.account.user_settings import effective
from app.zoom.sandbox.api.answers import Refusal
from app.zoom.sandbox.api.meeting_requests import read_meeting_request
from app.zoom.sandbox.clock import milliseconds
from app.zoom.sandbox.meetings import recurrence
from app.zoom.sandbox.meetings.meeting_state import RECURRING, Meeting, Occurrence
from app.zoom.sandbox.state import User
from app.zoom.sandbox.webhooks import events

_SETTINGS: Final = frozenset(
    {
        "host_video",
        "participant_video",
        "join_before_host",
        "mute_upon_entry",
        "waiting_room",
        "watermark",
        "auto_recording",
    }
)
"""The settings that one occurrence can have for itself."""


def plan(meeting: Meeting) -> None:
    """Make a series' occurrences from its rule; what was set for single ones is lost."""
    meeting.occurrences = []
    if meeting.type != RECURRING or meeting.recurrence is None or meeting.start_time is None:
        return
    starts = recurrence.instants(meeting.recurrence, meeting.start_time, ZoneInfo(meeting.timezone))
    if starts:
        # The first of a series may fall on a later day than the one that was asked for.
        meeting.start_time = starts[0]
    meeting.occurrences = [
        Occurrence(id=str(milliseconds(start)), start_time=start, duration=meeting.duration) for start in starts
    ]


def find_occurrence(meeting: Meeting, name: str) -> Occurrence:
    """Return an occurrence that was not taken out.

    Raises:
        Refusal: There is none with this id.
    """
    for occurrence in meeting.occurrences:
        if occurrence.id == name and not occurrence.deleted:
            return occurrence
    raise Refusal.of(400, 3000, "Invalid occurrence ID.")


def update_occurrence(
    account: Account, meeting: Meeting, occurrence: Occurrence, body: Mapping[str, Any], *, actor: User | None
) -> None:
    """Change one occurrence: its start, duration, agenda, and a few settings. Other keys are passed over.

    Raises:
        Refusal: Zoom does not take the body.
    """
    host = effective(account.state, account.user(meeting.host_id))
    request = read_meeting_request(body, host=host, timezone=meeting.timezone)
    before = occurrence.model_copy(deep=True)
    if request.start_time is not None and request.start_time >= account.clock.now():
        occurrence.start_time = request.start_time
    occurrence.duration = request.sent.get("duration", occurrence.duration)
    occurrence.agenda = request.sent.get("agenda", occurrence.agenda)
    settings = occurrence.settings | {name: value for name, value in request.settings.items() if name in _SETTINGS}
    if (meeting.settings | settings)["waiting_room"]:
        settings = {name: value for name, value in settings.items() if name != "join_before_host"}
    occurrence.settings = settings
    account.changed()
    events.announce_occurrence_updated(account, meeting, before, occurrence, actor)


def delete_occurrence(account: Account, meeting: Meeting, occurrence: Occurrence, *, actor: User | None) -> None:
    """Take one occurrence out; it stays listed as deleted."""
    occurrence.deleted = True
    account.changed()
    events.announce_occurrence_deleted(account, meeting, occurrence, actor)
