"""Finding bookings and showing them: findings that rest on the registry only to keys that may read the registry."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Boolean,
    ColumnElement,
    DateTime,
    Row,
    Select,
    Uuid,
    and_,
    any_,
    bindparam,
    cast,
    func,
    true,
    tuple_,
)
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased, defer
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app.access.models import Scope
from app.access.principal import Principal
from app.access.visibility import found, visible_to
from app.bookings.disclosure import findings_shown, rules_for
from app.bookings.models import Booking, DecisionRecord, Meeting, MeetingState, Move
from app.bookings.schemas import (
    ApprovalRead,
    BookingPart,
    BookingRead,
    DecisionExplained,
    DecisionKept,
    DecisionRead,
    MeetingRead,
    MoveRead,
    SettingProofRead,
)
from app.bookings.staleness import CHANGED, DECIDED_AGAIN, IS_STALE
from app.bookings.states import STANDS_AT_ZOOM, BookingState, MoveState
from app.hosts.models import Host
from app.incidents.people import Names
from app.incidents.schemas import NamesRead
from app.installation.trust import IS_TRUSTED
from app.kit.errors import NotFoundError
from app.kit.pagination import TimePlace
from app.registry.pairings.models import Pairing
from app.registry.people.models import Person

# Where every day begins first, and where it begins last (IANA time zone database; one hour more than any zone has now).
MOST_AHEAD_OF_UTC: Final = timedelta(hours=15)
MOST_BEHIND_UTC: Final = timedelta(hours=13)


async def booking_by_id(session: AsyncSession, booking_id: UUID, partner_scope: UUID | None) -> Booking:
    """Return a booking that the caller may see.

    Raises:
        NotFoundError: There is none.
    """
    return found((await session.exec(_visible(booking_id, partner_scope))).one_or_none(), "Booking")


async def booking_for_update(session: AsyncSession, booking_id: UUID, partner_scope: UUID | None = None) -> Booking:
    """Return a booking, locked until the transaction ends.

    Raises:
        NotFoundError: There is none that the caller may see.
    """
    # Not of its key: what refers to it is written by others too, and neither waits for the other.
    query = _visible(booking_id, partner_scope).with_for_update(key_share=True)
    return found((await session.exec(query.execution_options(populate_existing=True))).one_or_none(), "Booking")


def _visible(booking_id: UUID, partner_scope: UUID | None) -> SelectOfScalar[Booking]:
    return visible_to(partner_scope, select(Booking).where(col(Booking.id) == booking_id), col(Booking.partner_id))


async def list_bookings(
    session: AsyncSession,
    *,
    partner_scope: UUID | None,
    limit: int,
    after: TimePlace | None,
    state: BookingState | None = None,
    partner_id: UUID | None = None,
    programme_id: UUID | None = None,
    pairing_id: UUID | None = None,
    series_id: UUID | None = None,
    person_id: UUID | None = None,
    starts_from: datetime | date | None = None,
    starts_before: datetime | date | None = None,
    move_waits: bool | None = None,
) -> Sequence[Booking]:
    """Return bookings in the order of their sessions, those after the place `after`, at most `limit`.

    A day begins when it does in the time zone of each booking's programme.
    """
    by_time = col(Booking.starts_at), col(Booking.id)
    query = visible_to(partner_scope, select(Booking).order_by(*by_time).limit(limit), col(Booking.partner_id))
    if after is not None:
        query = query.where(tuple_(*by_time) > tuple_(after.starts_at, after.id))
    for column, value in (
        (Booking.state, state),
        (Booking.partner_id, partner_id),
        (Booking.programme_id, programme_id),
        (Booking.pairing_id, pairing_id),
        (Booking.series_id, series_id),
    ):
        if value is not None:
            query = query.where(col(column) == value)
    if person_id is not None:
        met = select(Pairing.id).where((col(Pairing.mentor_id) == person_id) | (col(Pairing.mentee_id) == person_id))
        query = query.where(col(Booking.pairing_id).in_(met))
    if starts_from is not None:
        query = query.where(*_not_before(starts_from))
    if starts_before is not None:
        query = query.where(*_before(starts_before))
    if move_waits is not None:
        waiting = select(Move.id).where(
            col(Move.booking_id) == col(Booking.id), col(Move.state) == MoveState.AWAITING_APPROVAL
        )
        query = query.where(waiting.exists() if move_waits else ~waiting.exists())
    return (await session.exec(query)).all()


def _begins(day: date) -> ColumnElement[datetime]:
    return func.timezone(col(Booking.time_zone), cast(datetime.combine(day, time()), DateTime(timezone=False)))


def _not_before(at: datetime | date) -> Sequence[ColumnElement[bool]]:
    starts_at = col(Booking.starts_at)
    if isinstance(at, datetime):
        return (starts_at >= at,)
    # The first is for the index, and true wherever the second is.
    return starts_at >= datetime.combine(at, time(), UTC) - MOST_AHEAD_OF_UTC, starts_at >= _begins(at)


def _before(at: datetime | date) -> Sequence[ColumnElement[bool]]:
    starts_at = col(Booking.starts_at)
    if isinstance(at, datetime):
        return (starts_at < at,)
    return starts_at < datetime.combine(at, time(), UTC) + MOST_BEHIND_UTC, starts_at < _begins(at)


async def explain(session: AsyncSession, principal: Principal, booking: Booking) -> DecisionExplained:
    """Return the decision that a booking rests on, and to who may read the registry all that it was made from.

    Raises:
        NotFoundError: It has none.
    """
    decision = await session.get(DecisionRecord, booking.decision_id) if booking.decision_id else None
    if decision is None:
        message = "There is no decision about this booking."
        raise NotFoundError(message)
    return DecisionExplained(**_kept(principal, decision).model_dump(), safety=booking.safety)


async def decision_by_id(session: AsyncSession, principal: Principal, decision_id: UUID) -> DecisionKept:
    """Return a decision as it was made, and to who may read the registry all that it was made from.

    Raises:
        NotFoundError: The decision does not exist, or the caller may not see it.
    """
    query = select(DecisionRecord).where(col(DecisionRecord.id) == decision_id)
    seen = visible_to(principal.partner_id, query, col(DecisionRecord.partner_id))
    return _kept(principal, found((await session.exec(seen)).one_or_none(), "Decision"))


def _kept(principal: Principal, decision: DecisionRecord) -> DecisionKept:
    return DecisionKept(
        **_decision(principal, decision).model_dump(),
        booking_id=decision.booking_id,
        pairing_id=decision.pairing_id,
        facts=decision.facts if principal.may(Scope.REGISTRY_READ) else None,
    )


@dataclass(frozen=True)
class Standing:
    """How a booking stands at one moment, with all that is shown of it.

    `joinable` is its proven meeting, if that may be joined now, by a decision on the facts as they are. There is none while the
    database may be older than what was last done at Zoom. `decisions` are those of the booking and its move, where they were
    asked for.
    """

    booking: Booking
    is_stale: bool
    joinable: Meeting | None
    move: Move | None
    decisions: Mapping[UUID, DecisionRecord]
    names: Names


@dataclass(frozen=True)
class _ByIds:
    """One query for bookings by their ids, as two statements: PostgreSQL keeps a plan for one id, and makes one anew for many."""

    of_one: Select[*tuple[Any, ...]]
    of_many: Select[*tuple[Any, ...]]

    @classmethod
    def of(cls, query: Select[*tuple[Any, ...]]) -> "_ByIds":
        return cls(
            query.where(col(Booking.id) == bindparam("booking", type_=Uuid)),
            query.where(col(Booking.id) == any_(bindparam("bookings", type_=ARRAY(Uuid)))),
        )


IS_PROVEN: Final = and_(
    col(Meeting.booking_id) == col(Booking.id),
    col(Meeting.state) == MeetingState.PROVEN,
    col(Meeting.join_url).is_not(None),
    col(Meeting.proven_at).is_not(None),
)
"""Joins a booking with the meeting that is proven for it."""
IS_IN_USE: Final = and_(IS_TRUSTED, func.coalesce(and_(col(Host.active), col(Host.enabled)), true()))
"""Whether anybody may be let in by this database and this host, in a statement that joins the booking's host where it has one."""


