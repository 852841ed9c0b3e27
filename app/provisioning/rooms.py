"""The rooms of sessions at Zoom: noting them, ending one that must not be open, and telling people of it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit import service as audit
from app.audit.origin import WORKER
from app.bookings.incidents import report_incident
from app.bookings.lifecycle import change_state, touch
from app.bookings.models import Booking, MeetingState
from app.bookings.moves.proposed import close_open
from app.bookings.reading import booking_for_update
from app.bookings.room import ROOM_ENDED, RoomStep, what_follows
from app.bookings.room_seen import see_held, see_room
from app.bookings.states import WANTS_MEETING, BookingState
from app.kit.clock import utc_now
from app.kit.database import Database
from app.kit.jobs import BULK, enqueue_reconcile
from app.kit.settling import announce
from app.monitoring.asking import ask_about
from app.monitoring.models import KeptRecord
from app.monitoring.sessions.service import settle
from app.policy.incidents import IncidentKind
from app.provisioning.records import LEFT_AFTER, Snapshot, mark_live_removing, meeting_for_update, tell
from app.settings import Settings
from app.zoom.client import ZoomClient
from app.zoom.errors import HostNotAllowedError, MeetingNotFoundError, UserNotFoundError

LOOSENED: Final = (
    "Safety settings of the running meeting are not as they must be, and Zoom changes nothing while it runs. Its link is not "
    "shown until they are right. End the session with /end if it cannot go on like this."
)
_TOLD: Final[Mapping[RoomStep, tuple[IncidentKind, str, str, str]]] = {
    RoomStep.END_EARLY_ROOM: (
        IncidentKind.ROOM_OPENED_EARLY,
        "opened_early",
        "The room of a session was opened long before it begins. It was ended; the session stays as it was booked.",
        "Ask whoever can open the room why it was opened, and tell them from when on it may be.",
    ),
    RoomStep.END_LATE_ROOM: (
        IncidentKind.ROOM_OPEN_TOO_LONG,
        "open_too_long",
        "The room of a session was open for too long after its end, or was opened again after it. It was ended.",
        "Ask the mentor why, and look with the programme whether the sessions are long enough.",
    ),
}

_ASKED_FROM: Final = timedelta(minutes=5)
"""So long after a session its events are waited for, before Zoom is asked for what they did not tell of one that was held."""
_ASKED_AT_ONCE: Final = 50

log = structlog.get_logger(__name__)


def step_of(seen: Snapshot, *, is_open: bool, is_held: bool = False) -> RoomStep:
    """Return what follows now for a booking whose room is as Zoom says; `is_held` is the record's word, once it is over."""
    booking = seen.booking
    return what_follows(
        booking.state,
        booking.starts_at,
        booking.ends_at,
        seen.rules,
        is_open=is_open,
        is_held=is_held,
        now=utc_now(),
    )


async def is_open(zoom: ZoomClient, seen: Snapshot) -> bool:
    """Ask Zoom whether the room of a booking's meeting is open.

    Raises:
        ZoomError: Zoom does not answer, or refuses.
    """
    if seen.live is None or seen.live.zoom_meeting_id is None:
        return False
    try:
        return (await zoom.meeting(seen.live.zoom_meeting_id)).is_started
    except (MeetingNotFoundError, UserNotFoundError, HostNotAllowedError):
        return False


async def note_room(database: Database, seen: Snapshot, *, is_open: bool) -> bool:
    """Write down how the room was found; tell whether the booking is not as it was seen any more."""
    async with database.transaction() as session:
        booking = await booking_for_update(session, seen.booking.id)
        await see_room(session, booking, seen.rules, is_open=is_open, at=utc_now(), origin=WORKER)
        return booking.version != seen.booking.version


async def note_closed(database: Database, seen: Snapshot, look_again_at: datetime | None) -> None:
    """Write down that the room of a session that is over is closed, and when it is looked at again."""
    async with database.transaction() as session:
        booking = await booking_for_update(session, seen.booking.id)
        # An event that came meanwhile is newer than what was seen, and has a look of its own.
        if booking.room_opened_at == seen.booking.room_opened_at:
            await see_room(session, booking, seen.rules, is_open=False, at=utc_now(), origin=WORKER)
        row = await meeting_for_update(session, seen.live.id) if seen.live is not None else None
        if row is not None:
            row.next_check_at = look_again_at


async def note_held(database: Database, seen: Snapshot) -> None:
    """Write down that the room is open, if this is the session's time."""
    async with database.transaction() as session:
        booking = await booking_for_update(session, seen.booking.id)
        see_held(booking, seen.rules, at=utc_now())


async def note_ended(database: Database, seen: Snapshot, *, is_over: bool) -> None:
    """Write down that a room is closed because somebody asked for that.

    Where the session's time has come, it is ended for good: its meeting is to be removed, and none is made again. Whether it
    was held is told by its record, when its time is over. Before that nobody is in a session: it stays ahead.
    """
    now = utc_now()
    async with database.transaction() as session:
        booking = await booking_for_update(session, seen.booking.id)
        if booking.state not in WANTS_MEETING or booking.starts_at != seen.booking.starts_at:
            # Cancelled, suspended or moved meanwhile.
            return
        await see_room(session, booking, seen.rules, is_open=False, at=now, origin=WORKER)
        if booking.held_at is None and not is_over:
            booking.end_requested_at = None
        else:
            await _end_for_good(session, booking, now)
        touch(booking)
        await announce(session, booking.id)


