"""The laws of tightening: a partner's guidance can make a policy stricter, and nothing else."""

from typing import Any

import pytest
from hypothesis import given, settings

from app.policy import (
    NOTHING,
    RULES,
    Facts,
    Outcome,
    PartnerFacts,
    Policy,
    PolicyError,
    SafetyProfile,
    Tightening,
    checked_tightening,
    decide,
)
from app.policy.rule import Parameters
from tests.support.exploring import examples
from tests.support.policy_examples import adjusted, facts, finding, policy, session
from tests.support.policy_strategies import PARAMETERS, any_facts, any_policy, any_tightening


def guided(asked: Facts, guidance: Tightening) -> Facts:
    return asked.model_copy(update={"partner": PartnerFacts(id=asked.partner.id, guidance=guidance)})


def says(rules: Any = None, safety: Any = None) -> Tightening:
    return checked_tightening({"rules": rules or {}, "safety": safety or {}})


def test_the_laws_below_vary_every_parameter_of_the_catalogue() -> None:
    varied = {(code, name) for code, values in PARAMETERS.items() for name in values}
    assert varied == {(rule.code, name) for rule in RULES for name in rule.parameters.directions()}


@given(any_policy, any_facts, any_tightening)
def test_tightening_never_makes_any_finding_better(by: Policy, asked: Facts, guidance: Tightening) -> None:
    as_it_was, tightened = decide(by, guided(asked, NOTHING)), decide(by, guided(asked, guidance))
    assert tightened.outcome >= as_it_was.outcome
    for before, after in zip(as_it_was.findings, tightened.findings, strict=True):
        assert max(after.outcome, Outcome.NOT_APPLICABLE) >= max(before.outcome, Outcome.NOT_APPLICABLE)
    assert SafetyProfile(tightened.safety).is_at_least_as_tight_as(SafetyProfile(as_it_was.safety))


@given(any_policy, any_facts, any_tightening)
def test_a_partners_guidance_is_the_same_as_a_stricter_policy(by: Policy, asked: Facts, guidance: Tightening) -> None:
    by_guidance = decide(by, guided(asked, guidance))
    by_policy = decide(by.tightened_by(guidance), guided(asked, NOTHING))
    assert (by_guidance.findings, by_guidance.safety) == (by_policy.findings, by_policy.safety)


@given(any_policy, any_tightening)
def test_tightening_twice_by_the_same_changes_nothing_more(by: Policy, guidance: Tightening) -> None:
    once = by.tightened_by(guidance)
    assert once.tightened_by(guidance).document == once.document


@given(any_policy, any_tightening, any_tightening)
def test_the_order_of_tightenings_does_not_matter(by: Policy, one: Tightening, other: Tightening) -> None:
    assert by.tightened_by(one).tightened_by(other).document == by.tightened_by(other).tightened_by(one).document


@given(any_policy, any_tightening)
def test_a_tightened_policy_is_not_looser_in_anything(by: Policy, guidance: Tightening) -> None:
    tightened = by.tightened_by(guidance)
    for before, after in zip(by.applied_rules, tightened.applied_rules, strict=True):
        assert after.parameters.looser_than(before.parameters) == []
        for requester in ("front_end", "coordinator"):
            assert after.setting.severity_for(requester) >= before.setting.severity_for(requester)
    assert tightened.safety.is_at_least_as_tight_as(by.safety)


@given(any_policy)
def test_nothing_asked_for_leaves_a_policy_as_it_is(by: Policy) -> None:
    assert by.tightened_by(NOTHING) is by


@settings(max_examples=examples(50))
@given(any_tightening)
def test_guidance_comes_back_from_its_json(guidance: Tightening) -> None:
    assert checked_tightening(guidance.model_dump(mode="json")) == guidance
    assert Tightening.model_validate_json(guidance.model_dump_json()) == guidance


@pytest.mark.parametrize(
    ("guidance", "asked", "code", "outcome"),
    [
        (
            says({"schedule.notice": {"parameters": {"hours": 48}}}),
            facts(decided_at=facts().session.starts_at.replace(day=9)),
            "schedule.notice",
            Outcome.DENY,
        ),
        (
            says({"schedule.working-hours": {"parameters": {"end": "14:59"}}}),
            facts(),
            "schedule.working-hours",
            Outcome.APPROVE,
        ),
        (
            says({"schedule.working-hours": {"severity": "deny"}}),
            facts(session=session(minutes=15, starts_at=facts().session.starts_at.replace(hour=20))),
            "schedule.working-hours",
            Outcome.DENY,
        ),
        (
            says(safety={"meeting.video-on-entry": "no-video"}),
            facts(session=session(safety={"meeting.video-on-entry": "off"})),
            "safety.wishes",
            Outcome.DENY,
        ),
    ],
)
def test_what_a_partner_asks_for_is_held_to(guidance: Tightening, asked: Facts, code: str, outcome: Outcome) -> None:
    assert finding(code, guided(asked, guidance)).outcome is outcome
    assert finding(code, asked).outcome < outcome


