"""Reading the body of a create or update request: what Zoom ignores falls out, what it refuses is named."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.zoom.sandbox.api.answers import invalid_fields
from app.zoom.sandbox.api.fields import INVALID, accepted
from app.zoom.sandbox.meetings import recurrence
from app.zoom.sandbox.meetings.meeting_fields import MEETING
from app.zoom.sandbox.meetings.meeting_state import RECURRING
from app.zoom.sandbox.meetings.passcodes import passcode_problem
from app.zoom.time_zones import LISTED_TIME_ZONES

_START: Final = re.compile(r"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.\d{1,9})?(Z?)")
_LIMITS: Final = {"topic": 200, "agenda": 2000}
_YEARS: Final = range(1970, 9000)
_LONGEST_MINUTES: Final = 1440


@dataclass(frozen=True)
class MeetingRequest:
    """What was sent and counts. A key that is not in `sent` was not sent, or was null."""

    sent: Mapping[str, Any]
    start_time: datetime | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)


def read_meeting_request(
    body: Mapping[str, Any],
    *,
    host: Mapping[str, Any],
    timezone: str,
    known_recurrence: bool = False,
    only_listed_zones: bool = False,
) -> MeetingRequest:
    """Read a body for a host with these settings in force; `timezone` is that of times without one.

    A series needs a rule of recurrence, unless it has one already. With `only_listed_zones` the time zones of Zoom's reference
    are taken, and no others.

    Raises:
        Refusal: Zoom does not take a value. Every wrong field is named.
    """
    problems: dict[str, str] = {}
    sent = accepted(MEETING, body, problems=problems)
    # Clients send empty text for what they leave open.
    sent = {name: value for name, value in sent.items() if value != "" or name in {"agenda", "password"}}
    problems |= {name: INVALID for name, limit in _LIMITS.items() if len(sent.get(name, "")) > limit}
    if not 1 <= sent.get("duration", 1) <= _LONGEST_MINUTES:
        problems["duration"] = INVALID
    if sent.get("password") and (problem := passcode_problem(sent["password"], host)):
        problems["password"] = problem
    zone = _zone(sent.get("timezone", timezone))
    unlisted = only_listed_zones and sent.get("timezone", "UTC") not in LISTED_TIME_ZONES
    if zone is None or unlisted:
        problems["timezone"] = INVALID
    start_time = None
    if "start_time" in sent and zone is not None and (start_time := _instant(sent["start_time"], zone)) is None:
        problems["start_time"] = INVALID
    if "recurrence" in sent:
        problems |= recurrence.problems_of(sent["recurrence"])
    elif sent.get("type") == RECURRING and not known_recurrence:
        problems["recurrence"] = INVALID
    if problems:
        raise invalid_fields(problems)
    return MeetingRequest(sent, start_time, sent.get("settings", {}))


def _instant(text: str, zone: ZoneInfo) -> datetime | None:
    """Return the instant that is meant: `Z` wins over the time zone."""
    if (match := _START.fullmatch(text)) is None:
        return None
    try:
        local = datetime.fromisoformat(match[1]).replace(tzinfo=UTC if match[2] else zone)
    except ValueError:
        return None
    return local.astimezone(UTC) if local.year in _YEARS else None


@lru_cache
def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
