"""What follows from a decision for a booking that is there: its state, its approval, its incident, its work at Zoom."""

from datetime import datetime, timedelta
from typing import Final

from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit.origin import Origin
from app.bookings.lifecycle import change_state, touch
from app.bookings.models import Booking
from app.bookings.states import WANTS_MEETING, BookingState
from app.incidents.models import IncidentKind
from app.incidents.service import close_incident, open_incident
from app.jobs import URGENT, enqueue_reconcile
from app.policy.decision import Decision
from app.policy.outcomes import Outcome

APPROVAL_LEAD: Final = timedelta(hours=1)
"""An approval must be given this long before the session, so that its meeting can be made and everybody told."""

SUSPENDED: Final = (
    "A fact that the session needs is missing: see the findings of its decision. Its meeting was removed."
)
_LIFTED: Final = "The session is allowed again: what was missing is there."


def approval_expiry(starts_at: datetime, now: datetime) -> datetime:
    """Return until when a coordinator can approve: an hour before the session, or half-way to one that is nearer."""
    return starts_at - min(APPROVAL_LEAD, (starts_at - now) / 2)


async def enter(
    session: AsyncSession, booking: Booking, state: BookingState, decision: Decision, *, origin: Origin, now: datetime
) -> None:
    """Put a booking, which the caller holds FOR UPDATE, into the state that follows from its decision."""
    was = booking.state
    waits = state is BookingState.AWAITING_APPROVAL
    if not waits:
        booking.approval_expires_at = None
    elif was is not state or booking.approval_expires_at is None:
        booking.approval_expires_at = approval_expiry(booking.starts_at, now)
    problem = SUSPENDED if state is BookingState.SUSPENDED else None
    if state is was:
        touch(booking)
    else:
        await change_state(session, booking, state, origin=origin, problem=problem)
    if state is BookingState.SUSPENDED:
        await _open_incident(session, booking, decision, origin)
    elif was is BookingState.SUSPENDED:
        await close_incident(session, origin, IncidentKind.BOOKING_SUSPENDED, booking_id=booking.id, resolution=_LIFTED)
    if booking.host_id is not None:
        await enqueue_reconcile(session, [booking.id], priority=0 if state in WANTS_MEETING else URGENT)


async def _open_incident(session: AsyncSession, booking: Booking, decision: Decision, origin: Origin) -> None:
    denying = [each for each in decision.findings if each.outcome is Outcome.DENY]
    # Of a session that has begun: nobody can approve it in time.
    denying = denying or [each for each in decision.findings if each.outcome is Outcome.APPROVE]
    await open_incident(
        session,
        origin,
        IncidentKind.BOOKING_SUSPENDED,
        summary=" ".join(["A session that was booked is no longer allowed.", *(each.sentence for each in denying)]),
        remedy=" ".join(dict.fromkeys(each.remedy for each in denying if each.remedy)),
        details={"rules": [each.code for each in denying], "decision": decision.digest},
        partner_id=booking.partner_id,
        booking_id=booking.id,
    )
