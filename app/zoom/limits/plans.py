"""What Zoom lets an account do, by its plan: calls per second and per day, summed over all of the account's apps.

Source: Zoom's developer documentation, "Rate limits".
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final


class Plan(StrEnum):
    """The account's plan. No endpoint tells it. `BUSINESS` stands for all that are larger, too."""

    FREE = "free"
    PRO = "pro"
    BUSINESS = "business"


class Label(StrEnum):
    """How Zoom weighs an endpoint. Each label has limits of its own."""

    LIGHT = "light"
    MEDIUM = "medium"
    HEAVY = "heavy"
    RESOURCE_INTENSIVE = "resource-intensive"


@dataclass(frozen=True)
class Quota:
    """So many `calls` in `seconds`, and in a UTC day `per_day`, which all labels of `pot` draw on together."""

    calls: int
    seconds: float = 1.0
    per_day: int | None = None
    pot: tuple[Label, ...] = ()

    @property
    def interval(self) -> float:
        """Seconds from one call to the next at an even pace."""
        return self.seconds / self.calls

    def part(self, share: float) -> "Quota":
        """Return `share` of this quota, at an even pace."""
        per_day = None if self.per_day is None else int(self.per_day * share)
        return replace(self, seconds=self.seconds / share, per_day=per_day)


_SHARED: Final = (Label.HEAVY, Label.RESOURCE_INTENSIVE)

QUOTAS: Final[Mapping[Plan, Mapping[Label, Quota]]] = {
    Plan.FREE: {
        Label.LIGHT: Quota(4, per_day=6_000, pot=(Label.LIGHT,)),
        Label.MEDIUM: Quota(2, per_day=2_000, pot=(Label.MEDIUM,)),
        Label.HEAVY: Quota(1, per_day=1_000, pot=(Label.HEAVY,)),
        Label.RESOURCE_INTENSIVE: Quota(10, 60.0, per_day=30_000, pot=(Label.RESOURCE_INTENSIVE,)),
    },
    Plan.PRO: {
        Label.LIGHT: Quota(30),
        Label.MEDIUM: Quota(20),
        Label.HEAVY: Quota(10, per_day=30_000, pot=_SHARED),
        Label.RESOURCE_INTENSIVE: Quota(10, 60.0, per_day=30_000, pot=_SHARED),
    },
    Plan.BUSINESS: {
        Label.LIGHT: Quota(80),
        Label.MEDIUM: Quota(60),
        Label.HEAVY: Quota(40, per_day=60_000, pot=_SHARED),
        Label.RESOURCE_INTENSIVE: Quota(20, 60.0, per_day=60_000, pot=_SHARED),
    },
}


def meetings_at_once(plan: Plan, *, is_licensed: bool) -> int:
    """Return how many meetings a host may have running (Zoom's support page KB0068522); add-ons that allow more are not known."""
    return 2 if is_licensed and plan is Plan.BUSINESS else 1
