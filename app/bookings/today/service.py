"""Putting a coordinator's day together: a handful of queries, however many sessions there are."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import and_, exists
from sqlalchemy.orm import aliased
from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.models import Role, Scope
from app.access.principal import Principal
from app.access.visibility import visible_to
from app.bookings.models import Booking
from app.bookings.next_operations import NextOperation, next_for_opening, next_of
from app.bookings.opening.due import RoomToOpen, rooms_to_open
from app.bookings.reading import list_bookings
from app.bookings.states import BookingState
from app.bookings.today.schemas import CallerRead, DayLine, NeedKind, NeedRead, TodayRead
from app.bookings.words import local_clock, local_day, local_time, state_in_words
from app.incidents.disclosure import incidents_for
from app.incidents.handling import IncidentFilter, list_incidents
from app.incidents.people import Names, names_of
from app.incidents.schemas import IncidentRead, NamesRead
from app.kit.clock import utc_now
from app.policy.evidence import SHOWS
from app.policy.incidents import IncidentKind, IncidentSeverity
from app.registry.evidence.models import Evidence
from app.registry.pairings.models import Pairing
from app.registry.partners.models import Partner
from app.registry.people.models import Person
from app.registry.programmes.models import Programme
from app.registry.proposals.models import ProposalState, ProposedChange

_AT_MOST: Final = 200
_NEEDS_AT_MOST: Final = 50
_ENDS_WITHIN: Final = timedelta(days=30)
_WEEK: Final = timedelta(days=7)
_DAY: Final = timedelta(days=1)
_WAITS: Final[Mapping[BookingState, tuple[NeedKind, str]]] = {
    BookingState.AWAITING_APPROVAL: (NeedKind.APPROVAL, "The session on {when} waits for a coordinator's approval."),
    BookingState.FAILED: (NeedKind.NO_MEETING, "Zoom refused a meeting for the session on {when}."),
    BookingState.BLOCKED: (NeedKind.NO_MEETING, "No safe meeting could be made for the session on {when}."),
    BookingState.SUSPENDED: (
        NeedKind.SUSPENDED,
        "The session on {when} is suspended, because something that it needs is missing.",
    ),
}
# Told by what they are about: the booking that waits, and the proposed change.
_TOLD_OTHERWISE: Final = frozenset(
    {IncidentKind.BOOKING_SUSPENDED, IncidentKind.CHANGE_PROPOSED, IncidentKind.MEETING_UNSAFE}
)
_GRAVE: Final = (IncidentSeverity.CRITICAL, IncidentSeverity.HIGH)


@dataclass
class _Day:
    """What is put together, and whether some of it is left out."""

    principal: Principal
    now: datetime
    names: Mapping[UUID, Names] = field(default_factory=dict)
    left_out: bool = False

    def cut(self, rows: Sequence[object], at_most: int) -> None:
        """Note whether there are more rows than are shown."""
        self.left_out = self.left_out or len(rows) > at_most

    def named(self, booking_id: UUID) -> NamesRead | None:
        """Return who meets in a session, to who may know."""
        found = self.names.get(booking_id)
        return NamesRead.model_validate(found) if found is not None else None


async def today_of(session: AsyncSession, principal: Principal, on: date | None = None) -> TodayRead:
    """Return what needs somebody now, and the sessions of a day and of its week; of the present day where none is named."""
    day = _Day(principal, utc_now())
    sessions = await _sessions(session, day, on)
    waiting = await _waiting(session, day)
    rooms = await rooms_to_open(
        session, until=day.now + _DAY, at_most=_NEEDS_AT_MOST + 1, partner_id=principal.partner_id
    )
    day.cut(rooms, _NEEDS_AT_MOST)
    moves = await list_bookings(
        session,
        partner_scope=principal.partner_id,
        limit=_NEEDS_AT_MOST + 1,
        after=None,
        move_waits=True,
        starts_from=day.now,
    )
    day.cut(moves, _NEEDS_AT_MOST)
    if principal.may(Scope.REGISTRY_READ):
        day.names = await names_of(
            session, {each.id for each in (*sessions, *waiting, *moves, *(room.booking for room in rooms))}
        )
    incidents = await _incidents(session, day)
    grave = [each for each in incidents if each.severity in _GRAVE]
    needs = [
        *grave,
        *(_need_of_room(day, each) for each in rooms[:_NEEDS_AT_MOST]),
        *(_need_of_booking(day, each) for each in waiting),
        *(_need_of_move(day, each) for each in moves[:_NEEDS_AT_MOST]),
        *await _proposals(session, day),
        *(each for each in incidents if each not in grave),
        *await _evidence_ending(session, day),
    ]
    programmes = await _programmes(session, {each.programme_id for each in sessions})
    lines = [(_local_date(each, each.starts_at), _line(day, each, programmes)) for each in sessions]
    of_day = [line for (when, line), each in zip(lines, sessions, strict=True) if when == (on or _today(day, each))]
    return TodayRead(
        you=CallerRead(name=principal.name, role=principal.role, partner_id=principal.partner_id),
        day=on or day.now.astimezone(_zone_of(sessions)).date(),
        summary=_summary(len(needs), len(of_day), len(lines) - len(of_day), is_now=on is None),
        needs=needs,
        today=of_day,
        week=[line for _, line in lines],
        left_out=day.left_out,
    )


async def _sessions(session: AsyncSession, day: _Day, on: date | None) -> Sequence[Booking]:
    """Return the sessions of the week that a day is in, wherever its booking's programme is."""
    nearest = on or day.now.date()
    first, last = (nearest, nearest) if on else (nearest - _DAY, nearest + _DAY)
    rows = await list_bookings(
        session,
        partner_scope=day.principal.partner_id,
        limit=2 * _AT_MOST,
        after=None,
        starts_from=_monday(first),
        starts_before=_monday(last) + _WEEK,
    )
    in_week = [each for each in rows if _monday(_local_date(each, each.starts_at)) == _monday(on or _today(day, each))]
    day.cut(in_week, _AT_MOST)
    return in_week[:_AT_MOST]


