"""The order of outcomes, and what a decision makes of them."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.policy import DecisionOutcome, Outcome, Severity


def test_outcomes_are_ordered_from_pass_to_deny_and_not_by_the_alphabet() -> None:
    shuffled = [Outcome.DENY, Outcome.PASS, Outcome.WARN, Outcome.NOT_APPLICABLE, Outcome.APPROVE]
    assert [each.value for each in sorted(shuffled)] == ["pass", "n/a", "warn", "approve", "deny"]


@pytest.mark.parametrize("kind", [Outcome, Severity, DecisionOutcome])
def test_every_comparison_follows_the_order_of_declaration(
    kind: type[Outcome] | type[Severity] | type[DecisionOutcome],
) -> None:
    for (first, one), (second, two) in product(enumerate(kind), repeat=2):
        assert (one < two, one <= two, one > two, one >= two) == (
            first < second,
            first <= second,
            first > second,
            first >= second,
        )


def test_values_of_different_kinds_have_no_order() -> None:
    with pytest.raises(TypeError, match="Severity cannot be ordered against Outcome"):
        assert Severity.DENY > Outcome.WARN


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ([Outcome.PASS, Outcome.NOT_APPLICABLE], DecisionOutcome.ALLOW),
        ([Outcome.WARN, Outcome.PASS], DecisionOutcome.ALLOW),
        ([Outcome.PASS, Outcome.APPROVE, Outcome.WARN], DecisionOutcome.APPROVE),
        ([Outcome.DENY, Outcome.APPROVE, Outcome.PASS], DecisionOutcome.DENY),
    ],
)
def test_a_decision_is_what_its_worst_outcome_says(outcomes: list[Outcome], expected: DecisionOutcome) -> None:
    assert DecisionOutcome.of(outcomes) is expected


def test_a_decision_without_any_outcome_is_refused_rather_than_allowed() -> None:
    with pytest.raises(ValueError, match="empty"):
        DecisionOutcome.of([])


@given(st.lists(st.sampled_from(Outcome), min_size=1), st.sampled_from(Outcome))
def test_one_outcome_more_never_makes_a_decision_better(outcomes: list[Outcome], another: Outcome) -> None:
    assert DecisionOutcome.of([*outcomes, another]) >= DecisionOutcome.of(outcomes)
