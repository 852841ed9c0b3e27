"""What differs between two policies, and which way: rule by rule, parameter by parameter, setting by setting."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from pydantic import JsonValue

from app.policy.catalogue import RULES, SETTINGS
from app.policy.document import PolicyDocument
from app.policy.incidents import SESSION_INCIDENTS
from app.policy.rule import Rule
from app.policy.rule_setting import RuleSetting
from app.policy.tighter import Ordered


class Direction(StrEnum):
    """Which way something went."""

    TIGHTER = "tighter"
    LOOSER = "looser"
    NEITHER = "neither"
    """The values have no order, or each asks for something that the other does not."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Two values that are not the same, in JSON."""

    before: JsonValue
    after: JsonValue


@dataclass(frozen=True, slots=True)
class OrderedDifference(Difference):
    """Two values that are not the same, and which way it goes from the first to the second."""

    direction: Direction


@dataclass(frozen=True, slots=True)
class RuleDifference:
    """What differs about one rule: None, or not named among the parameters, is what is the same.

    The direction of `coordinator_severity` is that of what happens to a session that a coordinator asks for: the value null
    says that it is the same as for everybody else.
    """

    code: str
    title: str
    severity: OrderedDifference | None = None
    coordinator_severity: OrderedDifference | None = None
    parameters: Mapping[str, OrderedDifference] = field(default_factory=dict)
    citation: Difference | None = None


@dataclass(frozen=True, slots=True)
class SettingDifference:
    """The two levels of a safety setting."""

    code: str
    title: str
    level: OrderedDifference


@dataclass(frozen=True, slots=True)
class PolicyDifference:
    """What differs between two policies, in the catalogue's order; what is the same is left out."""

    pack: Difference | None = None
    title: Difference | None = None
    rules: tuple[RuleDifference, ...] = ()
    safety: tuple[SettingDifference, ...] = ()
    room: Mapping[str, OrderedDifference] = field(default_factory=dict)
    doors: Mapping[str, OrderedDifference] = field(default_factory=dict)
    opening: Mapping[str, OrderedDifference] = field(default_factory=dict)
    incidents: Mapping[str, OrderedDifference] = field(default_factory=dict)


def differences(before: PolicyDocument, after: PolicyDocument) -> PolicyDifference:
    """What differs between two policies, and which way it goes from the first to the second."""
    return PolicyDifference(
        pack=_difference(before.pack, after.pack),
        title=_difference(before.title, after.title),
        rules=tuple(
            _of_rule(rule, before.rules[rule.code], after.rules[rule.code])
            for rule in RULES
            if before.rules[rule.code] != after.rules[rule.code]
        ),
        safety=tuple(
            SettingDifference(
                setting.code,
                setting.title,
                OrderedDifference(was, now, _direction(setting.rank(now) - setting.rank(was))),
            )
            for setting in SETTINGS
            if (was := before.safety[setting.code]) != (now := after.safety[setting.code])
        ),
        room=_of_section(before.room, after.room),
        doors=_of_section(before.doors, after.doors),
        opening=_of_section(before.opening, after.opening),
        incidents={
            kind: OrderedDifference(was.value, now.value, _direction(now.rank - was.rank))
            for kind in SESSION_INCIDENTS
            if (was := before.incidents[kind]) is not (now := after.incidents[kind])
        },
    )


def _of_rule(rule: Rule[Any], before: RuleSetting, after: RuleSetting) -> RuleDifference:
    return RuleDifference(
        code=rule.code,
        title=rule.title,
        severity=_ordered(before.severity, after.severity, after.severity.rank - before.severity.rank),
        coordinator_severity=_ordered(
            before.coordinator_severity,
            after.coordinator_severity,
            after.severity_for("coordinator").rank - before.severity_for("coordinator").rank,
        ),
        parameters=_of_parameters(rule, before, after),
        citation=_difference(before.citation, after.citation),
    )


def _of_parameters(rule: Rule[Any], before: RuleSetting, after: RuleSetting) -> dict[str, OrderedDifference]:
    typed = before.typed_parameters(rule), after.typed_parameters(rule)
    return _of_values(*typed, before.parameters, after.parameters)


def _of_section(before: Ordered, after: Ordered) -> dict[str, OrderedDifference]:
    return _of_values(before, after, before.model_dump(mode="json"), after.model_dump(mode="json"))


def _of_values(
    was: Ordered, now: Ordered, before: Mapping[str, JsonValue], after: Mapping[str, JsonValue]
) -> dict[str, OrderedDifference]:
    """What differs between two documents of values, given as they are meant and in JSON: a time of day is no text."""
    found: dict[str, OrderedDifference] = {}
    for name, tighter in was.directions().items():
        old, new = getattr(was, name), getattr(now, name)
        # Of two sets, each may leave out what the other has: then each is looser than the other, and neither tighter.
        steps = tighter.is_looser(old, new) - tighter.is_looser(new, old)
        difference = _ordered(before[name], after[name], steps)
        if difference is not None:
            found[name] = difference
    return found


def _difference(before: JsonValue, after: JsonValue) -> Difference | None:
    return None if before == after else Difference(before, after)


def _ordered(before: JsonValue, after: JsonValue, steps: int) -> OrderedDifference | None:
    return None if before == after else OrderedDifference(before, after, _direction(steps))


def _direction(steps: int) -> Direction:
    if steps == 0:
        return Direction.NEITHER
    return Direction.TIGHTER if steps > 0 else Direction.LOOSER