def test_a_reason_stands_in_for_an_approval_and_not_for_a_partner_who_refuses() -> None:
    evening = session(minutes=15, starts_at=facts().session.starts_at.replace(hour=20), outside_hours_reason=True)
    asked = facts(session=evening)
    assert finding("schedule.working-hours", asked).outcome is Outcome.WARN
    refusing = says({"schedule.working-hours": {"severity": "deny"}})
    assert finding("schedule.working-hours", guided(asked, refusing)).outcome is Outcome.DENY
    not_enough = says({"schedule.working-hours": {"parameters": {"reason_replaces_approval": False}}})
    assert finding("schedule.working-hours", guided(asked, not_enough)).outcome is Outcome.APPROVE


@pytest.mark.parametrize(
    ("code", "pack_name", "parameters"),
    [
        ("plan.duration", "the-brokerage", {"maximum_minutes": 30}),
        ("modality.allowed", "the-brokerage", {"allowed": ["phone"]}),
        ("schedule.working-hours", "the-brokerage", {"weekdays": ["sunday"]}),
        ("mentee.age-band", "one-million-mentors", {"youngest": 26, "oldest": 30}),
    ],
)
def test_guidance_that_leaves_no_session_possible_is_no_error_and_no_session_holds_to_it(
    code: str, pack_name: str, parameters: dict[str, Any]
) -> None:
    guidance = says({code: {"parameters": parameters}})
    found = finding(code, guided(facts(), guidance), policy(pack_name))
    assert found.outcome is policy(pack_name).document.rules[code].severity.outcome
    assert found.sentence == (
        "What the partner's guidance asks for and what the programme asks for leave no session possible."
    )
    assert found.remedy is not None
    assert found.remedy.startswith("Ask the partner's coordinator to change the partner's guidance")


@pytest.mark.parametrize(
    ("document", "why"),
    [
        ({"rules": {"no.such": {"severity": "deny"}}}, "no.such: there is no such rule"),
        ({"rules": {"plan.cadence": {"parameters": {"days": 7}}}}, "plan.cadence, days: only the programme can choose"),
        (
            {"rules": {"schedule.working-hours": {"parameters": {"region": "GB-SCT"}}}},
            "schedule.working-hours, region: only the programme can choose",
        ),
        (
            {"rules": {"mentor.code-of-conduct": {"parameters": {"edition": "second"}}}},
            "mentor.code-of-conduct, edition: only the programme can choose",
        ),
        (
            {"rules": {"plan.duration": {"parameters": {"minimum_minutes": 60, "maximum_minutes": 30}}}},
            "plan.duration: the shortest session must not be longer than the longest",
        ),
        ({"rules": {"schedule.notice": {"parameters": {"hours": "48"}}}}, "schedule.notice, hours: Input should be"),
        (
            {"rules": {"schedule.notice": {"parameters": {"days": 2}}}},
            "schedule.notice, days: this is not a known name",
        ),
        ({"rules": {"schedule.notice": {"severity": "sometimes"}}}, "schedule.notice, severity: Input should be"),
        ({"safety": {"meeting.recording": "allowed"}}, "meeting.recording: the level allowed is looser than the floor"),
        ({"safety": {"meeting.colour": "red"}}, "meeting.colour: there is no such setting"),
        ({"recording": "off"}, "recording: this is not a known name"),
    ],
)
def test_guidance_that_cannot_tighten_anything_is_refused_with_the_reason(document: Any, why: str) -> None:
    with pytest.raises(PolicyError) as refused:
        checked_tightening(document)
    assert why in str(refused.value)


def test_guidance_for_sessions_of_coordinators_is_as_strict_as_for_others() -> None:
    by = adjusted(
        "one-million-mentors",
        {"schedule.notice": {"severity": "deny", "coordinator_severity": "warn", "parameters": {"hours": 24}}},
    )
    tightened = by.tightened_by(says({"schedule.notice": {"severity": "approve"}}))
    setting = tightened.document.rules["schedule.notice"]
    assert (setting.severity_for("front_end"), setting.severity_for("coordinator")) == ("deny", "approve")


def test_every_rules_defaults_leave_a_session_possible() -> None:
    parameters: list[Parameters] = [rule.parameters() for rule in RULES]
    assert [each.contradiction() for each in parameters] == [None] * len(RULES)
