"""How many calls an account may make ("Rate limits" in Zoom's API documentation), by plan and by the weight of a call."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from pydantic import BaseModel, ConfigDict, Field


class Plan(StrEnum):
    """The account's plan."""

    FREE = "free"
    PRO = "pro"
    BUSINESS = "business"


class Label(StrEnum):
    """How Zoom weighs a call against the account's limits."""

    LIGHT = "Light"
    MEDIUM = "Medium"
    HEAVY = "Heavy"
    RESOURCE_INTENSIVE = "Resource-intensive"


class LabelLimit(BaseModel):
    """So many calls in any stretch of `seconds`, and so many in a UTC day if `per_day` says so."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    calls: int = Field(ge=1)
    seconds: int = Field(default=1, ge=1)
    per_day: int | None = Field(default=None, ge=1)


class LimitTable(BaseModel):
    """The limits of an account. A label that is not in `labels` has none.

    Heavy and resource-intensive calls draw on one pot a day, where there is one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    labels: dict[Label, LabelLimit]
    shared_per_day: int | None = Field(default=None, ge=1)


class LimitHeaders(StrEnum):
    """What an answer tells of the limits."""

    DOCUMENTED = "documented"
    """All that Zoom's documentation describes."""
    MEASURED = "measured"
    """The label and nothing else, refusals included, as was seen in 2026."""


def _table(light: int, medium: int, heavy: int, *, per_minute: int, shared_per_day: int) -> LimitTable:
    labels = {
        Label.LIGHT: LabelLimit(calls=light),
        Label.MEDIUM: LabelLimit(calls=medium),
        Label.HEAVY: LabelLimit(calls=heavy),
        Label.RESOURCE_INTENSIVE: LabelLimit(calls=per_minute, seconds=60),
    }
    return LimitTable(labels=labels, shared_per_day=shared_per_day)


LIMITS: Final[Mapping[Plan, LimitTable]] = {
    Plan.FREE: LimitTable(
        labels={
            Label.LIGHT: LabelLimit(calls=4, per_day=6000),
            Label.MEDIUM: LabelLimit(calls=2, per_day=2000),
            Label.HEAVY: LabelLimit(calls=1, per_day=1000),
            Label.RESOURCE_INTENSIVE: LabelLimit(calls=10, seconds=60, per_day=30_000),
        }
    ),
    Plan.PRO: _table(30, 20, 10, per_minute=10, shared_per_day=30_000),
    Plan.BUSINESS: _table(80, 60, 40, per_minute=20, shared_per_day=60_000),
}
"""Zoom's own, by plan."""

CONCURRENT_MEETINGS: Final[Mapping[Plan, int]] = {Plan.FREE: 1, Plan.PRO: 1, Plan.BUSINESS: 2}
"""Meetings that one licensed host may hold at once (Zoom's support page "Hosting concurrent meetings")."""
