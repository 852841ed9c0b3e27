"""What differs between two policies, and which way it goes."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.policy import RULES, SECTIONS, SETTINGS, PolicyDocument, Severity, load_packs, pack
from app.policy.differences import (
    Difference,
    Direction,
    OrderedDifference,
    PolicyDifference,
    RuleDifference,
    SettingDifference,
    differences,
)

OTHER_WAY = {
    Direction.TIGHTER: Direction.LOOSER,
    Direction.LOOSER: Direction.TIGHTER,
    Direction.NEITHER: Direction.NEITHER,
}


def tightened(changes: Mapping[str, Mapping[str, Any]], name: str = "one-million-mentors") -> PolicyDocument:
    """A pack in which some rules are set otherwise."""
    document = pack(name).model_dump(mode="json")
    rules = {code: document["rules"][code] | change for code, change in changes.items()}
    return PolicyDocument.model_validate(document | {"rules": document["rules"] | rules})


@st.composite
def documents(draw: st.DrawFn) -> PolicyDocument:
    """Any mixture of packs, some of its rules stricter and some of its settings tighter than the floor."""
    packs = st.sampled_from(sorted(load_packs())).map(pack)
    base = draw(packs)
    document = base.model_dump(mode="json")
    for rule in RULES:
        setting = draw(packs).rules[rule.code].model_dump(mode="json")
        stricter = st.sampled_from([each for each in Severity if each >= Severity(setting["severity"])])
        setting["severity"] = draw(stricter)
        setting["citation"] = draw(st.sampled_from([None, setting["citation"], "A handbook"]))
        document["rules"][rule.code] = setting
    document["safety"] = {
        each.code: draw(st.sampled_from(each.levels[each.rank(each.baseline) :])) for each in SETTINGS
    }
    return PolicyDocument.model_validate(document | {"title": draw(st.sampled_from([base.title, "Another title"]))})


def turned(difference: Difference | None) -> Any:
    if difference is None:
        return None
    swapped = replace(difference, before=difference.after, after=difference.before)
    return (
        replace(swapped, direction=OTHER_WAY[swapped.direction]) if isinstance(swapped, OrderedDifference) else swapped
    )


def turned_rule(rule: RuleDifference) -> RuleDifference:
    return replace(
        rule,
        severity=turned(rule.severity),
        coordinator_severity=turned(rule.coordinator_severity),
        parameters={name: turned(each) for name, each in rule.parameters.items()},
        citation=turned(rule.citation),
    )


def turned_setting(setting: SettingDifference) -> SettingDifference:
    return replace(setting, level=turned(setting.level))


@given(document=documents())
def test_a_policy_does_not_differ_from_itself(document: PolicyDocument) -> None:
    assert differences(document, document.model_copy(deep=True)) == PolicyDifference()


@given(before=documents(), after=documents())
def test_the_way_back_is_the_way_there_turned_round(before: PolicyDocument, after: PolicyDocument) -> None:
    there, back = differences(before, after), differences(after, before)
    assert back == PolicyDifference(
        pack=turned(there.pack),
        title=turned(there.title),
        rules=tuple(map(turned_rule, there.rules)),
        safety=tuple(map(turned_setting, there.safety)),
        **{section: {name: turned(each) for name, each in getattr(there, section).items()} for section in SECTIONS},
    )


@given(before=documents(), after=documents())
def test_with_the_differences_one_policy_becomes_the_other(before: PolicyDocument, after: PolicyDocument) -> None:
    found = differences(before, after)
    document = before.model_dump(mode="json")
    for name in ("pack", "title"):
        difference = getattr(found, name)
        document[name] = difference.after if difference else document[name]
    for rule in found.rules:
        setting = document["rules"][rule.code]
        for name in ("severity", "coordinator_severity", "citation"):
            difference = getattr(rule, name)
            setting[name] = difference.after if difference else setting[name]
        setting["parameters"] |= {name: each.after for name, each in rule.parameters.items()}
    document["safety"] |= {each.code: each.level.after for each in found.safety}
    for section in SECTIONS:
        document[section] |= {name: each.after for name, each in getattr(found, section).items()}
    assert PolicyDocument.model_validate(document) == after
    assert [each.code for each in found.rules] == [
        code for code, setting in before.rules.items() if setting != after.rules[code]
    ]
    assert [each.code for each in found.safety] == [
        code for code, level in before.safety.items() if level != after.safety[code]
    ]


@pytest.mark.parametrize(
    ("code", "parameter", "was", "now", "direction"),
    [
        ("schedule.notice", "hours", 24, 25, Direction.TIGHTER),
        ("schedule.notice", "hours", 25, 24, Direction.LOOSER),
        ("plan.duration", "maximum_minutes", 90, 60, Direction.TIGHTER),
        ("plan.duration", "maximum_minutes", 60, 90, Direction.LOOSER),
        ("modality.allowed", "allowed", ["zoom", "phone"], ["zoom"], Direction.TIGHTER),
        ("modality.allowed", "allowed", ["zoom"], ["zoom", "phone"], Direction.LOOSER),
        ("modality.allowed", "allowed", ["zoom"], ["phone"], Direction.NEITHER),
        ("modality.allowed", "allowed", ["zoom", "phone"], ["phone", "zoom"], Direction.NEITHER),
    ],
)
def test_a_parameter_goes_the_way_that_it_says_itself(
    code: str, parameter: str, was: object, now: object, direction: Direction
) -> None:
    set_to = [tightened({code: {"parameters": {parameter: value}}}) for value in (was, now)]
    (rule,) = differences(*set_to).rules
    assert rule == RuleDifference(
        code=code,
        title=next(each.title for each in RULES if each.code == code),
        parameters={parameter: OrderedDifference(was, now, direction)},  # type: ignore[arg-type]  # plain JSON
    )


@pytest.mark.parametrize(
    ("was", "now", "direction"),
    [
        (None, "approve", Direction.LOOSER),
        (None, "deny", Direction.NEITHER),
        ("warn", None, Direction.TIGHTER),
        ("warn", "approve", Direction.TIGHTER),
    ],
)
def test_what_a_coordinator_meets_is_compared_by_what_happens(
    was: str | None, now: str | None, direction: Direction
) -> None:
    set_to = [
        tightened({"schedule.notice": {"severity": "deny", "coordinator_severity": value}}) for value in (was, now)
    ]
    (rule,) = differences(*set_to).rules
    assert rule.coordinator_severity == OrderedDifference(was, now, direction)
    assert rule.severity is None
