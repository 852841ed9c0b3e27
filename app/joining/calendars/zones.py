"""The rules of a time zone for calendar files: as yearly rules, which every calendar understands, where the zone has such.

icalendar's own `Timezone.from_tzinfo` lists dates; some calendars ignore those, and its dates of a spring are an hour late.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

YEARS: Final = 12
"""For how many years a rule must hold to count as one."""
_DAY: Final = timedelta(days=1)
_WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class _Change:
    """The clocks are changed: at this local time as it is before, from one offset to another."""

    local: datetime
    before: timedelta
    after: timedelta
    name: str

    @property
    def in_month(self) -> frozenset[int]:
        """Which of its weekday in the month it is, as rules can count: from the front, and -1 for the last."""
        is_last = (self.local + 7 * _DAY).month != self.local.month
        return frozenset({(self.local.day - 1) // 7 + 1, *({-1} if is_last else ())})


@lru_cache(maxsize=64)
def zone_rules(key: str, first_year: int) -> Timezone:
    """Return the VTIMEZONE (RFC 5545, section 3.6.5) of a time zone, for every moment from the beginning of a year on."""
    zone = ZoneInfo(key)
    timezone = Timezone()
    timezone.add("tzid", key)
    changes = list(_changes(zone, first_year))
    if not changes:
        at = datetime(first_year, 1, 1, tzinfo=zone)
        offset = at.utcoffset() or timedelta()
        timezone.add_component(_part(_Change(at.replace(tzinfo=None), offset, offset, at.tzname() or key), None))
        return timezone
    by_offset: dict[timedelta, list[_Change]] = defaultdict(list)
    for change in changes:
        by_offset[change.after].append(change)
    for same in by_offset.values():
        rule = _rule(same)
        if rule is None:
            last = date(first_year + YEARS, 1, 1)
            return Timezone.from_tzinfo(zone, key, first_date=date(first_year, 1, 1), last_date=last)
        timezone.add_component(_part(same[0], rule))
    return timezone


def _changes(zone: ZoneInfo, first_year: int) -> Iterator[_Change]:
    moment, end = datetime(first_year, 1, 1, tzinfo=UTC), datetime(first_year + YEARS, 1, 1, tzinfo=UTC)
    while moment < end:
        later = moment + _DAY
        if _offset(moment, zone) != _offset(later, zone):
            at = _found(moment, later, zone)
            before = _offset(moment, zone)
            local = (at + before).replace(tzinfo=None)
            yield _Change(local, before, _offset(at, zone), at.astimezone(zone).tzname() or zone.key)
        moment = later


def _found(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Return the first minute at which the offset is that of `after`."""
    while after - before > timedelta(minutes=1):
        middle = before + timedelta(minutes=int((after - before) / timedelta(minutes=1)) // 2)
        before, after = (middle, after) if _offset(middle, zone) == _offset(before, zone) else (before, middle)
    return after


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _rule(changes: Sequence[_Change]) -> vRecur | None:
    """Return the yearly rule by which the clocks are changed in each of these years; None where there is none."""
    is_yearly = [change.local.year - changes[0].local.year for change in changes] == list(range(YEARS))
    same = {(each.local.month, each.local.weekday(), each.local.time(), each.before) for each in changes}
    places = frozenset.intersection(*(each.in_month for each in changes))
    if not is_yearly or len(same) != 1 or not places:
        return None
    local = changes[0].local
    return vRecur(freq="YEARLY", bymonth=local.month, byday=f"{min(places)}{_WEEKDAYS[local.weekday()]}")


def _part(change: _Change, rule: vRecur | None) -> TimezoneDaylight | TimezoneStandard:
    part = TimezoneDaylight() if change.after > change.before else TimezoneStandard()
    part.add("dtstart", change.local)
    part.add("tzoffsetfrom", change.before)
    part.add("tzoffsetto", change.after)
    part.add("tzname", change.name)
    if rule is not None:
        part.add("rrule", rule)
    return part
