"""The laws of a decision, over any facts and any policy that is not below the floor."""

import hashlib
import json
from datetime import timedelta
from itertools import product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.policy import (
    RULES,
    SUBJECTS_OF,
    DecisionOutcome,
    EvidenceFact,
    Facts,
    Outcome,
    Policy,
    PolicyDocument,
    SafetyProfile,
    Severity,
    decide,
    load_packs,
    pack,
)
from tests.policy.examples import SESSION_DAY, STARTS_AT, facts, host, policy, session

days = st.integers(-3, 3).map(lambda offset: SESSION_DAY + timedelta(days=offset))
evidence_items = st.builds(
    lambda about_kind, number, valid_from, valid_until, withdrawn: EvidenceFact(
        id=number,
        kind=about_kind[0],
        about=about_kind[1],
        valid_from=valid_from,
        valid_until=valid_until,
        withdrawn=withdrawn,
    ),
    st.sampled_from([(kind, about) for kind, subjects in SUBJECTS_OF.items() for about in sorted(subjects)]),
    st.uuids(),
    days,
    st.none() | days,
    st.booleans(),
)
any_facts = st.builds(
    lambda age, who, minutes, modality, ahead, on_file, clashes, licensed, free: facts(
        mentee_age=age,
        requested_by=who,
        session=session(minutes=minutes, modality=modality),
        decided_at=STARTS_AT - timedelta(minutes=ahead),
        evidence=tuple(on_file),
        clashes=tuple(clashes),
        hosts=(host(1, licensed=licensed, free=free),),
    ),
    st.none() | st.integers(16, 19),
    st.sampled_from(["coordinator", "front_end"]),
    st.sampled_from([10, 15, 40, 41, 60, 90, 120]),
    st.sampled_from(["zoom", "phone", "teams"]),
    st.integers(-60, 60 * 30),
    st.lists(evidence_items, max_size=6),
    st.lists(st.sampled_from(["mentor", "mentee"]), max_size=2),
    st.booleans(),
    st.booleans(),
)


def _with_severities(severities: dict[str, Severity]) -> Policy:
    """The floor, in which each rule is at least as strict as asked for."""
    rules: dict[str, Any] = pack("baseline").model_dump(mode="json")["rules"]
    for code, severity in severities.items():
        rules[code]["severity"] = max(Severity(rules[code]["severity"]), severity)
    return Policy(PolicyDocument.model_validate({"pack": "any", "title": "Any", "rules": rules}), version=1)


any_policy = st.sampled_from([*load_packs()]).map(policy) | st.fixed_dictionaries(
    {rule.code: st.sampled_from(Severity) for rule in RULES}
).map(_with_severities)


@given(any_policy, any_facts)
def test_the_outcome_is_the_worst_finding(by: Policy, asked: Facts) -> None:
    decision = decide(by, asked)
    found = {each.outcome for each in decision.findings}
    if Outcome.DENY in found:
        assert decision.outcome is DecisionOutcome.DENY
    elif Outcome.APPROVE in found:
        assert decision.outcome is DecisionOutcome.APPROVE
    else:
        assert decision.outcome is DecisionOutcome.ALLOW


@given(any_policy, any_facts)
def test_every_rule_has_its_say_in_catalogue_order(by: Policy, asked: Facts) -> None:
    assert [each.code for each in decide(by, asked).findings] == [rule.code for rule in RULES]


@given(any_policy, any_facts)
def test_whatever_is_not_plainly_right_comes_with_a_remedy_and_nothing_else_does(by: Policy, asked: Facts) -> None:
    for found in decide(by, asked).findings:
        assert (found.remedy is not None) == (found.outcome >= Outcome.WARN)


@given(any_policy, any_facts)
def test_a_decision_computed_again_from_what_was_recorded_has_the_same_bytes(by: Policy, asked: Facts) -> None:
    decision = decide(by, asked)
    recorded = json.loads(decision.canonical_json())
    document = PolicyDocument.model_validate_json(by.document.model_dump_json())
    again = decide(Policy(document, recorded["policy_version"]), Facts.model_validate(recorded["facts"]))
    assert again.canonical_json() == decision.canonical_json()
    assert again.digest == decision.digest == hashlib.sha256(decision.canonical_json()).hexdigest()


