"""Taking Zoom's events in: each is kept once, and is a hint to look at the booking that it is about."""

from typing import Final
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit.origin import ZOOM, Origin
from app.bookings.models import Booking, Meeting, MeetingState
from app.bookings.reading import booking_for_update
from app.bookings.room import RoomLimits
from app.bookings.room_seen import see_held, see_room
from app.kit.clock import utc_now
from app.kit.identifiers import new_id
from app.kit.jobs import URGENT, enqueue_reconcile
from app.monitoring.ai_companion import AI_EVENTS, note_ai_companion
from app.monitoring.models import ZoomEvent
from app.zoom import events
from app.zoom.stored_event import without_secrets

_STARTED: Final = "meeting.started"
_ROOM: Final = frozenset({_STARTED, "meeting.ended"})
_CHANGES: Final = frozenset({"meeting.updated", "meeting.deleted", "meeting.permanently_deleted", "meeting.recovered"})


async def take_in(
    session: AsyncSession, event: events.ZoomEvent, limits: RoomLimits, *, request_id: str | None
) -> bool:
    """Keep a verified event and act on it, in one transaction; tell whether it was new.

    An event about a meeting that is not ours is kept by its name and id alone: other meetings are other people's business.
    """
    booking_id = await _booking_of(session, event.meeting_id)
    stored = await session.exec(
        insert(ZoomEvent)
        .values(
            id=new_id(),
            deduplication_key=event.deduplication_key,
            event=event.event,
            happened_at=event.event_ts,
            zoom_meeting_id=event.meeting_id,
            booking_id=booking_id,
            payload=without_secrets(event.payload, event=event.event) if booking_id else {},
            received_at=utc_now(),
        )
        .on_conflict_do_nothing(index_elements=["deduplication_key"])
        .returning(col(ZoomEvent.id))
    )
    if stored.one_or_none() is None:
        return False
    if booking_id is not None:
        if event.event in _ROOM:
            booking = await booking_for_update(session, booking_id)
            await _see(session, booking, event, limits, Origin(ZOOM.kind, ZOOM.actor, request_id))
        if event.event in AI_EVENTS:
            booking = await booking_for_update(session, booking_id)
            await note_ai_companion(session, booking, event, Origin(ZOOM.kind, ZOOM.actor, request_id))
        if event.event in _CHANGES | _ROOM:
            # Due now: the look that follows waits for nothing else.
            live = col(Meeting.booking_id) == booking_id, col(Meeting.next_check_at).is_not(None)
            await session.exec(update(Meeting).where(*live).values(next_check_at=utc_now()))
            await enqueue_reconcile(session, [booking_id], priority=URGENT)
    return True


async def _booking_of(session: AsyncSession, zoom_meeting_id: int | None) -> UUID | None:
    if zoom_meeting_id is None:
        return None
    query = select(Meeting.booking_id).where(col(Meeting.zoom_meeting_id) == zoom_meeting_id)
    return (await session.exec(query.order_by(col(Meeting.id).desc()).limit(1))).one_or_none()


async def _is_live(session: AsyncSession, zoom_meeting_id: int | None) -> bool:
    """Tell whether a meeting is its booking's own: the room of one that is being removed is not the session's any more."""
    gone = (MeetingState.REMOVING, MeetingState.REMOVED)
    query = select(Meeting.id).where(col(Meeting.zoom_meeting_id) == zoom_meeting_id, col(Meeting.state).not_in(gone))
    return (await session.exec(query.limit(1))).one_or_none() is not None


async def _see(
    session: AsyncSession, booking: Booking, event: events.ZoomEvent, limits: RoomLimits, origin: Origin
) -> None:
    """Note what an event tells of the room, unless a later one has told more already: events come in any order.

    That the room was open is remembered whenever it is told. What follows is decided by the look at Zoom that comes next.
    """
    happened = event.event_ts or utc_now()
    is_open = event.event == _STARTED
    if is_open:
        await see_held(session, booking, limits, at=happened, origin=origin)
    if booking.last_event_at is not None and happened <= booking.last_event_at:
        return
    booking.last_event_at = happened
    if await _is_live(session, event.meeting_id):
        await see_room(session, booking, limits, is_open=is_open, at=happened, origin=origin)
