"""Asking Zoom for what no event told of a session: its log of failed deliveries, the runs of the meeting and who was in them.

The answers are kept beside the events, in the same shape and marked as asked, so that the record is drawn from one kind of facts.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import structlog
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from app.bookings.models import Booking, Meeting
from app.kit.clock import utc_now
from app.kit.database import Database, connect_alone
from app.monitoring.facts import Source
from app.monitoring.keeping import PSEUDONYMS, Arrival, keep
from app.monitoring.models import KeptRecord, ZoomEvent
from app.monitoring.record import Why
from app.settings import Settings
from app.zoom.client import ZoomClient, zoom_time
from app.zoom.errors import MeetingNotFoundError, RefusedError, UserNotFoundError, ZoomError
from app.zoom.events import MalformedEventError, parse_event
from app.zoom.events import ZoomEvent as Told
from app.zoom.reactions import Reaction, reaction_to
from app.zoom.schemas import PastMeeting, PastParticipant

ASK_AGAIN_AFTER: Final = timedelta(minutes=4)
_LOG_KEPT: Final = timedelta(days=7)
_MOST_RUNS: Final = 20
"""More than a room is opened and closed in one session."""
_WAITING: Final = "in_waiting_room"
_STATEMENT_SECONDS: Final = 10.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class _Subject:
    """What is asked about."""

    booking: Booking
    numbers: Sequence[int]
    uuids: Sequence[str]


async def ask_about(settings: Settings, database: Database, zoom: ZoomClient, booking_id: UUID) -> bool:
    """Ask Zoom about a session that is over, unless it was asked a moment ago; tell whether it was asked.

    What the app may not ask for is left out: the record says what is missing then.

    Raises:
        ZoomError: Zoom does not answer now.
    """
    subject = await _subject(database, booking_id)
    if subject is None:
        return False
    lost, is_log_open = await _lost_deliveries(settings, zoom, subject.booking)
    runs, is_answered = await _runs(zoom, subject)
    connection = await connect_alone(settings, command_timeout=_STATEMENT_SECONDS)
    try:
        async with connection.transaction():
            arrivals = [*lost, *runs]
            new = await keep(connection, arrivals, settings.key_ring.derived(PSEUDONYMS)) if arrivals else 0
    finally:
        connection.terminate()
    log.info("session.asked", booking_id=str(booking_id), new=new, answered=is_answered, delivery_log=is_log_open)
    await _note(database, booking_id, is_answered=is_answered)
    return True


async def _subject(database: Database, booking_id: UUID) -> _Subject | None:
    async with database.transaction() as session:
        kept = await session.get(KeptRecord, booking_id)
        if kept is not None and kept.asked_at is not None and kept.asked_at > utc_now() - ASK_AGAIN_AFTER:
            return None
        booking = await session.get_one(Booking, booking_id)
        meetings = select(Meeting.zoom_meeting_id).where(
            col(Meeting.booking_id) == booking_id, col(Meeting.zoom_meeting_id).is_not(None)
        )
        runs = select(ZoomEvent.meeting_uuid).where(
            col(ZoomEvent.booking_id) == booking_id, col(ZoomEvent.event).in_(("meeting.started", "meeting.ended"))
        )
        numbers = [number for number in await session.exec(meetings) if number is not None]
        uuids = sorted({uuid for uuid in await session.exec(runs) if uuid})
        return _Subject(booking, numbers, uuids) if numbers else None


async def _note(database: Database, booking_id: UUID, *, is_answered: bool) -> None:
    values = {"asked_at": utc_now(), "is_answered": is_answered}
    # Drawn from the facts by whoever settles the session next.
    first = {
        "why": Why.NOT_OVER,
        "minutes_together": 0,
        "record": {},
        "has_gaps": False,
        "is_asked": False,
        "updated_at": utc_now(),
    }
    async with database.transaction() as session:
        noting = insert(KeptRecord).values(booking_id=booking_id, **first, **values)
        await session.exec(noting.on_conflict_do_update(index_elements=["booking_id"], set_=values))


async def _lost_deliveries(settings: Settings, zoom: ZoomClient, booking: Booking) -> tuple[Sequence[Arrival], bool]:
    """Return the events that Zoom could not deliver since shortly before a session, whichever session they are about."""
    if not settings.zoom_app_id:
        return [], False
    now = utc_now()
    since = max(booking.starts_at - timedelta(hours=1), now - _LOG_KEPT)
    found: list[Arrival] = []
    try:
        async for row in zoom.failed_deliveries(settings.zoom_app_id, since=since, until=now):
            body = row.request_body if isinstance(row.request_body, str) else json.dumps(row.request_body)
            with suppress(MalformedEventError):
                event = parse_event(body.encode())
                if event.plain_token is None:
                    found.append(Arrival(event, row.request_id, now, Source.ASKED))
    except ZoomError as error:
        _unless_refused(error)
        return found, False
    return found, True


async def _runs(zoom: ZoomClient, subject: _Subject) -> tuple[Sequence[Arrival], bool]:
    """Return what Zoom tells of the runs of a session's meetings, and whether it told all that was asked for."""
    arrivals: list[Arrival] = []
    is_answered = True
    asked: set[str] = set()
    for name in await _names_of_runs(zoom, subject):
        if name in asked:
            continue
        try:
            run = await zoom.past_meeting(name)
            asked |= {name, run.uuid}
            stays = [stay async for stay in zoom.past_participants(run.uuid)]
        except MeetingNotFoundError:
            # It never ran, or still does.
            continue
        except ZoomError as error:
            _unless_refused(error)
            is_answered = False
            continue
        arrivals += _told_by(run, stays, utc_now())
    return arrivals, is_answered


