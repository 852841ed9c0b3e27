"""Moving a booking from state to state: the one way to do it, with its audit entry and its reservations."""

from collections.abc import Mapping
from typing import Any, Final

from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit import service as audit
from app.audit.origin import Origin
from app.bookings.models import Booking
from app.bookings.moves.proposed import close_open
from app.bookings.reservations import release
from app.bookings.states import MAY_MOVE, SETTLED, BookingState, check_transition
from app.kit.clock import utc_now
from app.kit.settling import announce

_RELEASES: Final = frozenset({BookingState.DECLINED, BookingState.CANCELLED, BookingState.FAILED, BookingState.BLOCKED})


def touch(booking: Booking) -> None:
    """Count a change of the booking, for its ETag."""
    booking.version += 1
    booking.updated_at = utc_now()


async def change_state(
    session: AsyncSession,
    booking: Booking,
    state: BookingState,
    *,
    origin: Origin,
    problem: str | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Move a booking, which the caller holds FOR UPDATE, to `state`.

    Args:
        session: The transaction that it happens in.
        booking: The booking.
        state: Where it goes.
        origin: Who or what moves it.
        problem: What stands in the way, for people; None when nothing does.
        after: More for the audit entry.

    Raises:
        WrongStateError: The table of transitions does not allow it.
    """
    before = booking.state
    check_transition(before, state)
    booking.state = state
    booking.problem = problem
    booking.attempts = 0
    booking.next_attempt_at = None
    touch(booking)
    if state not in MAY_MOVE:
        await close_open(session, booking, origin, because=f"the session is {state.replace('_', ' ')}")
    if state in _RELEASES:
        await release(session, booking.id)
    await audit.append(
        session,
        origin=origin,
        action=f"booking.{state}",
        subject=("booking", booking.id),
        partner_id=booking.partner_id,
        booking_id=booking.id,
        before={"state": before},
        after={"state": state, **({"problem": problem} if problem else {}), **(after or {})},
    )
    if state in SETTLED:
        await announce(session, booking.id)
