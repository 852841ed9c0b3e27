"""Giving a session another time: at once where the rules allow it, and otherwise by a proposal that a coordinator decides.

While a move waits for a coordinator, the session keeps its time, its state and its meeting, and both times are reserved. Only
an approval gives the old time up.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.models import Role
from app.access.principal import Principal
from app.audit import service as audit
from app.audit.origin import WORKER, Origin
from app.bookings import deciding as decisions
from app.bookings import reservations
from app.bookings.approvals import check_covered, pairing_of, require_second_person
from app.bookings.deciding import (
    Decided,
    approval_expiry,
    asking_for_approval,
    audited,
    decide_session,
    enter,
    state_after,
)
from app.bookings.facts import SessionRequest, measures_of
from app.bookings.incidents import report_incident
from app.bookings.lifecycle import touch
from app.bookings.models import Booking, Move
from app.bookings.moves import proposed
from app.bookings.moves.former import MOVED
from app.bookings.placing import Refused, TakenError, refuse, reserve
from app.bookings.reading import booking_for_update
from app.bookings.schemas import BookingMove
from app.bookings.service import IN_PROGRESS, check_time, context_of
from app.bookings.states import MAY_MOVE, STANDS, BookingState, MoveState
from app.kit.clock import utc_now
from app.kit.errors import WrongStateError
from app.kit.preconditions import ANY_VERSION, IfMatch
from app.policy.incidents import IncidentKind
from app.policy.outcomes import DecisionOutcome
from app.registry.lookup import PairingContext

_AT_ONCE: Final = 100
_EXPIRED: Final = "No coordinator approved the new time before it expired. The session stays at its time."


@dataclass(frozen=True)
class Approval:
    """A coordinator's yes to a time: by which key, why, and to which rules."""

    by: UUID
    reason: str
    rules: frozenset[str]


@dataclass(frozen=True)
class Allowed:
    """A time that a session may have: what was asked for, by which key, and what was decided."""

    request: SessionRequest
    asked_by: UUID
    decided: Decided

    @property
    def waits(self) -> bool:
        """Whether a coordinator must approve it."""
        return state_after(self.decided.decision) is BookingState.AWAITING_APPROVAL


async def move_booking(
    session: AsyncSession, principal: Principal, booking_id: UUID, to: BookingMove, if_match: IfMatch
) -> Booking:
    """Move a session to another time, if the rules allow it there; its meeting keeps its link where Zoom lets it.

    Where the new time needs an approval, it is proposed, and the session stays where it is. A move that waits is replaced.

    Raises:
        NotFoundError: The booking does not exist, or the caller may not see it.
        PreconditionRequiredError: No If-Match was sent.
        PreconditionFailedError: The booking changed since the caller read it.
        WrongStateError: The booking can no longer be moved.
        InvalidFieldsError: The new time is past.
        RefusedError: The rules, or somebody's other booking, stand against it. Commit all the same.
    """
    booking = await booking_for_update(session, booking_id, principal.partner_id)
    if_match.require(booking)
    check_may_move(booking)
    check_time(to)
    context = await context_of(session, principal, booking.pairing_id)
    await reservations.serialise(session, {context.mentor.id, context.mentee.id})
    outcome = await decide_move(session, context, booking, to, principal)
    if isinstance(outcome, Allowed):
        if outcome.waits and booking.state in STANDS:
            refused = await propose(session, context, booking, outcome, principal, own=[booking.id])
        else:
            refused = await move_to(session, context, booking, outcome, origin=principal.origin)
    else:
        refused = outcome
    if refused is not None:
        raise await refuse(session, refused, context, principal, action="booking.move_refused", booking_id=booking.id)
    return booking


async def approve_move(
    session: AsyncSession, principal: Principal, booking_id: UUID, reason: str, *, if_match: IfMatch = ANY_VERSION
) -> Booking:
    """Give a session the time that was proposed for it. The rules are asked once more before.

    Raises:
        NotFoundError: The booking does not exist, or the caller may not see it.
        PreconditionFailedError: An If-Match was sent, and the booking changed since the caller read it.
        WrongStateError: No move waits for an approval, or no longer, or not for this one alone.
        NotPermittedError: The caller is no coordinator, or proposed the time, and a rule wants another person.
        RefusedError: The rules, or somebody's other booking, stand against it by now. Commit all the same.
    """
    principal.require_coordinator("approve or decline a session")
    booking, move = await _waiting(session, principal, booking_id)
    if_match.require_if_given(booking)
    context = await pairing_of(session, booking)
    await reservations.serialise(session, {context.mentor.id, context.mentee.id})
    refused = await approve(session, context, booking, move, principal, reason)
    if refused is not None:
        action = "booking.move_approval_refused"
        raise await refuse(session, refused, context, principal, action=action, booking_id=booking.id)
    return booking


