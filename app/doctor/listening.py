"""A limiter that listens: what Zoom's answers tell of its limits per second, which tells the account's plan."""

from collections.abc import Mapping
from datetime import timedelta

from app.zoom.errors import Operation, RateLimitedError
from app.zoom.limits.answers import parse_limit_headers
from app.zoom.limits.lanes import Lane
from app.zoom.limits.limiter import Limiter
from app.zoom.limits.plans import Label


class Listening:
    """Passes everything on to `limiter`, which keeps to the account's budget; without one, calls are sent at once."""

    def __init__(self, limiter: Limiter | None) -> None:
        self._limiter = limiter
        self.per_second: dict[Label, int] = {}
        """Zoom's limits, by label, as far as they were told."""

    async def acquire(self, operation: Operation, lane: Lane, patience: timedelta) -> None:
        """Return when the call may be sent."""
        if self._limiter is not None:
            await self._limiter.acquire(operation, lane, patience)

    def answered(self, operation: Operation, headers: Mapping[str, str]) -> None:
        """Learn from any answer of Zoom's."""
        label, limit = parse_limit_headers(headers).label, headers.get("x-ratelimit-limit", "").strip()
        of_a_second = headers.get("x-ratelimit-type", "").strip().lower() == "qps"
        # Resource-intensive calls are counted by the minute, under the same name.
        if label in {Label.LIGHT, Label.MEDIUM, Label.HEAVY} and of_a_second and limit.isascii() and limit.isdecimal():
            self.per_second[Label(label)] = int(limit)
        if self._limiter is not None:
            self._limiter.answered(operation, headers)

    def refused(self, operation: Operation, error: RateLimitedError) -> None:
        """Learn from a refusal."""
        if self._limiter is not None:
            self._limiter.refused(operation, error)

    async def expected_wait(self, operation: Operation, lane: Lane, *, ahead: int = 0) -> timedelta:
        """Estimate how long a new call would wait now."""
        if self._limiter is None:
            return timedelta(0)
        return await self._limiter.expected_wait(operation, lane, ahead=ahead)
