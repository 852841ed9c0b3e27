"""Moving what is left of a series, and what a coordinator says to it: all of it or nothing, in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.principal import Principal
from app.bookings import approvals, reservations
from app.bookings.deciding import audited
from app.bookings.models import Booking, Move, Series
from app.bookings.moves import proposed
from app.bookings.moves import service as moving
from app.bookings.moves.service import Allowed
from app.bookings.placing import Refused
from app.bookings.reading import booking_for_update
from app.bookings.schemas import BookingMove
from app.bookings.series.dates import SeriesDateError, moment_of
from app.bookings.series.schemas import SeriesMove
from app.bookings.series.service import (
    RefusedSession,
    audit_series,
    locked_bookings,
    refuse_sessions,
    series_for_update,
)
from app.bookings.service import check_time, context_of
from app.bookings.states import MAY_MOVE, STANDS, BookingState
from app.kit.clock import utc_now
from app.kit.errors import FieldError, InvalidFieldsError, WrongStateError
from app.kit.preconditions import IfMatch
from app.registry.lookup import PairingContext


async def move_series(
    session: AsyncSession, principal: Principal, series_id: UUID, move: SeriesMove, if_match: IfMatch
) -> Series:
    """Move every session that is still ahead, all of them or none; the distances in days stay.

    Where one of them needs an approval at its new time, all are proposed together, and all stay where they are.

    Raises:
        NotFoundError: The series does not exist, or the caller may not see it.
        PreconditionRequiredError: No If-Match was sent.
        PreconditionFailedError: The series changed since the caller read it.
        WrongStateError: Nothing of it is left to move.
        InvalidFieldsError: The new time is past, or does not exist on one of the days.
        RefusedError: At least one session cannot be had there; the answer names each. Commit all the same.
    """
    series = await series_for_update(session, series_id, principal.partner_id)
    if_match.require(series)
    check_time(move)
    context = await context_of(session, principal, series.pairing_id)
    # Bookings before people, as a move of one booking takes them.
    bookings = await locked_bookings(session, series)
    await reservations.serialise(session, {context.mentor.id, context.mentee.id})
    ahead = [each for each in bookings if each.state in MAY_MOVE and each.starts_at > utc_now() and not each.is_ended]
    if not ahead:
        message = "No session of the series is left to move."
        raise WrongStateError(message)
    zone = ZoneInfo(context.programme.time_zone)
    times = _times_of(ahead, move, zone)
    days = (times[0].starts_at.astimezone(zone).date() - ahead[0].starts_at.astimezone(zone).date()).days
    ids, stands = [each.id for each in ahead], any(each.state in STANDS for each in ahead)
    origin = principal.origin
    refused: list[RefusedSession] = []
    allowed: list[Allowed] = []
    all_of_it = await session.begin_nested()
    before = await _give_way(session, ahead, times)
    for position, (booking, to, was) in enumerate(zip(ahead, times, before, strict=True), start=1):
        outcome = await moving.decide_move(session, context, booking, to, principal)
        if isinstance(outcome, Refused):
            refused.append(RefusedSession(position, to.starts_at, outcome))
            continue
        allowed.append(outcome)
        taken = await moving.move_to(session, context, booking, outcome, origin=origin, before=was)
        if taken is not None:
            refused.append(RefusedSession(position, to.starts_at, taken))
    if refused:
        await all_of_it.rollback()
        raise await refuse_sessions(session, principal, context, refused, "series.move_refused", series_id)
    if stands and any(each.waits for each in allowed):
        await all_of_it.rollback()
        await _propose_all(session, principal, context, series_id, dict(zip(ids, allowed, strict=True)))
        action = "series.move_proposed"
    else:
        await all_of_it.commit()
        action = "series.moved"
    series = await series_for_update(session, series_id, principal.partner_id)
    series.version += 1
    series.updated_at = utc_now()
    await audit_series(session, principal, series, action, {"sessions": len(ids), "days": days})
    return series


async def judge_series(
    session: AsyncSession, principal: Principal, series_id: UUID, reason: str, *, approve: bool
) -> Series:
    """Approve or decline every session of a series that waits for it, and every move that waits, all of them or none.

    Raises:
        NotFoundError: The series does not exist, or the caller may not see it.
        WrongStateError: None of its sessions waits for an approval, at its time or at another.
        NotPermittedError: The caller is no coordinator, or asked for these sessions, and a rule wants another person.
        RefusedError: A fact has changed, and the rules do not allow one of the sessions any more. Commit all the same.
    """
    series = await series_for_update(session, series_id, principal.partner_id)
    bookings = enumerate(await locked_bookings(session, series), start=1)
    waiting: list[_Waiting] = []
    for position, booking in bookings:
        move = await proposed.open_move(session, booking.id)
        if move is not None:
            moving.check_in_time(move)
        if move is not None or booking.state is BookingState.AWAITING_APPROVAL:
            waiting.append(_Waiting(position, booking, move))
    if not waiting:
        message = "No session of the series waits for an approval."
        raise WrongStateError(message)
    principal.require_coordinator("approve or decline a session")
    if approve:
        await _approve_all(session, principal, series_id, waiting, reason)
    else:
        await _decline_all(session, principal, waiting, reason)
    series.version += 1
    series.updated_at = utc_now()
    action = "series.approved" if approve else "series.declined"
    await audit_series(session, principal, series, action, {"sessions": len(waiting)})
    return series


@dataclass(frozen=True)
class _Waiting:
    """A session of a series that waits for a coordinator: at its time, or at the one that is proposed for it."""

    position: int
    booking: Booking
    move: Move | None


async def _propose_all(
    session: AsyncSession,
    principal: Principal,
    context: PairingContext,
    series_id: UUID,
    allowed: Mapping[UUID, Allowed],
) -> None:
    """Propose these times for these bookings, whose own reservations stand in nobody's way."""
    refused: list[RefusedSession] = []
    all_of_it = await session.begin_nested()
    for position, (booking_id, each) in enumerate(allowed.items(), start=1):
        booking = await booking_for_update(session, booking_id)
        taken = await moving.propose(session, context, booking, each, principal, own=allowed.keys())
        if taken is not None:
            refused.append(RefusedSession(position, each.request.starts_at, taken))
    if refused:
        await all_of_it.rollback()
        raise await refuse_sessions(session, principal, context, refused, "series.move_refused", series_id)
    await all_of_it.commit()


