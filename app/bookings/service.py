"""Asking for a session, retrying, ending, cancelling it. Nothing here talks to Zoom: a job does, once this has committed."""

from typing import Final
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.principal import Principal
from app.audit import service as audit
from app.bookings import deciding as decisions
from app.bookings import reservations
from app.bookings.deciding import decide_session, enter, state_after
from app.bookings.facts import SessionRequest
from app.bookings.in_force import room_rules
from app.bookings.lifecycle import change_state, touch
from app.bookings.models import Booking, Meeting, MeetingState
from app.bookings.placing import Refused, TakenError, place, refuse, reserve
from app.bookings.reading import booking_for_update
from app.bookings.schemas import BookingCreate, SessionAsked, SessionTime
from app.bookings.states import MAY_RETRY, TRANSITIONS, WANTS_MEETING, BookingState
from app.bookings.suspensions import lift_suspension
from app.incidents.service import close_incident
from app.kit.clock import utc_now
from app.kit.errors import FieldError, InvalidFieldsError, WrongStateError
from app.kit.jobs import URGENT, enqueue_reconcile
from app.policy.incidents import IncidentKind
from app.policy.outcomes import DecisionOutcome
from app.registry.lookup import PairingContext, pairing_for_booking

IN_PROGRESS: Final = (
    "The session is in progress. End it first, with /v1/bookings/{id}/end; then book a new one if you need it."
)


async def request_booking(
    session: AsyncSession, principal: Principal, given: BookingCreate, *, booking_id: UUID | None = None
) -> Booking:
    """Decide about a session, and if it may take place write down everything that makes it happen.

    `booking_id` is for the demo data, whose examples name it; otherwise it is a new one.

    Raises:
        InvalidFieldsError: The time is past, or the pairing does not exist, or the caller may not see it.
        RefusedError: The rules, or somebody's other booking, stand against it. Commit all the same.
    """
    check_time(given)
    context = await context_of(session, principal, given.pairing_id)
    await reservations.serialise(session, {context.mentor.id, context.mentee.id})
    placed = await place(session, context, request_of(principal, given), principal, booking_id=booking_id)
    if isinstance(placed, Refused):
        raise await refuse(session, placed, context, principal, action="booking.refused")
    booking = placed.booking
    if booking.state is BookingState.PROVISIONING:
        await enqueue_reconcile(session, [booking.id])
    return booking


async def retry_booking(session: AsyncSession, principal: Principal, booking_id: UUID) -> Booking:
    """Attempt a session again for which no meeting could be made, at its time, if the rules and everybody still allow it.

    Raises:
        NotFoundError: The booking does not exist, or the caller may not see it.
        WrongStateError: It has not ended without a meeting, or its time has passed.
        RefusedError: The rules, or somebody's other booking, stand against it by now. Commit all the same.
    """
    booking = await booking_for_update(session, booking_id, principal.partner_id)
    now = utc_now()
    if booking.state not in MAY_RETRY or booking.starts_at <= now:
        message = f"The booking is {booking.state.replace('_', ' ')}; only a blocked or failed one can be tried again."
        raise WrongStateError(message if booking.starts_at > now else "The session's time has passed. Book a new one.")
    context = await context_of(session, principal, booking.pairing_id)
    await reservations.serialise(session, {context.mentor.id, context.mentee.id})
    decided = await decide_session(session, context, SessionRequest.of(booking))
    decision, origin = decided.decision, principal.origin
    refused = Refused(decision) if decision.outcome is DecisionOutcome.DENY else None
    if refused is None:
        try:
            async with session.begin_nested():
                host_id = await reserve(session, booking.id, context, decided)
        except TakenError as taken:
            refused = Refused(decision, taken.party)
    if refused is not None:
        raise await refuse(session, refused, context, principal, action="booking.retry_refused", booking_id=booking.id)
    booking.host_id = host_id
    decisions.rest_on(booking, decided, decisions.record(session, decision, context, booking_id=booking.id))
    await enter(session, booking, state_after(decision, booking), decision, origin=origin, now=now)
    for kind in (IncidentKind.MEETING_UNSAFE, IncidentKind.PROVISIONING_STUCK):
        await close_incident(session, origin, kind, booking_id=booking.id, resolution="It is tried again.")
    return booking


