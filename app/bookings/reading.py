"""Finding bookings, and showing them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app.access.models import Scope
from app.access.principal import Principal
from app.access.visibility import found, visible_to
from app.bookings.disclosure import findings_for, rules_for
from app.bookings.models import Booking, DecisionRecord, Meeting, MeetingState, Move
from app.bookings.moves.proposed import latest_moves
from app.bookings.schemas import ApprovalRead, BookingRead, DecisionExplained, DecisionRead, MeetingRead, MoveRead
from app.bookings.staleness import CHANGED, DECIDED_AGAIN, stale_among
from app.bookings.states import STANDS_AT_ZOOM, BookingState, MoveState
from app.hosts.models import Host
from app.http.findings import FindingRead
from app.installation.trust import Trust, trust_in
from app.kit.errors import NotFoundError
from app.kit.pagination import TimePlace
from app.registry.pairings.models import Pairing


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
    starts_from: datetime | None = None,
    starts_before: datetime | None = None,
    move_waits: bool | None = None,
) -> Sequence[Booking]:
    """Return bookings in the order of their sessions, those after the place `after`, at most `limit`."""
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
        query = query.where(col(Booking.starts_at) >= starts_from)
    if starts_before is not None:
        query = query.where(col(Booking.starts_at) < starts_before)
    if move_waits is not None:
        waiting = select(Move.id).where(
            col(Move.booking_id) == col(Booking.id), col(Move.state) == MoveState.AWAITING_APPROVAL
        )
        query = query.where(waiting.exists() if move_waits else ~waiting.exists())
    return (await session.exec(query)).all()


async def explain(session: AsyncSession, principal: Principal, booking: Booking) -> DecisionExplained:
    """Return the decision that a booking rests on, and to who may read the registry all that it was made from.

    Raises:
        NotFoundError: It has none.
    """
    decision = await session.get(DecisionRecord, booking.decision_id) if booking.decision_id else None
    if decision is None:
        message = "There is no decision about this booking."
        raise NotFoundError(message)
    return DecisionExplained(
        **_decision(principal, decision).model_dump(),
        booking_id=decision.booking_id,
        pairing_id=decision.pairing_id,
        facts=decision.facts if principal.may(Scope.REGISTRY_READ) else None,
        safety=booking.safety,
    )


async def joinable_meetings(session: AsyncSession, bookings: Sequence[Booking]) -> Mapping[UUID, Meeting]:
    """Return, by booking, the proven meetings of those that may be joined now, by a decision on the facts as they are.

    There are none while the database may be older than what was last done at Zoom.
    """
    return await _joinable(session, bookings, await stale_among(session, [booking.id for booking in bookings]))


async def _joinable(
    session: AsyncSession, bookings: Sequence[Booking], overtaken: Collection[UUID]
) -> Mapping[UUID, Meeting]:
    if await trust_in(session) is not Trust.TRUSTED:
        return {}
    hosts = {booking.host_id for booking in bookings if booking.host_id is not None}
    out_of_use = frozenset(
        await session.exec(select(Host.id).where(col(Host.id).in_(hosts), ~(col(Host.active) & col(Host.enabled))))
    )
    # In force at once, before the worker comes: the way in is gone when a fact changes, or the host is out of use.
    ids = [
        booking.id
        for booking in bookings
        if booking.state in STANDS_AT_ZOOM
        and booking.end_requested_at is None
        and booking.id not in overtaken
        and booking.host_id not in out_of_use
    ]
    query = select(Meeting).where(
        col(Meeting.booking_id).in_(ids),
        col(Meeting.state) == MeetingState.PROVEN,
        col(Meeting.join_url).is_not(None),
        col(Meeting.proven_at).is_not(None),
    )
    return {meeting.booking_id: meeting for meeting in await session.exec(query)}


async def show(session: AsyncSession, principal: Principal, bookings: Sequence[Booking]) -> list[BookingRead]:
    """Return bookings as a caller may see them, without the ways into their meetings: see `app.bookings.meeting_access`."""
    overtaken = await stale_among(session, [booking.id for booking in bookings])
    meetings = await _joinable(session, bookings, overtaken)
    proposed = await latest_moves(session, [booking.id for booking in bookings])
    made = {each.decision_id for each in bookings} | {each.decision_id for each in proposed.values()}
    decisions = {
        decision.id: decision
        for decision in await session.exec(select(DecisionRecord).where(col(DecisionRecord.id).in_(made)))
    }

    def shown(booking: Booking) -> BookingRead:
        read = _show(principal, booking, meetings.get(booking.id), proposed.get(booking.id), decisions)
        if booking.id in overtaken and booking.state in DECIDED_AGAIN and read.problem is None:
            read.problem = CHANGED
        return read

    return [shown(booking) for booking in bookings]


def _decision(principal: Principal, decision: DecisionRecord) -> DecisionRead:
    read = DecisionRead.model_validate(decision)
    findings = findings_for(principal, decision.findings)
    return read.model_copy(update={"findings": [FindingRead.model_validate(each) for each in findings]})


def _decision_of(
    principal: Principal, decisions: Mapping[UUID, DecisionRecord], decision_id: UUID | None
) -> DecisionRead | None:
    decision = decisions.get(decision_id) if decision_id else None
    return _decision(principal, decision) if decision else None


def _approval(principal: Principal, booking: Booking) -> ApprovalRead | None:
    if booking.approval_expires_at is None and booking.approval_at is None:
        return None
    return ApprovalRead(
        expires_at=booking.approval_expires_at,
        decided_at=booking.approval_at,
        decided_by=booking.approval_by,
        requested_by=booking.requested_by,
        requested_by_role=booking.requested_by_role,
        reason=booking.approval_reason if principal.may(Scope.REGISTRY_READ) else None,
        rules=rules_for(principal, booking.approved_rules),
    )


def _show(
    principal: Principal,
    booking: Booking,
    meeting: Meeting | None,
    move: Move | None,
    decisions: Mapping[UUID, DecisionRecord],
) -> BookingRead:
    shown = None
    if meeting is not None and meeting.proven_at is not None:
        shown = MeetingRead(zoom_meeting_id=meeting.zoom_meeting_id, proven_at=meeting.proven_at, safety=meeting.proof)
    return BookingRead(
        **booking.model_dump(include=set(BookingRead.model_fields) - {"decision", "meeting", "approval", "move"}),
        move=MoveRead(
            **move.model_dump(include=set(MoveRead.model_fields) - {"decision", "expires_at", "reason"}),
            reason=move.reason if principal.may(Scope.REGISTRY_READ) else None,
            expires_at=move.approval_expires_at,
            decision=_decision_of(principal, decisions, move.decision_id),
        )
        if move
        else None,
        approval=_approval(principal, booking),
        decision=_decision_of(principal, decisions, booking.decision_id),
        meeting=shown,
    )
