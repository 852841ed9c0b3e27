"""Misbehaviour on demand: rules that say which calls go wrong, how, and how often; the same in every run."""

from collections import deque
from collections.abc import Sequence
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from app.zoom.sandbox.misbehaviour.schedule import Counted, Scheduled

_REMEMBERED: Final = 10_000


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
    RATE_LIMITED_HOST = "rate_limited_host"
    """429 in the words for too many creates and updates for one host."""
    TOO_MANY_CONCURRENT = "too_many_concurrent"
    """429 in the words for another request about the same user that is still at work."""
    TRUNCATED_BODY = "truncated_body"
    """The work is done, and the connection closes halfway through the answer."""
    XML_BODY = "xml_body"
    """The work is done, and the answer is XML where it would have been JSON."""
    HTML_BODY = "html_body"
    """The work is done, and the answer is a page of HTML with the status that it would have had."""
    EMPTY_BODY = "empty_body"
    """The work is done, and the answer has its status but no body."""
    EXPIRED_TOKEN = "expired_token"  # noqa: S105 - the name of a fault
    """The token's time is over at once, and the call is refused for it."""
    IGNORE_SETTING = "ignore_setting"
    """The meeting's setting that was sent (all of them without `setting`) has no effect; the answer is as usual."""


class FaultRule(Scheduled):
    """One rule. A call must fit all of `operation`, `method` and `path` that are given."""

    kind: FaultKind
    operation: str | None = Field(default=None, description="Such as `create_meeting`, `give_token`.")
    method: str | None = None
    path: str | None = Field(default=None, description="With wildcards, such as `/v2/users/*/meetings`.")
    seconds: float = Field(default=1.0, ge=0, le=600, description="How long a delay is, in the machine's time.")
    after_work: bool = Field(default=False, description="For errors and limits: fail once the work is done.")
    setting: str | None = Field(default=None, description="Which setting is ignored, such as `waiting_room`.")
    retry_after: str | None = Field(
        default=None,
        max_length=64,
        pattern=r"^[ -~]*$",
        description="The header Retry-After of an error or limit, in whatever form.",
    )

    def fits(self, *, operation: str | None, method: str, path: str) -> bool:
        """Tell whether the rule is about a call."""
        return (
            (self.operation is None or self.operation == operation)
            and (self.method is None or self.method.upper() == method)
            and (self.path is None or fnmatchcase(path, self.path))
        )


class FaultScript(BaseModel):
    """Rules in their order, and the seed of those that have none of their own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seed: int = 0
    rules: tuple[FaultRule, ...]


class FaultReport(BaseModel):
    """A rule, how many calls it fitted, and how many it made go wrong."""

    rule: FaultRule
    seen: int
    fired: int


class Firing(BaseModel):
    """A rule that made a call go wrong: `place` is the rule's, from 0, and `nth` which of its fitting calls it was, from 1."""

    number: int
    place: int
    nth: int
    kind: FaultKind
    operation: str | None
    method: str
    path: str


class Faults:
    """The rules in force, in their order, with their counts and what they did."""

    def __init__(self) -> None:
        self.firings: deque[Firing] = deque(maxlen=_REMEMBERED)
        self._rules: list[Counted[FaultRule]] = []
        self._fired = 0

    def replace(self, rules: Sequence[FaultRule], *, seed: int = 0) -> None:
        """Put other rules in force, counting from nothing."""
        self._rules = [Counted.of(rule, place, seed) for place, rule in enumerate(rules)]
        self._fired = 0
        self.firings.clear()

    def pick(self, *, operation: str | None, method: str, path: str) -> tuple[FaultRule, ...]:
        """Return what happens to a call: any delays and ignored settings, and at most one other fault, the first."""
        chosen: list[FaultRule] = []
        final = False
        for counted in self._rules:
            rule = counted.rule
            combines = rule.kind in {FaultKind.DELAY, FaultKind.IGNORE_SETTING}
            if (final and not combines) or not rule.fits(operation=operation, method=method, path=path):
                continue
            if counted.strikes():
                chosen.append(rule)
                final = final or not combines
                self._fired += 1
                self.firings.append(
                    Firing(
                        number=self._fired,
                        place=counted.place,
                        nth=counted.seen,
                        kind=rule.kind,
                        operation=operation,
                        method=method,
                        path=path,
                    )
                )
        return tuple(chosen)

    def report(self) -> list[FaultReport]:
        """Return the rules with their counts."""
        return [FaultReport(rule=each.rule, seen=each.seen, fired=each.fired) for each in self._rules]
