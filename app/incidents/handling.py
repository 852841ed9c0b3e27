"""What people do with incidents: finding them, taking them on, resolving them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app.access.principal import Principal
from app.access.visibility import found, visible_to
from app.incidents.models import Incident, IncidentState
from app.incidents.service import audit_change, resolve, touch
from app.kit.clock import utc_now
from app.kit.errors import WrongStateError
from app.kit.preconditions import IfMatch
from app.policy.incidents import IncidentKind, IncidentSeverity


@dataclass(frozen=True)
class IncidentFilter:
    """Which incidents are looked for; None where it does not matter."""

    state: IncidentState | None = None
    is_open: bool | None = None
    kind: IncidentKind | None = None
    severity: IncidentSeverity | None = None
    booking_id: UUID | None = None
    partner_id: UUID | None = None
    programme_id: UUID | None = None
    assigned_to: str | None = None
    is_assigned: bool | None = None


def _matching(query: SelectOfScalar[Incident], wanted: IncidentFilter) -> SelectOfScalar[Incident]:
    values = {
        col(Incident.kind): wanted.kind,
        col(Incident.severity): wanted.severity,
        col(Incident.partner_id): wanted.partner_id,
        col(Incident.programme_id): wanted.programme_id,
        col(Incident.assigned_to): wanted.assigned_to,
    }
    for column, value in values.items():
        if value is not None:
            query = query.where(column == value)
    if wanted.booking_id is not None:
        # One incident may be about several sessions of a pairing.
        together = col(Incident.details).contains({"bookings": [str(wanted.booking_id)]})
        query = query.where((col(Incident.booking_id) == wanted.booking_id) | together)
    unresolved = col(Incident.resolved_at).is_(None)
    match wanted.state:
        case IncidentState.OPEN:
            query = query.where(unresolved, col(Incident.acknowledged_at).is_(None))
        case IncidentState.ACKNOWLEDGED:
            query = query.where(unresolved, col(Incident.acknowledged_at).is_not(None))
        case IncidentState.RESOLVED:
            query = query.where(~unresolved)
    if wanted.is_open is not None:
        query = query.where(unresolved == wanted.is_open)
    if wanted.is_assigned is not None:
        query = query.where(col(Incident.assigned_to).is_not(None) == wanted.is_assigned)
    return query


async def list_incidents(
    session: AsyncSession, principal: Principal, wanted: IncidentFilter, *, limit: int, after_id: UUID | None
) -> Sequence[Incident]:
    """Return the incidents that the caller can see in the order they were opened, those after `after_id`."""
    query = _matching(select(Incident), wanted).order_by(col(Incident.id)).limit(limit)
    query = visible_to(principal.partner_id, query, col(Incident.partner_id))
    if after_id is not None:
        query = query.where(col(Incident.id) > after_id)
    return (await session.exec(query)).all()


async def incident_by_id(session: AsyncSession, principal: Principal, incident_id: UUID) -> Incident:
    """Return an incident.

    Raises:
        NotFoundError: The caller can see no such incident.
    """
    return await _seen_by(session, principal, select(Incident).where(col(Incident.id) == incident_id))


async def acknowledge(session: AsyncSession, principal: Principal, incident_id: UUID, if_match: IfMatch) -> Incident:
    """Write down that a person has seen an incident. To acknowledge it again changes nothing.

    Raises:
        NotPermittedError: The caller is no coordinator.
        NotFoundError: The caller can see no such incident.
        PreconditionFailedError: It changed since the caller read it.
        WrongStateError: It is resolved.
    """
    incident = await _to_change(session, principal, incident_id, if_match, "acknowledge an incident")
    if incident.acknowledged_at is None:
        incident.acknowledged_at, incident.acknowledged_by = utc_now(), principal.key_id
        touch(incident)
        await audit_change(session, principal.origin, incident, "incident.acknowledged", after={"kind": incident.kind})
    return incident


async def assign(
    session: AsyncSession, principal: Principal, incident_id: UUID, if_match: IfMatch, assigned_to: str | None
) -> Incident:
    """Say who looks after an incident, by a label of the organisation's own; None for nobody.

    Raises:
        NotPermittedError: The caller is no coordinator.
        NotFoundError: The caller can see no such incident.
        PreconditionRequiredError: No If-Match was sent.
        PreconditionFailedError: It changed since the caller read it.
        WrongStateError: It is resolved.
    """
    incident = await _to_change(session, principal, incident_id, if_match, "assign an incident", required=True)
    if incident.assigned_to != assigned_to:
        incident.assigned_to = assigned_to
        touch(incident)
        # The label may name somebody: it stays with the incident.
        after = {"kind": incident.kind, "assigned": assigned_to is not None}
        await audit_change(session, principal.origin, incident, "incident.assigned", after=after)
    return incident


async def resolve_incident(
    session: AsyncSession, principal: Principal, incident_id: UUID, if_match: IfMatch, resolution: str
) -> Incident:
    """Resolve an incident as a person who looked at it.

    Raises:
        NotPermittedError: The caller is no coordinator.
        NotFoundError: The caller can see no such incident.
        PreconditionFailedError: It changed since the caller read it.
        WrongStateError: It is resolved already, or is resolved by deciding about a proposed change alone.
    """
    incident = await _to_change(session, principal, incident_id, if_match, "resolve an incident")
    if incident.proposed_change_id is not None:
        message = "Confirm or decline the proposed change that it is about: that resolves the incident."
        raise WrongStateError(message)
    await resolve(session, principal.origin, incident, resolution, principal.key_id)
    return incident


async def _to_change(
    session: AsyncSession,
    principal: Principal,
    incident_id: UUID,
    if_match: IfMatch,
    act: str,
    *,
    required: bool = False,
) -> Incident:
    principal.require_coordinator(act)
    query = select(Incident).where(col(Incident.id) == incident_id).with_for_update()
    incident = await _seen_by(session, principal, query)
    if required:
        if_match.require(incident)
    else:
        if_match.require_if_given(incident)
    if incident.resolved_at is not None:
        message = "The incident is resolved already. Read it to see how."
        raise WrongStateError(message)
    return incident


async def _seen_by(session: AsyncSession, principal: Principal, query: SelectOfScalar[Incident]) -> Incident:
    seen = visible_to(principal.partner_id, query, col(Incident.partner_id))
    return found((await session.exec(seen)).one_or_none(), "Incident")