async def _names_of_runs(zoom: ZoomClient, subject: _Subject) -> Sequence[str]:
    """Return by what names the runs of a session's meetings can be asked about, those that no event told of included."""
    uuids: list[str] = []
    numbers: list[str] = []
    for number in subject.numbers:
        try:
            held = await zoom.past_instances(number)
        except MeetingNotFoundError:
            held = ()
        except ZoomError as error:
            _unless_refused(error)
            held = ()
        uuids += [each.uuid for each in held]
        if not held:
            # By its number a meeting is known by its latest run.
            numbers.append(str(number))
    return [*numbers, *list(dict.fromkeys([*reversed(uuids), *subject.uuids]))[:_MOST_RUNS]]


def _unless_refused(error: ZoomError) -> None:
    """Raise an error that passes; what the app may not ask for is not known, and asking again does not help."""
    if isinstance(error, RefusedError | UserNotFoundError) or reaction_to(error) is Reaction.ALERT:
        log.warning("session.not_told", operation=str(error.operation), error=type(error).__name__)
        return
    raise error


def _told_by(run: PastMeeting, stays: Iterable[PastParticipant], now: datetime) -> Iterable[Arrival]:
    """Return an answer in the shape of the events that did not come."""
    about = {"id": run.id, "uuid": run.uuid}
    if run.start_time is not None:
        yield _as_event("meeting.started", run, {**about, "start_time": zoom_time(run.start_time)}, run.start_time, now)
    if run.end_time is not None:
        ended = {**about, "end_time": zoom_time(run.end_time), "participants_count": run.participants_count}
        yield _as_event("meeting.ended", run, ended, run.end_time, now)
    for stay in stays:
        came, went = ("joined_waiting_room", "left_waiting_room") if stay.status == _WAITING else ("joined", "left")
        times = ((came, "join_time", stay.join_time), (went, "leave_time", stay.leave_time))
        for what, key, at in times:
            if at is not None:
                subject = {**about, "participant": {**_who(stay), key: zoom_time(at)}}
                yield _as_event(f"meeting.participant_{what}", run, subject, at, now)


def _who(stay: PastParticipant) -> dict[str, Any]:
    # Without its number a stay is told apart by whose it is and when it began.
    unnumbered = f"{stay.registrant_id or stay.id or ''}@{stay.join_time and zoom_time(stay.join_time)}"
    return {
        "user_id": stay.user_id or hashlib.sha256(unnumbered.encode()).hexdigest()[:16],
        "participant_user_id": stay.id,
        "registrant_id": stay.registrant_id,
        "email": stay.user_email,
        "user_name": stay.name,
    }


def _as_event(name: str, run: PastMeeting, subject: dict[str, Any], at: datetime, now: datetime) -> Arrival:
    payload = {"object": subject}
    said = hashlib.sha256(json.dumps([name, payload], sort_keys=True).encode()).hexdigest()
    told = Told(
        event=name,
        event_ts=at,
        account_id=None,
        meeting_id=run.id,
        meeting_uuid=run.uuid,
        deduplication_key=f"asked:{name}:{said}",
        payload=payload,
    )
    return Arrival(told, None, now, Source.ASKED)
