"""Events that come twice, late, in another order, or never: rules, the same in every run."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, PositiveInt

from app.zoom.sandbox.misbehaviour.schedule import Counted, Scheduled


class WebhookFaultKind(StrEnum):
    """What becomes of an event."""

    DUPLICATE = "duplicate"
    """It is sent, and `seconds` later (at once without them) sent again, with the same body.

    The request id is the same too, unless `new_request_id` is set, as for two subscriptions that overlap.
    """
    LATE = "late"
    """It is sent `seconds` later, a minute without them."""
    REORDER = "reorder"
    """It is sent after the event that follows it, or `seconds` later (a minute without them) if none does."""
    FAIL = "fail"
    """Its first `tries` tries (all without them) do not reach the receiver, and are in the log of failed deliveries."""
    DROP = "drop"
    """It is never sent, and no log tells of it."""


_SECONDS: Final[Mapping[WebhookFaultKind, float]] = {WebhookFaultKind.LATE: 60, WebhookFaultKind.REORDER: 60}


class WebhookFaultRule(Scheduled):
    """One rule, about the events that fit `event`."""

    kind: WebhookFaultKind
    event: str | None = Field(default=None, description="With wildcards, such as `meeting.participant_*`.")
    seconds: float | None = Field(default=None, ge=0, le=10**8, description="In the sandbox's time.")
    tries: PositiveInt | None = Field(default=None, description="How many tries fail, with `fail`; all without it.")
    new_request_id: bool = Field(default=False, description="Whether a `duplicate` has a request id of its own.")

    @property
    def delay(self) -> timedelta:
        """How much later the event, or its copy, is sent."""
        return timedelta(seconds=_SECONDS.get(self.kind, 0) if self.seconds is None else self.seconds)


class WebhookFaultScript(BaseModel):
    """Rules in their order, and the seed of those that have none of their own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seed: int = 0
    rules: tuple[WebhookFaultRule, ...]


class WebhookFaultReport(BaseModel):
    """A rule, how many events it fitted, and to how many it did something."""

    rule: WebhookFaultRule
    seen: int
    fired: int


class WebhookFaults:
    """The rules in force, in their order, with their counts."""

    def __init__(self) -> None:
        self._rules: list[Counted[WebhookFaultRule]] = []

    def replace(self, rules: Sequence[WebhookFaultRule], *, seed: int = 0) -> None:
        """Put other rules in force, counting from nothing."""
        self._rules = [Counted.of(rule, place, seed) for place, rule in enumerate(rules)]

    def pick(self, event: str) -> WebhookFaultRule | None:
        """Return the first rule that strikes at an event."""
        for counted in self._rules:
            pattern = counted.rule.event
            if (pattern is None or fnmatchcase(event, pattern)) and counted.strikes():
                return counted.rule
        return None

    def report(self) -> list[WebhookFaultReport]:
        """Return the rules with their counts."""
        return [WebhookFaultReport(rule=each.rule, seen=each.seen, fired=each.fired) for each in self._rules]