def may_be_joined(booking: Booking, *, is_stale: bool, is_in_use: bool) -> bool:
    """Tell whether the proven meeting of a booking may be joined now, by what the database says of it."""
    # In force at once, before the worker comes: the way in is gone when a fact changes, or the host is out of use.
    return booking.state in STANDS_AT_ZOOM and booking.end_requested_at is None and not is_stale and is_in_use


_LATEST_MOVE: Final = aliased(Move)
_MENTOR, _MENTEE = aliased(Person), aliased(Person)
_STANDING: Final[Select[*tuple[Any, ...]]] = (
    select_columns(
        col(Booking.id),
        IS_STALE,
        IS_IN_USE,
        Meeting,
        Move,
        DecisionRecord,
        col(_MENTOR.name),
        col(_MENTEE.name),
    )
    .join(Pairing, col(Pairing.id) == col(Booking.pairing_id))
    .join(_MENTOR, col(_MENTOR.id) == col(Pairing.mentor_id))
    .join(_MENTEE, col(_MENTEE.id) == col(Pairing.mentee_id))
    .outerjoin(Host, col(Host.id) == col(Booking.host_id))
    .outerjoin(Meeting, IS_PROVEN)
    .outerjoin(
        Move,
        col(Move.id)
        == select_columns(col(_LATEST_MOVE.id))
        .where(col(_LATEST_MOVE.booking_id) == col(Booking.id))
        # Ids sort by age.
        .order_by(col(_LATEST_MOVE.id).desc())
        .limit(1)
        .scalar_subquery(),
    )
    .outerjoin(
        DecisionRecord,
        and_(
            bindparam("with_decisions", type_=Boolean),
            col(DecisionRecord.id).in_([col(Booking.decision_id), col(Move.decision_id)]),
        ),
    )
    # Large, and shown by itself alone.
    .options(defer(DecisionRecord.facts))  # type: ignore[arg-type]  # SQLModel's attributes are SQLAlchemy's
)
_STANDING_ALONE: Final = _ByIds.of(_STANDING)
_STANDING_WITH_BOOKING: Final = _ByIds.of(_STANDING.add_columns(Booking))