@given(any_policy, any_facts, st.data())
def test_the_order_of_evidence_does_not_matter(by: Policy, asked: Facts, data: st.DataObject) -> None:
    shuffled = asked.model_dump() | {"evidence": data.draw(st.permutations(asked.evidence))}
    assert decide(by, Facts.model_validate(shuffled)).canonical_json() == decide(by, asked).canonical_json()


@given(any_policy, any_facts, evidence_items)
def test_giving_evidence_never_makes_any_finding_worse(by: Policy, asked: Facts, given_now: EvidenceFact) -> None:
    after = Facts.model_validate(asked.model_dump() | {"evidence": (*asked.evidence, given_now)})
    _assert_nothing_is_worse(by, before=asked, after=after)


@given(any_policy, any_facts.filter(lambda asked: bool(asked.evidence)), st.data())
def test_withdrawing_evidence_never_makes_any_finding_better(by: Policy, asked: Facts, data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(asked.evidence) - 1))
    on_file = list(asked.evidence)
    on_file[position] = on_file[position].model_copy(update={"withdrawn": True})
    withdrawn = Facts.model_validate(asked.model_dump() | {"evidence": on_file})
    _assert_nothing_is_worse(by, before=withdrawn, after=asked)


def _assert_nothing_is_worse(by: Policy, *, before: Facts, after: Facts) -> None:
    first, then = decide(by, before), decide(by, after)
    assert then.outcome <= first.outcome
    for earlier, later in zip(first.findings, then.findings, strict=True):
        assert later.outcome <= earlier.outcome


@settings(max_examples=50)
@given(any_facts)
def test_no_pack_allows_what_the_floor_refuses(asked: Facts) -> None:
    floor = decide(policy("baseline"), asked)
    for name, found in product(load_packs(), floor.findings):
        if found.outcome is Outcome.DENY:
            assert decide(policy(name), asked).outcome is DecisionOutcome.DENY


def test_a_decision_records_what_it_was_made_from() -> None:
    by, asked = policy("the-brokerage"), facts()
    decision = decide(by, asked)
    assert (decision.policy_pack, decision.policy_version) == ("the-brokerage", 1)
    assert decision.policy_digest == by.digest
    assert decision.facts == asked
    assert decision.safety == SafetyProfile.baseline().levels()


def test_a_tightened_setting_of_the_policy_is_in_the_decision() -> None:
    document = pack("mentor247").model_dump() | {"safety": {"meeting.video-on-entry": "no-video"}}
    decision = decide(Policy(PolicyDocument.model_validate(document), version=3), facts())
    assert decision.safety == SafetyProfile({"meeting.video-on-entry": "no-video"}).levels()


def test_a_rule_that_is_off_finds_nothing_and_looks_at_nothing() -> None:
    found = decide(policy("mentor247"), facts(evidence=())).findings[0]
    assert (found.code, found.outcome, found.facts) == ("partner.written-consent", Outcome.NOT_APPLICABLE, {})
    assert found.sentence == "This programme does not ask for this."


def test_a_finding_cites_the_programmes_own_guidance_where_the_policy_names_it() -> None:
    brokerage, floor = decide(policy("the-brokerage"), facts()), decide(policy("baseline"), facts())
    sources = [
        next(each.source for each in decision.findings if each.code == "modality.allowed")
        for decision in (brokerage, floor)
    ]
    assert sources == [
        "brokerage, The role of the mentor",
        "1mm-zoom, Using Zoom Safely; brokerage, The role of the mentor",
    ]


def test_findings_are_plain_json_and_do_not_tell_anyones_age() -> None:
    for found in decide(policy(), facts(mentee_age=13, evidence=())).findings:
        assert json.loads(json.dumps(found.as_json())) == found.as_json()
        assert 13 not in found.facts.values()
        assert "13" not in found.sentence
