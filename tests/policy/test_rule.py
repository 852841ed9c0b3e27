"""What holds for the rules of today and for any that is added."""

from pathlib import Path
from typing import Annotated

import pytest

import app.policy.rules as rules_package
from app.policy import RULES
from app.policy.facts import Facts
from app.policy.rule import Met, Parameters, Verdict, rule
from app.policy.safety import SafetyProfile
from app.policy.sources import Document, Source
from app.policy.tighter import Tighter
from tests.support.policy_examples import facts


class Unguarded(Parameters):
    limit: Annotated[int, Tighter.HIGHER] = 1
    unguarded: int = 1


def test_a_parameter_that_does_not_say_which_way_gets_tighter_is_refused() -> None:
    with pytest.raises(TypeError, match="which way gets tighter: unguarded"):

        @rule(
            code="a.rule",
            title="A rule",
            description="A rule.",
            sources=(Source(Document.PRODUCT, "Here"),),
            parameters=Unguarded,
        )
        def _a_rule(_facts: Facts, _parameters: Unguarded) -> Verdict:
            return Met("It holds.")


@pytest.mark.parametrize(
    ("direction", "value", "floor", "expected"),
    [
        (Tighter.HIGHER, 1, 2, True),
        (Tighter.HIGHER, 2, 2, False),
        (Tighter.LOWER, 3, 2, True),
        (Tighter.LOWER, 2, 2, False),
        (Tighter.FEWER, ("a", "b"), ("a",), True),
        (Tighter.FEWER, ("a",), ("b", "a"), False),
    ],
)
def test_a_value_is_looser_than_the_floor_on_the_wrong_side_of_it(
    direction: Tighter, value: object, floor: object, expected: bool
) -> None:
    assert direction.is_looser(value, floor) is expected


def test_every_file_of_a_rule_is_in_the_catalogue() -> None:
    folder = Path(rules_package.__file__).parent
    on_disk = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    assert on_disk == {each.code.replace(".", "_").replace("-", "_") for each in RULES}


def test_a_rule_leaves_the_facts_as_they_are_and_says_the_same_again() -> None:
    asked = facts()
    before = asked.model_dump_json()
    for each in RULES:
        parameters = each.parameters()
        assert each.evaluate(asked, parameters, SafetyProfile()) == each.evaluate(asked, parameters, SafetyProfile())
    assert asked.model_dump_json() == before
