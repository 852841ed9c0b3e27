"""When a fault strikes: at the nth occasion, after some, so many times, or at a share of them; the same from the same seed."""

import random
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, PositiveInt


class Scheduled(BaseModel):
    """A rule that strikes at some of the occasions that fit it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    nth: tuple[PositiveInt, ...] | None = Field(
        default=None,
        description="Strike at these fitting occasions, the first being 1. `after`, `times` and `rate` do not count then.",
    )
    after: int = Field(default=0, ge=0, description="So many fitting occasions are spared first.")
    times: int | None = Field(default=1, ge=1, description="Strike so many times; null for all that follow.")
    rate: float = Field(default=1.0, gt=0, le=1, description="The share of fitting occasions at which it strikes.")
    seed: int | None = Field(
        default=None, description="Decides which ones they are; without it the script's seed does."
    )


Rule = TypeVar("Rule", bound=Scheduled)


@dataclass
class Counted(Generic[Rule]):
    """A rule with its counts: how many occasions fitted, and at how many it struck.

    Whether it strikes at an occasion depends on the seed, on the rule's place among the others, and on how many fitting
    occasions there were before; not on what happens elsewhere.
    """

    rule: Rule
    place: int
    random: random.Random
    seen: int = 0
    fired: int = 0

    @classmethod
    def of(cls, rule: Rule, place: int, seed: int) -> "Counted[Rule]":
        """Return a rule that has not been met yet."""
        # Rules with the same seed are still independent of each other.
        source = f"{seed if rule.seed is None else rule.seed}:{place}"
        return cls(rule, place, random.Random(source))  # noqa: S311 - reproducible, not secret

    def strikes(self) -> bool:
        """Count one fitting occasion; tell whether the rule strikes at it."""
        self.seen += 1
        if not self._is_due():
            return False
        self.fired += 1
        return True

    def _is_due(self) -> bool:
        rule = self.rule
        if rule.nth is not None:
            return self.seen in rule.nth
        if self.seen <= rule.after or (rule.times is not None and self.fired >= rule.times):
            return False
        return rule.rate == 1 or self.random.random() < rule.rate
