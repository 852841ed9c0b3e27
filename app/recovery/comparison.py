"""Comparing what Zoom has with what the database knows. Reads only."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from app.bookings.models import Booking, Meeting, MeetingState
from app.bookings.states import STANDS_AT_ZOOM
from app.hosts.models import Host
from app.kit.clock import utc_now
from app.kit.database import Database
from app.kit.identifiers import is_reference
from app.recovery.models import MismatchKind
from app.zoom.client import ZoomClient
from app.zoom.errors import HostNotAllowedError, MeetingNotFoundError, UserNotFoundError
from app.zoom.reference import reference_in
from app.zoom.schemas import MeetingListItem

_LIVE = frozenset({MeetingState.CREATED, MeetingState.PROVEN})
_AT_ONCE = 500


@dataclass(frozen=True)
class Found:
    """One meeting about which Zoom and the database do not agree."""

    kind: MismatchKind
    zoom_meeting_id: int
    host_id: UUID
    reference: str
    booking_id: UUID | None = None
    partner_id: UUID | None = None
    at_zoom: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Comparison:
    """What was found, and the hosts whose meetings Zoom told."""

    found: Sequence[Found]
    hosts: Collection[UUID]


async def compare(database: Database, zoom: ZoomClient, *, all_kinds: bool) -> Comparison:
    """Compare the meetings ahead of all hosts, a list for each.

    Args:
        database: The database.
        zoom: The account, in the lane that this is to use.
        all_kinds: Also look whether the meetings of confirmed sessions are there and at their time. The reconciler does
            that by itself while the database is known to be as new as Zoom.

    Raises:
        ZoomError: Zoom does not answer, or refuses.
    """
    began = utc_now()
    async with database.transaction() as session:
        hosts = (await session.exec(select(Host).order_by(col(Host.id)))).all()
    listed: dict[UUID, dict[int, MeetingListItem]] = {}
    for host in hosts:
        try:
            listed[host.id] = {each.id: each async for each in zoom.meetings(host.zoom_user_id)}
        except (UserNotFoundError, HostNotAllowedError):
            # Zoom shows nobody the meetings of a user who is gone or deactivated.
            continue
    # The database is read after Zoom: a booking is written down before its meeting is made.
    found = await _not_ours(database, listed, began)
    if all_kinds:
        found += await _not_as_known(database, listed)
    return Comparison([each for each in found if await _is_so(zoom, each)], listed.keys())


async def _not_ours(
    database: Database, listed: Mapping[UUID, Mapping[int, MeetingListItem]], began: datetime
) -> list[Found]:
    """Return the meetings that carry a reference of ours and are no booking's own."""
    carrying = [
        (host_id, reference, item)
        for host_id, items in listed.items()
        for item in items.values()
        if (reference := reference_in(item.agenda)) and is_reference(reference) and not _is_over(item, began)
    ]
    found = []
    for first in range(0, len(carrying), _AT_ONCE):
        chunk = carrying[first : first + _AT_ONCE]
        async with database.transaction() as session:
            references = {reference for _, reference, _ in chunk}
            bookings = {
                each.reference: each
                for each in await session.exec(select(Booking).where(col(Booking.reference).in_(references)))
            }
            rows = (
                await session.exec(
                    select(Meeting).where(col(Meeting.booking_id).in_([each.id for each in bookings.values()]))
                )
            ).all()
        for host_id, reference, item in chunk:
            booking = bookings.get(reference)
            if booking is None:
                kind = MismatchKind.UNKNOWN_MEETING
            elif _is_in_hand([row for row in rows if row.booking_id == booking.id], item.id, began):
                continue
            else:
                kind = MismatchKind.EXTRA_MEETING
            found.append(
                Found(
                    kind,
                    item.id,
                    host_id,
                    reference,
                    booking.id if booking else None,
                    booking.partner_id if booking else None,
                    shown(item),
                )
            )
    return found


def _is_in_hand(rows: Sequence[Meeting], zoom_meeting_id: int, began: datetime) -> bool:
    """Tell whether a meeting is its booking's own, or is about to be adopted or removed by the reconciler."""
    own = any(
        row.zoom_meeting_id == zoom_meeting_id and (row.state is not MeetingState.REMOVED or row.updated_at >= began)
        for row in rows
    )
    return own or any(row.unanswered_creates > 0 for row in rows)


async def _not_as_known(database: Database, listed: Mapping[UUID, Mapping[int, MeetingListItem]]) -> list[Found]:
    """Return the meetings of confirmed sessions that are gone from Zoom, or at another time."""
    async with database.transaction() as session:
        query = (
            select(Booking, Meeting)
            .join(Meeting, col(Meeting.booking_id) == col(Booking.id))
            .where(col(Booking.state).in_(STANDS_AT_ZOOM), col(Booking.ends_at) > utc_now())
            .where(col(Meeting.state).in_(_LIVE), col(Meeting.zoom_meeting_id).is_not(None))
            .order_by(col(Booking.starts_at))
        )
        known = (await session.exec(query)).all()
    found = []
    for booking, meeting in known:
        if meeting.host_id not in listed or meeting.zoom_meeting_id is None:
            continue
        item = listed[meeting.host_id].get(meeting.zoom_meeting_id)
        if item is not None and _is_at(item, booking):
            continue
        kind = MismatchKind.MEETING_GONE if item is None else MismatchKind.MEETING_DIFFERS
        found.append(
            Found(
                kind,
                meeting.zoom_meeting_id,
                meeting.host_id,
                booking.reference,
                booking.id,
                booking.partner_id,
                shown(item) if item else {},
            )
        )
    return found


async def _is_so(zoom: ZoomClient, found: Found) -> bool:
    """Look once more, at the meeting itself: a list may be behind."""
    if found.kind is MismatchKind.MEETING_DIFFERS:
        return True
    try:
        await zoom.meeting(found.zoom_meeting_id)
    except MeetingNotFoundError:
        return found.kind is MismatchKind.MEETING_GONE
    return found.kind is not MismatchKind.MEETING_GONE


def minutes(length: timedelta) -> int:
    """Return a session's length as Zoom has it: in whole minutes, rounded up."""
    return -(-length // timedelta(minutes=1))


def shown(item: MeetingListItem) -> dict[str, Any]:
    """Return what a list shows of a meeting, without what people may have written in it."""
    return {
        "starts_at": item.start_time.isoformat() if item.start_time else None,
        "minutes": item.duration,
        "created_at": item.created_at.isoformat() if item.created_at else None,
    }


def _is_at(item: MeetingListItem, booking: Booking) -> bool:
    return item.start_time == booking.starts_at.replace(microsecond=0) and item.duration == minutes(
        booking.ends_at - booking.starts_at
    )


def _is_over(item: MeetingListItem, now: datetime) -> bool:
    """Tell whether a meeting's time has passed; one without a time may be opened at any."""
    return item.start_time is not None and item.start_time + timedelta(minutes=item.duration or 0) < now
