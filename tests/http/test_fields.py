"""Fields that every schema shares."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from app.http.fields import Day, EmailAddress, Line, Moment, Paragraph

MOMENT: TypeAdapter[datetime] = TypeAdapter(Moment)
DAY: TypeAdapter[date] = TypeAdapter(Day)
LINE: TypeAdapter[str] = TypeAdapter(Line)
PARAGRAPH: TypeAdapter[str] = TypeAdapter(Paragraph)
EMAIL: TypeAdapter[str] = TypeAdapter(EmailAddress)

BIDI_CONTROLS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
OFFSETS = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.datetimes(datetime(2000, 1, 3), datetime(2199, 12, 28), timezones=OFFSETS))  # noqa: DTZ001  # Hypothesis adds the zone
def test_a_moment_is_the_same_instant_in_utc(moment: datetime) -> None:
    read = MOMENT.validate_python(moment.isoformat())
    assert read == moment
    assert read.tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    [
        "2027-03-01T16:00:00",
        "2027-03-01",
        "1999-12-31T23:59:59Z",
        "2200-01-01T00:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "2027-02-29T16:00:00Z",
        "1900000000",
        "1900000000.5",
        1900000000,
        None,
        "16:00",
        "\u0662\u0660\u0662\u0667-03-01T16:00:00Z",
        date(2027, 3, 1),
    ],
)
def test_what_is_no_moment_with_an_offset_is_refused(text: Any) -> None:
    with pytest.raises(ValidationError):
        MOMENT.validate_python(text)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_day_is_read_as_it_is_written(day: date) -> None:
    assert DAY.validate_python(day.isoformat()) == day


@pytest.mark.parametrize(
    "text",
    [
        "1899-12-31",
        "2200-01-01",
        "2027-02-29",
        "2027-3-1",
        "01.03.2027",
        "2027-03-01T00:00:00",
        "946684800",
        946684800,
        None,
        "",
    ],
)
def test_what_is_no_day_is_refused(text: Any) -> None:
    with pytest.raises(ValidationError):
        DAY.validate_python(text)


SHOWN = st.characters(exclude_categories=["Cc", "Cs", "Co", "Zl", "Zp"], exclude_characters=BIDI_CONTROLS)


@given(st.text(SHOWN, max_size=199))
def test_a_line_keeps_every_character_but_the_space_around_it(text: str) -> None:
    assert LINE.validate_python(f"{text}a") == f"{text}a".strip()


@given(st.sampled_from([*BIDI_CONTROLS]), st.text("abאב", max_size=3), st.text("abאב", max_size=3))
def test_no_text_turns_the_direction_of_what_stands_around_it(control: str, before: str, after: str) -> None:
    for kind in (LINE, PARAGRAPH):
        with pytest.raises(ValidationError, match="direction"):
            kind.validate_python(f"name{before}{control}{after}name")


@given(st.text("\u200b\u200d\u2060\ufeff\u00ad\u034f\ufe0f\u3164\u115f\u2800 ", min_size=1, max_size=20))
def test_a_line_of_what_nobody_can_see_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        LINE.validate_python(text)


@pytest.mark.parametrize(
    "reason",
    [
        "Holiday",
        "Exam on that day.",
        "ill",
        "1. moved",
        "孩子生病",
        "生病",
        "Болен",
        "مريض",
        "बीमार है",
        "Ill 🤒",
    ],
)
def test_what_says_something_is_a_reason(reason: str) -> None:
    assert PARAGRAPH.validate_python(reason) == reason


@pytest.mark.parametrize(
    "reason",
    [
        "",
        ".",
        "...",
        "- - -",
        "x",
        "xxx xxx",
        "XxX",
        "a b c d",
        "12345",
        "?!",
        "\u200b",
        "\u3164\u3164",
        "\u2800",
        "👍",
    ],
)
def test_what_says_nothing_is_no_reason(reason: str) -> None:
    with pytest.raises(ValidationError):
        PARAGRAPH.validate_python(reason)


@given(st.characters(categories=["Cc", "Cs", "Co", "Zl", "Zp"]))
def test_a_line_has_no_control_character(character: str) -> None:
    with pytest.raises(ValidationError):
        LINE.validate_python(f"before{character}after")


def test_a_paragraph_may_have_lines_and_no_other_control_character() -> None:
    text = "Dear all,\n\r\nthe letter is in the folder."
    assert PARAGRAPH.validate_python(text) == text
    for character in ("\x00", "\r", "\x1b", "\t", "\ud800"):
        with pytest.raises(ValidationError):
            PARAGRAPH.validate_python(f"before{character}after")


@pytest.mark.parametrize("address", ["a@example.org", "first.last+tag@mail.example.org", "用户@example.org"])
def test_what_looks_like_an_address_is_kept(address: str) -> None:
    assert EMAIL.validate_python(f" {address} ") == address


@pytest.mark.parametrize(
    "address", ["", "a", "a@", "@b.org", "a@b", "a b@c.org", "a@b@c.org", "a@b.org\x00", f"{'a' * 250}@b.org"]
)
def test_what_does_not_look_like_an_address_is_refused(address: str) -> None:
    with pytest.raises(ValidationError):
        EMAIL.validate_python(address)