async def _waiting(session: AsyncSession, day: _Day) -> Sequence[Booking]:
    """Return the sessions ahead that cannot take place as they are, what waits for an approval first."""
    order = list(_WAITS)
    query = (
        select(Booking)
        .where(col(Booking.state).in_(order), col(Booking.ends_at) > day.now)
        .order_by(col(Booking.starts_at), col(Booking.id))
        .limit(_NEEDS_AT_MOST + 1)
    )
    rows = (await session.exec(visible_to(day.principal.partner_id, query, col(Booking.partner_id)))).all()
    day.cut(rows, _NEEDS_AT_MOST)
    return sorted(rows[:_NEEDS_AT_MOST], key=lambda each: (order.index(each.state), each.starts_at))


async def _incidents(session: AsyncSession, day: _Day) -> Sequence[NeedRead]:
    principal = day.principal
    if not (principal.may(Scope.INCIDENTS_WRITE) or principal.may(Scope.AUDIT_READ)):
        return []
    rows = await list_incidents(
        session, principal, IncidentFilter(is_open=True), limit=_NEEDS_AT_MOST + 1, after_id=None
    )
    day.cut(rows, _NEEDS_AT_MOST)
    shown = await incidents_for(session, principal, rows[:_NEEDS_AT_MOST])
    told = [each for each in shown if each.kind not in _TOLD_OTHERWISE]
    gravest = sorted(told, key=lambda each: each.severity.rank, reverse=True)
    return [_need_of_incident(principal, each) for each in gravest]


