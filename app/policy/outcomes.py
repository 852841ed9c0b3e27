"""What a rule can say, what a decision can say, and how strictly a programme takes a rule."""

from collections.abc import Iterable
from enum import StrEnum
from operator import attrgetter
from typing import Self


class OrderedText(StrEnum):
    """Text values that compare by the order they are declared in, never by the alphabet."""

    rank: int

    def __new__(cls, text: str) -> Self:
        """Number the members from 0 as they are declared."""
        member = str.__new__(cls, text)
        member._value_ = text
        member.rank = len(cls.__members__)
        return member

    def __lt__(self, other: str) -> bool:
        return self.rank < self._same_kind(other).rank

    def __le__(self, other: str) -> bool:
        return self.rank <= self._same_kind(other).rank

    def __gt__(self, other: str) -> bool:
        return self.rank > self._same_kind(other).rank

    def __ge__(self, other: str) -> bool:
        return self.rank >= self._same_kind(other).rank

    def _same_kind(self, other: str) -> "OrderedText":
        if type(other) is not type(self):
            raise TypeError(f"{type(self).__name__} cannot be ordered against {type(other).__name__}")
        return other


class Outcome(OrderedText):
    """The outcome of one rule, from best to worst."""

    PASS = "pass"  # noqa: S105 - the word of the published rule catalogue, not a password
    NOT_APPLICABLE = "n/a"
    WARN = "warn"
    APPROVE = "approve"
    DENY = "deny"


class Severity(OrderedText):
    """What a programme makes of a rule that does not hold, from loose to strict."""

    OFF = "n/a"
    WARN = "warn"
    APPROVE = "approve"
    DENY = "deny"

    @property
    def outcome(self) -> Outcome:
        """The outcome of a rule of this severity that does not hold."""
        return Outcome(self.value)


class DecisionOutcome(OrderedText):
    """The outcome of a whole decision, from best to worst."""

    ALLOW = "allow"
    APPROVE = "approve"
    DENY = "deny"

    @classmethod
    def of(cls, outcomes: Iterable[Outcome]) -> "DecisionOutcome":
        """The outcome of the worst finding; a warning does not stand in the way.

        Raises:
            ValueError: There is no finding at all; a decision without any is never an `allow`.
        """
        worst = max(outcomes, key=attrgetter("rank"))
        if worst is Outcome.DENY:
            return cls.DENY
        return cls.APPROVE if worst is Outcome.APPROVE else cls.ALLOW
