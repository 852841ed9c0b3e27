"""Misbehaviour on demand: rules that say which calls go wrong, how, and how often; the same in every run."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase

from pydantic import BaseModel, ConfigDict, Field


class FaultKind(StrEnum):
    """What goes wrong."""

    DELAY = "delay"
    """Nothing happens for `seconds`, then all is well."""
    ERROR_500 = "error_500"
    """Zoom fails, before the work or (`after_work`) once it is done."""
    ERROR_503 = "error_503"
    """The same at the gateway before Zoom, which answers in HTML."""
    DROP_BEFORE_WORK = "drop_before_work"
    """The connection is closed without an answer, and nothing was done."""
    DROP_ANSWER_AFTER_WORK = "drop_answer_after_work"
    """The work is done, then the connection is closed without an answer."""
    RESET_CONNECTION = "reset_connection"
    """The connection is reset, and nothing was done."""
    RATE_LIMITED_PER_SECOND = "rate_limited_per_second"
    """429 in the words for too many calls in a second."""
    RATE_LIMITED_PER_DAY = "rate_limited_per_day"
    """429 in the words for too many calls in a day, with the instant when it ends."""
    TRUNCATED_BODY = "truncated_body"
    """The work is done, and the connection closes halfway through the answer."""
    XML_BODY = "xml_body"
    """The work is done, and the answer is XML where it would have been JSON."""
    EXPIRED_TOKEN = "expired_token"  # noqa: S105 - the name of a fault
    """The token's time is over at once, and the call is refused for it."""
    IGNORE_SETTING = "ignore_setting"
    """The meeting's setting that was sent (all of them without `setting`) has no effect; the answer is as usual."""


class FaultRule(BaseModel):
    """One rule. A call must fit all of `operation`, `method` and `path` that are given."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: FaultKind
    operation: str | None = Field(default=None, description="Such as `create_meeting`, `give_token`.")
    method: str | None = None
    path: str | None = Field(default=None, description="With wildcards, such as `/v2/users/*/meetings`.")
    after: int = Field(default=0, ge=0, description="So many fitting calls are spared first.")
    times: int | None = Field(default=1, ge=1, description="So many calls go wrong; null for all that follow.")
    rate: float = Field(default=1.0, gt=0, le=1, description="The share of fitting calls that go wrong.")
    seed: int = Field(default=0, description="Decides which ones they are.")
    seconds: float = Field(default=1.0, ge=0, le=600, description="How long a delay is.")
    after_work: bool = Field(default=False, description="For the errors: fail once the work is done.")
    setting: str | None = Field(default=None, description="Which setting is ignored, such as `waiting_room`.")

    def fits(self, *, operation: str | None, method: str, path: str) -> bool:
        """Tell whether the rule is about a call."""
        return (
            (self.operation is None or self.operation == operation)
            and (self.method is None or self.method.upper() == method)
            and (self.path is None or fnmatchcase(path, self.path))
        )


@dataclass
class _Counted:
    rule: FaultRule
    random: random.Random
    seen: int = 0
    fired: int = 0

    def fires(self) -> bool:
        self.seen += 1
        rule = self.rule
        if self.seen <= rule.after or (rule.times is not None and self.fired >= rule.times):
            return False
        if rule.rate < 1 and self.random.random() >= rule.rate:
            return False
        self.fired += 1
        return True


class FaultReport(BaseModel):
    """A rule, how many calls it fitted, and how many it made go wrong."""

    rule: FaultRule
    seen: int
    fired: int


class Faults:
    """The rules in force, in their order, with their counts."""

    def __init__(self) -> None:
        self._rules: list[_Counted] = []

    def replace(self, rules: Sequence[FaultRule]) -> None:
        """Put other rules in force, counting from nothing."""
        # Rules with the same seed are still independent of each other.
        self._rules = [_Counted(rule, random.Random(f"{rule.seed}:{place}")) for place, rule in enumerate(rules)]  # noqa: S311 - reproducible, not secret

    def pick(self, *, operation: str | None, method: str, path: str) -> tuple[FaultRule, ...]:
        """Return what happens to a call: any delays and ignored settings, and at most one other fault, the first."""
        chosen: list[FaultRule] = []
        final = False
        for counted in self._rules:
            rule = counted.rule
            combines = rule.kind in {FaultKind.DELAY, FaultKind.IGNORE_SETTING}
            if (final and not combines) or not rule.fits(operation=operation, method=method, path=path):
                continue
            if counted.fires():
                chosen.append(rule)
                final = final or not combines
        return tuple(chosen)

    def report(self) -> list[FaultReport]:
        """Return the rules with their counts."""
        return [FaultReport(rule=each.rule, seen=each.seen, fired=each.fired) for each in self._rules]
