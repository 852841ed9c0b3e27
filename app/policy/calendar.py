"""Working days and bank holidays, by region.

The dates come from the library `holidays`, which holds them as data: a region and a year always give the same days.
A region is a country by its ISO 3166-1 code, `GB`, or a part of one by its ISO 3166-2 code, `GB-ENG`.
"""

from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Final

from holidays import country_holidays


class Weekday(StrEnum):
    """A day of the week; in the order in which they follow each other."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"

    @classmethod
    def of(cls, day: date) -> "Weekday":
        """The day of the week that a date falls on."""
        return _WEEK[day.weekday()]


_WEEK: Final = tuple(Weekday)

MONDAY_TO_FRIDAY: Final = _WEEK[:5]


def is_region(region: str) -> bool:
    """Whether the bank holidays of this region are known."""
    country, _, part = region.partition("-")
    # Three letters are a country too, for the library; one spelling is enough.
    if len(country) != 2 or not region.isascii() or (not part and "-" in region):
        return False
    try:
        country_holidays(country, subdiv=part or None)
    except NotImplementedError:
        return False
    return True


@lru_cache(maxsize=256)
def bank_holidays(region: str, year: int) -> frozenset[date]:
    """The bank holidays of a region in a year, substitute days included.

    Raises:
        ValueError: The region is not known.
    """
    if not is_region(region):
        raise ValueError(f"the bank holidays of {region!r} are not known")
    country, _, part = region.partition("-")
    return frozenset(country_holidays(country, subdiv=part or None, years=year))


def is_bank_holiday(day: date, region: str) -> bool:
    """Whether a day is a bank holiday in a region.

    Raises:
        ValueError: The region is not known.
    """
    return day in bank_holidays(region, day.year)


def is_working_day(day: date, region: str, weekdays: tuple[Weekday, ...] = MONDAY_TO_FRIDAY) -> bool:
    """Whether a day is one of these days of the week and no bank holiday in the region.

    Raises:
        ValueError: The region is not known.
    """
    return Weekday.of(day) in weekdays and not is_bank_holiday(day, region)
