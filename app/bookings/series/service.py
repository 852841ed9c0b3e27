"""Booking and cancelling a series: all of it or nothing, in one transaction, with a decision per session."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app.access.principal import Principal
from app.access.visibility import found, visible_to
from app.audit import service as audit
from app.bookings import deciding as decisions
from app.bookings import reservations
from app.bookings.disclosure import SERIES_FOR_USER, findings_for
from app.bookings.facts import SessionRequest, guidance_of
from app.bookings.models import Booking, Series
from app.bookings.placing import Refused, RefusedError, place, taken_error
from app.bookings.reading import booking_for_update
from app.bookings.series.dates import SeriesDateError, days_of_series, moment_of
from app.bookings.series.schemas import SeriesCreate
from app.bookings.service import cancel, check_time, context_of, request_of
from app.bookings.states import TRANSITIONS, BookingState
from app.kit.clock import utc_now
from app.kit.errors import FieldError, InvalidFieldsError, Refusal, SeriesRefusedError
from app.kit.identifiers import new_id
from app.kit.jobs import BULK, enqueue_reconcile
from app.policy.calendar import is_bank_holiday
from app.policy.rules.schedule_working_hours import schedule_working_hours
from app.registry.lookup import PairingContext
from app.registry.policies.models import policy_of


@dataclass(frozen=True)
class RefusedSession:
    """A session of a series that cannot be had, its place counted from 1."""

    position: int
    starts_at: datetime
    refused: Refused


async def request_series(
    session: AsyncSession, principal: Principal, given: SeriesCreate, *, series_id: UUID | None = None
) -> Series:
    """Book the sessions of a plan, all of them or none.

    `series_id` is for the demo data, whose examples name it; otherwise it is a new one.

    Raises:
        InvalidFieldsError: A time is past or does not exist, or the pairing does not exist, or the caller may not see it.
        RefusedError: At least one session cannot be had; the answer names each. Commit all the same.
    """
    context, requests = await lay_out(session, principal, given)
    series = Series(
        id=series_id or new_id(),
        partner_id=context.partner.id,
        pairing_id=context.pairing.id,
        requested_by=principal.key_id,
        every_days=given.every_days,
    )
    refused: list[RefusedSession] = []
    bookings: list[Booking] = []
    all_of_it = await session.begin_nested()
    session.add(series)
    await session.flush()
    for position, request in enumerate(requests, start=1):
        placed = await place(session, context, request, principal, series_id=series.id)
        if isinstance(placed, Refused):
            refused.append(RefusedSession(position, request.starts_at, placed))
        else:
            bookings.append(placed.booking)
    if refused:
        await all_of_it.rollback()
        raise await refuse_sessions(session, principal, context, refused, "series.refused")
    await all_of_it.commit()
    await audit_series(session, principal, series, "series.requested", {"sessions": len(bookings)})
    made = [booking.id for booking in bookings if booking.state is BookingState.PROVISIONING]
    await enqueue_reconcile(session, made, priority=BULK)
    return series


async def lay_out(
    session: AsyncSession, principal: Principal, given: SeriesCreate
) -> tuple[PairingContext, Sequence[SessionRequest]]:
    """Return the pairing, whose people are locked until the transaction ends, and the sessions that are asked for.

    Raises:
        InvalidFieldsError: A time is past or does not exist, or the pairing does not exist, or the caller may not see it.
    """
    check_time(given)
    context = await context_of(session, principal, given.pairing_id)
    await reservations.serialise(session, {context.mentor.id, context.mentee.id})
    policy = policy_of(context.policy_version).tightened_by(guidance_of(context))
    region = policy.parameters_of(schedule_working_hours).region
    skipped = frozenset(given.skip)

    def is_skipped(day: date) -> bool:
        return day in skipped or (given.skip_bank_holidays and is_bank_holiday(day, region))

    zone = ZoneInfo(context.programme.time_zone)
    first = given.starts_at.astimezone(zone)
    length = given.ends_at - given.starts_at
    try:
        days = days_of_series(first.date(), sessions=given.sessions, every_days=given.every_days, is_skipped=is_skipped)
        starts = [moment_of(day, first.time(), zone) for day in days]
    except SeriesDateError as error:
        raise InvalidFieldsError(FieldError("starts_at", str(error))) from None
    asked = request_of(principal, given)
    return context, [replace(asked, starts_at=start, ends_at=start + length) for start in starts]


async def cancel_series(session: AsyncSession, principal: Principal, series_id: UUID, reason: str) -> Series:
    """Cancel every session that has not begun. Cancelling again changes nothing.

    Raises:
        NotFoundError: The series does not exist, or the caller may not see it.
    """
    series = await series_for_update(session, series_id, principal.partner_id)
    bookings = [
        each for each in await locked_bookings(session, series) if BookingState.CANCELLED in TRANSITIONS[each.state]
    ]
    for booking in bookings:
        await cancel(session, booking, principal, reason)
    if bookings:
        series.version += 1
        series.updated_at = utc_now()
        await audit_series(session, principal, series, "series.cancelled", {"sessions": len(bookings)})
    return series


async def series_for_update(session: AsyncSession, series_id: UUID, partner_scope: UUID | None) -> Series:
    """Return a series that the caller may see, locked until the transaction ends.

    Raises:
        NotFoundError: There is none.
    """
    # Not against who only refers to it: a booking of the series, which is being moved, does while it is locked itself.
    query = select(Series).where(col(Series.id) == series_id).with_for_update(key_share=True)
    return await _series(session, query, partner_scope)


async def series_by_id(session: AsyncSession, series_id: UUID, partner_scope: UUID | None) -> Series:
    """Return a series that the caller may see.

    Raises:
        NotFoundError: There is none.
    """
    return await _series(session, select(Series).where(col(Series.id) == series_id), partner_scope)


async def bookings_of(session: AsyncSession, series: Series) -> Sequence[Booking]:
    """Return the sessions of a series in the order in which they take place."""
    query = select(Booking).where(col(Booking.series_id) == series.id).order_by(col(Booking.starts_at), col(Booking.id))
    return (await session.exec(query)).all()


async def _series(session: AsyncSession, query: SelectOfScalar[Series], partner_scope: UUID | None) -> Series:
    seen = visible_to(partner_scope, query, col(Series.partner_id))
    return found((await session.exec(seen)).one_or_none(), "Series")


async def locked_bookings(session: AsyncSession, series: Series) -> Sequence[Booking]:
    """Return the sessions of a series, locked one after the other in one order, so that nobody waits in a circle."""
    ids = (await session.exec(select(col(Booking.id)).where(col(Booking.series_id) == series.id))).all()
    bookings = [await booking_for_update(session, booking_id) for booking_id in sorted(ids)]
    return sorted(bookings, key=lambda each: (each.starts_at, each.id))


async def refuse_sessions(
    session: AsyncSession,
    principal: Principal,
    context: PairingContext,
    sessions: Sequence[RefusedSession],
    action: str,
    series_id: UUID | None = None,
) -> RefusedError:
    """Write down which sessions were refused, and return the error that names them."""
    told: list[dict[str, Any]] = []
    contacts: dict[str, Any] = {}
    for each in sessions:
        record = decisions.record(session, each.refused.decision, context, booking_id=None)
        error = (
            decisions.refusal(each.refused.decision, record, context, principal)
            if each.refused.taken is None
            else taken_error(each.refused.taken)
        )
        told.append(
            {
                "position": each.position,
                "starts_at": each.starts_at.isoformat(),
                "for_user": error.refusal.for_user,
                "detail": str(error),
                "reasons": [*error.refusal.reasons],
                "decision_id": str(record.id),
                "findings": findings_for(principal, record.findings),
            }
        )
        contacts |= {str(contact): contact for contact in error.refusal.contacts}
    await audit.append(
        session,
        origin=principal.origin,
        action=action,
        subject=("series", series_id) if series_id else ("pairing", context.pairing.id),
        partner_id=context.partner.id,
        after={"refused": [{"position": each["position"], "decision_id": each["decision_id"]} for each in told]},
    )
    which = ", ".join(str(each.position) for each in sessions)
    message = (
        f"Nothing was changed: {'session' if len(sessions) == 1 else 'sessions'} {which} of the series cannot take place "
        "as asked. Each says why; choose another time, or skip that day."
    )
    for_user = str(told[0]["for_user"]) if len(told) == 1 else SERIES_FOR_USER
    return RefusedError(
        SeriesRefusedError(message, refusal=Refusal(for_user, contacts=[*contacts.values()]), sessions=told)
    )


async def audit_series(
    session: AsyncSession, principal: Principal, series: Series, action: str, after: dict[str, Any]
) -> None:
    """Write down what a caller did to a series."""
    await audit.append(
        session,
        origin=principal.origin,
        action=action,
        subject=("series", series.id),
        partner_id=series.partner_id,
        after=after,
    )