async def approve(
    session: AsyncSession,
    context: PairingContext,
    booking: Booking,
    move: Move,
    principal: Principal,
    reason: str,
    *,
    before: Mapping[str, Any] | None = None,
) -> Refused | None:
    """Approve a move that waits, whose booking the caller holds FOR UPDATE. What is refused leaves both as they are.

    Raises:
        WrongStateError: It does not wait for this approval alone.
        NotPermittedError: The caller proposed it, and a rule wants another person.
    """
    request = _request(booking, move, by=move.requested_by_role, at=move.requested_at)
    decided = await decide_session(session, context, request)
    if decided.decision.outcome is DecisionOutcome.DENY:
        return Refused(decided.decision)
    await check_covered(session, decided.decision, move.decision_id)
    await require_second_person(session, principal, context, booking, decided.decision, acted_first=move.requested_by)
    allowed = Allowed(request, move.requested_by, decided)
    approval = Approval(principal.key_id, reason, asking_for_approval(decided.decision))
    origin = principal.origin
    preferred = move.host_id
    return await move_to(
        session, context, booking, allowed, origin=origin, approval=approval, before=before, preferred=preferred
    )


async def decline_move(session: AsyncSession, principal: Principal, booking_id: UUID, reason: str) -> Booking:
    """Refuse a time that was proposed: the session stays as it is.

    Raises:
        NotFoundError: The booking does not exist, or the caller may not see it.
        WrongStateError: No move waits for an approval, or no longer.
        NotPermittedError: The caller is no coordinator.
    """
    principal.require_coordinator("approve or decline a session")
    return await _end(session, principal, booking_id, MoveState.DECLINED, reason)


async def withdraw_move(session: AsyncSession, principal: Principal, booking_id: UUID, reason: str) -> Booking:
    """Take a proposed time back: the session stays as it is.

    Raises:
        NotFoundError: The booking does not exist, or the caller may not see it.
        WrongStateError: No move waits for an approval, or no longer.
    """
    return await _end(session, principal, booking_id, MoveState.WITHDRAWN, reason)


async def expire_moves(session: AsyncSession) -> None:
    """Drop the moves that nobody approved in time, and say so to the coordinators: their sessions stay as they are."""
    now = utc_now()
    query = (
        select(Booking)
        .join(Move, col(Move.booking_id) == col(Booking.id))
        .where(col(Move.state) == MoveState.AWAITING_APPROVAL, col(Move.approval_expires_at) <= now)
        .order_by(col(Move.approval_expires_at))
        .limit(_AT_ONCE)
        .with_for_update(skip_locked=True, of=Booking)
    )
    for booking in (await session.exec(query)).all():
        move = await proposed.open_move(session, booking.id)
        if move is None or move.approval_expires_at > now:
            continue
        await proposed.close(session, booking, move, MoveState.EXPIRED, origin=WORKER)
        touch(booking)
        await report_incident(
            session,
            WORKER,
            booking,
            IncidentKind.APPROVAL_EXPIRED,
            summary="A session was not moved because no coordinator approved its new time. It stays at its time.",
            remedy="Tell mentor and mentee that the session stays where it was, and ask whoever books for them to move or cancel "
            "it if it cannot be held then.",
            details={"proposed": move.starts_at.isoformat()},
        )


async def decide_move(
    session: AsyncSession, context: PairingContext, booking: Booking, to: BookingMove, principal: Principal
) -> Allowed | Refused:
    """Decide about another time for a booking that the caller holds FOR UPDATE."""
    request = _request(booking, to, by=principal.role, at=utc_now())
    decided = await decide_session(session, context, request)
    if decided.decision.outcome is DecisionOutcome.DENY:
        return Refused(decided.decision)
    # Who asks for this time: not who then approves it where a rule wants another person.
    return Allowed(request, principal.key_id, decided)


async def propose(
    session: AsyncSession,
    context: PairingContext,
    booking: Booking,
    allowed: Allowed,
    principal: Principal,
    *,
    own: Collection[UUID],
) -> Refused | None:
    """Propose another time to a coordinator; the booking, which the caller holds FOR UPDATE, keeps the one that it has.

    `own` are the bookings whose reservations stand in nobody's way: this one, or the series that moves together.
    """
    request, decided, origin = allowed.request, allowed.decided, principal.origin
    record = decisions.record(session, decided.decision, context, booking_id=booking.id)
    move = Move(
        booking_id=booking.id,
        starts_at=request.starts_at,
        ends_at=request.ends_at,
        agreed_by_both=request.agreed_by_both,
        outside_hours_reason=request.outside_hours_reason,
        requested_by=allowed.asked_by,
        requested_by_role=request.requested_by,
        requested_at=request.requested_at,
        decision_id=record.id,
        approval_expires_at=approval_expiry(min(booking.starts_at, request.starts_at), utc_now()),
    )
    preferred = booking.host_id
    try:
        async with session.begin_nested():
            await proposed.close_open(session, booking, origin, because="another time was proposed")
            session.add(move)
            await session.flush()
            host_id = await reserve(session, booking.id, context, decided, preferred=preferred, move=move, own=own)
    except TakenError as taken:
        return Refused(decided.decision, taken.party)
    move.host_id = host_id
    touch(booking)
    await audit.append(
        session,
        origin=origin,
        action="booking.move_proposed",
        subject=("booking", booking.id),
        partner_id=booking.partner_id,
        booking_id=booking.id,
        before=audited(booking),
        after=proposed.audited(move),
        decision_digest=decided.decision.digest,
    )
    return None


