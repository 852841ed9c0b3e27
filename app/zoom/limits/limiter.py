"""What the client asks before each call: whether there is room for it in the account's budget."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Protocol, Self

import structlog

from app.kit.clock import utc_now
from app.zoom.endpoints import ENDPOINTS
from app.zoom.errors import Circumstances, Operation, QuotaExhaustedError, RateLimitedError
from app.zoom.limits.answers import closing_of, parse_limit_headers
from app.zoom.limits.lanes import Lane
from app.zoom.limits.ledger import Ledger, LedgerError, Told
from app.zoom.limits.plans import QUOTAS, Plan
from app.zoom.limits.waiting import DATABASE_PAUSE, WaitingLine

log = structlog.get_logger(__name__)


class Limiter(Protocol):
    """Keeps calls within what Zoom allows the account."""

    async def acquire(self, operation: Operation, lane: Lane, patience: timedelta) -> None:
        """Return when the call may be sent.

        Raises:
            QuotaExhaustedError: That would take longer than `patience`.
        """

    def answered(self, operation: Operation, headers: Mapping[str, str]) -> None:
        """Learn from any answer of Zoom's."""

    def refused(self, operation: Operation, error: RateLimitedError) -> None:
        """Learn from a refusal."""

    async def expected_wait(self, operation: Operation, lane: Lane, *, ahead: int = 0) -> timedelta:
        """Estimate how long a new call would wait now, behind `ahead` calls of which the limiter does not know yet."""


class SharedLimiter:
    """The limiter of one process. All that share a database share one budget for the account.

    Calls are spread evenly and never made up for, so that no stretch of a second holds more of them than Zoom allows,
    whenever Zoom's seconds begin. Where a budget cannot be read, urgent calls are sent and others are not.
    """

    def __init__(self, ledger: Ledger, plan: Plan, *, share: float) -> None:
        self._ledger = ledger
        self._full = QUOTAS[plan]
        self._quotas = {label: quota.part(share) for label, quota in self._full.items()}
        self._lines = {label: WaitingLine(ledger, label, quota) for label, quota in self._quotas.items()}
        self._labels = {operation: endpoint.label for operation, endpoint in ENDPOINTS.items()}

    @classmethod
    @asynccontextmanager
    async def opened(cls, dsn: str, account_id: str, plan: Plan, *, share: float) -> AsyncIterator[Self]:
        """Share the account's budget while the block runs.

        Args:
            dsn: The database, in the form that asyncpg reads.
            account_id: Zoom's id of the account.
            plan: The account's plan.
            share: The part of the plan's limits to use, above 0 and below 1.
        """
        ledger = Ledger(dsn, account_id)
        limiter = cls(ledger, plan, share=share)
        try:
            yield limiter
        finally:
            for line in limiter._lines.values():
                await line.aclose()
            await ledger.aclose()

    async def acquire(self, operation: Operation, lane: Lane, patience: timedelta) -> None:
        """Return when the call may be sent.

        Raises:
            QuotaExhaustedError: That would take longer than `patience`.
        """
        label = self._labels[operation]
        again_after = await self._lines[label].turn(lane, patience.total_seconds())
        if again_after is not None:
            raise QuotaExhaustedError(
                Circumstances(operation, f"the account's budget of {label} calls has no room in time"),
                retry_after=timedelta(seconds=again_after),
            )

    def answered(self, operation: Operation, headers: Mapping[str, str]) -> None:
        """Learn from any answer of Zoom's."""
        told = parse_limit_headers(headers)
        if told.label is not None:
            self._labels[operation] = told.label
        label = self._labels[operation]
        per_day = self._full[label].per_day
        if told.is_full and not self._lines[label].is_in_use:
            self._lines[label].tell(Told(skip=1))
        if told.remaining_today is not None and per_day is not None:
            self._lines[label].tell(Told(0, max(0, per_day - told.remaining_today), utc_now().date()))

    def refused(self, operation: Operation, error: RateLimitedError) -> None:
        """Learn from a refusal."""
        label = self._labels[operation]
        closing = closing_of(error, now=utc_now())
        log.warning("zoom.limit_reached", label=label, scope=error.scope, circumstances=str(error))
        if closing is not None:
            self._lines[label].close(closing.wait.total_seconds(), slower=closing.slower)

    async def expected_wait(self, operation: Operation, lane: Lane, *, ahead: int = 0) -> timedelta:
        """Estimate how long a new call would wait now, behind `ahead` calls of which the limiter does not know yet."""
        label = self._labels[operation]
        line = self._lines[label]
        try:
            state = await self._ledger.look(label, self._quotas[label], lane)
        except LedgerError:
            return timedelta(seconds=DATABASE_PAUSE)
        line.note(state, lane)
        if state.left_today is not None and state.left_today <= ahead:
            return timedelta(seconds=state.midnight_in + (ahead - max(state.left_today, 0)) * state.interval)
        return timedelta(seconds=line.expected(lane, ahead=ahead))
