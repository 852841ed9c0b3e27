"""Doing in a running room what the policy wants because of an incident: stopping what was started, or ending the room."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

import structlog

from app.bookings.reading import booking_for_update
from app.bookings.room import ROOM_ENDED
from app.bookings.room_measures import RoomMeasure, Wish, fulfil, wishes_of
from app.incidents.service import note_done
from app.kit.database import Database
from app.provisioning import rooms
from app.provisioning.leases import Lease
from app.provisioning.records import Snapshot, tell
from app.zoom.client import ZoomClient
from app.zoom.errors import MeetingNotFoundError, RefusedError, ScopeMissingError, ValidationFailedError

_DONE: Final = "done"
_ROOM_CLOSED: Final = "room_closed"
_REFUSED: Final = "zoom_refused"

_STOPS: Final[Mapping[RoomMeasure, Callable[[ZoomClient, int], Awaitable[None]]]] = {
    RoomMeasure.STOP_RECORDING: lambda zoom, meeting: zoom.stop_recording(meeting),
    RoomMeasure.STOP_AI_COMPANION: lambda zoom, meeting: zoom.stop_ai_companion(meeting),
}

log = structlog.get_logger(__name__)


async def take_measures(database: Database, zoom: ZoomClient, seen: Snapshot, lease: Lease) -> bool:
    """Do what is wished for a booking's room; tell whether anything was.

    Running it again after a crash is harmless: to stop what has stopped, and to end what has ended, changes nothing.

    Raises:
        ZoomError: Zoom does not answer; it is tried again.
        LeaseLostError: Somebody else acts on the booking now.
    """
    wishes = wishes_of(seen.booking)
    for wish in wishes:
        lease.check()
        await _note(database, seen, wish, await _take(zoom, seen, wish))
    return bool(wishes)


async def _take(zoom: ZoomClient, seen: Snapshot, wish: Wish) -> str:
    number = seen.live.zoom_meeting_id if seen.live is not None else None
    if number is None or not await rooms.is_open(zoom, seen):
        return _ROOM_CLOSED
    try:
        if (stop := _STOPS.get(wish.measure)) is not None:
            await stop(zoom, number)
        else:
            await zoom.end_meeting(number)
    except MeetingNotFoundError:
        return _ROOM_CLOSED
    except (RefusedError, ValidationFailedError, ScopeMissingError) as error:
        log.warning(
            "room.measure_refused", booking_id=str(seen.booking.id), measure=wish.measure, error=type(error).__name__
        )
        return _REFUSED
    return _DONE


async def _note(database: Database, seen: Snapshot, wish: Wish, outcome: str) -> None:
    async with database.transaction() as session:
        booking = await booking_for_update(session, seen.booking.id)
        if wish not in wishes_of(booking):
            return
        fulfil(booking, wish)
        await note_done(session, wish.incident_id, action=wish.measure, outcome=outcome)
        if seen.live is not None:
            action = ROOM_ENDED if wish.measure is RoomMeasure.END_ROOM else f"meeting.{wish.measure}"
            after = {"because": wish.because, "incident_id": str(wish.incident_id), "outcome": outcome}
            await tell(session, booking, seen.live, action, after=after)
