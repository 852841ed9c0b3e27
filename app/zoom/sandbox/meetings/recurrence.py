"""From a rule of recurrence to the instants of a series ("Create a meeting" in Zoom's API reference), with no clock."""

import calendar
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import islice, takewhile
from typing import Any, Final
from zoneinfo import ZoneInfo

from app.zoom.sandbox.api.fields import INVALID

MOST: Final = 50
"""Occurrences that a series may have."""

_LONGEST_INTERVAL: Final = {1: 90, 2: 12, 3: 3}
_MOST_TIMES: Final = 60


def problems_of(rule: Mapping[str, Any]) -> dict[str, str]:
    """Return what is wrong with a rule whose values are of the right kind, by dotted path."""
    wrong: set[str] = set()
    kind = rule.get("type")
    if kind is None:
        wrong.add("type")
    if not 1 <= rule.get("repeat_interval", 1) <= _LONGEST_INTERVAL.get(kind or 0, 90):
        wrong.add("repeat_interval")
    if "weekly_days" in rule and not _weekdays(rule["weekly_days"]):
        wrong.add("weekly_days")
    if not 1 <= rule.get("monthly_day", 1) <= 31:
        wrong.add("monthly_day")
    if ("monthly_week" in rule) is not ("monthly_week_day" in rule):
        wrong.add("monthly_week_day")
    if not 1 <= rule.get("end_times", 1) <= _MOST_TIMES:
        wrong.add("end_times")
    if "end_date_time" in rule and ("end_times" in rule or _end(rule) is None):
        wrong.add("end_date_time")
    return {f"recurrence.{name}": INVALID for name in sorted(wrong)}


def instants(rule: Mapping[str, Any], start: datetime, zone: ZoneInfo) -> list[datetime]:
    """Return when a series takes place, in UTC: at the same local hour each time, from `start` on."""
    local = start.astimezone(zone)
    times = (datetime.combine(day, local.time(), tzinfo=zone).astimezone(UTC) for day in _days(rule, local.date()))
    if (end := _end(rule)) is not None:
        return list(islice(takewhile(lambda instant: instant <= end, times), MOST))
    return list(islice(times, min(rule.get("end_times", 1), MOST)))


def _days(rule: Mapping[str, Any], first: date) -> Iterator[date]:
    interval = rule.get("repeat_interval", 1)
    match rule["type"]:
        case 1:
            return (first + timedelta(days=interval * step) for step in range(10_000))
        case 2:
            return _weekly(_weekdays(rule.get("weekly_days", "")) or [first.isoweekday() % 7 + 1], interval, first)
        case _:
            return _monthly(rule, interval, first)


def _weekly(weekdays: list[int], interval: int, first: date) -> Iterator[date]:
    sunday = first - timedelta(days=first.isoweekday() % 7)
    for step in range(1000):
        for weekday in weekdays:
            day = sunday + timedelta(weeks=interval * step, days=weekday - 1)
            if day >= first:
                yield day


def _monthly(rule: Mapping[str, Any], interval: int, first: date) -> Iterator[date]:
    for step in range(0, 1000 * interval, interval):
        years, month = divmod(first.month - 1 + step, 12)
        day = _day_of_month(rule, first.year + years, month + 1, first)
        if day is not None and day >= first:
            yield day


def _day_of_month(rule: Mapping[str, Any], year: int, month: int, first: date) -> date | None:
    """Return the day that is meant in a month, or None in a month that is too short for it."""
    length = calendar.monthrange(year, month)[1]
    if "monthly_week" in rule:
        first_weekday = date(year, month, 1).isoweekday() % 7 + 1
        days = range(1 + (rule["monthly_week_day"] - first_weekday) % 7, length + 1, 7)
        week = rule["monthly_week"]
        return date(year, month, days[week if week == -1 else week - 1])
    day = rule.get("monthly_day", first.day)
    return date(year, month, day) if day <= length else None


def _weekdays(text: str) -> list[int]:
    """Return Zoom's numbers of weekdays, Sunday being 1, in order; none if the text is wrong."""
    parts = [part.strip() for part in text.split(",")]
    return sorted({int(part) for part in parts}) if all(part in set("1234567") for part in parts) else []


def _end(rule: Mapping[str, Any]) -> datetime | None:
    try:
        end = datetime.fromisoformat(rule["end_date_time"])
    except (KeyError, ValueError):
        return None
    return end if end.tzinfo else end.replace(tzinfo=UTC)
