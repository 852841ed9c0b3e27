"""What happens because time passes."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Final

import structlog
from sqlalchemy import BindParameter, bindparam, union
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.lapsed import tell_counted_uses
from app.audit.origin import WORKER
from app.audit.service import place
from app.bookings.approvals import expire_approvals
from app.bookings.lifecycle import change_state
from app.bookings.models import Booking, Meeting, MeetingState
from app.bookings.moves.service import expire_moves
from app.bookings.opening.due import tell_coordinators
from app.bookings.review import decide_next, mark_overtaken
from app.bookings.room import NOT_HELD_AFTER
from app.bookings.states import KEEPS_MEETING, STANDS_AT_ZOOM, WANTS_MEETING, BookingState
from app.hosts.confirmations import remind
from app.hosts.synchronising import forget_syncs
from app.http.models import forget_older_than
from app.installation.trust import mark_seen
from app.kit.clock import utc_now
from app.kit.database import Database
from app.kit.jobs import enqueue_reconcile, forget_finished_jobs
from app.monitoring.consequences import look_at_rooms
from app.monitoring.following import ask_to_follow
from app.monitoring.sessions.service import settle
from app.monitoring.silence import watch_for_silence
from app.provisioning.checking import ask_for_checks
from app.provisioning.first_registrations import ask_to_register
from app.provisioning.overrunning import end_overrunning
from app.provisioning.records import LEFT_AFTER, LIVE
from app.provisioning.retention import forget_when_due
from app.provisioning.rooms import ask_about_gaps
from app.recovery.looking import ask_when_due
from app.registry.proposals.service import expire_proposals
from app.settings import Settings

FORGOTTEN_AFTER: Final = timedelta(minutes=10)
"""Work that should have been done by then is asked for again, whatever became of its job."""

IDEMPOTENCY_KEPT: Final = timedelta(days=7)
_AT_ONCE: Final = 200

log = structlog.get_logger(__name__)


async def every_minute(database: Database, settings: Settings) -> None:
    """Do what is due. A step that fails is logged, and keeps no other from its turn."""

    async def within(step: Callable[[AsyncSession], Awaitable[None]]) -> None:
        async with database.transaction() as session:
            await step(session)

    steps: Mapping[str, Callable[[], Awaitable[None]]] = {
        "look_after_sessions": lambda: within(_look_after_sessions),
        "look_at_rooms": lambda: look_at_rooms(database),
        "close_suspended_sessions": lambda: within(_close_suspended_sessions),
        "end_overrunning": lambda: within(lambda session: end_overrunning(session, settings.zoom_plan)),
        "complete_calls": lambda: within(_complete_calls),
        "tell_coordinators": lambda: within(tell_coordinators),
        "expire_approvals": lambda: within(expire_approvals),
        "expire_moves": lambda: within(expire_moves),
        "expire_proposals": lambda: within(expire_proposals),
        "mark_overtaken": lambda: within(mark_overtaken),
        "decide_next": lambda: decide_next(database),
        "tell_counted_uses": lambda: within(tell_counted_uses),
        "place_audit_entries": lambda: place(database),
        "ask_for_checks": lambda: within(lambda session: ask_for_checks(session, settings.zoom_plan)),
        "ask_to_register": lambda: within(ask_to_register),
        "remind": lambda: within(remind),
        "mark_seen": lambda: within(mark_seen),
        "look_for_unknown": lambda: within(ask_when_due),
        "watch_for_silence": lambda: within(watch_for_silence),
        "ask_about_gaps": lambda: within(ask_about_gaps),
        "ask_to_follow": lambda: within(ask_to_follow),
        "ask_again": lambda: within(_ask_again),
        "forget_idempotency": lambda: within(lambda session: forget_older_than(session, utc_now() - IDEMPOTENCY_KEPT)),
        "forget_syncs": lambda: within(forget_syncs),
        "forget_finished_jobs": lambda: within(forget_finished_jobs),
        "forget_when_due": lambda: forget_when_due(
            database, events_kept=settings.zoom_events_kept, webhook_log_kept=settings.webhook_log_kept
        ),
    }
    for name, step in steps.items():
        try:
            await step()
        except Exception:
            log.exception("every_minute.step_failed", step=name)


async def _look_after_sessions(session: AsyncSession) -> None:
    """Ask for a look at the sessions that are over: whether the room is still open, and whether they were held."""
    now = utc_now()
    is_told = (col(Booking.state) == BookingState.IN_PROGRESS) | col(Booking.held_at).is_not(None)
    query = (
        select(col(Booking.id))
        .where(col(Booking.state).in_(STANDS_AT_ZOOM), col(Booking.host_id).is_not(None))
        # The start is in the index, the end is not; and its order keeps the planner to it.
        .where(col(Booking.starts_at) < now, col(Booking.ends_at) <= now)
        .where(is_told | (col(Booking.ends_at) <= now - NOT_HELD_AFTER))
        .order_by(col(Booking.state), col(Booking.starts_at))
        .limit(_AT_ONCE)
    )
    await enqueue_reconcile(session, (await session.exec(query)).all(), unless_waiting=True)


async def _close_suspended_sessions(session: AsyncSession) -> None:
    """Close sessions that are over while a fact was missing: they have no meeting that Zoom could be asked about."""
    over = utc_now() - NOT_HELD_AFTER
    query = (
        select(Booking)
        .where(col(Booking.state) == BookingState.SUSPENDED)
        .where(col(Booking.starts_at) < over, col(Booking.ends_at) < over)
        .order_by(col(Booking.starts_at))
        .limit(_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    for booking in await session.exec(query):
        # It may have been held until the fact was missing.
        is_held = (await settle(session, booking, origin=WORKER)).is_held
        state = BookingState.COMPLETED if is_held else BookingState.NOT_HELD
        await change_state(session, booking, state, origin=WORKER)


async def _complete_calls(session: AsyncSession) -> None:
    """Complete sessions by telephone when they are over: nobody tells us of a call."""
    # Written into the statement, so that the planner knows the index of exactly these.
    confirmed: BindParameter[BookingState] = bindparam(None, BookingState.CONFIRMED, literal_execute=True)
    query = (
        select(Booking)
        .where(col(Booking.state) == confirmed, col(Booking.host_id).is_(None))
        .where(col(Booking.starts_at) < utc_now(), col(Booking.ends_at) < utc_now())
        .order_by(col(Booking.starts_at))
        .limit(_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    for booking in await session.exec(query):
        await change_state(session, booking, BookingState.COMPLETED, origin=WORKER)


async def _ask_again(session: AsyncSession) -> None:
    """Ask again for bookings that something should have been done about, so that no lost job can strand one."""
    now = utc_now()
    due = now - FORGOTTEN_AFTER
    state = col(Booking.state)
    unfinished = (MeetingState.INTENDED, MeetingState.CREATED, MeetingState.REMOVING)
    live = select(col(Meeting.id)).where(col(Meeting.booking_id) == col(Booking.id), col(Meeting.state).in_(LIVE))
    wanting = union(
        select(col(Booking.id)).where(state == BookingState.PROVISIONING),
        select(col(Meeting.booking_id)).where(col(Meeting.state).in_(unfinished)),
        # Its meeting must not be there, and nobody has begun to remove it.
        select(col(Booking.id)).where(
            # The states by name: of those that are not meant, no index knows anything.
            state.in_(frozenset(BookingState) - WANTS_MEETING - KEEPS_MEETING),
            col(Booking.starts_at) > now - LEFT_AFTER,
            live.exists(),
        ),
    )
    query = (
        select(col(Booking.id))
        .where(col(Booking.id).in_(select(wanting.subquery().c[0])))
        .where(col(Booking.updated_at) < due)
        .where(col(Booking.next_attempt_at).is_(None) | (col(Booking.next_attempt_at) < due))
        .order_by(col(Booking.starts_at))
        .limit(_AT_ONCE)
    )
    await enqueue_reconcile(session, (await session.exec(query)).all(), unless_waiting=True)
