"""Ages, to the day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.policy import age_on


@pytest.mark.parametrize(
    ("birth_date", "day", "expected"),
    [
        (date(2009, 6, 15), date(2027, 6, 14), 17),
        (date(2009, 6, 15), date(2027, 6, 15), 18),
        (date(2009, 12, 31), date(2027, 12, 30), 17),
        (date(2009, 1, 1), date(2026, 12, 31), 17),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2028, 2, 28), 19),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
        (date(2027, 3, 10), date(2027, 3, 10), 0),
    ],
)
def test_a_person_turns_a_year_older_at_the_start_of_the_anniversary(
    birth_date: date, day: date, expected: int
) -> None:
    assert age_on(birth_date, day) == expected


def test_nobody_has_an_age_before_being_born() -> None:
    with pytest.raises(ValueError, match="before being born"):
        age_on(date(2027, 3, 11), date(2027, 3, 10))


@given(st.dates(max_value=date(2999, 12, 31)), st.integers(min_value=0, max_value=50_000), st.integers(0, 400))
def test_nobody_gets_younger(birth_date: date, days: int, more: int) -> None:
    day = birth_date + timedelta(days=days)
    assert 0 <= age_on(birth_date, day) <= age_on(birth_date, day + timedelta(days=more))
