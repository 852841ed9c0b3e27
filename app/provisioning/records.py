"""What the service knows of a booking's meetings: read as one snapshot, written in small transactions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit import service as audit
from app.audit.origin import WORKER
from app.bookings.models import Booking, Meeting, MeetingState
from app.bookings.staleness import stale_among
from app.hosts.models import Host
from app.kit.clock import utc_now
from app.kit.database import Database

LIVE: Final = frozenset({MeetingState.INTENDED, MeetingState.CREATED, MeetingState.PROVEN})
DOUBT: Final = timedelta(minutes=10)
"""How long after a create call without answer its meeting may still turn up at Zoom."""

LEFT_AFTER: Final = timedelta(days=1)
"""How long after a session Zoom is asked for what it does not let us know or remove."""


@dataclass(frozen=True)
class Snapshot:
    """A booking, its meetings and their hosts, as they were at one moment."""

    booking: Booking
    meetings: Sequence[Meeting]
    hosts: Mapping[UUID, Host]
    is_stale: bool
    """Whether something has changed that the booking's decision looked at."""

    @property
    def host(self) -> Host | None:
        """The host that the booking has reserved."""
        return self.hosts.get(self.booking.host_id) if self.booking.host_id else None

    @property
    def live(self) -> Meeting | None:
        """The meeting that is, or is to be, the booking's."""
        return next((meeting for meeting in self.meetings if meeting.state in LIVE), None)

    @property
    def removing(self) -> Sequence[Meeting]:
        """The meetings that are to be deleted from Zoom."""
        return [meeting for meeting in self.meetings if meeting.state is MeetingState.REMOVING]

    @property
    def doubtful(self) -> Sequence[Meeting]:
        """The meetings that a create call without answer may have made twice."""
        return [meeting for meeting in self.meetings if meeting.unanswered_creates > 0]


async def snapshot(database: Database, booking_id: UUID) -> Snapshot:
    """Read what is known of a booking."""
    async with database.transaction() as session:
        booking = await session.get_one(Booking, booking_id)
        meetings = (
            await session.exec(select(Meeting).where(col(Meeting.booking_id) == booking_id).order_by(col(Meeting.id)))
        ).all()
        host_ids = {meeting.host_id for meeting in meetings} | ({booking.host_id} if booking.host_id else set())
        hosts = await session.exec(select(Host).where(col(Host.id).in_(host_ids)))
        by_id = {host.id: host for host in hosts}
        return Snapshot(booking, meetings, by_id, is_stale=bool(await stale_among(session, [booking_id])))


async def meeting_for_update(session: AsyncSession, meeting_id: UUID) -> Meeting:
    """Return a meeting's row, locked until the transaction ends."""
    return await session.get_one(Meeting, meeting_id, with_for_update=True, populate_existing=True)


async def mark_live_removing(session: AsyncSession, booking_id: UUID) -> None:
    """Mark the booking's meeting, if it has one, as to be deleted from Zoom."""
    query = select(Meeting).where(col(Meeting.booking_id) == booking_id, col(Meeting.state).in_(LIVE))
    meeting = (await session.exec(query.with_for_update())).one_or_none()
    if meeting is not None:
        meeting.state = MeetingState.REMOVING
        meeting.updated_at = utc_now()


async def leave_removing(database: Database, booking_id: UUID) -> None:
    """Try no longer to delete the booking's meetings from Zoom: their time is over."""
    async with database.transaction() as session:
        booking = await session.get_one(Booking, booking_id)
        query = select(Meeting).where(
            col(Meeting.booking_id) == booking_id, col(Meeting.state) == MeetingState.REMOVING
        )
        for meeting in (await session.exec(query.with_for_update())).all():
            meeting.state, meeting.updated_at = MeetingState.REMOVED, utc_now()
            meeting.join_url, meeting.passcode = None, ""
            meeting.unanswered_creates = 0
            await tell(session, booking, meeting, "meeting.left")


async def tell(
    session: AsyncSession,
    booking: Booking,
    meeting: Meeting,
    action: str,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Write down what the worker did to a meeting."""
    await audit.append(
        session,
        origin=WORKER,
        action=action,
        subject=("meeting", meeting.id),
        partner_id=booking.partner_id,
        booking_id=booking.id,
        before=before,
        after={"zoom_meeting_id": meeting.zoom_meeting_id, **(after or {})},
    )
