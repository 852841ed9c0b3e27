"""Opening, finding and resolving incidents, each with its line in the audit trail."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app.access.principal import Principal
from app.access.visibility import found, visible_to
from app.audit import service as audit
from app.audit.origin import Origin
from app.incidents.models import Incident, IncidentKind
from app.kit.clock import utc_now
from app.kit.errors import WrongStateError
from app.kit.identifiers import new_id


async def open_incident(
    session: AsyncSession,
    origin: Origin,
    kind: IncidentKind,
    *,
    summary: str,
    remedy: str,
    details: Mapping[str, Any],
    partner_id: UUID | None = None,
    booking_id: UUID | None = None,
    host_id: UUID | None = None,
    proposed_change_id: UUID | None = None,
    incident_id: UUID | None = None,
) -> Incident:
    """Open an incident about a booking, a host or a proposed change, or renew the one of this kind that is open.

    Args:
        session: The transaction of what it tells of.
        origin: Who or what noticed.
        kind: What it is about.
        summary: What is wrong, in words for a coordinator, without personal data.
        remedy: Who must do what.
        details: What was seen, without personal data.
        partner_id: Whose coordinators see it; None for the organisation's alone.
        booking_id: The booking that it is about.
        host_id: The host that it is about, where there is no booking.
        proposed_change_id: The proposed change that it is about.
        incident_id: For the demo data, whose examples name it; otherwise it is a new one.
    """
    new = Incident(
        id=incident_id or new_id(),
        kind=kind,
        partner_id=partner_id,
        booking_id=booking_id,
        host_id=host_id,
        proposed_change_id=proposed_change_id,
        summary=summary,
        remedy=remedy,
        details=dict(details),
    )
    incident = await _open_one(session, kind, booking_id, host_id, proposed_change_id)
    while incident is None:
        # Others may notice the same at this moment: whoever is first opens it, and the others see theirs.
        opening = insert(Incident).values(new.model_dump()).on_conflict_do_nothing()
        if (await session.exec(opening.returning(col(Incident.id)))).one_or_none() is not None:
            await _audit(session, origin, new, "incident.opened", after={"kind": kind, **details})
            return await session.get_one(Incident, new.id)
        incident = await _open_one(session, kind, booking_id, host_id, proposed_change_id)
    if incident.details == details:
        return incident
    incident.summary, incident.remedy, incident.details = summary, remedy, dict(details)
    incident.version += 1
    incident.updated_at = utc_now()
    await _audit(session, origin, incident, "incident.renewed", after={"kind": kind, **details})
    return incident


async def open_incident_of(session: AsyncSession, kind: IncidentKind, booking_id: UUID) -> Incident | None:
    """Return a booking's open incident of this kind, locked until the transaction ends."""
    return await _open_one(session, kind, booking_id)


async def close_incident(
    session: AsyncSession,
    origin: Origin,
    kind: IncidentKind,
    *,
    resolution: str,
    booking_id: UUID | None = None,
    host_id: UUID | None = None,
    proposed_change_id: UUID | None = None,
) -> None:
    """Resolve the open incident of this kind, if there is one, because what was wrong has been put right."""
    incident = await _open_one(session, kind, booking_id, host_id, proposed_change_id)
    if incident is not None:
        await _resolve(session, origin, incident, resolution, None)


async def resolve_incident(session: AsyncSession, principal: Principal, incident_id: UUID, resolution: str) -> Incident:
    """Resolve an incident as a person who looked at it.

    Raises:
        NotPermittedError: The caller is no coordinator.
        NotFoundError: The incident does not exist, or the caller may not see it.
        WrongStateError: It is resolved already, or is resolved by deciding about a proposed change alone.
    """
    principal.require_coordinator("resolve an incident")
    query = select(Incident).where(col(Incident.id) == incident_id).with_for_update()
    incident = await _seen_by(session, principal, query)
    if incident.resolved_at is not None:
        message = "The incident is resolved already. Read it to see how."
        raise WrongStateError(message)
    if incident.proposed_change_id is not None:
        message = "Confirm or decline the proposed change that it is about: that resolves the incident."
        raise WrongStateError(message)
    await _resolve(session, principal.origin, incident, resolution, principal.key_id)
    return incident


async def incident_by_id(session: AsyncSession, principal: Principal, incident_id: UUID) -> Incident:
    """Return an incident.

    Raises:
        NotFoundError: The incident does not exist, or the caller may not see it.
    """
    return await _seen_by(session, principal, select(Incident).where(col(Incident.id) == incident_id))


async def list_incidents(
    session: AsyncSession,
    principal: Principal,
    *,
    limit: int,
    after_id: UUID | None,
    is_open: bool | None = None,
    kind: IncidentKind | None = None,
    booking_id: UUID | None = None,
) -> Sequence[Incident]:
    """Return the incidents that the caller can see in the order they were opened, those after `after_id`."""
    query = visible_to(
        principal.partner_id, select(Incident).order_by(col(Incident.id)).limit(limit), col(Incident.partner_id)
    )
    if after_id is not None:
        query = query.where(col(Incident.id) > after_id)
    if is_open is not None:
        query = query.where(col(Incident.resolved_at).is_(None) == is_open)
    if kind is not None:
        query = query.where(col(Incident.kind) == kind)
    if booking_id is not None:
        query = query.where(col(Incident.booking_id) == booking_id)
    return (await session.exec(query)).all()


async def _seen_by(session: AsyncSession, principal: Principal, query: SelectOfScalar[Incident]) -> Incident:
    seen = visible_to(principal.partner_id, query, col(Incident.partner_id))
    return found((await session.exec(seen)).one_or_none(), "Incident")


async def _open_one(
    session: AsyncSession,
    kind: IncidentKind,
    booking_id: UUID | None,
    host_id: UUID | None = None,
    proposed_change_id: UUID | None = None,
) -> Incident | None:
    query = select(Incident).where(col(Incident.kind) == kind, col(Incident.resolved_at).is_(None))
    query = query.where(
        col(Incident.booking_id) == booking_id
        if booking_id is not None
        else col(Incident.booking_id).is_(None)
        & (col(Incident.host_id) == host_id)
        & (col(Incident.proposed_change_id) == proposed_change_id)
    )
    return (await session.exec(query.with_for_update())).one_or_none()


async def _resolve(
    session: AsyncSession, origin: Origin, incident: Incident, resolution: str, resolved_by: UUID | None
) -> None:
    incident.resolved_at = incident.updated_at = utc_now()
    incident.resolved_by = resolved_by
    incident.resolution = resolution
    incident.version += 1
    # What a person wrote stays with the incident: it may name somebody.
    await _audit(session, origin, incident, "incident.resolved", after={"kind": incident.kind})


async def _audit(
    session: AsyncSession, origin: Origin, incident: Incident, action: str, after: Mapping[str, Any]
) -> None:
    await audit.append(
        session,
        origin=origin,
        action=action,
        subject=("incident", incident.id),
        partner_id=incident.partner_id,
        booking_id=incident.booking_id,
        after=after,
    )
