"""Writing down what was seen of a session's room, by an event or by a look at Zoom. It moves nothing that protects."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit.origin import Origin
from app.bookings.lifecycle import change_state
from app.bookings.models import Booking
from app.bookings.room import is_in_time
from app.bookings.states import BookingState
from app.policy.room import RoomRules


def see_held(booking: Booking, rules: RoomRules, *, at: datetime) -> None:
    """Remember that the room was open at a moment, if that is in the session's time.

    Whether the session was held is another question, which its record answers.

    The caller holds the booking FOR UPDATE.
    """
    if not is_in_time(booking.starts_at, booking.ends_at, rules, at):
        return
    booking.held_at = min(at, booking.held_at or at)


async def see_room(
    session: AsyncSession, booking: Booking, rules: RoomRules, *, is_open: bool, at: datetime, origin: Origin
) -> bool:
    """Note how the room is, as far as is known now, and show it; tell whether the booking's state changed by that.

    The caller holds the booking FOR UPDATE.
    """
    before = booking.state
    booking.room_opened_at = (booking.room_opened_at or at) if is_open else None
    told = {"at": at.isoformat()}
    if is_open:
        see_held(booking, rules, at=at)
    if is_open and before is BookingState.CONFIRMED and at >= booking.starts_at - rules.opens_early:
        await change_state(session, booking, BookingState.IN_PROGRESS, origin=origin, after=told)
    elif not is_open and before is BookingState.IN_PROGRESS:
        await change_state(session, booking, BookingState.CONFIRMED, origin=origin, after={**told, "room": "closed"})
    return booking.state is not before