def _need_of_incident(principal: Principal, incident: IncidentRead) -> NeedRead:
    at = f"/v1/incidents/{incident.id}"
    operations = [NextOperation(operation="get_incident", name="Read an incident", method="GET", path=at)]
    if principal.may(Scope.INCIDENTS_WRITE) and principal.role is Role.COORDINATOR:
        operations += [
            NextOperation(
                operation="acknowledge_incident",
                name="Acknowledge an incident",
                method="POST",
                path=f"{at}/acknowledge",
            ),
            NextOperation(
                operation="resolve_incident", name="Resolve an incident", method="POST", path=f"{at}/resolve"
            ),
        ]
    return NeedRead(
        kind=NeedKind.INCIDENT,
        id=incident.id,
        what=incident.summary,
        names=incident.names,
        severity=incident.severity,
        next_operations=operations,
    )


def _need_of_booking(day: _Day, booking: Booking) -> NeedRead:
    kind, sentence = _WAITS[booking.state]
    until = booking.approval_expires_at or booking.starts_at
    return NeedRead(
        kind=kind,
        id=booking.id,
        what=sentence.format(when=local_time(booking.starts_at, booking.time_zone)),
        names=day.named(booking.id),
        until=local_time(until, booking.time_zone),
        next_operations=next_of(day.principal, booking),
    )


def _need_of_room(day: _Day, room: RoomToOpen) -> NeedRead:
    booking = room.booking
    when = local_time(booking.starts_at, booking.time_zone)
    why = "No way in is left to the mentor: a coordinator" if room.failed else "A coordinator"
    who = (
        "One is invited to it; their personal link opens it."
        if room.has_coordinator
        else "Invite the one who does (role: coordinator), and give them their personal link."
    )
    return NeedRead(
        kind=NeedKind.OPENING,
        id=booking.id,
        what=f"{why} is to open the room of the session on {when}. {who}",
        names=day.named(booking.id),
        until=when,
        next_operations=next_for_opening(day.principal, booking, has_coordinator=room.has_coordinator),
    )


def _need_of_move(day: _Day, booking: Booking) -> NeedRead:
    when = local_time(booking.starts_at, booking.time_zone)
    return NeedRead(
        kind=NeedKind.MOVE,
        id=booking.id,
        what=f"Another time is proposed for the session on {when}, and waits for a coordinator's approval.",
        names=day.named(booking.id),
        until=when,
        next_operations=next_of(day.principal, booking, move_waits=True),
    )


async def _proposals(session: AsyncSession, day: _Day) -> Sequence[NeedRead]:
    principal = day.principal
    if not principal.may(Scope.REGISTRY_READ):
        return []
    query = (
        select(ProposedChange)
        .where(col(ProposedChange.state) == ProposalState.OPEN, col(ProposedChange.expires_at) > day.now)
        .order_by(col(ProposedChange.expires_at))
        .limit(_NEEDS_AT_MOST + 1)
    )
    rows = (await session.exec(visible_to(principal.partner_id, query, col(ProposedChange.partner_id)))).all()
    day.cut(rows, _NEEDS_AT_MOST)
    operations = (
        ("get_proposed_change", "Read a proposed change", "GET", ""),
        ("confirm_proposed_change", "Confirm a proposed change", "POST", "/confirm"),
        ("decline_proposed_change", "Decline a proposed change", "POST", "/decline"),
    )
    decides = principal.may(Scope.APPROVALS_WRITE) and principal.role is Role.COORDINATOR
    return [
        NeedRead(
            kind=NeedKind.PROPOSED_CHANGE,
            id=each.id,
            what=f"A change of a {each.subject_type} takes a protection away ({', '.join(each.loosened)}), and waits for a "
            "second person.",
            until=local_time(each.expires_at, "UTC") + " UTC",
            next_operations=[
                NextOperation.model_validate(
                    {
                        "operation": operation,
                        "name": name,
                        "method": method,
                        "path": f"/v1/proposed-changes/{each.id}{suffix}",
                    }
                )
                for operation, name, method, suffix in operations
                if decides or method == "GET"
            ],
        )
        for each in rows[:_NEEDS_AT_MOST]
    ]


