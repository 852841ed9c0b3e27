"""Another host for a session whose own can hold it no longer."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit import service as audit
from app.audit.origin import WORKER
from app.bookings import reservations
from app.bookings.hosts import host_pool
from app.bookings.lifecycle import change_state, touch
from app.bookings.models import Booking
from app.bookings.reading import booking_for_update
from app.bookings.states import STANDS_AT_ZOOM, WANTS_MEETING, BookingState
from app.hosts.models import Host, Licence
from app.kit.clock import utc_now
from app.kit.database import Database
from app.kit.jobs import enqueue_reconcile
from app.policy.hosts import BASIC_LIMIT
from app.registry.pairings.models import Pairing
from app.registry.programmes.models import Programme


def can_hold(host: Host, length: timedelta, mentor_id: UUID) -> bool:
    """Tell whether a host may hold a session of this length and mentor, as far as its account at Zoom goes."""
    lasts = host.licence is Licence.LICENSED or (host.licence is Licence.BASIC and length <= BASIC_LIMIT)
    return host.active and host.enabled and lasts and host.is_for(mentor_id)


async def look_at_sessions_of(database: Database, host_id: UUID) -> None:
    """Ask for a look at the sessions ahead that a host was to hold, because it may be unable to by now."""
    query = select(col(Booking.id)).where(
        col(Booking.host_id) == host_id, col(Booking.state).in_(WANTS_MEETING), col(Booking.ends_at) > utc_now()
    )
    async with database.transaction() as session:
        await enqueue_reconcile(session, (await session.exec(query)).all())


async def move_to_another_host(database: Database, booking: Booking) -> bool:
    """Reserve the best other host for a booking as it was seen; tell whether it has one, or has changed meanwhile."""
    async with database.transaction() as session:
        now = await booking_for_update(session, booking.id)
        if now.version != booking.version or now.state not in WANTS_MEETING:
            return True
        return await _move(session, now)


async def _move(session: AsyncSession, booking: Booking) -> bool:
    slot = await reservations.slot_of_booking(session, booking)
    programme = await session.get_one(Programme, booking.programme_id)
    pairing = await session.get_one(Pairing, booking.pairing_id)
    if slot is None:
        return False
    slot = slot.of_host
    pool = await host_pool(
        session,
        programme.host_pool,
        slot,
        mentor=pairing.mentor_id,
        now=utc_now(),
        except_booking=booking.id,
    )
    before = booking.host_id
    for host_id in pool.candidates:
        if host_id == before:
            continue
        trial = await session.begin_nested()
        await reservations.release_host(session, booking.id)
        if await reservations.reserve(session, booking.id, "host", host_id, slot.period):
            await trial.commit()
            booking.host_id = host_id
            if booking.state in STANDS_AT_ZOOM:
                # Its present link is not shown any more: who knows what becomes of the host.
                await change_state(session, booking, BookingState.PROVISIONING, origin=WORKER)
            else:
                touch(booking)
            await audit.append(
                session,
                origin=WORKER,
                action="booking.host_changed",
                subject=("booking", booking.id),
                partner_id=booking.partner_id,
                booking_id=booking.id,
                before={"host_id": str(before)},
                after={"host_id": str(host_id)},
            )
            return True
        await trial.rollback()
    return False