async def _approve_all(
    session: AsyncSession, principal: Principal, series_id: UUID, waiting: Sequence[_Waiting], reason: str
) -> None:
    context = await approvals.pairing_of(session, waiting[0].booking)
    await reservations.serialise(session, {context.mentor.id, context.mentee.id})
    refused: list[RefusedSession] = []
    all_of_it = await session.begin_nested()
    moved = [(each.booking, each.move) for each in waiting if each.move is not None]
    before = await _give_way(session, [booking for booking, _ in moved], [move for _, move in moved])
    told = {booking.id: was for (booking, _), was in zip(moved, before, strict=True)}
    for each in waiting:
        if each.move is not None:
            was = told[each.booking.id]
            outcome = await moving.approve(session, context, each.booking, each.move, principal, reason, before=was)
        else:
            booking = await approvals.waiting(session, principal, each.booking.id)
            outcome = await approvals.approve(session, context, booking, principal, reason)
        if outcome is not None:
            starts_at = each.move.starts_at if each.move is not None else each.booking.starts_at
            refused.append(RefusedSession(each.position, starts_at, outcome))
    if refused:
        await all_of_it.rollback()
        raise await refuse_sessions(session, principal, context, refused, "series.approval_refused", series_id)
    await all_of_it.commit()


async def _decline_all(session: AsyncSession, principal: Principal, waiting: Sequence[_Waiting], reason: str) -> None:
    for each in waiting:
        if each.move is not None:
            await moving.decline_move(session, principal, each.booking.id, reason)
        else:
            await approvals.decline_booking(session, principal, each.booking.id, reason)


class _Time(Protocol):
    starts_at: datetime
    ends_at: datetime


async def _give_way(
    session: AsyncSession, bookings: Sequence[Booking], times: Sequence[_Time]
) -> Sequence[Mapping[str, Any]]:
    """Let sessions see each other at their new times: one may go where the next one was. Return what they were before."""
    before = [audited(booking) for booking in bookings]
    for booking, time in zip(bookings, times, strict=True):
        await reservations.release(session, booking.id)
        booking.starts_at, booking.ends_at = time.starts_at, time.ends_at
    await session.flush()
    return before


def _times_of(ahead: Sequence[Booking], move: SeriesMove, zone: ZoneInfo) -> Sequence[BookingMove]:
    """Return the new time of each session: the first where it is asked for, the others as many days later or earlier."""
    begins = move.starts_at.astimezone(zone)
    shift = begins.date() - ahead[0].starts_at.astimezone(zone).date()
    try:
        starts = [moment_of(each.starts_at.astimezone(zone).date() + shift, begins.time(), zone) for each in ahead]
    except SeriesDateError as error:
        raise InvalidFieldsError(FieldError("starts_at", str(error))) from None
    return [
        BookingMove(
            starts_at=start,
            ends_at=start + (move.ends_at - move.starts_at),
            agreed_by_both=move.agreed_by_both,
            outside_hours_reason=move.outside_hours_reason,
        )
        for start in starts
    ]
