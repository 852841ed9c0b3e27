"""By which ways a room can be opened now: what the programme allows, the host is fit for, and has not failed yet."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.bookings.in_force import policy_in_force
from app.bookings.models import Booking, Meeting
from app.bookings.opening.models import OpeningFailure
from app.bookings.reading import joinable_meeting
from app.hosts.models import Host
from app.policy.opening import OpeningRules, OpeningWay
from app.registry.pairings.models import Pairing


def ways_left(rules: OpeningRules, *, is_own_user: bool, failed: Collection[OpeningWay] = ()) -> tuple[OpeningWay, ...]:
    """Return the ways that are left, the next one first. A coordinator always is, and is always the last.

    Args:
        rules: What the programme allows, in its order.
        is_own_user: Whether the session's host is the mentor's own Zoom user.
        failed: The ways that did not work with this meeting.
    """
    cannot = {*failed, *(() if is_own_user else (OpeningWay.OWN_USER,))} - {OpeningWay.COORDINATOR}
    return tuple(way for way in rules.offered if way not in cannot)


@dataclass(frozen=True)
class Room:
    """A session as whoever opens it finds it; there is no meeting where none may be joined now."""

    booking: Booking
    meeting: Meeting | None
    host: Host | None
    ways: tuple[OpeningWay, ...]

    @property
    def way(self) -> OpeningWay:
        """The way that is offered now."""
        return self.ways[0]


async def room_of(session: AsyncSession, booking_id: UUID) -> Room:
    """Look at a session, its meeting and its host."""
    booking = await session.get_one(Booking, booking_id, populate_existing=True)
    meeting = await joinable_meeting(session, booking)
    rules = (await policy_in_force(session, booking)).document.opening
    host = await session.get(Host, booking.host_id) if booking.host_id else None
    mentor = (await session.exec(select(Pairing.mentor_id).where(col(Pairing.id) == booking.pairing_id))).one()
    failed: Collection[OpeningWay] = ()
    if meeting is not None:
        query = select(OpeningFailure.way).where(col(OpeningFailure.meeting_id) == meeting.id)
        failed = [OpeningWay(way) for way in await session.exec(query)]
    is_own_user = host is not None and host.person_id == mentor
    return Room(booking, meeting, host, ways_left(rules, is_own_user=is_own_user, failed=failed))
