"""How long it will take until a booking's meeting is made: what a caller is told who has to wait."""

from datetime import timedelta
from typing import Final

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.bookings.models import Booking
from app.bookings.schemas import BookingRead
from app.bookings.states import BookingState
from app.kit.clock import utc_now
from app.zoom.errors import Operation
from app.zoom.limits.lanes import Lane
from app.zoom.limits.limiter import Limiter

_USUAL: Final = timedelta(seconds=1)


class Estimates:
    """Estimates by what is waiting here and by what Zoom's limits leave."""

    def __init__(self, limiter: Limiter) -> None:
        self._limiter = limiter

    async def until_made(self, session: AsyncSession, booking: Booking | BookingRead) -> timedelta:
        """Return the time until the meeting of a booking in provisioning should be there."""
        next_attempt = booking.next_attempt_at
        if next_attempt is not None:
            return max(next_attempt - utc_now(), timedelta()) + _USUAL
        lane = Lane.NORMAL if booking.series_id is None else Lane.BULK
        query = select(func.count()).where(
            col(Booking.state) == BookingState.PROVISIONING, col(Booking.id) < booking.id
        )
        if lane is Lane.NORMAL:
            # Series give way.
            query = query.where(col(Booking.series_id).is_(None))
        ahead = (await session.exec(query)).one()
        return await self._limiter.expected_wait(Operation.CREATE_MEETING, lane, ahead=ahead) + _USUAL
