"""What a coordinator says to a session that waits for it: yes, no, or nothing in time."""

from typing import Final
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.principal import Principal
from app.access.second_person import require_another_person
from app.audit.origin import WORKER
from app.bookings import deciding as decisions
from app.bookings.deciding import asking_for_approval, decide_session, enter, state_after
from app.bookings.facts import SessionRequest, guidance_of, measures_of
from app.bookings.incidents import report_incident
from app.bookings.lifecycle import change_state
from app.bookings.models import Booking, DecisionRecord
from app.bookings.placing import Refused, refuse
from app.bookings.reading import booking_for_update
from app.bookings.states import BookingState
from app.kit.clock import utc_now
from app.kit.errors import WrongStateError
from app.kit.preconditions import ANY_VERSION, IfMatch
from app.policy.decision import Decision
from app.policy.facts import Facts
from app.policy.incidents import IncidentKind
from app.policy.outcomes import DecisionOutcome
from app.policy.rules.at_risk_measures import adults_at_risk, at_risk_measures
from app.registry.lookup import PairingContext, pairing_for_booking
from app.registry.policies.models import policy_of

_AT_ONCE: Final = 100
# Which rule it is might tell who is at risk: the findings do, to whoever may see them.
_ANOTHER_PERSON: Final = "The programme's rules want this approved by somebody other than who asked for it."
_EXPIRED: Final = "No coordinator approved the session in time. Book it again, further ahead."


async def approve_booking(
    session: AsyncSession,
    principal: Principal,
    booking_id: UUID,
    reason: str,
    *,
    if_match: IfMatch = ANY_VERSION,
) -> Booking:
    """Let a session take place that needs a coordinator's approval. The rules are asked once more before.

    Raises:
        NotFoundError: The booking does not exist, or the caller may not see it.
        PreconditionFailedError: An If-Match was sent, and the booking changed since the caller read it.
        WrongStateError: It does not wait for an approval, or no longer, or not for this one alone.
        NotPermittedError: The caller is no coordinator, or asked for this session, and a rule wants another person.
        RefusedError: A fact has changed, and the rules do not allow the session any more. Commit all the same.
    """
    booking = await waiting(session, principal, booking_id)
    if_match.require_if_given(booking)
    context = await pairing_of(session, booking)
    refused = await approve(session, context, booking, principal, reason)
    if refused is not None:
        raise await refuse(
            session, refused, context, principal, action="booking.approval_refused", booking_id=booking.id
        )
    return booking


async def approve(
    session: AsyncSession, context: PairingContext, booking: Booking, principal: Principal, reason: str
) -> Refused | None:
    """Approve a session that waits, which the caller holds FOR UPDATE. What is refused leaves it as it is.

    Raises:
        WrongStateError: It does not wait for this approval alone.
        NotPermittedError: The caller asked for this session, and a rule wants another person.
    """
    decided = await decide_session(session, context, SessionRequest.of(booking))
    if decided.decision.outcome is DecisionOutcome.DENY:
        return Refused(decided.decision)
    asking = asking_for_approval(decided.decision)
    await check_covered(session, decided.decision, booking.decision_id)
    await require_second_person(
        session, principal, context, booking, decided.decision, acted_first=booking.requested_by
    )
    booking.approved_rules, booking.approved_measures = sorted(asking), measures_of(decided.decision.facts)
    _sign(booking, principal, reason)
    record = decisions.record(session, decided.decision, context, booking_id=booking.id)
    state = state_after(decided.decision, booking)
    decisions.rest_on(booking, decided, record)
    origin = principal.origin
    await enter(session, booking, state, decided.decision, origin=origin, now=utc_now())
    return None


async def decline_booking(session: AsyncSession, principal: Principal, booking_id: UUID, reason: str) -> Booking:
    """Refuse a session that waits for an approval; everybody is free again.

    Raises:
        NotFoundError: The booking does not exist, or the caller may not see it.
        WrongStateError: It does not wait for an approval, or no longer.
        NotPermittedError: The caller is no coordinator.
    """
    booking = await waiting(session, principal, booking_id)
    _sign(booking, principal, reason)
    booking.next_decision_at = None
    await change_state(session, booking, BookingState.DECLINED, origin=principal.origin)
    return booking


