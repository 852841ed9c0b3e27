"""A programme with many pairings, written straight into the database."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from app.access.models import Role, Scope
from app.access.service import create_key
from app.audit.origin import OPERATOR
from app.hosts.models import Host, Licence
from app.kit.clock import utc_now
from app.kit.database import Database
from app.policy import Policy, pack
from app.policy.evidence import EvidenceKind
from app.registry.evidence.models import Evidence
from app.registry.pairings.models import Pairing
from app.registry.partners.models import Partner
from app.registry.people.models import Person, PersonRole
from app.registry.policies.models import PolicyVersion
from app.registry.programmes.models import Programme
from app.settings import Settings

PACK: Final = pack("one-million-mentors")
PAIRINGS: Final = 8


@dataclass(frozen=True)
class Data:
    """What the benchmark books with."""

    api_key: str
    partner: UUID
    programme: UUID
    pairings: list[str]


async def load(settings: Settings, *, pairings: int = PAIRINGS) -> Data:
    """Write a partner, a programme, and so many pairings with all that its rules ask for."""
    database = Database.connect(settings)
    async with database.transaction() as session:
        key, text = await create_key(
            session,
            name="benchmark",
            role=Role.COORDINATOR,
            scopes=[Scope.BOOKINGS_WRITE, Scope.BOOKINGS_READ, Scope.REGISTRY_WRITE, Scope.WEBHOOKS_WRITE],
            partner_id=None,
            valid_for=timedelta(days=1),
            origin=OPERATOR,
        )
        policy = Policy(document=PACK, version=1)
        partner = Partner(name="A partner")
        programme = Programme(
            name="A programme", time_zone="Europe/London", host_pool="default", safeguarding_contacts=[]
        )
        session.add_all([partner, programme])
        await session.flush()
        session.add(
            PolicyVersion(
                programme_id=programme.id,
                version=1,
                document=policy.document.model_dump(mode="json"),
                digest=policy.digest,
            )
        )
        mentors = [Person(partner_id=partner.id, role=PersonRole.MENTOR, name="A mentor") for _ in range(pairings)]
        mentees = [
            Person(partner_id=partner.id, role=PersonRole.MENTEE, name="A mentee", birth_date=date(2000, 1, 1))
            for _ in range(pairings)
        ]
        session.add_all([*mentors, *mentees])
        await session.flush()
        rows = [
            Pairing(partner_id=partner.id, programme_id=programme.id, mentor_id=mentor.id, mentee_id=mentee.id)
            for mentor, mentee in zip(mentors, mentees, strict=True)
        ]
        consents: list[tuple[EvidenceKind, UUID | None]] = [(EvidenceKind.PARTNER_WRITTEN_CONSENT, None)]
        consents += [(EvidenceKind.VIRTUAL_MEETING_CONSENT, person.id) for person in (*mentors, *mentees)]
        session.add_all(rows)
        session.add_all(
            Evidence(
                kind=kind,
                partner_id=partner.id,
                person_id=person,
                valid_from=date(2024, 1, 1),
                document="Agreements, letter 1",
                given_by=key.id,
            )
            for kind, person in consents
        )
        await session.flush()
        ids = [str(pairing.id) for pairing in rows]
    await database.close()
    return Data(text, partner.id, programme.id, ids)


async def add_hosts(database: Database, count: int) -> None:
    """Write so many hosts that count as proven just now, with the ids that `users_of_zoom("host", count)` has."""
    safety = Policy(document=PACK, version=1).safety.levels()
    async with database.transaction() as session:
        session.add_all(
            Host(
                zoom_user_id=f"host-{number}",
                email=f"host{number}@example.org",
                licence=Licence.LICENSED,
                active=True,
                proven=True,
                proven_at=utc_now(),
                safety=safety,
            )
            for number in range(count)
        )
