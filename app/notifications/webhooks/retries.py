"""When a delivery that failed is attempted again. PURE.

Each pause is four times the one before, up to the longest, and varied by a fifth, so that what failed together is not retried
together. A receiver that names a time in Retry-After is given it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

_FACTOR: Final = 4
_VARIED_BY: Final = 0.2
_MOST_STEPS: Final = 15
LONGEST_ASKED_FOR: Final = timedelta(days=1)
"""A Retry-After beyond this counts as this."""


@dataclass(frozen=True)
class Retries:
    """How patient deliveries are."""

    first: timedelta
    longest: timedelta
    given_up_after: timedelta

    def pause_after(self, attempts: int, chance: float, asked: timedelta | None = None) -> timedelta:
        """Return how long to wait after so many attempts that failed.

        Args:
            attempts: How many there have been, at least one.
            chance: By how much the pause is varied, from 0 to 1.
            asked: What the receiver has asked for, which is waited for at least.
        """
        plain = min(self.longest, self.first * float(_FACTOR ** min(attempts - 1, _MOST_STEPS)))
        varied = plain * (1 + _VARIED_BY * (2 * chance - 1))
        return max(varied, asked) if asked is not None else varied

    def is_given_up(self, first_attempt_at: datetime, now: datetime) -> bool:
        """Tell whether a delivery that has failed again is not attempted any more."""
        return now - first_attempt_at >= self.given_up_after


def asked_for(retry_after: str | None, now: datetime) -> timedelta | None:
    """Return how long a Retry-After header asks to wait (RFC 9110, section 10.2.3); None where it says nothing readable."""
    if retry_after is None:
        return None
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        seconds = min(int(text[:10]), int(LONGEST_ASKED_FOR.total_seconds()))
        return timedelta(seconds=seconds)
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    until = until if until.tzinfo is not None else until.replace(tzinfo=UTC)
    return min(max(until - now, timedelta()), LONGEST_ASKED_FOR)
