"""Working days and bank holidays, by region.

The dates come from the library `holidays`, which holds them as data: a region and a year always give the same days.
A region is a country by its ISO 3166-1 code, `GB`, or a part of one by its ISO 3166-2 code, `GB-ENG`.
"""

import sys
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import lru_cache
from importlib.util import find_spec, module_from_spec
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

_OF_ITS_PARTS: Final[Mapping[str, tuple[str, ...]]] = {"GB": ("GB-ENG", "GB-WLS", "GB-SCT", "GB-NIR")}
"""Countries of which each part has bank holidays of its own, so that nobody lives by those of the country alone."""

_OTHER_SPELLING: Final[Mapping[str, str]] = {"UK": "GB"}
"""What the library takes for a country beside its ISO code."""

MONDAY_TO_FRIDAY: Final = _WEEK[:5]

_COUNTRIES: Final = "holidays.countries"


def _load_countries_singly() -> None:
    """Let a country be loaded when it is asked for, and alone.

    The library looks up a country's module when it is needed, but the package that the module is in then loads all 250, which
    costs each process 9 MiB and a third of a second. A package that is there already is not run.
    """
    if (found := find_spec(_COUNTRIES)) is not None:
        sys.modules.setdefault(_COUNTRIES, module_from_spec(found))


_load_countries_singly()


def is_region(region: str) -> bool:
    """Whether the bank holidays of this region are known; `not_to_be_chosen` says which of these a policy should not name."""
    country, _, part = region.partition("-")
    # Three letters are a country too, for the library; one spelling is enough.
    if len(country) != 2 or not region.isascii() or (not part and "-" in region):
        return False
    try:
        country_holidays(country, subdiv=part or None)
    except NotImplementedError:
        return False
    return True


def not_to_be_chosen(region: str) -> str | None:
    """Why a known region is not one that a policy should name, and which it should name instead; None where it may."""
    country, _, part = region.partition("-")
    iso = _OTHER_SPELLING.get(country, country)
    if not part and iso in _OF_ITS_PARTS:
        return (
            f"each part of {region} has bank holidays of its own; name the part whose bank holidays count: "
            f"{', '.join(_OF_ITS_PARTS[iso])}"
        )
    return None if iso == country else f"{country} is written {iso}: {iso}-{part}"


@lru_cache(maxsize=256)
def bank_holidays(region: str, year: int) -> frozenset[date]:
    """The bank holidays of a region in a year, substitute days included; of a country whose parts have others, all of them.

    Raises:
        ValueError: The region is not known.
    """
    if not is_region(region):
        raise ValueError(f"the bank holidays of {region!r} are not known")
    country, _, part = region.partition("-")
    if not part and (parts := _OF_ITS_PARTS.get(_OTHER_SPELLING.get(country, country))):
        return frozenset().union(*(bank_holidays(each, year) for each in parts))
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
