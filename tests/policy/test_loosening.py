"""The laws of changes: what counts at once never makes a decision looser, and what is proposed is exactly the rest."""

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.policy import Facts, Outcome, PartnerFacts, Policy, PolicyDocument, SafetyProfile, Tightening, decide, pack
from app.policy.loosening import (
    below_pack,
    raised_to_floor,
    split_active,
    split_adult_at_risk,
    split_birth_date,
    split_guidance,
    split_levels,
    split_policy,
)
from app.policy.rules.mentee_age_band import mentee_age_band
from tests.support.exploring import examples
from tests.support.policy_strategies import any_facts, any_policy, any_tightening, tighter_levels

PACK = pack("one-million-mentors")


def assert_not_looser(by: Policy, before: Facts, after: Facts, *, since: Policy | None = None, but: str = "") -> None:
    """Check that no finding and no setting is better for facts and policy as they are after a change."""
    was, now = decide(by, before), decide(since or by, after)
    for old, new in zip(was.findings, now.findings, strict=True):
        if old.code != but:
            assert max(new.outcome, Outcome.NOT_APPLICABLE) >= max(old.outcome, Outcome.NOT_APPLICABLE), old.code
    assert SafetyProfile(now.safety).is_at_least_as_tight_as(SafetyProfile(was.safety))


def of_pack(rules: Any = None, safety: Any = None, **more: Any) -> PolicyDocument:
    document = PACK.model_dump(mode="json")
    named = {code: document["rules"][code] | change for code, change in (rules or {}).items()}
    changed = {"rules": document["rules"] | named, "safety": document["safety"] | (safety or {}), **more}
    return PolicyDocument.model_validate(document | changed)


@settings(max_examples=examples(30))
@given(any_policy, any_policy, any_facts)
def test_what_of_a_policy_counts_at_once_loosens_no_decision(before: Policy, wanted: Policy, asked: Facts) -> None:
    at_once = Policy(split_policy(before.document, wanted.document).at_once, version=2)
    assert_not_looser(before, asked, asked, since=at_once)
    if not split_policy(before.document, wanted.document).loosened:
        assert_not_looser(before, asked, asked, since=wanted)


@settings(max_examples=examples(30))
@given(any_policy, any_policy)
def test_of_a_policy_nothing_is_proposed_where_nothing_is_looser_and_the_rest_stays_proposed(
    before: Policy, wanted: Policy
) -> None:
    split = split_policy(before.document, wanted.document)
    again = split_policy(split.at_once, wanted.document)
    assert (split.at_once == wanted.document) or split.loosened
    assert (again.at_once, again.loosened) == (split.at_once, split.loosened)
    assert split_policy(before.document, split.at_once).loosened == ()
    assert split_policy(before.document, before.document).loosened == ()


@settings(max_examples=examples(30))
@given(any_policy, any_facts, any_tightening, any_tightening)
def test_what_of_guidance_counts_at_once_loosens_no_decision(
    by: Policy, asked: Facts, before: Tightening, wanted: Tightening
) -> None:
    def guided(guidance: Tightening) -> Facts:
        return asked.model_copy(update={"partner": PartnerFacts(id=asked.partner.id, guidance=guidance)})

    split = split_guidance(before, wanted)
    assert_not_looser(by, guided(before), guided(split.at_once))
    assert split_guidance(before, split.at_once).loosened == ()
    assert split.loosened or split.at_once == wanted


@settings(max_examples=examples(30))
@given(any_policy, any_facts, tighter_levels, tighter_levels)
def test_what_of_measures_counts_at_once_loosens_no_decision(
    by: Policy, asked: Facts, before: dict[str, str], wanted: dict[str, str]
) -> None:
    def measured(levels: dict[str, str]) -> Facts:
        return asked.model_copy(update={"pairing": asked.pairing.model_copy(update={"safety": levels})})

    split = split_levels(before, wanted)
    assert_not_looser(by, measured(before), measured(split.at_once))
    assert SafetyProfile(split.at_once) == SafetyProfile(before).tighten(SafetyProfile(wanted))
    assert split.loosened or split.at_once == wanted


