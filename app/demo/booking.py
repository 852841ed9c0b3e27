"""One session that is booked already, for the examples that read, move and cancel one."""

from app.access import service as access
from app.bookings.models import Booking
from app.bookings.schemas import BookingCreate
from app.bookings.service import request_booking
from app.clock import utc_now
from app.database import Database
from app.demo import ids
from app.demo.keys import DemoKeys
from app.demo.times import SESSION, example_time


async def book_demo_session(database: Database, keys: DemoKeys) -> None:
    """Book the demo's session as the organisation's coordinator would, unless it is booked."""
    starts_at = example_time(utc_now(), days_ahead=4)
    async with database.transaction() as session:
        if await session.get(Booking, ids.BOOKING) is not None:
            return
        principal = await access.authenticate(session, keys.organisation)
        request = BookingCreate(
            pairing_id=ids.RIVERSIDE_PAIRING,
            starts_at=starts_at,
            ends_at=starts_at + SESSION,
            agreed_by_both=True,
        )
        await request_booking(session, principal, request, booking_id=ids.BOOKING)
