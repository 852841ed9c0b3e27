"""What a rule is: a code, words, sources, parameters, and a pure function from facts to a verdict."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Generic, NamedTuple, TypeVar

from pydantic import Field, JsonValue

from app.policy.facts import Facts
from app.policy.outcomes import Outcome, Severity
from app.policy.safety import SafetyProfile
from app.policy.sources import Source
from app.policy.tighter import Ordered, Tighter


class Parameters(Ordered):
    """Base of a rule's parameters; every one has a default and says which way it gets tighter.

    `second_person` is every rule's: who must give the approval that it asks for.
    """

    second_person: Annotated[
        bool,
        Field(description="Whether an approval must come from another person than who asked for the session"),
        Tighter.HIGHER,
    ] = False

    def contradiction(self) -> str | None:
        """Why no session at all could hold to these parameters; None where one can.

        A policy may not contradict itself. A policy and a partner's guidance may contradict each other.
        """
        return None

    def outdated(self) -> str | None:
        """Why a stored policy may still say this, but no new one; None where a new one may."""
        return None


class NoParameters(Parameters):
    """The rule has nothing to set but its severity and who approves."""


Seen = Mapping[str, JsonValue]
"""The facts a rule looked at, by name; no personal data."""


_NOTHING_SEEN: Seen = MappingProxyType({})


# Verdicts are named tuples, not frozen dataclasses: one is made for every rule of every decision, in a fraction of the time.
class Met(NamedTuple):
    """The rule holds."""

    sentence: str
    seen: Seen = _NOTHING_SEEN


class NotConcerned(NamedTuple):
    """The rule has nothing to say about this session."""

    sentence: str
    seen: Seen = _NOTHING_SEEN


class Unmet(NamedTuple):
    """The rule does not hold. The outcome is the programme's severity, but never below `at_least`.

    `excused`: there is something that stands in for an approval, so where the programme would ask for one the
    outcome is a warning. `excuse` says how to get there, and is added to the remedy where an approval is needed.
    `only_approval_helps`: the remedy says already that a coordinator must approve; nothing else is offered.
    """

    sentence: str
    remedy: str
    seen: Seen = _NOTHING_SEEN
    at_least: Severity = Severity.WARN
    excused: bool = False
    excuse: str = ""
    only_approval_helps: bool = False

    def outcome_under(self, severity: Severity) -> Outcome:
        """The outcome in a programme that takes the rule this strictly; the stricter, the worse."""
        if self.excused and severity is Severity.APPROVE:
            severity = Severity.WARN
        return max(severity, self.at_least).outcome


Verdict = Met | NotConcerned | Unmet

P = TypeVar("P", bound=Parameters)


@dataclass(frozen=True, slots=True)
class Rule(Generic[P]):
    """One rule of the catalogue; `title` and `description` are for a coordinator."""

    code: str
    title: str
    description: str
    sources: tuple[Source, ...]
    parameters: type[P]
    evaluate: Callable[[Facts, P, SafetyProfile], Verdict]
    """The last argument is what the meeting must have, whatever the booking asks for."""

    def __post_init__(self) -> None:
        self.parameters.directions()

    @property
    def source(self) -> str:
        """All sources in one line."""
        return "; ".join(map(str, self.sources))


def rule(
    *, code: str, title: str, description: str, sources: tuple[Source, ...], parameters: type[P]
) -> Callable[[Callable[[Facts, P], Verdict]], Rule[P]]:
    """Make a rule of the pure function that decides it."""

    def made_of(evaluate: Callable[[Facts, P], Verdict]) -> Rule[P]:
        return Rule(code, title, description, sources, parameters, lambda facts, given, _: evaluate(facts, given))

    return made_of


def safety_rule(
    *, code: str, title: str, description: str, sources: tuple[Source, ...]
) -> Callable[[Callable[[Facts, SafetyProfile], Verdict]], Rule[NoParameters]]:
    """Make a rule of the pure function that compares the facts with what the meeting must have."""

    def made_of(compare: Callable[[Facts, SafetyProfile], Verdict]) -> Rule[NoParameters]:
        return Rule(
            code, title, description, sources, NoParameters, lambda facts, _, required: compare(facts, required)
        )

    return made_of