@settings(max_examples=examples(100))
@given(any_policy, any_facts, st.none() | st.integers(15, 27), st.booleans(), st.booleans())
def test_what_is_said_of_people_and_their_pairing_loosens_no_decision_at_once(
    by: Policy, asked: Facts, age: int | None, at_risk: bool, active: bool
) -> None:
    def born(years: int | None) -> date | None:
        return None if years is None else date(2026 - years, 1, 1)

    mentee, pairing = asked.mentee, asked.pairing
    now = split_birth_date(born(mentee.age), born(age)).at_once
    after = asked.model_copy(
        update={
            "mentee": mentee.model_copy(
                update={
                    "age": 2026 - now.year if now else None,
                    "adult_at_risk": split_adult_at_risk(mentee.adult_at_risk, at_risk).at_once,
                }
            ),
            "mentor": asked.mentor.model_copy(
                update={"adult_at_risk": split_adult_at_risk(asked.mentor.adult_at_risk, at_risk).at_once}
            ),
            "pairing": pairing.model_copy(update={"active": split_active(pairing.active, active).at_once}),
        }
    )
    # Who is younger than was thought may come into the band from above: no protection is for being too old.
    assert_not_looser(by, asked, after, but=mentee_age_band.code)


def test_an_older_person_is_a_loosening_and_a_younger_one_is_not() -> None:
    child, adult = date(2012, 5, 1), date(2004, 5, 1)
    assert (split_birth_date(child, adult).at_once, split_birth_date(child, adult).loosened) == (child, ("birth_date",))
    assert (split_birth_date(adult, child).at_once, split_birth_date(adult, child).loosened) == (child, ())
    assert split_birth_date(None, adult).at_once is None
    assert split_birth_date(adult, None).loosened == ()


def test_a_change_of_one_rule_that_does_both_counts_half_at_once() -> None:
    wanted = of_pack(
        {"schedule.notice": {"severity": "approve", "parameters": {"hours": 48}}}, {"meeting.audio": "computer-only"}
    )

    split = split_policy(PACK, wanted)

    had = PACK.rules["schedule.notice"]
    now = split.at_once.rules["schedule.notice"]
    assert split.loosened == ("schedule.notice",)
    assert (now.severity, now.parameters) == (had.severity, {**had.parameters, "hours": 48})
    assert split.at_once.safety["meeting.audio"] == "computer-only"


def test_values_without_an_order_and_a_rule_that_would_contradict_itself_wait_as_a_whole() -> None:
    region = {**PACK.rules["schedule.working-hours"].parameters, "region": "GB-SCT"}
    other_region = split_policy(PACK, of_pack({"schedule.working-hours": {"parameters": region}}))
    assert (other_region.at_once, other_region.loosened) == (PACK, ("schedule.working-hours",))

    weekend = {**PACK.rules["schedule.working-hours"].parameters, "weekdays": ["saturday"]}
    no_day_left = split_policy(PACK, of_pack({"schedule.working-hours": {"parameters": weekend}}))
    assert (no_day_left.at_once, no_day_left.loosened) == (PACK, ("schedule.working-hours",))


def test_a_policy_that_takes_the_name_of_a_pack_and_stays_below_it_waits_for_the_name() -> None:
    floor = pack("baseline")
    wanted = of_pack({"consent.virtual": {"severity": "warn"}})

    split = split_policy(floor, wanted)

    assert below_pack(wanted) == ("consent.virtual",)
    assert split.loosened == ("pack",)
    assert split.at_once.pack == "baseline"
    now = split.at_once.rules
    assert {code: each.severity for code, each in now.items()} == {
        code: each.severity for code, each in wanted.rules.items()
    }
    assert split_policy(floor, PACK).loosened == ()
    assert split_policy(PACK, of_pack(title="Another title")).at_once.title == "Another title"


def test_a_version_from_before_a_floor_was_raised_is_taken_at_the_floor() -> None:
    stored = PACK.model_dump(mode="json")
    stored["rules"]["schedule.clash"]["severity"] = "warn"
    del stored["rules"]["safety.wishes"]
    stored["rules"]["gone.rule"] = {"severity": "deny"}
    stored["safety"] |= {"meeting.waiting-room": "off", "meeting.gone": "on"}

    raised = raised_to_floor(stored)

    floor = pack("baseline")
    assert raised.rules["schedule.clash"].severity == floor.rules["schedule.clash"].severity
    assert raised.rules["safety.wishes"] == floor.rules["safety.wishes"]
    assert raised.safety["meeting.waiting-room"] == "on"
    assert raised_to_floor(PACK.model_dump(mode="json")) == PACK
