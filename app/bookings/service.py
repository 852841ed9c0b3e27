"""Asking for a session, moving it, cancelling it. Nothing here talks to Zoom: a job does, once this has committed."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import Range
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.principal import Principal
from app.audit import service as audit
from app.audit.origin import Origin
from app.bookings import decisions, reservations
from app.bookings.facts import SessionRequest, gather, period_of, policy_of
from app.bookings.lifecycle import change_state, touch
from app.bookings.models import Booking, DecisionRecord
from app.bookings.reading import booking_for_update
from app.bookings.schemas import BookingCreate, BookingMove, SessionTime
from app.bookings.states import MAY_MOVE, BookingState
from app.clock import utc_now
from app.errors import ChaperoneError, ClashError, FieldError, InvalidFieldsError, WrongStateError
from app.http.preconditions import IfMatch
from app.http.request_identity import current_request_id
from app.identifiers import new_id
from app.jobs import enqueue_reconcile
from app.policy.decision import Decision, decide
from app.policy.hosts import needs_host, suitable_hosts
from app.policy.outcomes import DecisionOutcome
from app.registry.lookup import PairingContext, pairing_for_booking


class RefusedError(ChaperoneError):
    """A session was refused, and the refusal is recorded: commit the transaction, then answer with `error`."""

    def __init__(self, error: ChaperoneError) -> None:
        self.error = error
        super().__init__(str(error))


class _TakenError(Exception):
    """Somebody took one of these while the facts were being looked at."""

    def __init__(self, party: str) -> None:
        self.party = party


async def request_booking(
    session: AsyncSession, principal: Principal, request: BookingCreate, *, booking_id: UUID | None = None
) -> Booking:
    """Decide about a session, and if it may take place write down everything that makes it happen.

    `booking_id` is for the demo data, whose examples name it; otherwise it is a new one.

    Raises:
        InvalidFieldsError: The time is past, or there is no such pairing that the caller can see.
        RefusedError: The rules, or somebody's other booking, stand against it. Commit all the same.
    """
    _check_time(request)
    context = await _context(session, principal, request.pairing_id)
    asked = SessionRequest(request.starts_at, request.ends_at, request.modality, request.agreed_by_both)
    origin = principal.origin(current_request_id())
    decision, period = await _decide(session, context, principal, asked)
    if decision.outcome is DecisionOutcome.DENY:
        raise await _refused(session, decision, context, origin, action="booking.refused")
    waits = decision.outcome is DecisionOutcome.APPROVE
    needs_zoom = needs_host(decision.facts)
    booking = Booking(
        id=booking_id or new_id(),
        partner_id=context.partner.id,
        programme_id=context.programme.id,
        pairing_id=context.pairing.id,
        policy_version=decision.policy_version,
        modality=request.modality,
        starts_at=request.starts_at,
        ends_at=request.ends_at,
        time_zone=context.programme.time_zone,
        agreed_by_both=request.agreed_by_both,
        state=_first_state(waits=waits, needs_zoom=needs_zoom),
        safety=dict(decision.safety),
        requested_by=principal.key_id,
    )
    try:
        async with session.begin_nested():
            session.add(booking)
            await session.flush()
            booking.host_id = await _reserve(session, booking, context, decision, period)
    except _TakenError as taken:
        raise await _clash(session, taken, decision, context, origin, action="booking.refused") from None
    await decisions.record(session, decision, context, booking_id=booking.id)
    await audit.append(
        session,
        origin=origin,
        action="booking.requested",
        subject=("booking", booking.id),
        partner_id=booking.partner_id,
        booking_id=booking.id,
        after=_audited(booking),
        decision_digest=decision.digest,
    )
    if booking.state is BookingState.PROVISIONING:
        await enqueue_reconcile(session, [booking.id])
    return booking


async def move_booking(
    session: AsyncSession, principal: Principal, booking_id: UUID, move: BookingMove, if_match: IfMatch
) -> Booking:
    """Move a session to another time, if the rules allow it there; its meeting keeps its link where Zoom lets it.

    Raises:
        NotFoundError: The caller can see no such booking.
        PreconditionRequiredError: No If-Match was sent.
        PreconditionFailedError: The booking changed since the caller read it.
        WrongStateError: The booking can no longer be moved.
        InvalidFieldsError: The new time is past.
        RefusedError: The rules, or somebody's other booking, stand against it. Commit all the same.
    """
    booking = await booking_for_update(session, booking_id, principal.partner_id)
    if_match.require(booking)
    if booking.state not in MAY_MOVE:
        message = f"The booking is {booking.state.replace('_', ' ')} and can no longer be moved. Book a new session."
        raise WrongStateError(message)
    _check_time(move)
    before = _audited(booking)
    context = await _context(session, principal, booking.pairing_id)
    asked = SessionRequest(move.starts_at, move.ends_at, booking.modality, move.agreed_by_both)
    origin = principal.origin(current_request_id())
    decision, period = await _decide(session, context, principal, asked, moving=booking.id)
    if decision.outcome is DecisionOutcome.DENY:
        raise await _refused(session, decision, context, origin, action="booking.move_refused", booking_id=booking.id)
    host_before = booking.host_id
    try:
        async with session.begin_nested():
            await reservations.release(session, booking.id)
            host_id = await _reserve(session, booking, context, decision, period, preferred=host_before)
    except _TakenError as taken:
        raise await _clash(
            session, taken, decision, context, origin, action="booking.move_refused", booking_id=booking.id
        ) from None
    booking.host_id = host_id
    booking.starts_at, booking.ends_at = move.starts_at, move.ends_at
    booking.agreed_by_both = move.agreed_by_both
    booking.policy_version = decision.policy_version
    booking.safety = dict(decision.safety)
    await decisions.record(session, decision, context, booking_id=booking.id)
    touch(booking)
    await audit.append(
        session,
        origin=origin,
        action="booking.moved",
        subject=("booking", booking.id),
        partner_id=booking.partner_id,
        booking_id=booking.id,
        before=before,
        after=_audited(booking),
        decision_digest=decision.digest,
    )
    if needs_host(decision.facts):
        if booking.state is BookingState.CONFIRMED:
            await change_state(session, booking, BookingState.PROVISIONING, origin=origin)
        await enqueue_reconcile(session, [booking.id])
    return booking


async def cancel_booking(session: AsyncSession, principal: Principal, booking_id: UUID, reason: str) -> Booking:
    """Cancel a session; its meeting is removed from Zoom. Cancelling a cancelled one changes nothing.

    Raises:
        NotFoundError: The caller can see no such booking.
        WrongStateError: The session is under way or over.
    """
    booking = await booking_for_update(session, booking_id, principal.partner_id)
    if booking.state is BookingState.CANCELLED:
        return booking
    booking.cancellation_reason = reason
    await change_state(session, booking, BookingState.CANCELLED, origin=principal.origin(current_request_id()))
    await enqueue_reconcile(session, [booking.id])
    return booking


def _first_state(*, waits: bool, needs_zoom: bool) -> BookingState:
    if waits:
        return BookingState.AWAITING_APPROVAL
    return BookingState.PROVISIONING if needs_zoom else BookingState.CONFIRMED


def _check_time(time: SessionTime) -> None:
    if time.starts_at <= utc_now():
        raise InvalidFieldsError(FieldError("starts_at", "must be in the future"))


async def _context(session: AsyncSession, principal: Principal, pairing_id: UUID) -> PairingContext:
    context = await pairing_for_booking(session, pairing_id, partner_scope=principal.partner_id)
    if context is None:
        raise InvalidFieldsError(FieldError("pairing_id", "is not a pairing that this key can see"))
    if not context.pairing.active:
        raise InvalidFieldsError(FieldError("pairing_id", "is a pairing that has ended"))
    return context


async def _decide(
    session: AsyncSession,
    context: PairingContext,
    principal: Principal,
    request: SessionRequest,
    *,
    moving: UUID | None = None,
) -> tuple[Decision, Range[Any]]:
    policy = policy_of(context.policy_version)
    await reservations.serialise(session, {context.mentor.id, context.mentee.id})
    facts = await gather(session, context, policy, principal, request, now=utc_now(), moving=moving)
    return decide(policy, facts), period_of(request, policy)


async def _reserve(
    session: AsyncSession,
    booking: Booking,
    context: PairingContext,
    decision: Decision,
    period: Range[Any],
    *,
    preferred: UUID | None = None,
) -> UUID | None:
    """Take mentor, mentee and, where one is needed, a host: the preferred one if it suits, so that a move keeps its link."""
    for party, person in (("mentor", context.mentor), ("mentee", context.mentee)):
        if not await reservations.reserve(session, booking.id, party, person.id, period):
            raise _TakenError(party)
    if not needs_host(decision.facts):
        return None
    for host_id in sorted(suitable_hosts(decision.facts), key=lambda host_id: host_id != preferred):
        if await reservations.reserve(session, booking.id, "host", host_id, period):
            return host_id
    raise _TakenError("host")


async def _refused(
    session: AsyncSession,
    decision: Decision,
    context: PairingContext,
    origin: Origin,
    *,
    action: str,
    booking_id: UUID | None = None,
) -> RefusedError:
    record = await decisions.record(session, decision, context, booking_id=booking_id)
    return await _told(session, decisions.refusal(decision, record), record, context, origin, action, booking_id)


async def _clash(
    session: AsyncSession,
    taken: _TakenError,
    decision: Decision,
    context: PairingContext,
    origin: Origin,
    *,
    action: str,
    booking_id: UUID | None = None,
) -> RefusedError:
    # Not kept as the booking's decision: it allowed what then could not be had.
    record = await decisions.record(session, decision, context, booking_id=None)
    whom = "Every suitable host" if taken.party == "host" else f"The {taken.party}"
    error = ClashError(f"{whom} has just been booked at this time. Choose another time.", parties=[taken.party])
    return await _told(session, error, record, context, origin, action, booking_id)


async def _told(
    session: AsyncSession,
    error: ChaperoneError,
    record: DecisionRecord,
    context: PairingContext,
    origin: Origin,
    action: str,
    booking_id: UUID | None,
) -> RefusedError:
    denying = [finding["code"] for finding in record.findings if finding["outcome"] == "deny"]
    parties = list(error.parties) if isinstance(error, ClashError) else []
    await audit.append(
        session,
        origin=origin,
        action=action,
        subject=("booking", booking_id) if booking_id else ("pairing", context.pairing.id),
        partner_id=context.partner.id,
        booking_id=booking_id,
        after={"decision_id": str(record.id), "denied_by": denying, **({"taken": parties} if parties else {})},
        decision_digest=record.digest,
    )
    return RefusedError(error)


def _audited(booking: Booking) -> Mapping[str, Any]:
    return {
        "state": booking.state,
        "starts_at": booking.starts_at.isoformat(),
        "ends_at": booking.ends_at.isoformat(),
        "modality": booking.modality,
        "host_id": str(booking.host_id) if booking.host_id else None,
        "policy_version": booking.policy_version,
    }
