"""When a delivery that failed is attempted again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.notifications.webhooks.retries import LONGEST_ASKED_FOR, Retries, asked_for

NOW = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
RETRIES = Retries(timedelta(seconds=5), timedelta(hours=6), timedelta(days=2))
chances = st.floats(min_value=0, max_value=1)


def test_pauses_grow_and_two_days_hold_about_a_dozen_of_them() -> None:
    at, attempts = timedelta(), 1
    pauses = []
    while not RETRIES.is_given_up(NOW, NOW + at):
        pauses.append(RETRIES.pause_after(attempts, 0.5))
        at, attempts = at + pauses[-1], attempts + 1

    assert pauses[:3] == [timedelta(seconds=5), timedelta(seconds=20), timedelta(seconds=80)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == RETRIES.longest
    assert 10 <= len(pauses) <= 20


@given(st.integers(min_value=1, max_value=10_000), chances)
def test_no_pause_is_beyond_a_fifth_of_what_it_should_be(attempts: int, chance: float) -> None:
    plain = RETRIES.pause_after(attempts, 0.5)

    assert 0.79 * plain <= RETRIES.pause_after(attempts, chance) <= 1.21 * plain
    assert plain <= RETRIES.longest


@given(st.integers(min_value=1, max_value=50), chances, st.integers(min_value=0, max_value=86_400))
def test_what_a_receiver_asks_for_is_waited_for_at_least(attempts: int, chance: float, seconds: int) -> None:
    asked = timedelta(seconds=seconds)

    assert RETRIES.pause_after(attempts, chance, asked) >= asked


@pytest.mark.parametrize(
    ("header", "asked"),
    [
        (None, None),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("120", timedelta(minutes=2)),
        (" 7 ", timedelta(seconds=7)),
        ("99999999999999999999", LONGEST_ASKED_FOR),
        ("Mon, 23 Nov 2026 16:00:30 GMT", timedelta(seconds=30)),
        ("Mon, 23 Nov 2026 15:00:00 GMT", timedelta()),
        ("Mon, 23 Nov 2099 15:00:00 GMT", LONGEST_ASKED_FOR),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date(header: str | None, asked: timedelta | None) -> None:
    assert asked_for(header, NOW) == asked


@given(st.text(max_size=60))
def test_no_retry_after_is_too_strange_to_be_read(header: str) -> None:
    asked = asked_for(header, NOW)

    assert asked is None or timedelta() <= asked <= LONGEST_ASKED_FOR
