"""On which days, and at which moments, the sessions of a series take place."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from app.kit.errors import ChaperoneError

MOST_SKIPPED: Final = 200
"""A series in which more days are skipped is a mistake."""


class SeriesDateError(ChaperoneError):
    """The series cannot be laid out as asked; the text says what to change."""


def days_of_series(
    first: date, *, sessions: int, every_days: int, is_skipped: Callable[[date], bool]
) -> Sequence[date]:
    """Return the days of a series: every so many days from the first one on, without those that are skipped.

    A skipped day is not made up for in between: the series goes on in its rhythm and ends later.

    Raises:
        SeriesDateError: Too many days are skipped for the series ever to end.
    """
    days: list[date] = []
    day, skipped = first, 0
    while len(days) < sessions:
        if skipped > MOST_SKIPPED:
            message = "Too many days are skipped for so many sessions. Skip fewer, or ask for fewer sessions."
            raise SeriesDateError(message)
        if is_skipped(day):
            skipped += 1
        else:
            days.append(day)
        day += timedelta(days=every_days)
    return days


def moment_of(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return the moment, in UTC, at which clocks in the zone show this time on this day; the first of two.

    Raises:
        SeriesDateError: On that day the clocks leave this time out.
    """
    local = datetime.combine(day, at.replace(tzinfo=None), zone)
    moment = local.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        message = f"On {day.isoformat()} the clocks go forward past {at:%H:%M}. Choose another hour, or skip that day."
        raise SeriesDateError(message)
    return moment