async def expire_approvals(session: AsyncSession) -> None:
    """Decline what nobody approved in time, and say so to the coordinators."""
    query = (
        select(Booking)
        .where(col(Booking.state) == BookingState.AWAITING_APPROVAL, col(Booking.approval_expires_at) <= utc_now())
        .order_by(col(Booking.approval_expires_at))
        .limit(_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    for booking in (await session.exec(query)).all():
        booking.next_decision_at = None
        await change_state(session, booking, BookingState.DECLINED, origin=WORKER, problem=_EXPIRED)
        await report_incident(
            session,
            WORKER,
            booking,
            IncidentKind.APPROVAL_EXPIRED,
            summary="A session was declined because no coordinator approved it in time.",
            remedy="Tell mentor and mentee, and ask whoever books for them to choose another time.",
            details={"asked_for_until": booking.approval_expires_at.isoformat() if booking.approval_expires_at else ""},
        )


async def waiting(session: AsyncSession, principal: Principal, booking_id: UUID) -> Booking:
    """Return a booking that the caller may approve or decline, locked until the transaction ends.

    Raises:
        NotFoundError: The booking does not exist, or the caller may not see it.
        NotPermittedError: The caller is no coordinator.
        WrongStateError: It does not wait for an approval, or no longer.
    """
    booking = await booking_for_update(session, booking_id, principal.partner_id)
    principal.require_coordinator("approve or decline a session")
    if booking.state is not BookingState.AWAITING_APPROVAL:
        message = (
            f"The booking is {booking.state.replace('_', ' ')}; it does not wait for an approval. A move that waits is decided "
            "with /v1/bookings/{id}/move/approve or /decline."
        )
        raise WrongStateError(message)
    if booking.approval_expires_at is not None and booking.approval_expires_at <= utc_now():
        raise WrongStateError(_EXPIRED)
    return booking


async def check_covered(session: AsyncSession, decision: Decision, seen_id: UUID | None) -> None:
    """Check that what now needs approval is among what the coordinator was shown, under the measures that were shown.

    Raises:
        WrongStateError: It is not.
    """
    seen = await session.get(DecisionRecord, seen_id) if seen_id else None
    shown = {each["code"] for each in seen.findings if each["outcome"] == "approve"} if seen else set()
    if seen is None or not asking_for_approval(decision) <= shown:
        message = (
            "Since then another rule has come to need approval. Read the booking again, and decide about all of them."
        )
        raise WrongStateError(message)
    shown_measures = measures_of(Facts.model_validate(seen.facts))
    if at_risk_measures.code in shown and shown_measures != measures_of(decision.facts):
        message = (
            "Since then the measures for the pairing were changed. Read them and the booking again, and decide then."
        )
        raise WrongStateError(message)


async def pairing_of(session: AsyncSession, booking: Booking) -> PairingContext:
    """Return everything about the pairing of a booking, also of one that has ended.

    Raises:
        WrongStateError: It is gone.
    """
    context = await pairing_for_booking(session, booking.pairing_id, partner_scope=None)
    if context is None:
        message = "The pairing of the booking is gone."
        raise WrongStateError(message)
    return context


async def require_second_person(
    session: AsyncSession,
    principal: Principal,
    context: PairingContext,
    booking: Booking,
    decision: Decision,
    *,
    acted_first: UUID,
) -> None:
    """Check that who approves did not ask, where a rule wants that.

    For somebody at risk that is so whatever else asks for the approval.

    Raises:
        NotPermittedError: Who asked wants to approve.
    """
    policy = policy_of(context.policy_version).tightened_by(guidance_of(context))
    about_risk = {at_risk_measures.code} if adults_at_risk(decision.facts) else set()
    if policy.needing_second_person(asking_for_approval(decision) | about_risk):
        await require_another_person(
            session,
            principal,
            origin=principal.origin,
            acted_first=acted_first,
            demand=_ANOTHER_PERSON,
            subject=("booking", booking.id),
            partner_id=booking.partner_id,
            booking_id=booking.id,
        )


def _sign(booking: Booking, principal: Principal, reason: str) -> None:
    booking.approval_at, booking.approval_by, booking.approval_reason = utc_now(), principal.key_id, reason
