"""Times of the demo's sessions: working hours in London, ahead of whenever it is."""

import re
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from app.policy import is_working_day

ZONE: Final = ZoneInfo("Europe/London")
SESSION: Final = timedelta(minutes=45)
HOURS: Final = range(10, 17)
_PLACEHOLDER: Final = re.compile(r"example-time:(\d+):(\d+)")
_DAY_PLACEHOLDER: Final = re.compile(r"example-day:(\d+)")


def working_day(day: datetime) -> datetime:
    """Return the day itself, or the next one that is neither at a weekend nor a bank holiday."""
    while not is_working_day(day.date(), "GB-ENG"):
        day += timedelta(days=1)
    return day


def example_time(now: datetime, *, days_ahead: int = 7) -> datetime:
    """Return a working hour so many days ahead or a little later: the time of the examples in the docs page."""
    day = working_day(now.astimezone(ZONE) + timedelta(days=days_ahead))
    return day.replace(hour=HOURS[now.hour % (len(HOURS) - 2)], minute=0, second=0, microsecond=0)


def placeholder(*, days_ahead: int = 7, later: timedelta = timedelta()) -> str:
    """Return what stands in an example for a time so many days ahead of whoever reads it, and so much later that day."""
    return f"example-time:{days_ahead}:{later // timedelta(minutes=1)}"


def day_placeholder(*, days_ahead: int) -> str:
    """Return what stands in an example for a day so many days ahead of whoever reads it."""
    return f"example-day:{days_ahead}"


def with_times(text: str, now: datetime) -> str:
    """Return a text in which every placeholder is the time that it stands for now."""

    def time_of(found: re.Match[str]) -> str:
        days, minutes = (int(each) for each in found.groups())
        return (example_time(now, days_ahead=days) + timedelta(minutes=minutes)).isoformat()

    def day_of(found: re.Match[str]) -> str:
        return (now + timedelta(days=int(found[1]))).date().isoformat()

    return _DAY_PLACEHOLDER.sub(day_of, _PLACEHOLDER.sub(time_of, text))
