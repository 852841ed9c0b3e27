"""Other times that are proposed for sessions: at most one of a session waits, and both times are reserved while it does."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit import service as audit
from app.audit.origin import Origin
from app.bookings.models import Booking, Move
from app.bookings.reservations import release_move
from app.bookings.states import MoveState
from app.kit.clock import utc_now


async def open_move(session: AsyncSession, booking_id: UUID) -> Move | None:
    """Return the move of a booking, which the caller holds FOR UPDATE, that waits for a coordinator."""
    query = select(Move).where(col(Move.booking_id) == booking_id, col(Move.state) == MoveState.AWAITING_APPROVAL)
    return (await session.exec(query.with_for_update().execution_options(populate_existing=True))).one_or_none()


async def close(
    session: AsyncSession,
    booking: Booking,
    move: Move,
    state: MoveState,
    *,
    origin: Origin,
    by: UUID | None = None,
    reason: str | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """End the wait of a move of a booking that the caller holds FOR UPDATE: what was reserved for it is free again."""
    move.state, move.decided_at, move.decided_by, move.reason = state, utc_now(), by, reason
    await session.flush()
    await release_move(session, move.id)
    await audit.append(
        session,
        origin=origin,
        action=f"booking.move_{state}",
        subject=("booking", booking.id),
        partner_id=booking.partner_id,
        booking_id=booking.id,
        before=audited(move),
        after=after,
    )


async def close_open(session: AsyncSession, booking: Booking, origin: Origin, *, because: str) -> None:
    """Withdraw the move of a booking that waits, if one does."""
    move = await open_move(session, booking.id)
    if move is not None:
        await close(session, booking, move, MoveState.WITHDRAWN, origin=origin, after={"because": because})


def audited(move: Move) -> Mapping[str, Any]:
    """Return what the audit trail tells of a move."""
    return {
        "move_id": str(move.id),
        "starts_at": move.starts_at.isoformat(),
        "ends_at": move.ends_at.isoformat(),
        "host_id": str(move.host_id) if move.host_id else None,
    }
