"""What the service knows of a booking's meetings: read as one snapshot, written in small transactions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam
from sqlalchemy.exc import NoResultFound
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit import service as audit
from app.audit.origin import WORKER
from app.bookings.in_force import policy_under
from app.bookings.models import Booking, Meeting, MeetingState
from app.bookings.staleness import IS_STALE
from app.hosts.models import Host
from app.installation.trust import IS_TRUSTED, require_trust
from app.kit.clock import utc_now
from app.kit.database import Database
from app.policy.doors import DoorRules
from app.policy.room import RoomRules
from app.registry.pairings.models import Pairing
from app.registry.partners.models import Partner

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
    rules: RoomRules
    """What may happen in its room."""
    doors: DoorRules
    """How people come in."""
    mentor_id: UUID
    """Whose own Zoom user may be its host."""
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


_SNAPSHOT: Final = (
    select(Booking, Meeting, Host, Partner.guidance, Pairing.mentor_id, IS_STALE, IS_TRUSTED)  # type: ignore[call-overload]  # typed for four
    .join(Partner, col(Partner.id) == col(Booking.partner_id))
    .join(Pairing, col(Pairing.id) == col(Booking.pairing_id))
    .outerjoin(Meeting, col(Meeting.booking_id) == col(Booking.id))
    .outerjoin(Host, col(Host.id).in_([col(Booking.host_id), col(Meeting.host_id)]))
    .where(col(Booking.id) == bindparam("booking_id"))
    .order_by(col(Meeting.id))
)


async def snapshot(database: Database, booking_id: UUID) -> Snapshot:
    """Read what is known of a booking.

    Raises:
        NoResultFound: There is no such booking.
        RecoveringError: The database may be older than what was last done at Zoom.
    """
    async with database.single_statement() as session:
        rows = (await session.exec(_SNAPSHOT, params={"booking_id": booking_id})).all()
        if not rows:
            raise NoResultFound
        booking, _, _, guidance, mentor_id, is_stale, is_trusted = rows[0]
        if not is_trusted:
            await require_trust(session)
        meetings = {meeting.id: meeting for _, meeting, *_ in rows if meeting is not None}
        hosts = {host.id: host for _, _, host, *_ in rows if host is not None}
        policy = (await policy_under(session, booking, guidance)).document
        return Snapshot(
            booking, list(meetings.values()), hosts, policy.room, policy.doors, mentor_id, is_stale=is_stale
        )


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
