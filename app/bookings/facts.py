"""Gathering the facts that a decision about a session needs."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Final, Self
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Uuid, and_, bindparam, func, literal_column, true
from sqlalchemy import select as select_columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.models import Role
from app.bookings.hosts import POOL, HostPool, host_counts, pool_facts, pool_parameters
from app.bookings.models import Booking
from app.bookings.reservations import Given, Slot, is_busy, slots_asked
from app.bookings.states import COUNTS, HELD
from app.kit.database import Instant
from app.policy.ages import age_on
from app.policy.document import Policy
from app.policy.evidence import EvidenceFact
from app.policy.facts import Facts, HostPoolFacts, PairingFacts, PartnerFacts, PersonFacts, SessionFacts
from app.policy.rules.at_risk_measures import at_risk_measures, measures_in_force
from app.policy.rules.schedule_clash import schedule_clash
from app.policy.tightening import NOTHING, Tightening
from app.registry.lookup import EVIDENCE, PairingContext
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
    """The facts of a session, and the hosts that can hold it and are free, best first; none where none is to be chosen."""

    facts: Facts
    hosts: Sequence[UUID]


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
    session: AsyncSession,
    context: PairingContext,
    policy: Policy,
    request: SessionRequest,
    *,
    now: datetime,
    chooses_host: bool = True,
) -> Gathered:
    """Load everything that the rules look at and, where one is to be chosen, the hosts that could be taken, best first."""
    own = request.booking.host_id if request.booking is not None else None
    slot = slot_of(request, policy.tightened_by(guidance_of(context)))
    known = {
        **_parameters(context, request),
        "starts_at": request.starts_at,
        **slot.parameters("people"),
        **pool_parameters(
            context.programme.host_pool,
            slot.of_host,
            mentor=context.mentor.id,
            now=now,
            except_booking=request.booking.id if request.booking is not None else None,
            held=request.held_host,
            own=own,
        ),
    }
    found = (await session.exec(_FACTS_AND_HOSTS if chooses_host else _FACTS, params=known)).mappings().one()
    on_file = _on_file(found["evidence"])
    day = _day(context, request.starts_at)
    measures = measures_in_force(on_file, context.pairing.safety, day)
    facts = _facts_of(context, request, found, on_file, measures, pool_facts(found), now)
    return Gathered(facts, HostPool.of(found).candidates if chooses_host else ())


async def gather_each(
    session: AsyncSession,
    context: PairingContext,
    policy: Policy,
    request: SessionRequest,
    starts: Sequence[datetime],
    *,
    now: datetime,
) -> AsyncIterator[Facts]:
    """Load once what the rules look at for a new session at each of these times, and yield the facts, time by time.

    They are those that `gather` finds. `request` is for a new session, as long and of the same kind, at any time.
    """
    slot = slot_of(request, policy.tightened_by(guidance_of(context)))
    known = {
        **_parameters(context, request),
        **pool_parameters(context.programme.host_pool, slot.of_host, mentor=context.mentor.id, now=now),
        "starts": [*starts],
        "long": slot.length,
        "people_gap": slot.gap,
        "host_gap": slot.of_host.gap,
    }
    on_file = _on_file((await session.exec(_EVIDENCE, params=known)).one())
    measures: dict[date, str] = {}
    for found in (await session.exec(_FACTS_OF_EACH, params=known)).mappings():
        at = replace(request, starts_at=found["starts_at"], ends_at=found["starts_at"] + slot.length)
        day = _day(context, at.starts_at)
        if day not in measures:
            measures[day] = measures_in_force(on_file, context.pairing.safety, day)
        yield _facts_of(context, at, found, on_file, measures[day], pool_facts(found), now)


def _parameters(context: PairingContext, request: SessionRequest) -> dict[str, object]:
    """Return what is asked about whatever the time is."""
    this = request.booking.id if request.booking is not None else None
    return {
        "partner": context.partner.id,
        "pairing": context.pairing.id,
        "mentor": context.mentor.id,
        "mentee": context.mentee.id,
        # A longer gap that is asked for later takes its time from the one who booked last, not from both.
        "only_older": request.keeps_place,
        # One that is tried again had lost its place in the plan, and those made later may have it.
        "counted_before": this if request.booking is not None and request.booking.state in COUNTS else None,
    }


def _day(context: PairingContext, moment: datetime) -> date:
    return moment.astimezone(ZoneInfo(context.programme.time_zone)).date()


def _on_file(evidence: Iterable[Mapping[str, Any]]) -> tuple[EvidenceFact, ...]:
    return tuple(EvidenceFact.model_validate(each) for each in evidence)


def _facts_of(
    context: PairingContext,
    request: SessionRequest,
    found: Mapping[Any, Any],
    on_file: tuple[EvidenceFact, ...],
    measures: str,
    hosts: HostPoolFacts,
    now: datetime,
) -> Facts:
    day = _day(context, request.starts_at)
    return Facts(
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
        partner=PartnerFacts(id=context.partner.id, guidance=guidance_of(context)),
        pairing=PairingFacts(
            id=context.pairing.id,
            active=context.pairing.active,
            sessions_before=found["before"],
            previous_session_at=found["previous"],
            next_session_at=found["following"],
            approved_before=measures in (found["approved_measures"] or ()),
            safety=context.pairing.safety,
        ),
        mentor=_person(context.mentor, day),
        mentee=_person(context.mentee, day),
        evidence=on_file,
        clashes=tuple(person for person in _PEOPLE if found[f"{person}_is_busy"]),
        hosts=hosts,
    )


def _history(given: Given = bindparam) -> Any:
    """The other sessions of a pairing, as the plan counts them, in one row."""
    starts_at, counts = col(Booking.starts_at), col(Booking.state).in_(COUNTS)
    asked = given("starts_at", type_=Instant)
    # Ids sort by age: those made later do not count against the booking that is decided again.
    earlier = func.coalesce(col(Booking.id) < bindparam("counted_before", type_=Uuid), true())
    approved = and_(col(Booking.approved_rules).bool_op("?")(at_risk_measures.code), col(Booking.state).in_(HELD))
    return select_columns(
        func.count().filter(counts, earlier).label("before"),
        func.max(starts_at).filter(counts, starts_at < asked).label("previous"),
        func.min(starts_at).filter(counts, starts_at > asked).label("following"),
        func.array_agg(col(Booking.approved_measures)).filter(approved).label("approved_measures"),
    ).where(
        col(Booking.pairing_id) == bindparam("pairing", type_=Uuid),
        col(Booking.id).is_distinct_from(bindparam("except_booking", type_=Uuid)),
    )


def _facts(hosts: Any) -> Any:
    history, pool = _history().subquery("history"), hosts.subquery("pool_of_hosts")
    busy = (is_busy(person).label(f"{person}_is_busy") for person in _PEOPLE)
    return select_columns(history, pool, EVIDENCE.label("evidence"), *busy).select_from(history.join(pool, true()))


def _asked(name: str, /, *, type_: Any) -> ColumnElement[Any]:
    return literal_column(f"asked.{name}", type_)


def _facts_of_each() -> Any:
    """As `_facts`, with a row for each time: the same expressions, which look at its columns in place of parameters."""
    asked = slots_asked().subquery("asked")
    history, pool = _history(_asked).lateral("history"), host_counts(_asked).lateral("pool_of_hosts")
    busy = (is_busy(person, _asked).label(f"{person}_is_busy") for person in _PEOPLE)
    tables = asked.join(history, true()).join(pool, true())
    return select_columns(asked.c.starts_at, history, pool, *busy).select_from(tables).order_by(asked.c.starts_at)


_PEOPLE: Final = ("mentor", "mentee")
_EVIDENCE: Final = select(EVIDENCE)
_FACTS_OF_EACH: Final = _facts_of_each()
_FACTS: Final = _facts(host_counts(bindparam))
"""Everything that a decision looks at beside the pairing itself: one row, by one statement."""
_FACTS_AND_HOSTS: Final = _facts(POOL)
"""The same, and which hosts are best: finding that out costs most of it."""


def _person(person: Person, day: date) -> PersonFacts:
    age = age_on(person.birth_date, day) if person.birth_date and person.birth_date <= day else None
    return PersonFacts(id=person.id, age=age, adult_at_risk=person.adult_at_risk)
