"""What follows from Zoom's events: each is followed in the transaction that says so, and following it again changes nothing."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit.origin import ZOOM
from app.bookings.in_force import room_rules
from app.bookings.models import Booking, Meeting, MeetingState
from app.bookings.participants.service import participants_of
from app.bookings.reading import booking_for_update
from app.bookings.room_seen import see_held, see_room
from app.kit.clock import utc_now
from app.kit.database import Database
from app.kit.jobs import URGENT, enqueue_follow_again, enqueue_reconcile
from app.kit.settling import ROOM, announce
from app.monitoring.account_events import follow_account_event
from app.monitoring.consequences import draw_consequences
from app.monitoring.facts import Fact, FactKind, facts_of
from app.monitoring.models import ZoomEvent
from app.monitoring.registrants import REGISTRATIONS, is_news
from app.monitoring.sessions.service import settle
from app.monitoring.told import told_of
from app.policy.room import RoomRules
from app.zoom.admission import Admission

_ROOM: Final = frozenset({FactKind.MEETING_STARTED, FactKind.MEETING_ENDED})
_ASKS_FOR_A_LOOK: Final = _ROOM | {
    FactKind.MEETING_UPDATED,
    FactKind.MEETING_DELETED,
    FactKind.MEETING_RECOVERED,
}
_AT_ONCE: Final = 500
FORGOTTEN_AFTER: Final = timedelta(minutes=1)


async def follow_events(database: Database, booking_id: UUID) -> None:
    """Do what follows from the events about a booking that nobody has followed yet."""
    async with database.transaction() as session:
        booking = await booking_for_update(session, booking_id)
        await _link_runs(session, booking_id)
        events = await _waiting(session, booking_id)
        if not events:
            # Another job of the same booking has followed them: a burst makes many.
            return
        rules = await room_rules(session, booking)
        for event in events:
            for fact in facts_of(event):
                await _follow(session, booking, event, fact, rules)
        told = await told_of(session, booking, rules)
        await draw_consequences(session, booking, told, origin=ZOOM)
        await _mark_followed(session, events)
        await session.flush()
        await settle(session, booking, told, origin=ZOOM)
        await announce(session, booking.id, ROOM)
        if len(events) == _AT_ONCE:
            await enqueue_follow_again(session, [booking_id])


async def follow_other_events(database: Database) -> None:
    """Do what follows from the events that are about no booking."""
    async with database.transaction() as session:
        events = await _waiting(session, None)
        later = {
            event.id for event in events for fact in facts_of(event) if not await follow_account_event(session, fact)
        }
        await _mark_followed(session, [event for event in events if event.id not in later])


async def ask_to_follow(session: AsyncSession) -> None:
    """Ask again for events that should have been followed by now, so that no lost job can strand one."""
    due = col(ZoomEvent.followed_at).is_(None), col(ZoomEvent.received_at) < utc_now() - FORGOTTEN_AFTER
    query = select(ZoomEvent.booking_id).where(*due).distinct().limit(_AT_ONCE)
    await enqueue_follow_again(session, (await session.exec(query)).all())


async def sessions_told_of(session: AsyncSession, *, since: datetime, until: datetime) -> Sequence[UUID]:
    """Return the bookings about which events came in from `since` to before `until`, in the order of their ids."""
    told = col(ZoomEvent.booking_id)
    query = select(told).where(
        told.is_not(None), col(ZoomEvent.received_at) >= since, col(ZoomEvent.received_at) < until
    )
    return [booking_id for booking_id in await session.exec(query.distinct().order_by(told)) if booking_id is not None]


async def replay(session: AsyncSession, booking_id: UUID) -> int:
    """Ask for all events about a booking to be followed once more; return how many there are. What was right stays as it is.

    What follows from an event that is about no booking (a host was deactivated) is done once: the account may have changed since.
    """
    again = update(ZoomEvent).where(col(ZoomEvent.booking_id) == booking_id).values(followed_at=None)
    replayed = await session.exec(again)
    await enqueue_follow_again(session, [booking_id])
    return int(replayed.rowcount)


async def _waiting(session: AsyncSession, booking_id: UUID | None) -> Sequence[ZoomEvent]:
    query = select(ZoomEvent).where(col(ZoomEvent.followed_at).is_(None))
    about = col(ZoomEvent.booking_id)
    query = query.where(about.is_(None) if booking_id is None else about == booking_id)
    # Two workers may be at those that are about no booking; a booking's own are under its lock.
    query = query.order_by(col(ZoomEvent.id)).limit(_AT_ONCE).with_for_update(skip_locked=True)
    return (await session.exec(query)).all()


async def _link_runs(session: AsyncSession, booking_id: UUID) -> None:
    """Take to a booking the events of which only the run of a meeting was told, before anything else named that run."""
    runs = select(ZoomEvent.meeting_uuid).where(
        col(ZoomEvent.booking_id) == booking_id, col(ZoomEvent.meeting_uuid).is_not(None)
    )
    unknown = col(ZoomEvent.booking_id).is_(None), col(ZoomEvent.zoom_meeting_id).is_(None)
    found = update(ZoomEvent).where(*unknown, col(ZoomEvent.meeting_uuid).in_(runs))
    await session.exec(
        found.values(booking_id=booking_id, followed_at=None).execution_options(synchronize_session=False)
    )


async def _mark_followed(session: AsyncSession, events: Sequence[ZoomEvent]) -> None:
    ids = [event.id for event in events]
    now = utc_now()
    if ids:
        await session.exec(update(ZoomEvent).where(col(ZoomEvent.id).in_(ids)).values(followed_at=now))


async def _follow(session: AsyncSession, booking: Booking, event: ZoomEvent, fact: Fact, rules: RoomRules) -> None:
    if fact.kind in _ROOM:
        await _see(session, booking, event, rules, is_open=fact.kind is FactKind.MEETING_STARTED)
    if fact.kind in REGISTRATIONS and is_news(fact, await participants_of(session, booking)):
        # Nothing else of the meeting is in doubt.
        registers = (
            col(Meeting.booking_id) == booking.id,
            col(Meeting.zoom_meeting_id) == event.zoom_meeting_id,
            col(Meeting.admission) == Admission.REGISTRATION,
        )
        await session.exec(update(Meeting).where(*registers).values(register_at=utc_now()))
        await enqueue_reconcile(session, [booking.id], priority=URGENT, unless_due=True)
    if fact.kind in _ASKS_FOR_A_LOOK:
        # Due now: the look that follows waits for nothing else.
        live = col(Meeting.booking_id) == booking.id, col(Meeting.next_check_at).is_not(None)
        await session.exec(update(Meeting).where(*live).values(next_check_at=utc_now()))
        await enqueue_reconcile(session, [booking.id], priority=URGENT, unless_due=True)


async def _is_live(session: AsyncSession, zoom_meeting_id: int | None) -> bool:
    """Tell whether a meeting is its booking's own: the room of one that is being removed is not the session's any more."""
    gone = (MeetingState.REMOVING, MeetingState.REMOVED)
    query = select(Meeting.id).where(col(Meeting.zoom_meeting_id) == zoom_meeting_id, col(Meeting.state).not_in(gone))
    return (await session.exec(query.limit(1))).one_or_none() is not None


async def _see(session: AsyncSession, booking: Booking, event: ZoomEvent, rules: RoomRules, *, is_open: bool) -> None:
    """Note what an event tells of the room, unless a later one has told more already: events come in any order.

    That the room was open is remembered whenever it is told. What follows is decided by the look at Zoom that comes next.
    """
    # By Zoom's stamp: what the event itself tells is in whole seconds, and a room may open and close within one.
    happened = event.happened_at or event.received_at
    if is_open:
        see_held(booking, rules, at=happened)
    if booking.last_event_at is not None and happened <= booking.last_event_at:
        return
    booking.last_event_at = happened
    if await _is_live(session, event.zoom_meeting_id):
        await see_room(session, booking, rules, is_open=is_open, at=happened, origin=ZOOM)
