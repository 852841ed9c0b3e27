"""The session record of a booking: drawn from what is stored, kept for lists, and followed by the booking's state."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from pydantic import TypeAdapter
from sqlalchemy import Uuid, bindparam
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit.models import AuditEntry
from app.audit.origin import Origin
from app.bookings.lifecycle import change_state
from app.bookings.models import Booking
from app.bookings.room import ROOM_ENDED
from app.bookings.states import BookingState
from app.kit.clock import utc_now
from app.monitoring.models import KeptRecord, SessionCorrection, ZoomEvent
from app.monitoring.record import Expected, SessionRecord, Why, record_of
from app.monitoring.told import Told, told_of

_LATEST_EVENTS: Final = timedelta(days=2)
"""So long after a session its events may come, or be asked for."""
_RECORD: Final = TypeAdapter(SessionRecord)
_EVENTS: Final = select(ZoomEvent).where(col(ZoomEvent.booking_id) == bindparam("booking_id", type_=Uuid))


@dataclass(frozen=True)
class Session:
    """What is known of a session, and what coordinators have said of it, the latest last."""

    record: SessionRecord
    corrections: Sequence[SessionCorrection]

    @property
    def is_held(self) -> bool | None:
        """Whether it counts as held: the latest correction counts, else what was seen."""
        return self.corrections[-1].is_held if self.corrections else self.record.is_held


async def session_of(session: AsyncSession, booking: Booking, told: Told | None = None) -> Session:
    """Draw the record of a booking's session from all that is known by now; `told` is that, where the caller has read it."""
    told = told or await told_of(session, booking)
    kept = await session.get(KeptRecord, booking.id)
    query = select(SessionCorrection).where(col(SessionCorrection.booking_id) == booking.id)
    corrections = (await session.exec(query.order_by(col(SessionCorrection.id)))).all()
    # Before there were records, a session was completed by what was seen of its room.
    was_completed = booking.starts_at if booking.state is BookingState.COMPLETED and not corrections else None
    if not told.facts and kept is not None and kept.record.get("runs"):
        # The events are not kept for ever.
        return Session(_RECORD.validate_python(kept.record), corrections)
    record = await _drawn(
        session,
        booking,
        told,
        seen_open_at=booking.held_at or was_completed,
        is_answered=kept is not None and kept.is_answered,
    )
    return Session(record, corrections)


async def settle(session: AsyncSession, booking: Booking, told: Told | None = None, *, origin: Origin) -> Session:
    """Draw the record again and keep it; the state of a session that is over follows it, and what a coordinator says of it.

    The caller holds the booking FOR UPDATE.
    """
    found = await session_of(session, booking, told)
    record = found.record
    values = {
        "is_held": record.is_held,
        "why": record.why,
        "minutes_together": int(record.together / timedelta(minutes=1)),
        "record": _RECORD.dump_python(record, mode="json"),
        "has_gaps": bool(record.gaps),
        "is_asked": record.is_asked,
        "updated_at": utc_now(),
    }
    keeping = insert(KeptRecord).values(booking_id=booking.id, is_answered=False, **values)
    await session.exec(keeping.on_conflict_do_update(index_elements=["booking_id"], set_=values))
    after = {"why": "corrected" if found.corrections else record.why}
    if booking.state is BookingState.NOT_HELD and found.is_held:
        await change_state(session, booking, BookingState.COMPLETED, origin=origin, after=after)
    elif booking.state is BookingState.COMPLETED and not found.is_held and _is_certain(found, booking):
        await change_state(session, booking, BookingState.NOT_HELD, origin=origin, after=after)
    return found


def _is_certain(found: Session, booking: Booking) -> bool:
    """Tell whether a session that was completed, and by its record was not held, is to follow that.

    A coordinator's word counts; so does a record that lacks nothing, as when the event that somebody left came late. What is seen
    less of, later, is no proof: events are not kept for ever.
    """
    is_recent = booking.ends_at > utc_now() - _LATEST_EVENTS
    record = found.record
    return bool(found.corrections) or (is_recent and bool(record.runs) and not record.gaps)


async def _drawn(
    session: AsyncSession, booking: Booking, told: Told, *, seen_open_at: datetime | None, is_answered: bool
) -> SessionRecord:
    rules, host, now = told.rules, told.host, utc_now()
    expected = Expected(
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        opens_early=rules.opens_early,
        overruns=rules.overruns,
        held_from=rules.held_from,
        host_id=host.zoom_user_id if host is not None else None,
        known_as=told.attendees.known_as if host is not None else {},
        ended_at=await _ended_at(session, booking),
    )
    if host is None and not told.facts:
        found = record_of([], expected, now=now, is_answered=True)
        return found if found.is_held is None else replace(found, is_held=True, why=Why.TELEPHONE)
    return record_of(told.facts, expected, now=now, seen_open_at=seen_open_at, is_answered=is_answered)


async def _ended_at(session: AsyncSession, booking: Booking) -> tuple[datetime, ...]:
    """Return when Chaperone has ended the booking's room, which the trail tells."""
    query = select(AuditEntry.at).where(col(AuditEntry.booking_id) == booking.id, col(AuditEntry.action) == ROOM_ENDED)
    return tuple((await session.exec(query.order_by(col(AuditEntry.id)))).all())
