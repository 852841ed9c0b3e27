"""Incidents about a booking: as grave as its programme says, and for its partner's coordinators."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit.origin import Origin
from app.bookings.in_force import policy_in_force
from app.bookings.models import Booking
from app.incidents.models import Incident
from app.incidents.service import open_incident
from app.policy.incidents import IncidentKind


async def report_incident(
    session: AsyncSession,
    origin: Origin,
    booking: Booking,
    kind: IncidentKind,
    *,
    summary: str,
    remedy: str,
    details: Mapping[str, Any],
    subject: str | None = None,
    seen: Sequence[datetime] | None = None,
    is_outcome: bool = False,
    incident_id: UUID | None = None,
) -> Incident | None:
    """Open an incident about a booking, or renew the one about the same; see `open_incident`."""
    policy = await policy_in_force(session, booking)
    return await open_incident(
        session,
        origin,
        kind,
        summary=summary,
        remedy=remedy,
        details=details,
        severity=policy.document.incidents[kind],
        partner_id=booking.partner_id,
        programme_id=booking.programme_id,
        booking_id=booking.id,
        subject=subject,
        seen=seen,
        is_outcome=is_outcome,
        incident_id=incident_id,
    )
