"""Facts and policies to start a test from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from app.policy import (
    EvidenceFact,
    EvidenceKind,
    Facts,
    Finding,
    HostPoolFacts,
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
from app.policy.hosts import BASIC_LIMIT

STARTS_AT = datetime(2027, 3, 10, 14, 0, tzinfo=UTC)
SESSION_DAY = date(2027, 3, 10)


def evidence(kind: EvidenceKind, about: Subject, number: int = 1, **changes: Any) -> EvidenceFact:
    """Evidence that counts on the day of the session."""
    given = {"id": UUID(int=number), "kind": kind, "about": about, "valid_from": date(2027, 1, 1), "has_document": True}
    return EvidenceFact(**given | changes)


PARTNER_CONSENT = evidence(EvidenceKind.PARTNER_WRITTEN_CONSENT, Subject.PARTNER, 1)
MENTOR_CONSENT = evidence(EvidenceKind.VIRTUAL_MEETING_CONSENT, Subject.MENTOR, 2)
MENTEE_CONSENT = evidence(EvidenceKind.VIRTUAL_MEETING_CONSENT, Subject.MENTEE, 3)
ALL_EVIDENCE = (
    PARTNER_CONSENT,
    MENTOR_CONSENT,
    MENTEE_CONSENT,
    *(
        evidence(kind, about, number)
        for number, (kind, about) in enumerate(
            (
                (EvidenceKind.CHILD_PROTECTION_TRAINING, Subject.MENTOR),
                (EvidenceKind.AT_RISK_MEASURES, Subject.PAIRING),
                (EvidenceKind.AT_RISK_MENTOR_CONSENT, Subject.MENTOR),
                (EvidenceKind.AT_RISK_MENTOR_TRAINING, Subject.MENTOR),
                (EvidenceKind.MENTOR_INDUCTION, Subject.MENTOR),
                (EvidenceKind.MENTEE_INDUCTION, Subject.MENTEE),
                (EvidenceKind.CODE_OF_CONDUCT_ACCEPTED, Subject.MENTOR),
                (EvidenceKind.TECHNOLOGY_CONFIRMED, Subject.MENTOR),
                (EvidenceKind.TECHNOLOGY_CONFIRMED, Subject.MENTEE),
            ),
            start=4,
        )
    ),
)


def without(*kinds: EvidenceKind) -> tuple[EvidenceFact, ...]:
    """All evidence that any programme asks for but these kinds."""
    return tuple(each for each in ALL_EVIDENCE if each.kind not in kinds)


def only(*kinds: EvidenceKind) -> tuple[EvidenceFact, ...]:
    """Evidence of these kinds about everyone whom they can be about."""
    return tuple(each for each in ALL_EVIDENCE if each.kind in kinds)


@dataclass(frozen=True)
class ExampleHost:
    """A Zoom host as the rules would see it, were they shown hosts and not their numbers."""

    licensed: bool = True
    active: bool = True
    proven: bool = True
    free: bool = True
    changes_left_today: int = 90


def host(**changes: Any) -> ExampleHost:
    """A host that can hold any session."""
    return ExampleHost(**changes)


def pool(hosts: Iterable[ExampleHost], length: timedelta) -> HostPoolFacts:
    """How many of these hosts pass each test for a session of this length."""
    found = [*hosts]
    active = [each for each in found if each.active]
    proven = [each for each in active if each.proven]
    lasting = [each for each in proven if each.licensed or length <= BASIC_LIMIT]
    able = [each for each in lasting if each.changes_left_today > 0]
    return HostPoolFacts(
        hosts=len(found),
        active=len(active),
        with_proven_settings=len(proven),
        with_sufficient_licence=len(lasting),
        with_changes_left=len(able),
        free=sum(each.free for each in able),
    )


def session(*, minutes: float = 60, **changes: Any) -> SessionFacts:
    """An hour on Zoom, at two in the afternoon."""
    starts_at = changes.pop("starts_at", STARTS_AT)
    ends_at = starts_at + timedelta(minutes=minutes)
    given = {"time_zone": "Europe/London", "modality": "zoom", "agreed_by_both": True}
    return SessionFacts(starts_at=starts_at, ends_at=ends_at, **given | changes)


def pairing(**changes: Any) -> PairingFacts:
    """A pairing that has not met before."""
    return PairingFacts(**{"id": UUID(int=102)} | changes)


def facts(
    *, mentee_age: int | None = 20, adult_at_risk: bool = False, mentor_at_risk: bool = False, **changes: Any
) -> Facts:
    """A session that every pack allows, asked for a week ahead by a booking website."""
    asked_for = changes.get("session", session())
    given = {
        "decided_at": asked_for.starts_at - timedelta(days=7),
        "requested_by": "front_end",
        "session": asked_for,
        "partner": PartnerFacts(id=UUID(int=101)),
        "pairing": pairing(),
        "mentor": PersonFacts(id=UUID(int=103), age=40, adult_at_risk=mentor_at_risk),
        "mentee": PersonFacts(id=UUID(int=104), age=mentee_age, adult_at_risk=adult_at_risk),
        "evidence": ALL_EVIDENCE,
    }
    hosts = changes.pop("hosts", (host(),))
    return Facts(**given | changes | {"hosts": pool(hosts, asked_for.length)})


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
