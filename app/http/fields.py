"""Types of fields that every schema shares, strict where people and machines get it wrong."""

import re
import unicodedata
from datetime import UTC, date, datetime
from typing import Annotated, Any, Final

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
)

EARLIEST: Final = datetime(2000, 1, 1, tzinfo=UTC)
LATEST: Final = datetime(2200, 1, 1, tzinfo=UTC)


class Schema(BaseModel):
    """Base of what the API speaks. Unknown fields are refused: a misspelt one must not be silently dropped."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)


_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _is_moment(value: object) -> object:
    # Text of digits alone would be read as seconds since 1970.
    if not isinstance(value, datetime) and not (isinstance(value, str) and _DATE.match(value)):
        message = "write it as text, for example 2027-03-01T16:00:00+00:00"
        raise ValueError(message)
    return value


def _is_day(value: object) -> object:
    if not isinstance(value, date) and not (isinstance(value, str) and _DATE.fullmatch(value)):
        message = "write it as text, for example 2027-03-01"
        raise ValueError(message)
    return value


def _to_utc(value: datetime) -> datetime:
    try:
        moment = value.astimezone(UTC)
    except OverflowError:
        moment = EARLIEST.replace(year=1999)
    if not EARLIEST <= moment < LATEST:
        message = "must be between the years 2000 and 2199"
        raise ValueError(message)
    return moment


def _sane_day(value: date) -> date:
    if not date(1900, 1, 1) <= value < LATEST.date():
        message = "must be between the years 1900 and 2199"
        raise ValueError(message)
    return value


def _printable(value: str) -> str:
    # Letters of every script, emoji and right-to-left text are names; control characters and lone surrogates are not.
    # Unassigned characters (Cn) may be: this Python does not know the newest emoji.
    if any(unicodedata.category(character) in {"Cc", "Cs", "Co", "Zl", "Zp"} for character in value):
        message = "must not contain control characters"
        raise ValueError(message)
    return value


# The characters that change the direction of the text around them (Unicode's property Bidi_Control): with them a name reads
# as another one. Right-to-left letters need none of them.
_BIDI_CONTROLS: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Letters and symbols by their category, and blank all the same: the fillers of Hangul, and the empty pattern of Braille.
_BLANK: Final = frozenset("\u115f\u1160\u3164\uffa0\u2800")
_LETTERS_OF_A_WORD: Final = 3


def _without_bidi_controls(value: str) -> str:
    if not _BIDI_CONTROLS.isdisjoint(value):
        message = "must not contain characters that change the direction of the text"
        raise ValueError(message)
    return value


def _visible(value: str) -> str:
    # Letters, numbers, punctuation and symbols; unassigned ones too, for this Python does not know the newest emoji.
    if not any(_is_visible(character) for character in value):
        message = "must not consist of invisible characters alone"
        raise ValueError(message)
    return value


def _is_visible(character: str) -> bool:
    category = unicodedata.category(character)
    return (category[0] in "LNPS" or category == "Cn") and character not in _BLANK


def printable_lines(value: str) -> str:
    """Check that text has no control characters but the ends of its lines."""
    _printable(value.replace("\r\n", " ").replace("\n", " "))
    return value


def _with_words(value: str) -> str:
    if not any(_is_word(part) for part in value.split()):
        message = "say it in words, so that others can follow it later: at least one word of three letters"
        raise ValueError(message)
    return value


def _is_word(part: str) -> bool:
    letters = [each for each in part.casefold() if each.isalpha() and each not in _BLANK]
    # In scripts without upper and lower case, such as Chinese, two characters say what takes a word elsewhere.
    needed = 2 if any(unicodedata.category(each) == "Lo" for each in letters) else _LETTERS_OF_A_WORD
    return len(letters) >= needed and len(set(letters)) > 1


Moment = Annotated[AwareDatetime, BeforeValidator(_is_moment), AfterValidator(_to_utc)]
"""An RFC 3339 time with an offset; UTC inside."""

Day = Annotated[date, BeforeValidator(_is_day), AfterValidator(_sane_day)]
"""A calendar date, YYYY-MM-DD."""


_MOMENT: Final = "(moment)"
_DAY: Final = "(day)"
KINDS_OF_TIME: Final = frozenset({_MOMENT, _DAY})
"""What pydantic puts into the place of an error beside the field's name; in no name of ours are brackets."""


def _kind_of_time(value: object) -> str:
    is_day = isinstance(value, str) and _DATE.fullmatch(value) is not None
    return _DAY if is_day or (isinstance(value, date) and not isinstance(value, datetime)) else _MOMENT


MomentOrDay = Annotated[
    Annotated[Moment, Tag(_MOMENT)] | Annotated[Day, Tag(_DAY)],
    Discriminator(_kind_of_time),
]
"""An RFC 3339 time with an offset, or a calendar date: whoever takes it says in which time zone its day begins."""

Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,100}$")]
"""An id or a code: plain characters alone."""

Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    AfterValidator(_printable),
    AfterValidator(_without_bidi_controls),
    AfterValidator(_visible),
]
"""One line of text of 1 to 200 characters, such as a name."""

Paragraph = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=2000),
    AfterValidator(printable_lines),
    AfterValidator(_without_bidi_controls),
    AfterValidator(_with_words),
]
"""What a person states, such as a reason: 1 to 2,000 characters, in lines, with at least one word.

A full stop, an invisible character or the same letter over and over is no reason.
"""

EmailAddress = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, max_length=254, pattern=r"^[^@\s\x00-\x1f]+@[^@\s\x00-\x1f]+\.[^@\s\x00-\x1f]+$"
    ),
    AfterValidator(_printable),
    Field(json_schema_extra={"format": "email"}),
]
"""An e-mail address, checked for its shape only: whether it works shows when it is used."""

JsonObject = dict[str, Any]