async def standing_of(
    session: AsyncSession, booking_ids: Sequence[UUID], *, with_decisions: bool
) -> Sequence[Standing]:
    """Return these bookings as they are now, in their order."""
    rows = await _rows(session, _STANDING_WITH_BOOKING, booking_ids, with_decisions=with_decisions)
    return _standings(rows, {row[0]: row[-1] for row in rows}, booking_ids)


async def joinable_meeting(session: AsyncSession, booking: Booking) -> Meeting | None:
    """Return the meeting of a booking, if it may be joined now."""
    rows = await _rows(session, _STANDING_ALONE, [booking.id], with_decisions=False)
    (standing,) = _standings(rows, {booking.id: booking}, [booking.id])
    return standing.joinable


async def show(
    session: AsyncSession,
    principal: Principal,
    bookings: Sequence[Booking],
    parts: Collection[BookingPart] = frozenset(),
) -> list[BookingRead]:
    """Return bookings as a caller may see them, with the parts that were asked for.

    They come without the ways into their meetings: see `app.bookings.meeting_access`.
    """
    ids = [booking.id for booking in bookings]
    # Asked after the bookings were read: what changes in between makes them stale.
    rows = await _rows(session, _STANDING_ALONE, ids, with_decisions=BookingPart.DECISION in parts)
    standings = _standings(rows, {booking.id: booking for booking in bookings}, ids)
    return [show_standing(principal, standing, parts) for standing in standings]


def show_standing(principal: Principal, standing: Standing, parts: Collection[BookingPart]) -> BookingRead:
    """Return a booking as a caller may see it, with the parts that were asked for, without the way into its meeting."""
    read = _show(principal, standing, parts)
    if standing.is_stale and standing.booking.state in DECIDED_AGAIN and read.problem is None:
        read.problem = CHANGED
    return read


async def _rows(
    session: AsyncSession, by_ids: _ByIds, booking_ids: Sequence[UUID], *, with_decisions: bool
) -> Sequence[Row[*tuple[Any, ...]]]:
    is_one = len(booking_ids) == 1
    query = by_ids.of_one if is_one else by_ids.of_many
    asked = {"booking": booking_ids[0]} if is_one else {"bookings": list(booking_ids)}
    params = {**asked, "with_decisions": with_decisions}
    found: Sequence[Row[*tuple[Any, ...]]] = (await session.exec(query, params=params)).all()  # type: ignore[call-overload]  # SQLAlchemy's own select
    return found


