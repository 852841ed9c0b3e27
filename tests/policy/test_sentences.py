"""What findings say, word by word, where the words depend on the facts or on the programme."""

from datetime import timedelta
from typing import Any

import pytest

from app.policy import EvidenceKind, Facts
from tests.support.policy_examples import STARTS_AT, adjusted, facts, finding, only, pairing, policy, session, without

NO_TRAINING = without(EvidenceKind.CHILD_PROTECTION_TRAINING)


def at(**changes: float) -> Facts:
    return facts(session=session(starts_at=STARTS_AT + timedelta(**changes)))


def near(*, before: int | None = None, after: int | None = None) -> Facts:
    neighbours = {
        "previous_session_at": None if before is None else STARTS_AT - timedelta(days=before),
        "next_session_at": None if after is None else STARTS_AT + timedelta(days=after),
    }
    return facts(pairing=pairing(**neighbours))


@pytest.mark.parametrize(
    ("code", "given", "sentence"),
    [
        (
            "minor.child-protection-training",
            facts(mentee_age=16, evidence=NO_TRAINING),
            "The record of the mentor's child protection training, which a mentee of this age calls for, is not on file.",
        ),
        (
            "minor.child-protection-training",
            facts(mentee_age=None, evidence=NO_TRAINING),
            "The mentee's age is not known, and the record of the mentor's child protection training is not on file.",
        ),
        ("minor.child-protection-training", facts(), "The mentee will be 17 or over on the day of the session."),
        (
            "minor.contact-details",
            facts(mentee_age=17, session=session(modality="phone")),
            (
                "The mentee will be under 18 on the day of the session, and for a session by phone mentor and mentee would "
                "have to tell each other their numbers."
            ),
        ),
        (
            "schedule.working-hours",
            at(hours=-6),
            "The session runs from 08:00 to 09:00, and this programme's working hours are 09:00 to 17:30.",
        ),
        (
            "schedule.working-hours",
            at(hours=9.5),
            "The session runs from 23:30 to another day, and this programme's working hours are 09:00 to 17:30.",
        ),
        (
            "schedule.working-hours",
            at(days=3),
            "The session is on a Saturday, and sessions of this programme take place from Monday to Friday.",
        ),
        ("schedule.working-hours", at(days=16), "The session is on a bank holiday."),
        ("plan.cadence", near(), "This pairing has no other session yet."),
        ("plan.cadence", near(before=7, after=7), "The session is in the rhythm that this programme plans."),
        (
            "plan.cadence",
            near(before=1),
            "The session is 1 day after the previous session, and this programme plans 5 to 9 days between two sessions.",
        ),
        (
            "plan.cadence",
            near(before=7, after=10),
            "The session is 10 days before the next session, and this programme plans 5 to 9 days between two sessions.",
        ),
        (
            "plan.cadence",
            near(before=4, after=10),
            (
                "The session is 4 days after the previous session and 10 days before the next session, "
                "and this programme plans 5 to 9 days between two sessions."
            ),
        ),
        (
            "plan.count",
            facts(pairing=pairing(sessions_before=7)),
            "This programme plans 7 sessions for a pairing, and this one has 7 booked or held already.",
        ),
        (
            "plan.duration",
            facts(session=session(minutes=45)),
            "The session is 45 minutes long, and sessions of this programme last 1 hour.",
        ),
    ],
)
def test_the_brokerage_says(code: str, given: Facts, sentence: str) -> None:
    assert finding(code, given, policy("the-brokerage")).sentence == sentence


@pytest.mark.parametrize(
    ("weekdays", "words"),
    [
        (["monday", "tuesday", "wednesday", "thursday"], "from Monday to Thursday"),
        (["thursday", "monday", "tuesday", "wednesday"], "from Monday to Thursday"),
        (["monday", "tuesday"], "on Monday and Tuesday"),
        (["monday", "wednesday", "friday"], "on Monday, Wednesday and Friday"),
        (["sunday"], "on Sunday"),
    ],
)
def test_working_days_are_written_as_they_are_said(weekdays: list[str], words: str) -> None:
    hours = {"severity": "warn", "parameters": {"weekdays": weekdays}}
    found = finding("schedule.working-hours", at(days=3), adjusted("the-brokerage", {"schedule.working-hours": hours}))
    assert found.sentence.endswith(f", and sessions of this programme take place {words}.")
    assert found.remedy == f"Choose a time between 09:00 and 17:30, {words}, but not on a bank holiday."


@pytest.mark.parametrize(
    ("days", "tolerance", "words"),
    [(7, 0, "7 days"), (1, 0, "1 day"), (14, 1, "13 to 15 days"), (2, 3, "0 to 5 days")],
)
def test_a_rhythm_is_written_as_it_is_said(days: int, tolerance: int, words: str) -> None:
    cadence = {"severity": "warn", "parameters": {"days": days, "tolerance_days": tolerance}}
    found = finding("plan.cadence", near(before=40), adjusted("the-brokerage", {"plan.cadence": cadence}))
    assert found.sentence.endswith(f"and this programme plans {words} between two sessions.")


def test_the_length_of_a_session_is_a_range_where_the_programme_has_one() -> None:
    found = finding("plan.duration", facts(session=session(minutes=10)), policy("creative-network"))
    assert found.sentence == "The session is 10 minutes long, and sessions of this programme last 15 to 90 minutes."


@pytest.mark.parametrize(
    "code", ["mentee.minimum-age", "mentee.age-band", "minor.booked-by-organisation", "minor.contact-details"]
)
@pytest.mark.parametrize("age", [None, 17])
def test_a_finding_tells_whether_the_age_is_known_and_not_the_age(code: str, age: int | None) -> None:
    found = finding(code, facts(mentee_age=age))
    assert found.facts["age_known"] is (age is not None)
    assert 17 not in found.facts.values()


def test_one_age_alone_can_be_the_band() -> None:
    setting: dict[str, Any] = {"severity": "deny", "parameters": {"youngest": 20, "oldest": 20}}
    by = adjusted("mentor247", {"mentee.age-band": setting})
    assert [finding("mentee.age-band", facts(mentee_age=age), by).outcome for age in (19, 20, 21)] == [
        "deny",
        "pass",
        "deny",
    ]


def test_evidence_that_counts_is_named_by_its_id_and_evidence_of_another_kind_is_not() -> None:
    given = facts(evidence=only(EvidenceKind.MENTOR_INDUCTION, EvidenceKind.MENTEE_INDUCTION))
    (training,) = only(EvidenceKind.MENTOR_INDUCTION)
    found = finding("mentor.induction", given, policy("the-brokerage"))
    assert found.facts == {"session_date": "2027-03-10", "valid_evidence": [str(training.id)]}
