"""Times of the demo's sessions: working hours in London, ahead of whenever it is."""

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from app.policy import is_working_day

ZONE: Final = ZoneInfo("Europe/London")
SESSION: Final = timedelta(minutes=45)
HOURS: Final = range(10, 17)


def working_day(day: datetime) -> datetime:
    """Return the day itself, or the next one that is neither at a weekend nor a bank holiday."""
    while not is_working_day(day.date(), "GB-ENG"):
        day += timedelta(days=1)
    return day


def example_time(now: datetime, *, days_ahead: int = 7) -> datetime:
    """Return a working hour so many days ahead or a little later: the time of the examples in the docs page."""
    day = working_day(now.astimezone(ZONE) + timedelta(days=days_ahead))
    return day.replace(hour=HOURS[now.hour % (len(HOURS) - 2)], minute=0, second=0, microsecond=0)
