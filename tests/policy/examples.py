"""Facts and policies to start a test from."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from app.policy import (
    EvidenceFact,
    EvidenceKind,
    Facts,
    Finding,
    HostFact,
    PairingFacts,
    PartnerFacts,
    PersonFacts,
    Policy,
    PolicyDocument,
    SessionFacts,
    Subject,
    decide,
    pack,
)

STARTS_AT = datetime(2027, 3, 10, 14, 0, tzinfo=UTC)
SESSION_DAY = date(2027, 3, 10)


def evidence(kind: EvidenceKind, about: Subject, number: int = 1, **changes: Any) -> EvidenceFact:
    """Evidence that counts on the day of the session."""
    given = {"id": UUID(int=number), "kind": kind, "about": about, "valid_from": date(2027, 1, 1)}
    return EvidenceFact(**given | changes)


PARTNER_CONSENT = evidence(EvidenceKind.PARTNER_WRITTEN_CONSENT, Subject.PARTNER, 1)
MENTOR_CONSENT = evidence(EvidenceKind.VIRTUAL_MEETING_CONSENT, Subject.MENTOR, 2)
MENTEE_CONSENT = evidence(EvidenceKind.VIRTUAL_MEETING_CONSENT, Subject.MENTEE, 3)


def host(number: int = 1, **changes: Any) -> HostFact:
    """A host that can hold any session."""
    given = {"licensed": True, "active": True, "proven": True, "free": True, "changes_left_today": 90}
    return HostFact(id=UUID(int=number), **given | changes)


def session(*, minutes: float = 60, **changes: Any) -> SessionFacts:
    """An hour on Zoom, at two in the afternoon."""
    starts_at = changes.pop("starts_at", STARTS_AT)
    ends_at = starts_at + timedelta(minutes=minutes)
    given = {"time_zone": "Europe/London", "modality": "zoom", "agreed_by_both": True}
    return SessionFacts(starts_at=starts_at, ends_at=ends_at, **given | changes)


def facts(*, mentee_age: int | None = 20, **changes: Any) -> Facts:
    """A session that every pack allows, asked for a week ahead by a booking website."""
    asked_for = changes.get("session", session())
    given = {
        "decided_at": asked_for.starts_at - timedelta(days=7),
        "requested_by": "front_end",
        "session": asked_for,
        "partner": PartnerFacts(id=UUID(int=101)),
        "pairing": PairingFacts(id=UUID(int=102)),
        "mentor": PersonFacts(id=UUID(int=103), age=40, adult_at_risk=False),
        "mentee": PersonFacts(id=UUID(int=104), age=mentee_age, adult_at_risk=False),
        "evidence": (PARTNER_CONSENT, MENTOR_CONSENT, MENTEE_CONSENT),
        "hosts": (host(),),
    }
    return Facts(**given | changes)


def policy(name: str = "one-million-mentors") -> Policy:
    """The first version of a pack."""
    return Policy(pack(name), version=1)


def adjusted(name: str, rules: Mapping[str, Mapping[str, Any]]) -> Policy:
    """A pack in which some rules are set otherwise."""
    given = pack(name).model_dump(mode="json")
    return Policy(PolicyDocument.model_validate(given | {"rules": given["rules"] | rules}), version=2)


def finding(code: str, given: Facts, by: Policy | None = None) -> Finding:
    """What one rule says, One Million Mentors' if no other policy is given."""
    return next(each for each in decide(by or policy(), given).findings if each.code == code)
