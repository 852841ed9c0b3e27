"""A recorded decision, computed again: the same, or what differs."""

import json
from typing import Any

import pytest
from hypothesis import given, settings

from app.policy import Decision, Difference, Facts, Policy, PolicyError, RecordedDecision, decide, recompute
from tests.support.exploring import examples
from tests.support.policy_examples import adjusted, facts, policy
from tests.support.policy_strategies import any_facts, any_policy


def recorded(decision: Decision, **changes: Any) -> RecordedDecision:
    """What is kept of a decision, as it comes back from a database."""
    parts = json.loads(decision.canonical_json()) | {"digest": decision.digest}
    return RecordedDecision.model_validate(parts | changes)


def document(by: Policy) -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(by.document.model_dump_json())
    return kept


@settings(max_examples=examples(50))
@given(any_policy, any_facts)
def test_whatever_was_decided_is_the_same_when_computed_again(by: Policy, asked: Facts) -> None:
    decision = decide(by, asked)
    again = recompute(recorded(decision), document(by))
    assert again.same
    assert again.decision.canonical_json() == decision.canonical_json()


def test_a_record_without_the_safety_profile_and_the_pack_is_proved_by_its_digest() -> None:
    by = policy()
    decision = decide(by, facts())
    assert recompute(recorded(decision, safety=None, policy_pack=None), document(by)).same
    assert not recompute(recorded(decision, safety=None, policy_pack=None, digest="0" * 64), document(by)).same


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("outcome", "deny"),
        ("policy_digest", "0" * 64),
        ("policy_pack", "the-brokerage"),
        ("digest", "0" * 64),
    ],
)
def test_a_changed_part_of_the_record_is_named(part: str, value: str) -> None:
    by = policy()
    decision = decide(by, facts())
    computed = decision.digest if part == "digest" else decision.as_json()[part]
    again = recompute(recorded(decision, **{part: value}), document(by))
    assert again.differences == (Difference(part, None, value, computed),)
    assert not again.same


def test_a_changed_finding_is_named_with_its_rule() -> None:
    by = policy()
    decision = decide(by, facts())
    findings: Any = decision.as_json()["findings"]
    changed = {**findings[3], "sentence": "All is well."}
    again = recompute(recorded(decision, findings=[*findings[:3], changed, *findings[4:]]), document(by))
    assert again.differences == (Difference("findings", "consent.virtual", changed, findings[3]),)


def test_a_finding_that_one_of_them_lacks_is_named() -> None:
    by = policy()
    decision = decide(by, facts())
    findings: Any = decision.as_json()["findings"]
    other = {**findings[0], "code": "mentee.shoe-size"}
    again = recompute(recorded(decision, findings=[other, *findings[1:]]), document(by))
    assert again.differences == (
        Difference("findings", "mentee.shoe-size", other, None),
        Difference("findings", "partner.written-consent", None, findings[0]),
    )


@pytest.mark.parametrize("rearranged", ["reversed", "twice"])
def test_findings_in_another_order_or_twice_are_not_the_same(rearranged: str) -> None:
    by = policy()
    decision = decide(by, facts())
    findings: Any = decision.as_json()["findings"]
    kept = findings[::-1] if rearranged == "reversed" else [findings[0], *findings]
    (difference,) = recompute(recorded(decision, findings=kept), document(by)).differences
    assert (difference.part, difference.code) == ("findings", None)


def test_a_changed_safety_setting_is_named() -> None:
    by = policy()
    decision = decide(by, facts())
    changed = {**decision.safety, "meeting.recording": "allowed"}
    again = recompute(recorded(decision, safety=changed), document(by))
    assert again.differences == (Difference("safety", "meeting.recording", "allowed", "off"),)


def test_changed_facts_show_in_whatever_they_change() -> None:
    by = policy()
    decision = decide(by, facts())
    kept: Any = decision.as_json()["facts"]
    kept["mentee"]["age"] = 17
    again = recompute(recorded(decision, facts=kept), document(by))
    assert {each.part for each in again.differences} == {"outcome", "findings", "digest"}
    assert {each.code for each in again.differences if each.part == "findings"} == {
        "mentee.minimum-age",
        "mentee.age-band",
        "minor.booked-by-organisation",
        "minor.contact-details",
    }


def test_another_policy_than_the_one_decided_by_is_noticed() -> None:
    by = policy()
    other = adjusted("one-million-mentors", {"schedule.notice": {"severity": "deny", "parameters": {"hours": 48}}})
    again = recompute(recorded(decide(by, facts())), document(other))
    assert [(each.part, each.code) for each in again.differences] == [
        ("policy_digest", None),
        ("findings", "schedule.notice"),
        ("digest", None),
    ]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"facts": {}}, "facts, decided_at: this is missing"),
        (
            {"facts": {**json.loads(facts().model_dump_json()), "name": "A name"}},
            "facts, name: this is not a known name",
        ),
    ],
)
def test_facts_that_are_not_understood_are_refused(changes: dict[str, Any], why: str) -> None:
    by = policy()
    with pytest.raises(PolicyError) as refused:
        recompute(recorded(decide(by, facts()), **changes), document(by))
    assert why in str(refused.value)


def test_a_document_that_is_not_acceptable_is_refused() -> None:
    by = policy()
    with pytest.raises(PolicyError, match=r"no\.such: there is no such rule"):
        recompute(recorded(decide(by, facts())), document(by) | {"rules": {"no.such": {"severity": "deny"}}})
