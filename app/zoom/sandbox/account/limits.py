"""Counting calls against the account's limits, on the sandbox's clock.

The limits per second hold for every stretch of a second, not for calendar seconds: a client that is never refused here is
never refused by windows that begin whenever Zoom's may. Refused calls are not counted.
"""

import math
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from pydantic import BaseModel

from app.zoom.sandbox.account.limit_tables import LIMITS, Label, LimitHeaders, LimitTable, Plan
from app.zoom.sandbox.api.answers import daily_limit_reached, window_limit_reached
from app.zoom.sandbox.clock import SandboxClock
from app.zoom.sandbox.state import State

_SHARED_POT: Final = "Heavy and resource-intensive"
_SHARING: Final = frozenset({Label.HEAVY, Label.RESOURCE_INTENSIVE})


class LabelUse(BaseModel):
    """How far a label's limits are used up at this moment."""

    label: Label
    in_window: int
    today: int


@dataclass(frozen=True)
class _Budget:
    """One limit: how many calls it allows, how many are used, and under which name Zoom reports it."""

    kind: str
    limit: int
    used: int

    @property
    def remaining(self) -> int:
        return max(self.limit - self.used, 0)


class AccountLimits:
    """The limits in force. Without a table nothing is counted and nothing refused.

    `state` returns what holds the counts of the day, which outlive a restart.
    """

    def __init__(self, clock: SandboxClock, *, state: Callable[[], State]) -> None:
        self.table: LimitTable | None = None
        self.headers = LimitHeaders.DOCUMENTED
        self._clock = clock
        self._state = state
        self._recent: dict[Label, deque[datetime]] = {label: deque() for label in Label}

    def use(self, limits: Plan | LimitTable | None, headers: LimitHeaders) -> None:
        """Put other limits in force. What was used stays used."""
        self.table = LIMITS[limits] if isinstance(limits, Plan) else limits
        self.headers = headers

    def forget(self) -> None:
        """Begin with nothing used, but for what the state says of the day."""
        for recent in self._recent.values():
            recent.clear()

    def count(self, label: Label) -> Mapping[str, str]:
        """Count one call; return the headers that tell of the limits.

        Raises:
            Refusal: It is more than a limit allows. It was not counted.
        """
        budgets = self._budgets(label)
        told = self.headers is LimitHeaders.DOCUMENTED
        for budget in budgets:
            if budget.remaining:
                continue
            if budget.kind == "QPS":
                raise window_limit_reached(budget.limit, self._reset(label), told=told)
            raise daily_limit_reached(budget.limit, self._clock.now(), told=told)
        if not budgets:
            return {}
        self.spend(label, 1)
        scarcest = min(budgets, key=lambda budget: (budget.remaining - 1) / budget.limit)
        headers = {
            "x-ratelimit-type": scarcest.kind,
            "x-ratelimit-limit": str(scarcest.limit),
            "x-ratelimit-remaining": str(scarcest.remaining - 1),
        }
        return headers if told else {}

    def spend(self, label: Label, calls: int) -> None:
        """Count calls that another app of the account has made."""
        now = self._clock.now()
        self._recent[label].extend([now] * calls)
        today = self._today()
        pot = self._pot(label)
        today[pot] = today.get(pot, 0) + calls

    def report(self) -> list[LabelUse]:
        """Return what is used up."""
        today = self._today()
        return [
            LabelUse(label=label, in_window=len(self._window(label)), today=today.get(self._pot(label), 0))
            for label in Label
        ]

    def _budgets(self, label: Label) -> list[_Budget]:
        limit = self.table.labels.get(label) if self.table else None
        budgets = []
        if (per_day := self._per_day(label)) is not None:
            budgets.append(_Budget("Daily-limit", per_day, self._today().get(self._pot(label), 0)))
        if limit is not None:
            budgets.append(_Budget("QPS", limit.calls, len(self._window(label))))
        return budgets

    def _per_day(self, label: Label) -> int | None:
        if self.table is None:
            return None
        if label in _SHARING and self.table.shared_per_day is not None:
            return self.table.shared_per_day
        limit = self.table.labels.get(label)
        return limit.per_day if limit else None

    def _pot(self, label: Label) -> str:
        shared = self.table is not None and self.table.shared_per_day is not None and label in _SHARING
        return _SHARED_POT if shared else label.value

    def _today(self) -> dict[str, int]:
        state, day = self._state(), self._clock.now().date()
        if state.calls_day != day:
            state.calls_day, state.calls_today = day, {}
        return state.calls_today

    def _window(self, label: Label) -> deque[datetime]:
        """Return the calls of the stretch that ends now."""
        now, recent = self._clock.now(), self._recent[label]
        length = timedelta(seconds=self._seconds(label))
        # The time may have been moved back: what lies in the future now was never called.
        while recent and not now - length < recent[0] <= now:
            recent.popleft()
        return recent

    def _reset(self, label: Label) -> int:
        """Return the second, since 1970, in which a call will be free again."""
        first = self._recent[label][0] + timedelta(seconds=self._seconds(label))
        return math.ceil(first.timestamp())

    def _seconds(self, label: Label) -> int:
        limit = self.table.labels.get(label) if self.table else None
        return limit.seconds if limit else 1
