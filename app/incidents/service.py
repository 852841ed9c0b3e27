"""Opening incidents, merging what is seen again, and closing what has put itself right, each with its line in the audit trail."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit import service as audit
from app.audit.origin import Origin
from app.incidents.models import Incident
from app.kit.clock import utc_now
from app.kit.identifiers import new_id
from app.policy.incidents import INCIDENTS, IncidentKind, IncidentSeverity


def merge_key_of(
    kind: IncidentKind,
    *,
    booking_id: UUID | None = None,
    host_id: UUID | None = None,
    proposed_change_id: UUID | None = None,
    merge_under: UUID | None = None,
    subject: str | None = None,
) -> str:
    """Return what two observations must share to be one incident: the kind, whose it is, and who is concerned there."""
    about = merge_under or booking_id or host_id or proposed_change_id or "account"
    return ":".join([kind, str(about), *([subject] if subject else [])])


async def open_incident(
    session: AsyncSession,
    origin: Origin,
    kind: IncidentKind,
    *,
    summary: str,
    remedy: str,
    details: Mapping[str, Any],
    severity: IncidentSeverity | None = None,
    partner_id: UUID | None = None,
    programme_id: UUID | None = None,
    booking_id: UUID | None = None,
    host_id: UUID | None = None,
    proposed_change_id: UUID | None = None,
    subject: str | None = None,
    seen: Sequence[datetime] | None = None,
    is_outcome: bool = False,
    merge_under: UUID | None = None,
    combine: Callable[[Mapping[str, Any], Mapping[str, Any]], dict[str, Any]] | None = None,
    incident_id: UUID | None = None,
) -> Incident | None:
    """Open an incident, or renew the one that is not resolved and about the same.

    Args:
        session: The transaction of what it tells of.
        origin: Who or what noticed.
        kind: What it is about.
        summary: What is wrong, in words for a coordinator, without personal data.
        remedy: Who must do what.
        details: What was seen, without personal data.
        severity: How grave it is; None for the product's default.
        partner_id: Whose coordinators see it; None for the organisation's alone.
        programme_id: The programme that it is about.
        booking_id: The booking that it is about.
        host_id: The host that it is about, where there is no booking.
        proposed_change_id: The proposed change that it is about.
        subject: Who or what is concerned there, by an opaque id: others are incidents of their own.
        seen: Every time that it has been seen, where that is drawn from facts and may be drawn again; None for now. What was
            seen before an incident about the same was resolved by a person is not told again.
        is_outcome: Whether the details only add what became of what was seen already.
        merge_under: What it is merged by where that is not its booking, such as the pairing whose sessions are concerned alike.
        combine: What becomes of the details from before and the new ones; None where the new ones say all.
        incident_id: For the demo data, whose examples name it; otherwise it is a new one.

    Returns:
        The incident; None where all that was seen belongs to an incident that is resolved.
    """
    key = merge_key_of(
        kind,
        booking_id=booking_id,
        host_id=host_id,
        proposed_change_id=proposed_change_id,
        merge_under=merge_under,
        subject=subject,
    )
    moments = await _not_resolved(session, key, seen) if seen is not None else (utc_now(),)
    if not moments:
        return None
    new = Incident(
        id=incident_id or new_id(),
        kind=kind,
        severity=severity or INCIDENTS[kind].severity,
        partner_id=partner_id,
        programme_id=programme_id,
        booking_id=booking_id,
        host_id=host_id,
        proposed_change_id=proposed_change_id,
        merge_key=key,
        summary=summary,
        remedy=remedy,
        details=dict(details),
        count=len(moments),
        last_seen_at=max(moments),
    )
    incident = await unresolved(session, key)
    while incident is None:
        # Others may notice the same at this moment: whoever is first opens it, and the others see theirs.
        opening = insert(Incident).values(new.model_dump()).on_conflict_do_nothing()
        if (await session.exec(opening.returning(col(Incident.id)))).one_or_none() is not None:
            await audit_change(session, origin, new, "incident.opened", after={"kind": kind, **details})
            return await session.get_one(Incident, new.id)
        incident = await unresolved(session, key)
    if combine is not None:
        details = combine(incident.details, details)
    count = len(moments) if seen is not None else incident.count
    if incident.details == details and incident.count == count:
        return incident
    if seen is None and not is_outcome:
        count += 1
    incident.summary, incident.remedy, incident.details = summary, remedy, dict(details)
    incident.count, incident.last_seen_at = count, max(incident.last_seen_at, *moments)
    touch(incident)
    await audit_change(session, origin, incident, "incident.renewed", after={"kind": kind, **details})
    return incident


async def note_done(
    session: AsyncSession, incident_id: UUID, *, action: str, outcome: str, at: datetime | None = None
) -> None:
    """Write at an incident what was done about it by itself. The trail tells of that where it is done."""
    incident = await session.get_one(Incident, incident_id, with_for_update=True, populate_existing=True)
    incident.done = [*incident.done, {"at": (at or utc_now()).isoformat(), "action": action, "outcome": outcome}]
    touch(incident)


async def open_incident_of(session: AsyncSession, kind: IncidentKind, booking_id: UUID) -> Incident | None:
    """Return a booking's unresolved incident of this kind, locked until the transaction ends."""
    return await unresolved(session, merge_key_of(kind, booking_id=booking_id))


