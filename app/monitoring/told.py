"""What has been told of a session, and what it is held against: read once for all that is drawn from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.bookings.in_force import room_rules
from app.bookings.models import Booking
from app.hosts.models import Host
from app.monitoring.attendees import Attendees, attendees_of
from app.monitoring.facts import Fact, facts_of
from app.monitoring.models import ZoomEvent
from app.policy.room import RoomRules


@dataclass(frozen=True)
class Told:
    """What is known of a session.

    Args:
        facts: All that Zoom has told of it, and answered, in no order.
        rules: What may happen in its room.
        host: Who hosts it; None where it has no room.
        attendees: Who is expected.
    """

    facts: Sequence[Fact]
    rules: RoomRules
    host: Host | None
    attendees: Attendees


async def told_of(session: AsyncSession, booking: Booking, rules: RoomRules | None = None) -> Told:
    """Return what is known of a booking's session by now; `rules` are its rules, where the caller knows them."""
    return Told(
        facts=await facts_about(session, booking.id),
        rules=rules or await room_rules(session, booking),
        host=await session.get(Host, booking.host_id) if booking.host_id else None,
        attendees=await attendees_of(session, booking),
    )


async def facts_about(session: AsyncSession, booking_id: UUID) -> Sequence[Fact]:
    """Return all facts that are known of a booking."""
    query = select(ZoomEvent).where(col(ZoomEvent.booking_id) == booking_id)
    return [fact for event in await session.exec(query) for fact in facts_of(event)]