async def end_session(session: AsyncSession, principal: Principal, booking_id: UUID) -> Booking:
    """Ask for the room of a session to be ended for everybody, wherever it can be open. Asking again changes nothing.

    In the session's time that ends it for good: its meeting is removed, so that nobody opens the room again. Whether it was
    held is told by its record, after its end. Where no room can be open any more there is nothing to do.

    Raises:
        NotFoundError: The booking does not exist, or the caller may not see it.
        WrongStateError: No room of the session can be open.
    """
    booking = await booking_for_update(session, booking_id, principal.partner_id)
    if booking.is_ended or (booking.state is BookingState.COMPLETED and booking.room_opened_at is None):
        return booking
    if booking.state in WANTS_MEETING:
        known_open = booking.room_opened_at is not None
        opens_early = (await room_rules(session, booking)).opens_early
        may_be_open = booking.host_id is not None and (known_open or booking.starts_at - opens_early <= utc_now())
    else:
        may_be_open = await _has_meeting(session, booking)
    if not may_be_open:
        state = booking.state.replace("_", " ")
        way_out = " Cancel it instead." if BookingState.CANCELLED in TRANSITIONS[booking.state] else ""
        message = f"The booking is {state}, and its room is not open: there is nothing to end.{way_out}"
        raise WrongStateError(message)
    if booking.state in WANTS_MEETING:
        await _ask_for_end(session, principal, booking)
    await enqueue_reconcile(session, [booking.id], priority=URGENT)
    return booking


async def _ask_for_end(session: AsyncSession, principal: Principal, booking: Booking) -> None:
    if booking.end_requested_at is not None:
        return
    booking.end_requested_at = utc_now()
    touch(booking)
    await audit.append(
        session,
        origin=principal.origin,
        action="booking.end_requested",
        subject=("booking", booking.id),
        partner_id=booking.partner_id,
        booking_id=booking.id,
    )


async def _has_meeting(session: AsyncSession, booking: Booking) -> bool:
    """Tell whether a meeting may still be at Zoom that is being removed, or whose room was opened again."""
    query = select(Meeting.id).where(
        col(Meeting.booking_id) == booking.id,
        col(Meeting.state) != MeetingState.REMOVED,
        col(Meeting.zoom_meeting_id).is_not(None),
    )
    return (await session.exec(query.limit(1))).one_or_none() is not None


async def cancel_booking(session: AsyncSession, principal: Principal, booking_id: UUID, reason: str) -> Booking:
    """Cancel a session; its meeting is removed from Zoom, and a room that is open is ended. Cancelling again changes nothing.

    Raises:
        NotFoundError: The booking does not exist, or the caller may not see it.
        WrongStateError: The session is over.
    """
    booking = await booking_for_update(session, booking_id, principal.partner_id)
    if booking.state is not BookingState.CANCELLED:
        await cancel(session, booking, principal, reason)
    return booking


async def cancel(session: AsyncSession, booking: Booking, principal: Principal, reason: str) -> None:
    """Cancel a booking that the caller holds FOR UPDATE.

    Raises:
        WrongStateError: The session is over.
    """
    origin = principal.origin
    booking.cancellation_reason = reason
    booking.next_decision_at = booking.approval_expires_at = None
    await change_state(session, booking, BookingState.CANCELLED, origin=origin)
    cancelled = "The session was cancelled."
    await lift_suspension(session, booking, origin, because=cancelled)
    for kind in (IncidentKind.MEETING_UNSAFE, IncidentKind.PROVISIONING_STUCK):
        await close_incident(session, origin, kind, booking_id=booking.id, resolution=cancelled)
    await enqueue_reconcile(session, [booking.id], priority=URGENT)


def request_of(principal: Principal, given: SessionAsked) -> SessionRequest:
    """Return what a caller asks for."""
    return SessionRequest(
        starts_at=given.starts_at,
        ends_at=given.ends_at,
        modality=given.modality,
        agreed_by_both=given.agreed_by_both,
        requested_by=principal.role,
        requested_at=utc_now(),
        outside_hours_reason=given.outside_hours_reason,
        wishes=given.safety,
    )


def check_time(time: SessionTime) -> None:
    """Check that a session is ahead.

    Raises:
        InvalidFieldsError: It is not.
    """
    if time.starts_at <= utc_now():
        raise InvalidFieldsError(FieldError("starts_at", "must be in the future"))


async def context_of(session: AsyncSession, principal: Principal, pairing_id: UUID) -> PairingContext:
    """Return everything about a pairing that still meets.

    Raises:
        InvalidFieldsError: There is none that the caller can see, or it has ended.
    """
    context = await pairing_for_booking(session, pairing_id, partner_scope=principal.partner_id)
    if context is None:
        raise InvalidFieldsError(FieldError("pairing_id", "is not a pairing that this key can see", unknown=pairing_id))
    if not context.pairing.active:
        raise InvalidFieldsError(FieldError("pairing_id", "is a pairing that has ended"))
    return context
