"""What happens because time passes."""

from datetime import timedelta
from typing import Final

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit.origin import WORKER
from app.bookings.approvals import expire_approvals
from app.bookings.lifecycle import change_state
from app.bookings.models import Booking, Meeting, MeetingState
from app.bookings.review import decide_due
from app.bookings.states import BookingState
from app.clock import utc_now
from app.database import Database
from app.http.idempotency import forget_older_than
from app.jobs import enqueue_reconcile
from app.provisioning.checking import ask_for_checks
from app.settings import Settings

NOT_HELD_AFTER: Final = timedelta(minutes=15)
"""After the end of a session that nobody opened."""

FORGOTTEN_AFTER: Final = timedelta(minutes=10)
"""Work that should have been done by then is asked for again, whatever became of its job."""

IDEMPOTENCY_KEPT: Final = timedelta(days=7)
_AT_ONCE: Final = 200


async def every_minute(database: Database, settings: Settings) -> None:
    """Do what is due."""
    async with database.transaction() as session:
        await _close_sessions_not_held(session)
        await _complete_calls(session)
    async with database.transaction() as session:
        await expire_approvals(session)
    await decide_due(database)
    async with database.transaction() as session:
        await ask_for_checks(session, settings.zoom_plan)
    async with database.transaction() as session:
        await _ask_again(session)
        await forget_older_than(session, utc_now() - IDEMPOTENCY_KEPT)


async def _close_sessions_not_held(session: AsyncSession) -> None:
    query = (
        select(Booking)
        .where(
            ((col(Booking.state) == BookingState.CONFIRMED) & col(Booking.host_id).is_not(None))
            | (col(Booking.state) == BookingState.SUSPENDED)
        )
        .where(col(Booking.ends_at) < utc_now() - NOT_HELD_AFTER)
        .limit(_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    for booking in await session.exec(query):
        await change_state(session, booking, BookingState.NOT_HELD, origin=WORKER)


async def _complete_calls(session: AsyncSession) -> None:
    """Complete sessions by telephone when they are over: nobody tells us of a call."""
    query = (
        select(Booking)
        .where(col(Booking.state) == BookingState.CONFIRMED, col(Booking.host_id).is_(None))
        .where(col(Booking.ends_at) < utc_now())
        .limit(_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    for booking in await session.exec(query):
        await change_state(session, booking, BookingState.COMPLETED, origin=WORKER)


async def _ask_again(session: AsyncSession) -> None:
    """Ask again for bookings that something should have been done about, so that no lost job can strand one."""
    due = utc_now() - FORGOTTEN_AFTER
    unfinished = select(col(Meeting.booking_id)).where(col(Meeting.state) == MeetingState.REMOVING)
    query = (
        select(col(Booking.id))
        .where(
            (col(Booking.state) == BookingState.PROVISIONING)
            | ((col(Booking.state) == BookingState.IN_PROGRESS) & (col(Booking.ends_at) < due))
            | col(Booking.id).in_(unfinished)
        )
        .where(col(Booking.updated_at) < due)
        .where(col(Booking.next_attempt_at).is_(None) | (col(Booking.next_attempt_at) < due))
        .limit(_AT_ONCE)
    )
    await enqueue_reconcile(session, (await session.exec(query)).all())