def _standings(
    rows: Sequence[Row[*tuple[Any, ...]]], bookings: Mapping[UUID, Booking], booking_ids: Sequence[UUID]
) -> Sequence[Standing]:
    of_booking = {row[0]: row for row in rows}
    decisions = {row[5].id: row[5] for row in rows if row[5] is not None}

    def standing(booking: Booking) -> Standing:
        _, is_stale, is_in_use, meeting, move, _, mentor, mentee, *_ = of_booking[booking.id]
        is_open = may_be_joined(booking, is_stale=is_stale, is_in_use=is_in_use)
        return Standing(booking, is_stale, meeting if is_open else None, move, decisions, Names(mentor, mentee))

    return [standing(bookings[booking_id]) for booking_id in booking_ids]


def _decision(principal: Principal, decision: DecisionRecord) -> DecisionRead:
    read = DecisionRead.model_validate(decision)
    return read.model_copy(update={"findings": findings_shown(principal, decision.findings)})


def _decision_of(
    principal: Principal, decisions: Mapping[UUID, DecisionRecord], decision_id: UUID | None
) -> DecisionRead | None:
    decision = decisions.get(decision_id) if decision_id else None
    return _decision(principal, decision) if decision else None


def _approval(principal: Principal, booking: Booking, parts: Collection[BookingPart]) -> ApprovalRead | None:
    if booking.approval_expires_at is None and booking.approval_at is None:
        return None
    read = ApprovalRead(expires_at=booking.approval_expires_at, decided_at=booking.approval_at)
    if BookingPart.APPROVAL in parts:
        read.decided_by = booking.approval_by
        read.requested_by = booking.requested_by
        read.requested_by_role = booking.requested_by_role
        read.reason = booking.approval_reason if principal.may(Scope.REGISTRY_READ) else None
        read.rules = rules_for(principal, booking.approved_rules)
    return read


def _move(principal: Principal, standing: Standing, parts: Collection[BookingPart]) -> MoveRead | None:
    move = standing.move
    if move is None:
        return None
    whole = BookingPart.MOVE in parts
    read = MoveRead(
        **move.model_dump(include=_SHORT_OF_MOVE | (_REST_OF_MOVE if whole else set())),
        expires_at=move.approval_expires_at,
    )
    if whole:
        read.reason = move.reason if principal.may(Scope.REGISTRY_READ) else None
    if BookingPart.DECISION in parts:
        read.decision = _decision_of(principal, standing.decisions, move.decision_id)
    return read


_OF_REQUEST: Final = {"agreed_by_both", "outside_hours_reason", "wishes"}
_OF_BOOKING: Final = set(BookingRead.model_fields) - {"decision", "meeting", "approval", "move", "names"} - _OF_REQUEST
_SHORT_OF_MOVE: Final = {"state", "starts_at", "ends_at", "decided_at"}
_REST_OF_MOVE: Final = set(MoveRead.model_fields) - {"decision", "expires_at", "reason"} - _SHORT_OF_MOVE


def _show(principal: Principal, standing: Standing, parts: Collection[BookingPart]) -> BookingRead:
    booking, meeting = standing.booking, standing.joinable
    shown = None
    if meeting is not None and meeting.proven_at is not None:
        shown = MeetingRead(zoom_meeting_id=meeting.zoom_meeting_id, proven_at=meeting.proven_at)
        if BookingPart.SAFETY in parts:
            shown.safety = [SettingProofRead.model_validate(each) for each in meeting.proof]
    read = BookingRead(
        **booking.model_dump(include=_OF_BOOKING | (_OF_REQUEST if BookingPart.REQUEST in parts else set())),
        move=_move(principal, standing, parts),
        approval=_approval(principal, booking, parts),
        meeting=shown,
        names=NamesRead.model_validate(standing.names) if principal.may(Scope.REGISTRY_READ) else None,
    )
    if BookingPart.DECISION in parts:
        read.decision = _decision_of(principal, standing.decisions, booking.decision_id)
    return read