async def _end_for_good(session: AsyncSession, booking: Booking, now: datetime) -> None:
    booking.ended_by_request_at, booking.problem, booking.next_decision_at = now, None, None
    if booking.state is BookingState.PROVISIONING:
        # No meeting is being made any more.
        await change_state(session, booking, BookingState.CONFIRMED, origin=WORKER, after={"room": "closed"})
    await close_open(session, booking, WORKER, because="the session was ended")
    await mark_live_removing(session, booking.id)
    await audit.append(
        session,
        origin=WORKER,
        action="booking.ended",
        subject=("booking", booking.id),
        partner_id=booking.partner_id,
        booking_id=booking.id,
        after={"state": booking.state, "at": now.isoformat()},
    )


async def end_room(database: Database, zoom: ZoomClient, seen: Snapshot, *, because: str) -> None:
    """End a running meeting at Zoom for everybody; the meeting itself stays.

    Raises:
        ZoomError: Zoom does not answer, or refuses.
    """
    if seen.live is None or seen.live.zoom_meeting_id is None:
        return
    try:
        await zoom.end_meeting(seen.live.zoom_meeting_id)
    except MeetingNotFoundError:
        log.info("meeting.gone", booking_id=str(seen.booking.id))
    async with database.transaction() as session:
        await tell(session, seen.booking, seen.live, ROOM_ENDED, after={"because": because})


async def end_and_report(database: Database, zoom: ZoomClient, seen: Snapshot, step: RoomStep) -> None:
    """End a room that must not be open now. It is reported first: who ends it may be interrupted.

    Raises:
        ZoomError: Zoom does not answer, or refuses.
    """
    kind, because, summary, remedy = _TOLD[step]
    booking = seen.booking
    times = {"starts_at": booking.starts_at.isoformat(), "ends_at": booking.ends_at.isoformat()}
    async with database.transaction() as session:
        await report_incident(
            session,
            WORKER,
            booking,
            kind,
            summary=summary,
            remedy=remedy,
            details=times,
        )
    await end_room(database, zoom, seen, because=because)


async def report_loosened(database: Database, seen: Snapshot, differences: Mapping[str, str]) -> None:
    """Say that a running meeting is not proven any more: its link is hidden, and people are told."""
    async with database.transaction() as session:
        booking = await booking_for_update(session, seen.booking.id)
        if booking.problem != LOOSENED:
            booking.problem = LOOSENED
            touch(booking)
        row = await meeting_for_update(session, seen.live.id) if seen.live is not None else None
        if row is None or row.state is not MeetingState.PROVEN:
            return
        row.state = MeetingState.CREATED
        await report_incident(
            session,
            WORKER,
            booking,
            IncidentKind.SETTINGS_LOOSENED,
            summary="The host of a running session is not proven safe any more. The session's link is not shown until it is.",
            remedy="Look at the host's settings with the organisation's Zoom administrator; end the session if in doubt.",
            details={"before": dict(differences), "after": {}},
        )


async def is_held(database: Database, seen: Snapshot) -> bool:
    """Draw the record of a session that is over from all that is known by now, and tell whether it was held."""
    async with database.transaction() as session:
        booking = await booking_for_update(session, seen.booking.id)
        return bool((await settle(session, booking, origin=WORKER)).is_held)


async def lacks_answers(database: Database, seen: Snapshot) -> bool:
    """Tell whether nothing tells of a part of a session that was held, and Zoom has not been asked about it."""
    if not _ASKED_FROM <= utc_now() - seen.booking.ends_at <= LEFT_AFTER:
        return False
    async with database.transaction() as session:
        kept = await session.get(KeptRecord, seen.booking.id)
        return kept is not None and kept.has_gaps and kept.asked_at is None


async def ask_about_gaps(session: AsyncSession) -> None:
    """Ask for a look at the sessions that were held and of which nothing tells a part: a few at a time, oldest first."""
    now = utc_now()
    query = (
        select(col(Booking.id))
        .join(KeptRecord, col(KeptRecord.booking_id) == col(Booking.id))
        .where(col(Booking.state) == BookingState.COMPLETED, col(Booking.host_id).is_not(None))
        .where(col(Booking.starts_at) > now - 2 * LEFT_AFTER, col(Booking.starts_at) < now)
        .where(col(Booking.ends_at) >= now - LEFT_AFTER, col(Booking.ends_at) <= now - _ASKED_FROM)
        .where(col(KeptRecord.has_gaps), col(KeptRecord.asked_at).is_(None))
        .order_by(col(Booking.starts_at))
        .limit(_ASKED_AT_ONCE)
    )
    await enqueue_reconcile(session, (await session.exec(query)).all(), priority=BULK, unless_waiting=True)


async def ask_whether_held(settings: Settings, database: Database, zoom: ZoomClient, seen: Snapshot) -> bool:
    """Ask Zoom for what no event told of a session; tell whether it was held by what is known then.

    Raises:
        ZoomError: Zoom does not answer now.
    """
    if not await ask_about(settings, database, zoom, seen.booking.id):
        return False
    return await is_held(database, seen)