async def _evidence_ending(session: AsyncSession, day: _Day) -> Sequence[NeedRead]:
    """Tell of evidence that runs out soon and that nothing newer replaces."""
    principal = day.principal
    if not principal.may(Scope.REGISTRY_READ):
        return []
    newer, today = aliased(Evidence), day.now.date()
    replaced = exists().where(
        col(newer.kind) == col(Evidence.kind),
        col(newer.partner_id) == col(Evidence.partner_id),
        col(newer.person_id).is_not_distinct_from(col(Evidence.person_id)),
        col(newer.pairing_id).is_not_distinct_from(col(Evidence.pairing_id)),
        col(newer.withdrawn_at).is_(None),
        or_(
            col(newer.valid_from) > col(Evidence.valid_from),
            and_(col(newer.valid_from) == col(Evidence.valid_from), col(newer.id) > col(Evidence.id)),
        ),
    )
    query = (
        select(Evidence, Person.name, Partner.name)
        .join(Partner, col(Partner.id) == col(Evidence.partner_id))
        .outerjoin(Person, col(Person.id) == col(Evidence.person_id))
        .outerjoin(Pairing, col(Pairing.id) == col(Evidence.pairing_id))
        .where(
            col(Evidence.valid_until).between(today, today + _ENDS_WITHIN),
            col(Evidence.withdrawn_at).is_(None),
            col(Partner.archived_at).is_(None),
            col(Person.archived_at).is_(None),
            col(Pairing.archived_at).is_(None),
            ~replaced,
        )
        .order_by(col(Evidence.valid_until), col(Evidence.id))
        .limit(_NEEDS_AT_MOST + 1)
    )
    rows = (await session.exec(visible_to(principal.partner_id, query, col(Evidence.partner_id)))).all()
    day.cut(rows, _NEEDS_AT_MOST)
    give = NextOperation(
        operation="give_evidence", name="Record a consent or training", method="POST", path="/v1/evidence"
    )
    return [
        NeedRead(
            kind=NeedKind.EVIDENCE_ENDING,
            id=evidence.id,
            what=f"This counts until {_written(evidence.valid_until)} and not longer: {SHOWS[evidence.kind]}",
            person=person or partner,
            until=_written(evidence.valid_until),
            next_operations=[give] if principal.may(Scope.REGISTRY_WRITE) else [],
        )
        for evidence, person, partner in rows[:_NEEDS_AT_MOST]
    ]


async def _programmes(session: AsyncSession, ids: Collection[UUID]) -> Mapping[UUID, str]:
    query = select(col(Programme.id), col(Programme.name)).where(col(Programme.id).in_(ids))
    return dict((await session.exec(query)).all())


def _line(day: _Day, booking: Booking, programmes: Mapping[UUID, str]) -> DayLine:
    zone = booking.time_zone
    return DayLine(
        booking_id=booking.id,
        names=day.named(booking.id),
        programme=programmes[booking.programme_id],
        day=local_day(booking.starts_at, zone),
        time=f"{local_clock(booking.starts_at, zone)} to {local_clock(booking.ends_at, zone)}",
        time_zone=zone,
        starts_at=booking.starts_at,
        modality=booking.modality,
        state=booking.state,
        state_in_words=state_in_words(booking),
        next_operations=next_of(day.principal, booking),
    )


def _summary(needs: int, today: int, rest: int, *, is_now: bool) -> str:
    needing = (
        f"{needs} {'thing needs' if needs == 1 else 'things need'} somebody" if needs else "Nothing needs somebody"
    )
    of_day = f"{today or 'no'} {'session' if today == 1 else 'sessions'} {'today' if is_now else 'on this day'}"
    return f"{needing} now; {of_day}, and {rest or 'no'} more in {'this' if is_now else 'its'} week."


def _local_date(booking: Booking, moment: datetime) -> date:
    return moment.astimezone(ZoneInfo(booking.time_zone)).date()


def _today(day: _Day, booking: Booking) -> date:
    return _local_date(booking, day.now)


def _zone_of(sessions: Sequence[Booking]) -> tzinfo:
    zones = {each.time_zone for each in sessions}
    return ZoneInfo(zones.pop()) if len(zones) == 1 else UTC


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _written(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day is not None else ""