async def close_incident(
    session: AsyncSession,
    origin: Origin,
    kind: IncidentKind,
    *,
    resolution: str,
    booking_id: UUID | None = None,
    host_id: UUID | None = None,
    proposed_change_id: UUID | None = None,
    subject: str | None = None,
) -> None:
    """Resolve the incident of this kind, if there is one that is not resolved, because what was wrong has been put right."""
    key = merge_key_of(
        kind, booking_id=booking_id, host_id=host_id, proposed_change_id=proposed_change_id, subject=subject
    )
    incident = await unresolved(session, key)
    if incident is not None:
        await resolve(session, origin, incident, resolution, None)


async def resolve(
    session: AsyncSession, origin: Origin, incident: Incident, resolution: str, resolved_by: UUID | None
) -> None:
    """Resolve an incident that is locked."""
    incident.resolved_at = utc_now()
    incident.resolved_by = resolved_by
    incident.resolution = resolution
    touch(incident)
    # What a person wrote stays with the incident: it may name somebody.
    await audit_change(session, origin, incident, "incident.resolved", after={"kind": incident.kind})


async def change_details(session: AsyncSession, origin: Origin, incident: Incident, details: Mapping[str, Any]) -> None:
    """Say what is so of an incident that is locked, which goes on."""
    incident.details = dict(details)
    touch(incident)
    await audit_change(session, origin, incident, "incident.renewed", after={"kind": incident.kind, **details})


def touch(incident: Incident) -> None:
    """Count a change of an incident, for its ETag."""
    incident.version += 1
    incident.updated_at = utc_now()


async def audit_change(
    session: AsyncSession, origin: Origin, incident: Incident, action: str, after: Mapping[str, Any]
) -> None:
    """Write down what happened to an incident; never what a person wrote."""
    await audit.append(
        session,
        origin=origin,
        action=action,
        subject=("incident", incident.id),
        partner_id=incident.partner_id,
        booking_id=incident.booking_id,
        after=after,
    )


async def unresolved(session: AsyncSession, merge_key: str) -> Incident | None:
    """Return the incident with this merge key that is not resolved, locked until the transaction ends."""
    query = select(Incident).where(col(Incident.merge_key) == merge_key, col(Incident.resolved_at).is_(None))
    return (await session.exec(query.with_for_update())).one_or_none()


async def _not_resolved(session: AsyncSession, merge_key: str, seen: Sequence[datetime]) -> Sequence[datetime]:
    """Return those moments that no incident about the same has told of which a person has resolved.

    What was closed by itself, because something that came late explained it, has told of nothing.
    """
    query = select(func.max(Incident.last_seen_at)).where(
        col(Incident.merge_key) == merge_key, col(Incident.resolved_by).is_not(None)
    )
    told_until = (await session.exec(query)).one()
    return [moment for moment in seen if told_until is None or moment > told_until]
