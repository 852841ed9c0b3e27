"""What Zoom's answers tell of its limits. All of its headers are optional; in 2026 only the category was seen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final

from app.zoom.errors import RateLimitedError, RateLimitScope
from app.zoom.limits.plans import Label

UNKNOWN_LIMIT: Final = timedelta(minutes=1)
"""The longest that a refusal which does not name its limit holds a whole label."""
PER_SECOND: Final = timedelta(seconds=1)


@dataclass(frozen=True)
class LimitHeaders:
    """What one answer tells.

    `label` is what the call really counts as. `remaining_today` is what is left of the day's pot, `is_full` whether no
    further call had room in this second; both count the other apps of the account too.
    """

    label: Label | None = None
    remaining_today: int | None = None
    is_full: bool = False


@dataclass(frozen=True)
class Closing:
    """For how long a label is closed, and whether we must be slower after that."""

    wait: timedelta
    slower: bool


def parse_limit_headers(headers: Mapping[str, str]) -> LimitHeaders:
    """Read the headers of any answer."""
    category = headers.get("x-ratelimit-category", "").strip().lower()
    kind = headers.get("x-ratelimit-type", "").strip().lower()
    remaining = headers.get("x-ratelimit-remaining", "").strip()
    left = int(remaining) if remaining.isascii() and remaining.isdecimal() and len(remaining) < 10 else None
    return LimitHeaders(
        label=Label(category) if category in set(Label) else None,
        remaining_today=left if kind.startswith("daily") else None,
        is_full=kind == "qps" and left == 0,
    )


def closing_of(refusal: RateLimitedError, *, now: datetime) -> Closing | None:
    """Return what a refusal means for its label; None where it is about one host or one registrant alone."""
    match refusal.scope:
        case RateLimitScope.PER_HOST_AND_DAY | RateLimitScope.PER_REGISTRANT_AND_DAY:
            return None
        case RateLimitScope.PER_DAY:
            return Closing(refusal.retry_after or _until_midnight(now), slower=False)
        case RateLimitScope.PER_SECOND:
            return Closing(refusal.retry_after or PER_SECOND, slower=True)
        case RateLimitScope.UNKNOWN:
            return Closing(min(refusal.retry_after or PER_SECOND, UNKNOWN_LIMIT), slower=False)


def _until_midnight(now: datetime) -> timedelta:
    today = now.astimezone(UTC).date()
    return datetime.combine(today + timedelta(days=1), time(), UTC) - now
