"""Taking in a concern that a person reports about a session, whatever became of the session."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.principal import Principal
from app.bookings.concerns.schemas import ConcernReport
from app.bookings.in_force import policy_in_force
from app.bookings.reading import booking_by_id
from app.incidents.models import Incident
from app.incidents.reports import open_report
from app.kit.encryption import KeyRing
from app.policy.incidents import IncidentKind


async def report_concern(
    session: AsyncSession,
    principal: Principal,
    booking_id: UUID,
    given: ConcernReport,
    key_ring: KeyRing,
    *,
    incident_id: UUID | None = None,
) -> Incident:
    """Open an incident about a concern; each report is one of its own. `incident_id` is for the demo data.

    Raises:
        NotFoundError: The booking does not exist, or the caller may not see it.
    """
    booking = await booking_by_id(session, booking_id, principal.partner_id)
    policy = await policy_in_force(session, booking)
    return await open_report(
        session,
        principal,
        given.text,
        key_ring,
        severity=policy.document.incidents[IncidentKind.CONCERN],
        partner_id=booking.partner_id,
        programme_id=booking.programme_id,
        booking_id=booking.id,
        details={"reported_by": given.reported_by},
        incident_id=incident_id,
    )


async def concern_by_id(session: AsyncSession, incident_id: UUID) -> Incident:
    """Return a concern that was taken in before."""
    return await session.get_one(Incident, incident_id)
