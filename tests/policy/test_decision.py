"""The laws of a decision, over any facts and any policy that is not below the floor."""

import hashlib
import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import rfc8785
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.policy import (
    RULES,
    SETTINGS_BY_CODE,
    DecisionOutcome,
    EvidenceFact,
    Facts,
    Outcome,
    PartnerFacts,
    Policy,
    PolicyDocument,
    SafetyProfile,
    checked_tightening,
    decide,
    load_packs,
    pack,
)
from tests.support.exploring import examples
from tests.support.policy_examples import adjusted, facts, finding, pairing, policy
from tests.support.policy_strategies import any_facts, any_policy, any_wishes, evidence_items


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


@settings(max_examples=examples(50))
@given(any_policy, any_facts)
def test_the_bytes_of_a_decision_are_those_of_the_standard_for_canonical_json(by: Policy, asked: Facts) -> None:
    decision = decide(by, asked)

    assert decision.canonical_json() == rfc8785.dumps(decision.as_json())


@given(any_policy, any_facts, st.data())
def test_the_order_of_evidence_does_not_matter(by: Policy, asked: Facts, data: st.DataObject) -> None:
    shuffled = asked.model_dump() | {"evidence": data.draw(st.permutations(asked.evidence))}
    assert decide(by, Facts.model_validate(shuffled)).canonical_json() == decide(by, asked).canonical_json()


@given(any_policy, any_facts, evidence_items)
def test_saying_something_anew_for_good_never_makes_any_finding_worse(
    by: Policy, asked: Facts, said: EvidenceFact
) -> None:
    newest = {"id": UUID(int=2**128 - 1), "valid_from": asked.session.local_date, "valid_until": None}
    said_now = said.model_copy(update={**newest, "withdrawn": False, "has_document": True})
    after = Facts.model_validate(asked.model_dump() | {"evidence": (*asked.evidence, said_now)})
    _assert_nothing_is_worse(by, before=asked, after=after)


@given(any_policy, any_facts, evidence_items, evidence_items, st.booleans())
def test_what_was_replaced_by_a_newer_statement_neither_helps_nor_harms(
    by: Policy, asked: Facts, newer: EvidenceFact, older: EvidenceFact, withdrawn: bool
) -> None:
    same = {"kind": newer.kind, "about": newer.about, "edition": newer.edition, "withdrawn": withdrawn}
    day = asked.session.local_date
    newer = newer.model_copy(update={"valid_from": day})
    older = older.model_copy(update={**same, "valid_from": day - timedelta(days=1)})
    with_it, without_it = (
        decide(by, Facts.model_validate(asked.model_dump() | {"evidence": evidence}))
        for evidence in ((*asked.evidence, newer, older), (*asked.evidence, newer))
    )
    assert with_it.findings == without_it.findings


@given(any_policy, any_facts.filter(lambda asked: bool(asked.evidence)), st.data())
def test_withdrawing_evidence_never_makes_any_finding_better(by: Policy, asked: Facts, data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(asked.evidence) - 1))
    on_file = list(asked.evidence)
    on_file[position] = on_file[position].model_copy(update={"withdrawn": True})
    withdrawn = Facts.model_validate(asked.model_dump() | {"evidence": on_file})
    _assert_nothing_is_worse(by, before=withdrawn, after=asked)


@pytest.mark.parametrize(
    ("part", "unhelpful", "helpful"),
    [
        ("session", {"agreed_by_both": False}, {"agreed_by_both": True}),
        ("session", {"outside_hours_reason": False}, {"outside_hours_reason": True}),
        ("pairing", {"approved_before": False}, {"approved_before": True}),
        ("mentee", {"adult_at_risk": True}, {"adult_at_risk": False}),
    ],
)
@settings(max_examples=examples(50))
@given(by=any_policy, asked=any_facts)
def test_a_fact_that_helps_never_makes_any_finding_worse(
    by: Policy, asked: Facts, part: str, unhelpful: dict[str, bool], helpful: dict[str, bool]
) -> None:
    before, after = (_changed(asked, part, changes) for changes in (unhelpful, helpful))
    _assert_nothing_is_worse(by, before=before, after=after)


@given(any_policy, any_facts, st.integers(0, 120))
def test_an_unknown_age_is_never_better_than_any_age(by: Policy, asked: Facts, age: int) -> None:
    unknown, known = (_changed(asked, "mentee", {"age": each}) for each in (None, age))
    _assert_nothing_is_worse(by, before=unknown, after=known)