async def move_to(
    session: AsyncSession,
    context: PairingContext,
    booking: Booking,
    allowed: Allowed,
    *,
    origin: Origin,
    approval: Approval | None = None,
    before: Mapping[str, Any] | None = None,
    preferred: UUID | None = None,
) -> Refused | None:
    """Give a booking, which the caller holds FOR UPDATE, another time. What is refused leaves it as it is.

    An earlier approval was for the time that the coordinator saw; it does not go along. `before` is what the audit trail tells
    of the booking as it was, where the caller has changed its time already.
    """
    request, decided, decision = allowed.request, allowed.decided, allowed.decided.decision
    before, now, preferred = before or audited(booking), utc_now(), preferred or booking.host_id
    try:
        async with session.begin_nested():
            await reservations.release(session, booking.id)
            host_id = await reserve(session, booking.id, context, decided, preferred=preferred)
    except TakenError as taken:
        return Refused(decision, taken.party)
    if approval is None:
        await proposed.close_open(session, booking, origin, because="the session was moved")
    elif (move := await proposed.open_move(session, booking.id)) is not None:
        await proposed.close(
            session, booking, move, MoveState.APPROVED, origin=origin, by=approval.by, reason=approval.reason
        )
    booking.host_id = host_id
    booking.starts_at, booking.ends_at = request.starts_at, request.ends_at
    # What was seen, and asked for, of its room was about the time that it had.
    booking.held_at = booking.end_requested_at = None
    booking.agreed_by_both, booking.outside_hours_reason = request.agreed_by_both, request.outside_hours_reason
    booking.requested_by, booking.requested_by_role = allowed.asked_by, request.requested_by
    booking.requested_at = request.requested_at
    booking.approval_expires_at = None
    booking.approved_rules = sorted(approval.rules) if approval else []
    booking.approved_measures = measures_of(decision.facts) if approval else None
    booking.approval_at, booking.approval_by = (now, approval.by) if approval else (None, None)
    booking.approval_reason = approval.reason if approval else None
    decisions.rest_on(booking, decided, decisions.record(session, decision, context, booking_id=booking.id))
    await audit.append(
        session,
        origin=origin,
        action=MOVED,
        subject=("booking", booking.id),
        partner_id=booking.partner_id,
        booking_id=booking.id,
        before=before,
        after=audited(booking),
        decision_digest=decision.digest,
    )
    state = state_after(decision, approved=approval.rules if approval else frozenset())
    await enter(session, booking, state, decision, origin=origin, now=now)
    return None


def _request(booking: Booking, to: BookingMove | Move, *, by: Role, at: datetime) -> SessionRequest:
    return SessionRequest(
        starts_at=to.starts_at,
        ends_at=to.ends_at,
        modality=booking.modality,
        agreed_by_both=to.agreed_by_both,
        requested_by=by,
        requested_at=at,
        outside_hours_reason=to.outside_hours_reason,
        wishes=booking.wishes,
        booking=booking,
        moves=True,
    )


def check_may_move(booking: Booking) -> None:
    """Check that a booking can still have another time.

    Raises:
        WrongStateError: It cannot.
    """
    if booking.state is BookingState.IN_PROGRESS:
        raise WrongStateError(IN_PROGRESS)
    if booking.is_ended:
        message = (
            "The session was ended because somebody asked for that, and can no longer be moved. Book a new session."
        )
        raise WrongStateError(message)
    if booking.state not in MAY_MOVE:
        message = f"The booking is {booking.state.replace('_', ' ')} and can no longer be moved. Book a new session."
        raise WrongStateError(message)


async def _waiting(session: AsyncSession, principal: Principal, booking_id: UUID) -> tuple[Booking, Move]:
    booking = await booking_for_update(session, booking_id, principal.partner_id)
    move = await proposed.open_move(session, booking.id)
    if move is None:
        message = "No other time is proposed for this booking."
        raise WrongStateError(message)
    check_in_time(move)
    return booking, move


def check_in_time(move: Move) -> None:
    """Check that a move can still be approved.

    Raises:
        WrongStateError: It cannot.
    """
    if move.approval_expires_at <= utc_now():
        raise WrongStateError(_EXPIRED)


async def _end(session: AsyncSession, principal: Principal, booking_id: UUID, state: MoveState, reason: str) -> Booking:
    booking, move = await _waiting(session, principal, booking_id)
    origin = principal.origin
    await proposed.close(session, booking, move, state, origin=origin, by=principal.key_id, reason=reason)
    touch(booking)
    return booking
