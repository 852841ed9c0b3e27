"""The sentence for the person at the screen is neutral about people and papers, whatever the rules have found."""

import re

from hypothesis import given

from app.bookings.disclosure import for_user
from app.policy import Facts, Outcome, Policy, decide
from app.policy.outcomes import DecisionOutcome
from tests.support.policy_strategies import any_facts, any_policy

PRIVATE = re.compile(
    r"\b(age|old|young|under|birth|risk|minor|adult|consent|train|induct|document|measure)", re.IGNORECASE
)
ABOUT_THE_SESSION = ("schedule.", "plan.", "host.licence", "modality.", "safety.wishes")
NOT_TOLD = "This session cannot be booked at the moment; please ask your programme's coordinator."


@given(any_policy, any_facts)
def test_whatever_of_people_and_papers_is_in_the_way_the_sentence_is_the_same(policy: Policy, facts: Facts) -> None:
    decision = decide(policy, facts)
    findings = [finding.as_json() for finding in decision.findings]

    sentence = for_user(findings)

    assert (sentence is None) == (decision.outcome is DecisionOutcome.ALLOW)
    assert not PRIVATE.search(sentence or "")
    assert (sentence or "").count(".") <= 1
    denying = [each for each in decision.findings if each.outcome is Outcome.DENY]
    if any(not each.code.startswith(ABOUT_THE_SESSION) for each in denying):
        assert sentence == NOT_TOLD
