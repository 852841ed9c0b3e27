"""Gathering the facts that a decision about a session needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Self
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.models import Role
from app.bookings.hosts import host_pool
from app.bookings.models import Booking
from app.bookings.reservations import Slot, taken
from app.bookings.states import COUNTS, HELD
from app.policy.ages import age_on
from app.policy.document import Policy
from app.policy.evidence import EvidenceFact, Subject
from app.policy.facts import Facts, PairingFacts, PartnerFacts, PersonFacts, SessionFacts
from app.policy.rules.at_risk_measures import at_risk_measures, measures_in_force
from app.policy.rules.schedule_clash import schedule_clash
from app.policy.tightening import NOTHING, Tightening
from app.registry.evidence.models import Evidence
from app.registry.lookup import PairingContext, evidence_for
from app.registry.people.models import Person


@dataclass(frozen=True)
class SessionRequest:
    """The session that is asked for, by whom and since when.

    `booking` is the one that it is for, where there is one; `moves` tells that it is to be at another time than it was.
    """

    starts_at: datetime
    ends_at: datetime
    modality: str
    agreed_by_both: bool
    requested_by: Role
    requested_at: datetime
    outside_hours_reason: str | None = None
    wishes: Mapping[str, str] = field(default_factory=dict)
    booking: Booking | None = None
    moves: bool = False

    @classmethod
    def of(cls, booking: Booking) -> Self:
        """Return what a booking asks for as it stands."""
        return cls(
            starts_at=booking.starts_at,
            ends_at=booking.ends_at,
            modality=booking.modality,
            agreed_by_both=booking.agreed_by_both,
            requested_by=booking.requested_by_role,
            requested_at=booking.requested_at,
            outside_hours_reason=booking.outside_hours_reason,
            wishes=booking.wishes,
            booking=booking,
        )

    @property
    def keeps_place(self) -> bool:
        """Whether mentor, mentee and host are reserved for this very session already."""
        return self.booking is not None and not self.moves and self.booking.state in COUNTS

    @property
    def held_host(self) -> UUID | None:
        """The host that is reserved for this very session already."""
        return self.booking.host_id if self.booking is not None and self.keeps_place else None


@dataclass(frozen=True)
class Gathered:
    """The facts of a session, and the hosts that can hold it and are free, best first."""

    facts: Facts
    hosts: Sequence[UUID]


@dataclass(frozen=True)
class _History:
    """The other sessions of a pairing, as the plan counts them."""

    before: int
    previous: datetime | None
    following: datetime | None
    approved: bool


# Versions never change, so what was parsed once can be used again; the newest are kept.


def guidance_of(context: PairingContext) -> Tightening:
    """Return what the partner asks for on top of the programme's policy."""
    return Tightening.model_validate(context.partner.guidance) if context.partner.guidance else NOTHING


def slot_of(request: SessionRequest, policy: Policy) -> Slot:
    """Return when a session is, with the gaps between sessions that are asked for."""
    asked = policy.parameters_of(schedule_clash)
    gap, of_host = timedelta(minutes=asked.gap_minutes), timedelta(minutes=asked.between_sessions_of_a_host)
    return Slot(request.starts_at, request.ends_at, gap, of_host)


def measures_of(facts: Facts) -> str:
    """Return the name of the measures that a session takes place under."""
    return measures_in_force(facts.evidence, facts.pairing.safety, facts.session.local_date)


async def gather(
    session: AsyncSession, context: PairingContext, policy: Policy, request: SessionRequest, *, now: datetime
) -> Gathered:
    """Load everything that the rules look at, and the hosts that could be taken, best first."""
    this = request.booking.id if request.booking is not None else None
    evidence = await evidence_for(session, context.pairing)
    people = {"mentor": context.mentor.id, "mentee": context.mentee.id}
    guidance = guidance_of(context)
    slot = slot_of(request, policy.tightened_by(guidance))
    # A longer gap that is asked for later takes its time from the one who booked last, not from both.
    busy = await taken(session, list(people.values()), slot, except_booking=this, only_older=request.keeps_place)
    hosts = await host_pool(
        session,
        context.programme.host_pool,
        slot.of_host,
        now=now,
        except_booking=this,
        held=request.held_host,
    )
    day = request.starts_at.astimezone(ZoneInfo(context.programme.time_zone)).date()
    on_file = tuple(_evidence(row, context) for row in evidence)
    measures = measures_in_force(on_file, context.pairing.safety, day)
    history = await _history(session, context.pairing.id, request, measures, except_booking=this)
    facts = Facts(
        decided_at=now,
        requested_at=request.requested_at,
        requested_by="coordinator" if request.requested_by is Role.COORDINATOR else "front_end",
        session=SessionFacts(
            starts_at=request.starts_at,
            ends_at=request.ends_at,
            time_zone=context.programme.time_zone,
            modality=request.modality,
            agreed_by_both=request.agreed_by_both,
            outside_hours_reason=request.outside_hours_reason is not None,
            safety=request.wishes,
        ),
        partner=PartnerFacts(id=context.partner.id, guidance=guidance),
        pairing=PairingFacts(
            id=context.pairing.id,
            active=context.pairing.active,
            sessions_before=history.before,
            previous_session_at=history.previous,
            next_session_at=history.following,
            approved_before=history.approved,
            safety=context.pairing.safety,
        ),
        mentor=_person(context.mentor, day),
        mentee=_person(context.mentee, day),
        evidence=on_file,
        clashes=tuple(party for party in ("mentor", "mentee") if people[party] in busy),
        hosts=hosts.facts,
    )
    return Gathered(facts, hosts.candidates)


async def _history(
    session: AsyncSession, pairing_id: UUID, request: SessionRequest, measures: str, *, except_booking: UUID | None
) -> _History:
    starts_at, counts = col(Booking.starts_at), col(Booking.state).in_(COUNTS)
    # Ids sort by age: those made later do not count against the booking that is decided again. One that is tried again had
    # lost its place in the plan, and they may have it.
    booking = request.booking
    earlier = counts if booking is None or booking.state not in COUNTS else counts & (col(Booking.id) < booking.id)
    query = select(
        func.count().filter(earlier),
        func.max(starts_at).filter(counts & (starts_at < request.starts_at)),
        func.min(starts_at).filter(counts & (starts_at > request.starts_at)),
        func.bool_or(
            col(Booking.approved_rules).bool_op("?")(at_risk_measures.code)
            & (col(Booking.approved_measures) == measures)
            & col(Booking.state).in_(HELD)
        ),
    ).where(col(Booking.pairing_id) == pairing_id)
    if except_booking is not None:
        query = query.where(col(Booking.id) != except_booking)
    before, previous, following, approved = (await session.exec(query)).one()
    return _History(before, previous, following, bool(approved))


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
        edition=row.edition,
        has_document=row.document is not None,
    )
