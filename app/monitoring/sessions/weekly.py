"""The weekly record of a programme: which sessions took place as planned (brokerage, The role of the mentor)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, time
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import MISSING
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.principal import Principal
from app.access.visibility import found, visible_to
from app.bookings.answers.service import note_read, notes_about
from app.bookings.models import Booking
from app.bookings.participants.service import OF_THE_PAIRING
from app.bookings.states import BookingState
from app.http.weeks import days_of
from app.kit.clock import utc_now
from app.kit.encryption import KeyRing
from app.monitoring.models import KeptRecord, SessionCorrection
from app.monitoring.record import Why
from app.monitoring.sessions.schemas import SaidRead, WeekRead, WeekRow
from app.registry.programmes.models import Programme

_COLUMNS: Final = ("date", "hour", "held", "minutes", "notes", "modality", "booking_id", "pairing_id")
_YES_OR_NO: Final[Mapping[bool | None, str]] = {True: "yes", False: "no", None: ""}
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


async def sessions_of_week(
    session: AsyncSession, principal: Principal, programme_id: UUID, week: str, *, said_under: KeyRing | None = None
) -> WeekRead:
    """Return the sessions that were planned in a week, Monday to Sunday by the programme's clock, in the order of their start.

    With the key ring that it is encrypted under, what their people said of them comes with them; that is written down.

    Raises:
        NotFoundError: There is no such programme that the caller may see.
        InvalidFieldsError: There is no such week.
    """
    programme = found(await session.get(Programme, programme_id), "Programme")
    zone = ZoneInfo(programme.time_zone)
    from_, to = (datetime.combine(day, time(), zone).astimezone(UTC) for day in days_of(week))
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
    if said_under is not None:
        notes = await notes_about(session, ids, said_under)
        for row in rows:
            row.said = [
                SaidRead(role=who.role, is_held=content.get("held") == "yes", notes=content.get("notes", ""))
                for who, content in notes.get(row.booking_id, ())
            ]
        answers = sum(len(each) for each in notes.values())
        await note_read(session, principal, ("programme", programme_id), answers, which={"week": week})
    return WeekRead(programme_id=programme_id, week=week, time_zone=programme.time_zone, sessions=rows)


def columns(*, with_said: bool) -> Sequence[str]:
    """Return the columns of the record as a table."""
    return (
        (*_COLUMNS, *(f"{role}_{what}" for role in OF_THE_PAIRING for what in ("held", "notes")))
        if with_said
        else _COLUMNS
    )


def as_rows(found: WeekRead, *, with_said: bool) -> Iterator[Sequence[object]]:
    """Yield the record as a table."""
    for row in found.sessions:
        yield (
            row.date,
            row.hour,
            _YES_OR_NO[row.is_held],
            row.minutes,
            row.notes,
            row.modality,
            row.booking_id,
            row.pairing_id,
            *(_as_cells(row) if with_said else ()),
        )


def _as_cells(row: WeekRow) -> Iterator[object]:
    said = {each.role: each for each in row.said} if row.said is not MISSING else {}
    for role in OF_THE_PAIRING:
        yield from (_YES_OR_NO[said[role].is_held], said[role].notes) if role in said else ("", "")


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
