"""The words of the pages: one gettext catalogue, in whose place a programme may put its own.

A key names a sentence, such as `notice.over.title`. A programme's own sentence comes first, then the catalogue of its language,
then the English one. In braces stands what is put in: `{name}`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Final
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_date, format_time, get_timezone_location
from babel.messages.pofile import read_po

ENGLISH: Final = "en"
DEFAULT_LANGUAGE: Final = "en-GB"
_PLACE: Final = re.compile(r"\{([a-z_]+)\}")


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Return the sentences that ship in a language, by key; empty where it ships in none."""
    file = files(__package__).joinpath("locale", language.replace("-", "_"), "LC_MESSAGES", "pages.po")
    if not file.is_file():
        return {}
    with file.open("rb") as stream:
        return {str(each.id): str(each.string) for each in read_po(stream) if each.id and each.string}


def places_in(sentence: str) -> frozenset[str]:
    """Return the names in braces, in whose place something is put."""
    return frozenset(_PLACE.findall(sentence))


def is_language(tag: str) -> bool:
    """Tell whether dates and times can be written in a language, by its tag: `en-GB`, `cy`."""
    try:
        Locale.parse(tag, sep="-")
    except (ValueError, UnknownLocaleError):
        return False
    return True


@dataclass(frozen=True)
class Words:
    """The words of one programme's pages."""

    language: str = DEFAULT_LANGUAGE
    own: Mapping[str, str] = field(default_factory=dict)

    def say(self, key: str, **values: object) -> str:
        """Return a sentence with its places filled.

        Raises:
            KeyError: There is no such sentence.
        """
        sentence = self._sentence(key)
        return _PLACE.sub(lambda place: str(values.get(place[1], place[0])), sentence)

    def _sentence(self, key: str) -> str:
        if key in self.own:
            return self.own[key]
        for language in (self.language, self.language.partition("-")[0]):
            if key in catalogue(language):
                return catalogue(language)[key]
        return catalogue(ENGLISH)[key]

    def day(self, moment: datetime, zone: ZoneInfo) -> str:
        """Return the day of a moment in a time zone, with its name."""
        return self.date(moment.astimezone(zone).date())

    def date(self, day: date) -> str:
        """Return a day with its name."""
        return format_date(day, format="full", locale=self._locale)

    def time(self, moment: datetime, zone: ZoneInfo) -> str:
        """Return the time of day of a moment in a time zone."""
        return format_time(moment.astimezone(zone), format="short", tzinfo=zone, locale=self._locale)

    def zone(self, zone: ZoneInfo) -> str:
        """Return whose time it is, by the name of the country or the city."""
        place, _, name = zone.key.rpartition("/")
        if place in {"", "Etc"}:
            # Nobody's own time, such as UTC.
            return name
        return get_timezone_location(zone, locale=self._locale)

    def length(self, length: timedelta) -> str:
        """Return how long something takes."""
        return self.say("session.minutes", minutes=int(length / timedelta(minutes=1)))

    @property
    def _locale(self) -> Locale:
        return Locale.parse(self.language, sep="-")
