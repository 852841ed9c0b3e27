"""The weekly record of a programme: which sessions took place as planned (brokerage, The role of the mentor)."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.principal import Principal
from app.access.visibility import found, visible_to
from app.bookings.models import Booking
from app.bookings.states import BookingState
from app.http.fields import EARLIEST, LATEST
from app.kit.clock import utc_now
from app.kit.errors import FieldError, InvalidFieldsError
from app.monitoring.models import KeptRecord, SessionCorrection
from app.monitoring.record import Why
from app.monitoring.sessions.schemas import WeekRead, WeekRow
from app.registry.programmes.models import Programme

WEEK: Final = r"^\d{4}-W\d{2}$"
_COLUMNS: Final = ("date", "hour", "held", "minutes", "notes", "modality", "booking_id", "pairing_id")
_PLANNED: Final = frozenset(
    {
        BookingState.CONFIRMED,
        BookingState.IN_PROGRESS,
        BookingState.COMPLETED,
        BookingState.NOT_HELD,
        BookingState.CANCELLED,
        BookingState.SUSPENDED,
        BookingState.BLOCKED,
        BookingState.FAILED,
    }
)
_NOTES: Final[Mapping[Why, str]] = {
    Why.HELD: "",
    Why.ROOM_OPEN: "The room was open; nothing tells who was in.",
    Why.NOBODY_CAME: "Nobody came.",
    Why.ONLY_MENTOR: "Only the mentor came.",
    Why.ONLY_MENTEE: "Only the mentee came.",
    Why.NOT_ADMITTED: "The mentee waited and was not let in.",
    Why.ALONE: "Only one person came.",
    Why.TOO_SHORT: "They were together for too short a time.",
    Why.TELEPHONE: "By telephone; counts as held unless a coordinator says otherwise.",
    Why.NOT_OVER: "",
}
_NOTES_OF_STATES: Final[Mapping[BookingState, str]] = {
    BookingState.CANCELLED: "Cancelled.",
    BookingState.SUSPENDED: "Suspended: something that it needs is missing.",
    BookingState.BLOCKED: "No safe meeting could be made.",
    BookingState.FAILED: "Its meeting could not be made.",
}


async def sessions_of_week(session: AsyncSession, principal: Principal, programme_id: UUID, week: str) -> WeekRead:
    """Return the sessions that were planned in a week, Monday to Sunday by the programme's clock, in the order of their start.

    Raises:
        NotFoundError: There is no such programme that the caller may see.
        InvalidFieldsError: There is no such week.
    """
    programme = found(await session.get(Programme, programme_id), "Programme")
    zone = ZoneInfo(programme.time_zone)
    first = _monday(week)
    from_, to = (datetime.combine(day, time(), zone).astimezone(UTC) for day in (first, first + timedelta(days=7)))
    query = select(Booking).where(col(Booking.programme_id) == programme_id, col(Booking.state).in_(_PLANNED))
    query = query.where(col(Booking.starts_at) >= from_, col(Booking.starts_at) < to)
    query = visible_to(principal.partner_id, query, col(Booking.partner_id))
    bookings = (await session.exec(query.order_by(col(Booking.starts_at), col(Booking.id)))).all()
    ids = [booking.id for booking in bookings]
    kept = {
        row.booking_id: row for row in await session.exec(select(KeptRecord).where(col(KeptRecord.booking_id).in_(ids)))
    }
    said = select(SessionCorrection).where(col(SessionCorrection.booking_id).in_(ids))
    # The latest of each comes last.
    corrected = {row.booking_id: row for row in await session.exec(said.order_by(col(SessionCorrection.id)))}
    rows = [_row(booking, zone, kept.get(booking.id), corrected.get(booking.id)) for booking in bookings]
    return WeekRead(programme_id=programme_id, week=week, time_zone=programme.time_zone, sessions=rows)


def as_csv(rows: Sequence[WeekRow]) -> str:
    """Return the rows as a spreadsheet reads them (RFC 4180)."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    for row in rows:
        held = {True: "yes", False: "no", None: ""}[row.is_held]
        minutes = "" if row.minutes is None else row.minutes
        writer.writerow((row.date, row.hour, held, minutes, row.notes, row.modality, row.booking_id, row.pairing_id))
    return text.getvalue()


def _monday(week: str) -> date:
    year, number = (int(part) for part in week.split("-W"))
    # The years of every other time in a request: outside of them an hour of the week may be none that there is.
    if not EARLIEST.year <= year < LATEST.year:
        message = f"must be a week of the years {EARLIEST.year} to {LATEST.year - 1}"
        raise InvalidFieldsError(FieldError("query.week", message))
    try:
        return date.fromisocalendar(year, number, 1)
    except ValueError:
        message = "does not exist; write the year and the week of ISO 8601, for example 2026-W48"
        raise InvalidFieldsError(FieldError("query.week", message)) from None


def _row(booking: Booking, zone: ZoneInfo, kept: KeptRecord | None, said: SessionCorrection | None) -> WeekRow:
    local = booking.starts_at.astimezone(zone)
    is_held, minutes, notes = _seen(booking, kept)
    if said is not None:
        is_held, minutes = said.is_held, said.minutes
        notes = " ".join(part for part in ("Corrected by a coordinator.", notes if not said.is_held else "") if part)
    return WeekRow(
        booking_id=booking.id,
        pairing_id=booking.pairing_id,
        date=local.date(),
        hour=f"{local:%H:%M}",
        modality=booking.modality,
        is_held=is_held,
        minutes=minutes,
        notes=notes,
    )


def _seen(booking: Booking, kept: KeptRecord | None) -> tuple[bool | None, int | None, str]:
    if (note := _NOTES_OF_STATES.get(booking.state)) is not None:
        return False, None, note
    if booking.ends_at > utc_now() or booking.state not in {BookingState.COMPLETED, BookingState.NOT_HELD}:
        return None, None, ""
    is_held = booking.state is BookingState.COMPLETED
    if booking.host_id is None:
        return is_held, None, _NOTES[Why.TELEPHONE] if is_held else ""
    if kept is None:
        return is_held, None, ""
    notes = [_NOTES[kept.why], "Not everything that happened is known." if kept.has_gaps else ""]
    return is_held, kept.minutes_together, " ".join(note for note in notes if note)
