"""The rules about who may meet, on both sides of each of their boundaries, under the programmes that ask for them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from app.policy import EvidenceFact, EvidenceKind, Facts, Outcome, Subject, decide, load_packs
from tests.support.policy_examples import (
    MENTEE_CONSENT,
    MENTOR_CONSENT,
    PARTNER_CONSENT,
    SESSION_DAY,
    adjusted,
    evidence,
    facts,
    finding,
    pairing,
    policy,
    session,
)

PACKS = ["baseline", "creative-network", "mentor247", "one-million-mentors", "the-brokerage"]


def partner_consent(**changes: Any) -> Facts:
    consent = evidence(EvidenceKind.PARTNER_WRITTEN_CONSENT, Subject.PARTNER, **changes)
    return facts(evidence=(consent, MENTOR_CONSENT, MENTEE_CONSENT))


@pytest.mark.parametrize(
    ("given", "expected", "why"),
    [
        (partner_consent(), Outcome.PASS, "holds on the day"),
        (partner_consent(valid_from=SESSION_DAY, valid_until=SESSION_DAY), Outcome.PASS, "holds on the day"),
        (partner_consent(valid_from=SESSION_DAY + timedelta(days=1)), Outcome.DENY, "starts only after the day"),
        (partner_consent(valid_until=SESSION_DAY - timedelta(days=1)), Outcome.DENY, "ends before the day"),
        (partner_consent(withdrawn=True), Outcome.DENY, "has been withdrawn"),
        (partner_consent(has_document=False), Outcome.DENY, "does not count as written"),
        (facts(evidence=()), Outcome.DENY, "is not on file"),
    ],
)
def test_the_partner_must_have_agreed_in_writing(given: Facts, expected: Outcome, why: str) -> None:
    found = finding("partner.written-consent", given)
    assert found.outcome is expected
    assert why in found.sentence


def test_the_partners_consent_must_hold_on_the_local_day_of_the_session() -> None:
    late = session(starts_at=datetime(2027, 7, 1, 23, 0, tzinfo=UTC))
    ends_that_day_in_utc = evidence(EvidenceKind.PARTNER_WRITTEN_CONSENT, Subject.PARTNER, valid_until=date(2027, 7, 1))
    given = facts(session=late, evidence=(ends_that_day_in_utc,))
    assert finding("partner.written-consent", given).outcome is Outcome.DENY
    in_utc = facts(session=late.model_copy(update={"time_zone": "UTC"}), evidence=(ends_that_day_in_utc,))
    assert finding("partner.written-consent", in_utc).outcome is Outcome.PASS


def test_a_newer_consent_without_a_document_replaces_a_written_one() -> None:
    written = evidence(EvidenceKind.PARTNER_WRITTEN_CONSENT, Subject.PARTNER, 8)
    spoken = evidence(EvidenceKind.PARTNER_WRITTEN_CONSENT, Subject.PARTNER, 9, has_document=False)
    first_spoken = spoken.model_copy(update={"id": UUID(int=7)})
    outcomes = [
        finding("partner.written-consent", facts(evidence=said)).outcome
        for said in ((spoken,), (written, spoken), (first_spoken, written))
    ]
    assert outcomes == [Outcome.DENY, Outcome.DENY, Outcome.PASS]


def test_the_latest_consent_says_why_none_counts() -> None:
    ended = evidence(EvidenceKind.PARTNER_WRITTEN_CONSENT, Subject.PARTNER, 8, valid_until=date(2027, 1, 31))
    withdrawn = evidence(
        EvidenceKind.PARTNER_WRITTEN_CONSENT, Subject.PARTNER, 9, valid_from=date(2027, 2, 1), withdrawn=True
    )
    assert "withdrawn" in finding("partner.written-consent", facts(evidence=(ended, withdrawn))).sentence


@pytest.mark.parametrize(
    ("age", "expected"), [(17, Outcome.DENY), (18, Outcome.PASS), (0, Outcome.DENY), (None, Outcome.DENY)]
)
def test_the_mentee_must_be_old_enough(age: int | None, expected: Outcome) -> None:
    assert finding("mentee.minimum-age", facts(mentee_age=age)).outcome is expected


@pytest.mark.parametrize(
    ("minimum", "words"), [(21, "21st birthday"), (12, "12th birthday"), (22, "22nd birthday"), (111, "111th birthday")]
)
def test_the_minimum_age_is_the_programmes(minimum: int, words: str) -> None:
    by = adjusted("one-million-mentors", {"mentee.minimum-age": {"severity": "deny", "parameters": {"age": minimum}}})
    found = finding("mentee.minimum-age", facts(mentee_age=minimum - 1), by)
    assert found.outcome is Outcome.DENY
    assert found.remedy is not None
    assert words in found.remedy
    assert finding("mentee.minimum-age", facts(mentee_age=minimum), by).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("on_file", "expected", "sentence"),
    [
        ((MENTOR_CONSENT, MENTEE_CONSENT), Outcome.PASS, "The mentor and the mentee have both agreed"),
        ((MENTOR_CONSENT,), Outcome.DENY, "The mentee's agreement to meet virtually is not on file."),
        ((MENTEE_CONSENT,), Outcome.DENY, "The mentor's agreement to meet virtually is not on file."),
        (
            (MENTEE_CONSENT.model_copy(update={"withdrawn": True}),),
            Outcome.DENY,
            ("The mentor's agreement to meet virtually is not on file, and the mentee's has been withdrawn."),
        ),
    ],
)
def test_mentor_and_mentee_must_each_have_agreed(on_file: Any, expected: Outcome, sentence: str) -> None:
    found = finding("consent.virtual", facts(evidence=(PARTNER_CONSENT, *on_file)))
    assert found.outcome is expected
    assert found.sentence.startswith(sentence)


@pytest.mark.parametrize(
    ("pack_name", "expected"),
    [
        ("one-million-mentors", Outcome.DENY),
        ("the-brokerage", Outcome.WARN),
        ("mentor247", Outcome.NOT_APPLICABLE),
        ("creative-network", Outcome.NOT_APPLICABLE),
    ],
)
def test_each_programme_takes_a_missing_agreement_in_its_own_way(pack_name: str, expected: Outcome) -> None:
    given = facts(evidence=(PARTNER_CONSENT,))
    assert finding("consent.virtual", given, policy(pack_name)).outcome is expected


@pytest.mark.parametrize("pack_name", PACKS)
@pytest.mark.parametrize(
    ("age", "requested_by", "expected"),
    [
        (17, "front_end", Outcome.DENY),
        (17, "coordinator", Outcome.PASS),
        (18, "front_end", Outcome.NOT_APPLICABLE),
        (18, "coordinator", Outcome.NOT_APPLICABLE),
        (None, "front_end", Outcome.DENY),
        (None, "coordinator", Outcome.PASS),
    ],
)
def test_sessions_of_a_minor_are_booked_by_the_organisation(
    pack_name: str, age: int | None, requested_by: str, expected: Outcome
) -> None:
    given = facts(mentee_age=age, requested_by=requested_by)
    assert finding("minor.booked-by-organisation", given, policy(pack_name)).outcome is expected


def acceptance(edition: str | None, number: int = 80, **changes: Any) -> EvidenceFact:
    return evidence(EvidenceKind.CODE_OF_CONDUCT_ACCEPTED, Subject.MENTOR, number, edition=edition, **changes)


@pytest.mark.parametrize(
    ("in_force", "accepted", "expected", "sentence"),
    [
        (None, (acceptance(None),), Outcome.PASS, "holds on the day of the session."),
        (None, (acceptance("first"),), Outcome.PASS, "holds on the day of the session."),
        (None, (), Outcome.DENY, "is not on file."),
        ("second", (acceptance("second"),), Outcome.PASS, "holds on the day of the session."),
        ("second", (acceptance("first"),), Outcome.DENY, "another edition of the code of conduct"),
        ("second", (acceptance(None),), Outcome.DENY, "another edition of the code of conduct"),
        ("second", (acceptance("first"), acceptance("second", 81)), Outcome.PASS, "holds on the day of the session."),
        ("second", (acceptance("second", withdrawn=True),), Outcome.DENY, "has been withdrawn."),
        (
            "second",
            (acceptance("first"), acceptance("second", 81, withdrawn=True)),
            Outcome.DENY,
            "has been withdrawn.",
        ),
        ("second", (acceptance("first", withdrawn=True),), Outcome.DENY, "is not on file."),
        ("second", (), Outcome.DENY, "is not on file."),
    ],
)
def test_the_mentor_has_accepted_the_edition_of_the_code_that_is_in_force(
    in_force: str | None, accepted: tuple[EvidenceFact, ...], expected: Outcome, sentence: str
) -> None:
    code, setting = "mentor.code-of-conduct", {"severity": "deny", "parameters": {"edition": in_force}}
    found = finding(code, facts(evidence=accepted), adjusted("mentor247", {code: setting}))
    assert found.outcome is expected
    assert sentence in found.sentence


@pytest.mark.parametrize("requested_by", ["front_end", "coordinator"])
@pytest.mark.parametrize("severity", ["approve", "deny"])
def test_without_measures_no_programme_lets_an_adult_at_risk_meet(severity: str, requested_by: str) -> None:
    setting = {"severity": severity, "coordinator_severity": "approve"}
    given = facts(adult_at_risk=True, evidence=(), requested_by=requested_by)
    found = finding("at-risk.measures", given, adjusted("creative-network", {"at-risk.measures": setting}))
    assert found.outcome is Outcome.DENY


@pytest.mark.parametrize(
    ("mentor", "mentee", "who"),
    [(True, False, "The mentor is an adult"), (False, True, "The mentee is an adult"), (True, True, "are adults")],
)
def test_an_adult_at_risk_needs_measures_and_an_approval_as_mentor_or_as_mentee(
    mentor: bool, mentee: bool, who: str
) -> None:
    at_risk = {"mentor_at_risk": mentor, "adult_at_risk": mentee}
    first, met, without_measures = (
        finding("at-risk.measures", given, policy("baseline"))
        for given in (
            facts(**at_risk),
            facts(**at_risk, pairing=pairing(approved_before=True)),
            facts(**at_risk, evidence=()),
        )
    )
    assert (first.outcome, met.outcome, without_measures.outcome) == (Outcome.APPROVE, Outcome.PASS, Outcome.DENY)
    assert who in first.sentence


@pytest.mark.parametrize("age", [None, 17, 20])
def test_measures_are_asked_for_whatever_the_age_of_a_mentee_at_risk(age: int | None) -> None:
    given = facts(mentee_age=age, adult_at_risk=True, evidence=())
    assert finding("at-risk.measures", given, policy("baseline")).outcome is Outcome.DENY


def test_a_pairing_that_has_ended_does_not_meet_under_any_programme() -> None:
    for name in load_packs():
        decision = decide(policy(name), facts(pairing=pairing(active=False)))
        assert [each.code for each in decision.findings if each.outcome is Outcome.DENY] == ["pairing.active"]
