"""What coordinators say of a session, beside what was seen of it."""

from typing import Final

from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.principal import Principal
from app.audit import service as audit
from app.bookings.models import Booking
from app.bookings.states import BookingState
from app.kit.errors import WrongStateError
from app.monitoring.models import SessionCorrection
from app.monitoring.sessions.schemas import CorrectionCreate
from app.monitoring.sessions.service import Session, settle

_OVER: Final = frozenset({BookingState.COMPLETED, BookingState.NOT_HELD})


async def correct(session: AsyncSession, principal: Principal, booking: Booking, said: CorrectionCreate) -> Session:
    """Keep what a coordinator says of a session that is over; its state follows.

    The caller holds the booking FOR UPDATE.

    Raises:
        NotPermittedError: The caller is no coordinator.
        WrongStateError: The session is not over, or was not to take place.
    """
    principal.require_coordinator("correct the record of a session")
    if booking.state not in _OVER:
        message = (
            f"The booking is {booking.state.replace('_', ' ')}. The record of a session can be corrected when it is completed or "
            "not held, which is known about a quarter of an hour after its end at the latest."
        )
        raise WrongStateError(message)
    row = SessionCorrection(
        booking_id=booking.id,
        is_held=said.is_held,
        minutes=said.minutes,
        reason=said.reason,
        corrected_by=principal.key_id,
    )
    session.add(row)
    await session.flush()
    await audit.append(
        session,
        origin=principal.origin,
        action="session.corrected",
        subject=("booking", booking.id),
        partner_id=booking.partner_id,
        booking_id=booking.id,
        # The reason stays beside the record: it may name somebody.
        after={"is_held": said.is_held, "minutes": said.minutes},
    )
    return await settle(session, booking, origin=principal.origin)
