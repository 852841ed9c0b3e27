"""Gathering the facts that a decision about a session needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.dialects.postgresql import Range
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.models import Role
from app.access.principal import Principal
from app.bookings.reservations import reserved_period, taken
from app.policy.ages import age_on
from app.policy.document import Policy, PolicyDocument
from app.policy.evidence import EvidenceFact, Subject
from app.policy.facts import Facts, HostFact, PairingFacts, PartnerFacts, PersonFacts, SessionFacts
from app.policy.rules.schedule_clash import schedule_clash
from app.registry.lookup import PairingContext, evidence_for, hosts_in_pool
from app.registry.models import Evidence, Host, HostUsage, Licence, Person, PolicyVersion

CHANGES_PER_DAY: Final = 100
"""Meetings that Zoom lets be created or updated for one host on one UTC day."""


@dataclass(frozen=True)
class SessionRequest:
    """The session that is asked for."""

    starts_at: datetime
    ends_at: datetime
    modality: str
    agreed_by_both: bool


# Versions never change, so what was parsed once can be used again; the newest are kept.
_POLICIES_KEPT: Final = 256
_policies: dict[tuple[UUID, int], Policy] = {}


def policy_of(row: PolicyVersion) -> Policy:
    """Return the policy that a stored version holds."""
    key = (row.programme_id, row.version)
    if key not in _policies:
        while len(_policies) >= _POLICIES_KEPT:
            del _policies[next(iter(_policies))]
        _policies[key] = Policy(document=PolicyDocument.model_validate(row.document), version=row.version)
    return _policies[key]


def period_of(request: SessionRequest, policy: Policy) -> Range[datetime]:
    """Return how long the people and the host of a session are taken, with the programme's gap between sessions."""
    gap = timedelta(minutes=policy.parameters_of(schedule_clash).gap_minutes)
    return reserved_period(request.starts_at, request.ends_at, gap)


async def gather(
    session: AsyncSession,
    context: PairingContext,
    policy: Policy,
    principal: Principal,
    request: SessionRequest,
    *,
    now: datetime,
    moving: UUID | None = None,
) -> Facts:
    """Load everything that the rules look at. `moving` is the booking that is being moved, which cannot clash with itself."""
    hosts = await hosts_in_pool(session, context.programme.host_pool)
    evidence = await evidence_for(session, context.pairing)
    people = {"mentor": context.mentor.id, "mentee": context.mentee.id}
    busy = await taken(
        session,
        [*people.values(), *(host.id for host in hosts)],
        period_of(request, policy),
        except_booking=moving,
    )
    used = await _changes_today(session, hosts, now)
    day = request.starts_at.astimezone(ZoneInfo(context.programme.time_zone)).date()
    return Facts(
        decided_at=now,
        requested_at=now,
        requested_by="coordinator" if principal.role is Role.COORDINATOR else "front_end",
        session=SessionFacts(
            starts_at=request.starts_at,
            ends_at=request.ends_at,
            time_zone=context.programme.time_zone,
            modality=request.modality,
            agreed_by_both=request.agreed_by_both,
        ),
        partner=PartnerFacts(id=context.partner.id),
        pairing=PairingFacts(id=context.pairing.id),
        mentor=_person(context.mentor, day),
        mentee=_person(context.mentee, day),
        evidence=tuple(_evidence(row, context) for row in evidence),
        clashes=tuple(party for party in ("mentor", "mentee") if people[party] in busy),
        hosts=tuple(
            HostFact(
                id=host.id,
                licensed=host.licence is Licence.LICENSED,
                active=host.active and host.enabled and host.licence is not Licence.NONE,
                proven=host.proven,
                free=host.id not in busy,
                changes_left_today=max(0, CHANGES_PER_DAY - used.get(host.id, 0)),
            )
            for host in hosts
        ),
    )


def _person(person: Person, day: date) -> PersonFacts:
    age = age_on(person.birth_date, day) if person.birth_date and person.birth_date <= day else None
    return PersonFacts(id=person.id, age=age, adult_at_risk=person.adult_at_risk)


def _evidence(row: Evidence, context: PairingContext) -> EvidenceFact:
    if row.person_id is not None:
        about = Subject.MENTOR if row.person_id == context.mentor.id else Subject.MENTEE
    else:
        about = Subject.PAIRING if row.pairing_id is not None else Subject.PARTNER
    return EvidenceFact(
        id=row.id,
        kind=row.kind,
        about=about,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        withdrawn=row.withdrawn_at is not None,
    )


async def _changes_today(session: AsyncSession, hosts: Sequence[Host], now: datetime) -> dict[UUID, int]:
    query = select(col(HostUsage.host_id), col(HostUsage.changes)).where(
        col(HostUsage.day) == now.astimezone(UTC).date(), col(HostUsage.host_id).in_([host.id for host in hosts])
    )
    return dict((await session.exec(query)).all())