@given(any_policy, any_facts, any_wishes)
def test_a_wish_is_granted_where_it_is_tighter_and_refused_where_it_is_looser(
    by: Policy, asked: Facts, wishes: dict[str, str]
) -> None:
    without, wishing = (_changed(asked, "session", {"safety": each}) for each in ({}, wishes))
    required, decision = SafetyProfile(decide(by, without).safety), decide(by, wishing)
    assert SafetyProfile(decision.safety).is_at_least_as_tight_as(required)
    # A call has none of the settings of a Zoom meeting.
    refused = bool(wishes) and asked.session.modality == "phone"
    for code, level in wishes.items():
        rank = SETTINGS_BY_CODE[code].rank
        looser = rank(level) < rank(required.levels()[code])
        assert decision.safety[code] == (required.levels()[code] if looser else level)
        refused |= looser
    (found,) = [each for each in decision.findings if each.code == "safety.wishes"]
    assert found.outcome is (Outcome.DENY if refused else Outcome.PASS)


@given(any_policy, any_facts)
def test_the_meeting_has_what_policy_guidance_and_measures_ask_for(by: Policy, asked: Facts) -> None:
    safety = SafetyProfile(decide(by, asked).safety)
    for asking in (by.document.safety, asked.partner.guidance.safety, asked.pairing.safety):
        assert safety.is_at_least_as_tight_as(SafetyProfile(asking))


def _changed(asked: Facts, part: str, changes: dict[str, Any]) -> Facts:
    given_facts = asked.model_dump()
    return Facts.model_validate(given_facts | {part: given_facts[part] | changes})


def _assert_nothing_is_worse(by: Policy, *, before: Facts, after: Facts) -> None:
    first, then = decide(by, before), decide(by, after)
    assert then.outcome <= first.outcome
    for earlier, later in zip(first.findings, then.findings, strict=True):
        # That a rule holds is no better than that it is not concerned.
        assert later.outcome <= max(earlier.outcome, Outcome.NOT_APPLICABLE)


@settings(max_examples=examples(50))
@given(any_facts)
def test_no_pack_allows_what_the_floor_refuses(asked: Facts) -> None:
    # Otherwise there would be nothing to see.
    assume(decide(policy("baseline"), asked).outcome is DecisionOutcome.DENY)

    assert {decide(policy(name), asked).outcome for name in load_packs()} == {DecisionOutcome.DENY}


def test_a_decision_records_what_it_was_made_from() -> None:
    by, asked = policy("creative-network"), facts()
    decision = decide(by, asked)
    assert (decision.policy_pack, decision.policy_version) == ("creative-network", 1)
    assert decision.policy_digest == by.digest
    assert decision.facts == asked
    assert decision.safety == SafetyProfile.baseline().levels()


def test_a_tightened_setting_of_the_policy_is_in_the_decision() -> None:
    document = pack("mentor247").model_dump() | {"safety": {"meeting.video-on-entry": "no-video"}}
    decision = decide(Policy(PolicyDocument.model_validate(document), version=3), facts())
    no_telephone = {"meeting.audio": "computer-only"}
    assert decision.safety == SafetyProfile({"meeting.video-on-entry": "no-video", **no_telephone}).levels()


@pytest.mark.parametrize(
    ("allowed", "guidance", "sound"),
    [
        (["zoom", "phone"], {}, "computer-and-telephone"),
        (["zoom"], {}, "computer-only"),
        (["phone", "zoom"], {"rules": {"modality.allowed": {"parameters": {"allowed": ["zoom"]}}}}, "computer-only"),
        (["zoom", "phone"], {"safety": {"meeting.audio": "computer-only"}}, "computer-only"),
    ],
)
def test_nobody_dials_in_by_telephone_where_sessions_are_not_held_by_phone(
    allowed: list[str], guidance: dict[str, Any], sound: str
) -> None:
    by = adjusted("creative-network", {"modality.allowed": {"severity": "deny", "parameters": {"allowed": allowed}}})
    partner = PartnerFacts(id=facts().partner.id, guidance=checked_tightening(guidance))
    assert decide(by, facts(partner=partner)).safety["meeting.audio"] == sound


@pytest.mark.parametrize("second_person", [False, True])
def test_where_a_coordinator_can_approve_the_remedy_says_so_and_who_it_may_not_be(second_person: bool) -> None:
    plan = {"severity": "approve", "parameters": {"sessions": 7, "second_person": second_person}}
    found = finding(
        "plan.count", facts(pairing=pairing(sessions_before=7)), adjusted("the-brokerage", {"plan.count": plan})
    )
    assert found.remedy is not None
    offered = " other than whoever asks for it" if second_person else ""
    assert found.remedy.endswith(f" Or ask a coordinator{offered} to approve the session.")
    denied = finding("plan.count", facts(pairing=pairing(sessions_before=7)), policy("the-brokerage"))
    assert "to approve the session" not in (denied.remedy or "")


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
