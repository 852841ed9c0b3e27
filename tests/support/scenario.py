"""A programme with everything that a session needs: written straight into the database, for tests of what comes after."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.models import ApiKey, Role, Scope
from app.access.service import create_key
from app.audit.origin import OPERATOR
from app.bookings.models import Booking
from app.hosts.models import Host, Licence
from app.kit.clock import utc_now
from app.kit.database import Database
from app.policy import EvidenceKind, Policy, PolicyDocument, SafetyProfile, is_working_day, pack
from app.registry.evidence.models import Evidence
from app.registry.pairings.models import Pairing
from app.registry.partners.models import Partner
from app.registry.people.models import Person, PersonRole
from app.registry.policies.models import PolicyVersion
from app.registry.programmes.models import Programme

LONDON = ZoneInfo("Europe/London")
EVIDENCE_SINCE = date(2024, 1, 1)
CONSENT = {"kind": "virtual_meeting_consent", "document": "Consent folder, sheet 1"}
AGREED = {
    "agreed": "A coordinator calls the mentee after each session.",
    "discussed_with": "The partner's safeguarding lead",
    "review_on": (utc_now() + timedelta(days=180)).date().isoformat(),
}
MEASURES = {"kind": "at_risk_measures", "measures": AGREED}
EVIDENCE_OF_ROLE = {
    PersonRole.MENTOR: (
        EvidenceKind.VIRTUAL_MEETING_CONSENT,
        EvidenceKind.CHILD_PROTECTION_TRAINING,
        EvidenceKind.MENTOR_INDUCTION,
        EvidenceKind.CODE_OF_CONDUCT_ACCEPTED,
        EvidenceKind.TECHNOLOGY_CONFIRMED,
    ),
    PersonRole.MENTEE: (
        EvidenceKind.VIRTUAL_MEETING_CONSENT,
        EvidenceKind.MENTEE_INDUCTION,
        EvidenceKind.TECHNOLOGY_CONFIRMED,
    ),
}


def next_working_day(days_ahead: int = 7) -> date:
    day = utc_now().astimezone(LONDON).date() + timedelta(days=days_ahead)
    while not is_working_day(day, "GB-ENG"):
        day += timedelta(days=1)
    return day


def session_time(hour: int = 10, minute: int = 0, *, minutes: int = 60, days_ahead: int = 7) -> tuple[str, str]:
    """Return start and end of a session at this local hour, about a week ahead, as the API takes them."""
    start = datetime.combine(next_working_day(days_ahead), time(hour, minute), LONDON)
    return start.isoformat(), (start + timedelta(minutes=minutes)).isoformat()


@dataclass
class Scenario:
    """One partner, one programme, and pairings in it."""

    partner: UUID
    programme: UUID
    mentor: UUID
    mentee: UUID
    pairing: UUID

    def booking(
        self, hour: int = 10, minute: int = 0, *, minutes: int = 60, days_ahead: int = 7, **more: object
    ) -> dict[str, object]:
        """Return a request for a session of the pairing that the rules allow."""
        starts_at, ends_at = session_time(hour, minute, minutes=minutes, days_ahead=days_ahead)
        return {
            "pairing_id": str(self.pairing),
            "starts_at": starts_at,
            "ends_at": ends_at,
            "agreed_by_both": True,
            **more,
        }


async def make_scenario(
    database: Database,
    *,
    pack_name: str = "one-million-mentors",
    mentee_birth_date: date = date(2000, 1, 1),
    consented: bool = True,
    room: Mapping[str, object] | None = None,
    doors: Mapping[str, object] | None = None,
    opening: Mapping[str, object] | None = None,
) -> Scenario:
    """Write a partner, a programme from a pack, a pairing, and the evidence that its rules need.

    `room`, `doors` and `opening` say what the policy says otherwise of the room, of how people come in, and of who opens.
    """
    async with database.transaction() as session:
        key = await any_key(session)
        sections = {name: dict(said) for name, said in (("room", room), ("doors", doors), ("opening", opening)) if said}
        document = pack(pack_name).model_dump(mode="json") | sections
        policy = Policy(document=PolicyDocument.model_validate(document), version=1)
        partner = Partner(name="Riverside Youth Trust")
        programme = Programme(
            name="Virtual mentoring",
            time_zone="Europe/London",
            host_pool="default",
            safeguarding_contacts=[{"name": "Safeguarding lead"}],
        )
        session.add_all([partner, programme])
        await session.flush()
        mentor = Person(partner_id=partner.id, role=PersonRole.MENTOR, name="A mentor", birth_date=date(1980, 5, 17))
        mentee = Person(partner_id=partner.id, role=PersonRole.MENTEE, name="A mentee", birth_date=mentee_birth_date)
        session.add_all(
            [
                PolicyVersion(
                    programme_id=programme.id,
                    version=1,
                    document=policy.document.model_dump(mode="json"),
                    digest=policy.digest,
                ),
                mentor,
                mentee,
            ]
        )
        await session.flush()
        pairing = Pairing(partner_id=partner.id, programme_id=programme.id, mentor_id=mentor.id, mentee_id=mentee.id)
        session.add(pairing)
        if consented:
            consent = EvidenceKind.PARTNER_WRITTEN_CONSENT
            session.add(
                Evidence(
                    kind=consent,
                    partner_id=partner.id,
                    valid_from=EVIDENCE_SINCE,
                    document="Agreements, letter 1",
                    given_by=key.id,
                )
            )
            session.add_all([*evidence_about(mentor, given_by=key), *evidence_about(mentee, given_by=key)])
        await session.flush()
        return Scenario(partner.id, programme.id, mentor.id, mentee.id, pairing.id)


def evidence_about(person: Person, *, given_by: ApiKey) -> list[Evidence]:
    """Return everything that the rules of any programme ask of a mentor or of a mentee who is not at risk."""
    return [
        Evidence(
            kind=kind,
            partner_id=person.partner_id,
            person_id=person.id,
            valid_from=EVIDENCE_SINCE,
            given_by=given_by.id,
        )
        for kind in EVIDENCE_OF_ROLE[person.role]
    ]


async def add_pairing(database: Database, scenario: Scenario, *, mentor: UUID | None = None) -> Scenario:
    """Write another pairing in the same programme, with people of its own or with this mentor."""
    async with database.transaction() as session:
        key = await any_key(session)
        people = []
        if mentor is None:
            people.append(Person(partner_id=scenario.partner, role=PersonRole.MENTOR, name="Another mentor"))
        mentee = Person(
            partner_id=scenario.partner, role=PersonRole.MENTEE, name="Another mentee", birth_date=date(2001, 2, 3)
        )
        people.append(mentee)
        session.add_all(people)
        await session.flush()
        for person in people:
            session.add_all(evidence_about(person, given_by=key))
        chosen = mentor or people[0].id
        pairing = Pairing(
            partner_id=scenario.partner, programme_id=scenario.programme, mentor_id=chosen, mentee_id=mentee.id
        )
        session.add(pairing)
        await session.flush()
        return Scenario(scenario.partner, scenario.programme, chosen, mentee.id, pairing.id)


async def add_host(database: Database, zoom_user_id: str = "host-1", *, licence: Licence = Licence.LICENSED) -> UUID:
    """Write a host that counts as proven, for tests in which Zoom plays no part."""
    async with database.transaction() as session:
        host = Host(
            zoom_user_id=zoom_user_id,
            email=f"{zoom_user_id}@example.org",
            licence=licence,
            active=True,
            proven=True,
            proven_at=utc_now(),
            safety=SafetyProfile.baseline().levels(),
        )
        session.add(host)
        await session.flush()
        return host.id


async def let_it_begin(database: Database, booking_id: object) -> None:
    """Let the time of a session that was booked be now."""
    async with database.transaction() as session:
        booking = await session.get_one(Booking, UUID(str(booking_id)))
        length = booking.ends_at - booking.starts_at
        booking.starts_at, booking.ends_at = utc_now(), utc_now() + length


async def any_key(session: AsyncSession) -> ApiKey:
    """Return an API key that evidence can be given by."""
    key = (await session.exec(select(ApiKey).limit(1))).first()
    if key is None:
        key, _ = await create_key(
            session,
            name="a coordinator of the tests",
            role=Role.COORDINATOR,
            scopes=[Scope.REGISTRY_WRITE],
            partner_id=None,
            valid_for=timedelta(days=1),
            origin=OPERATOR,
        )
    return key


def shorter(document: dict[str, Any]) -> dict[str, Any]:
    """Return the rule about a session's length in a policy, with shorter sessions."""
    rule: dict[str, Any] = document["rules"]["plan.duration"]
    return rule | {"parameters": {"minimum_minutes": 15, "maximum_minutes": 30}}
