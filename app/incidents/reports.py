"""What people report in their own words: kept encrypted, each report an incident of its own that only a person resolves."""

from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.principal import Principal
from app.incidents.models import Incident
from app.incidents.service import audit_change
from app.kit.clock import utc_now
from app.kit.encryption import KeyRing, context_of
from app.kit.errors import NotFoundError
from app.kit.identifiers import new_id
from app.policy.incidents import IncidentKind, IncidentSeverity


async def open_report(
    session: AsyncSession,
    principal: Principal,
    text: str,
    key_ring: KeyRing,
    *,
    severity: IncidentSeverity,
    partner_id: UUID,
    programme_id: UUID,
    booking_id: UUID,
    details: dict[str, Any],
    incident_id: UUID | None = None,
) -> Incident:
    """Open an incident about a concern. It is merged with no other, and nothing closes it but a person.

    `incident_id` is for the demo data, whose examples name it.
    """
    incident = Incident(
        id=incident_id or new_id(),
        kind=IncidentKind.CONCERN,
        severity=severity,
        partner_id=partner_id,
        programme_id=programme_id,
        booking_id=booking_id,
        summary="Somebody reported a concern about a session.",
        remedy="Read the report at /v1/incidents/{id}/report, and follow the programme's safeguarding procedure at once.",
        details=details,
        last_seen_at=utc_now(),
    )
    incident.report = key_ring.encrypt(text, context=context_of(incident, "report"))
    session.add(incident)
    await session.flush()
    await audit_change(session, principal.origin, incident, "incident.opened", after={"kind": incident.kind, **details})
    return incident


async def read_report(session: AsyncSession, principal: Principal, incident: Incident, key_ring: KeyRing) -> str:
    """Return what was reported, and write down who has read it.

    Raises:
        NotFoundError: Nobody reported anything: it was noticed by the product.
    """
    if incident.report is None:
        message = "Nobody reported this incident in words: it was noticed by the product. Read the incident itself."
        raise NotFoundError(message)
    text = key_ring.decrypt(incident.report, context=context_of(incident, "report"))
    await audit_change(session, principal.origin, incident, "incident.report_read", after={"kind": incident.kind})
    return text
