"""What facts are taken, and that equal facts are equal."""

from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID

import pytest
from pydantic import ValidationError

from app.policy import SUBJECTS_OF, EvidenceFact, EvidenceKind, Facts, SessionFacts, Subject
from tests.support.policy_examples import (
    MENTEE_CONSENT,
    MENTOR_CONSENT,
    PARTNER_CONSENT,
    STARTS_AT,
    facts,
    host,
    session,
)


def test_facts_come_back_from_their_json_unchanged() -> None:
    given = facts(clashes=("mentor",), mentee_age=None, hosts=(host(), host(free=False)))
    assert Facts.model_validate_json(given.model_dump_json()) == given


def test_facts_in_another_order_or_offset_are_the_same_facts() -> None:
    consents = (PARTNER_CONSENT, MENTOR_CONSENT, MENTEE_CONSENT)
    one = facts(evidence=consents, clashes=("mentor", "mentee"), hosts=(host(), host()))
    two = facts(
        session=session(starts_at=STARTS_AT.astimezone(timezone(timedelta(hours=9)))),
        evidence=consents[::-1],
        clashes=("mentee", "mentor", "mentee"),
        hosts=(host(), host()),
    )
    assert two.model_dump_json() == one.model_dump_json()


@pytest.mark.parametrize("name", ["name", "email", "birth_date"])
def test_facts_that_nobody_asked_for_are_refused(name: str) -> None:
    with pytest.raises(ValidationError, match="Extra inputs"):
        Facts.model_validate(facts().model_dump() | {name: "someone@example.org"})


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"ends_at": STARTS_AT}, "must end after it starts"),
        ({"ends_at": STARTS_AT - timedelta(minutes=1)}, "must end after it starts"),
        ({"starts_at": STARTS_AT.replace(tzinfo=None)}, "timezone"),
        ({"time_zone": "Europe/Nowhere"}, "not an IANA time zone"),
        ({"time_zone": "Europe"}, "not an IANA time zone"),
        ({"time_zone": "../../etc/passwd"}, "not an IANA time zone"),
        ({"time_zone": "a\x00b"}, "not an IANA time zone"),
        ({"modality": ""}, "at least 1 character"),
        ({"modality": "zo\x00om"}, "pattern"),
        (
            {
                "starts_at": datetime(9999, 12, 31, 22, 0, tzinfo=UTC),
                "ends_at": datetime(9999, 12, 31, 23, 0, tzinfo=UTC),
                "time_zone": "Asia/Tokyo",
            },
            "too far from today",
        ),
        (
            {"ends_at": datetime(9999, 12, 31, 23, 0, tzinfo=timezone(timedelta(hours=-5)))},
            "too far from today",
        ),
    ],
)
def test_an_impossible_session_is_refused(changes: dict[str, object], reason: str) -> None:
    given = session().model_dump() | changes
    with pytest.raises(ValidationError, match=reason):
        SessionFacts.model_validate(given)


@pytest.mark.parametrize(
    ("starts_at", "time_zone", "expected"),
    [
        (datetime(2027, 7, 1, 22, 59, tzinfo=UTC), "Europe/London", date(2027, 7, 1)),
        (datetime(2027, 7, 1, 23, 0, tzinfo=UTC), "Europe/London", date(2027, 7, 2)),
        (datetime(2027, 1, 1, 23, 0, tzinfo=UTC), "Europe/London", date(2027, 1, 1)),
        (datetime(2027, 7, 1, 1, 0, tzinfo=UTC), "America/New_York", date(2027, 6, 30)),
    ],
)
def test_the_day_of_a_session_is_the_day_where_the_programme_is(
    starts_at: datetime, time_zone: str, expected: date
) -> None:
    assert session(starts_at=starts_at, time_zone=time_zone).local_date == expected


def test_every_kind_of_evidence_says_whom_it_can_be_about() -> None:
    assert SUBJECTS_OF.keys() == set(EvidenceKind)
    assert all(SUBJECTS_OF.values())


@pytest.mark.parametrize("kind", EvidenceKind)
def test_evidence_about_the_wrong_subject_is_refused(kind: EvidenceKind) -> None:
    for subject in Subject:
        given = {"id": UUID(int=1), "kind": kind, "about": subject, "valid_from": date(2027, 1, 1)}
        if subject in SUBJECTS_OF[kind]:
            assert EvidenceFact.model_validate(given).about is subject
        else:
            with pytest.raises(ValidationError, match="cannot be about"):
                EvidenceFact.model_validate(given)
