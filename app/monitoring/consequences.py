"""What follows from what Zoom tells of a session: incidents, and what the policy wants to be done about them.

Incidents and wishes are written in one transaction; the reconciler, the one path to Zoom, does what is wished. To draw the
consequences again, from the same facts or from more of them, changes nothing that was right.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit import service as audit
from app.audit.models import AuditEntry
from app.audit.origin import WORKER, Origin
from app.bookings.incidents import report_incident
from app.bookings.models import Booking, Meeting
from app.bookings.reading import booking_for_update
from app.bookings.room_measures import wish_for
from app.bookings.staleness import not_over
from app.bookings.states import KEEPS_MEETING, STANDS_AT_ZOOM, WANTS_MEETING
from app.hosts.models import Host
from app.incidents.models import Incident
from app.incidents.service import merge_key_of, resolve
from app.kit.clock import utc_now
from app.kit.database import Database
from app.kit.database_failures import BUSY, is_passing, sqlstate_of
from app.kit.jobs import URGENT, enqueue_look_at_room, enqueue_reconcile
from app.monitoring.findings import MAY_BE_EXPLAINED, Finding, Known, findings_in
from app.monitoring.told import Told, told_of
from app.monitoring.words import WORDS
from app.policy.evidence import EvidenceKind
from app.policy.incidents import IncidentKind
from app.registry.evidence.models import Evidence
from app.registry.pairings.models import Pairing

AGREED: Final = "meeting.keeping_agreed"
"""What the trail calls a recording, a stream or AI Companion to which both had agreed beforehand."""

log = structlog.get_logger(__name__)

_EXPLAINED: Final = "What Zoom told later explains it."
_AI: Final = "meeting.ai-companion"
_FROM_BEFORE_START: Final = timedelta(minutes=60)


async def draw_consequences(session: AsyncSession, booking: Booking, told: Told, *, origin: Origin) -> None:
    """Do what follows from all that is known of a session, whose booking the caller holds FOR UPDATE."""
    now = utc_now()
    known = await _known_of(session, booking, told)
    findings = findings_in(told.facts, known, now)
    wished = False
    for finding in findings:
        if finding.is_agreed:
            await _note_agreed(session, booking, finding, origin)
            continue
        wished |= await _report(session, booking, finding, origin, now)
        if finding.again_at is not None:
            await enqueue_look_at_room(session, booking.id, at=finding.again_at)
    if known.takes_place:
        await _withdraw_explained(session, booking, findings, origin)
    if wished:
        await enqueue_reconcile(session, [booking.id], priority=URGENT)


async def look_at_room(database: Database, booking_id: UUID) -> None:
    """Draw the consequences for one session again: what was uncertain is certain now."""
    async with database.transaction() as session:
        booking = await booking_for_update(session, booking_id)
        await draw_consequences(session, booking, await told_of(session, booking), origin=WORKER)


async def look_at_rooms(database: Database) -> None:
    """Draw the consequences for every session whose time it is: of what does not happen no event tells."""
    now = utc_now()
    async with database.transaction() as session:
        query = (
            select(col(Booking.id))
            .where(col(Booking.state).in_(STANDS_AT_ZOOM), col(Booking.host_id).is_not(None))
            .where(col(Booking.starts_at) < now + _FROM_BEFORE_START, not_over(now))
            .order_by(col(Booking.starts_at), col(Booking.id))
        )
        due = (await session.exec(query)).all()
    for booking_id in due:
        try:
            await look_at_room(database, booking_id)
        except Exception as error:
            if is_passing(error) and sqlstate_of(error) not in BUSY:
                raise
            # Whatever it is, it is looked at again in a minute, and the others now.
            log.exception("rooms.look_failed", booking_id=str(booking_id))


async def _known_of(session: AsyncSession, booking: Booking, told: Told) -> Known:
    return Known(
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        rules=told.rules,
        host_id=told.host.zoom_user_id if told.host is not None else None,
        takes_place=booking.state in WANTS_MEETING | KEEPS_MEETING,
        known_as=told.attendees.known_as,
        revoked=told.attendees.revoked,
        agreed_since=await _agreed_since(session, booking),
        ai_allowed=booking.safety.get(_AI) == "allowed",
        seen_open_at=booking.held_at,
        ended_at=booking.ended_by_request_at,
    )


async def _agreed_since(session: AsyncSession, booking: Booking) -> datetime | None:
    """Return since when consents of mentor and mentee to recordings are on file that hold on the session's day."""
    day = booking.starts_at.astimezone(ZoneInfo(booking.time_zone)).date()
    query = (
        select(Evidence)
        .join(Pairing, col(Evidence.person_id).in_([col(Pairing.mentor_id), col(Pairing.mentee_id)]))
        .where(col(Pairing.id) == booking.pairing_id, col(Evidence.kind) == EvidenceKind.RECORDING_CONSENT)
        .order_by(col(Evidence.valid_from), col(Evidence.id))
    )
    newest = {each.person_id: each for each in await session.exec(query) if each.valid_from <= day}
    holding = [
        each
        for each in newest.values()
        if each.withdrawn_at is None and (each.valid_until is None or day <= each.valid_until)
    ]
    both = 2
    return max(each.created_at for each in holding) if len(holding) == both else None


async def _report(session: AsyncSession, booking: Booking, finding: Finding, origin: Origin, now: datetime) -> bool:
    """Open an incident, or renew it; tell whether something is to be done in the room."""
    summary, remedy = WORDS[finding.kind]
    details = dict(finding.details)
    if finding.kind is IncidentKind.AI_COMPANION_USED:
        details |= await _refuted_proof(session, booking)
    incident = await report_incident(
        session,
        origin,
        booking,
        finding.kind,
        summary=summary,
        remedy=remedy,
        details=details,
        subject=finding.subject,
        seen=finding.seen,
    )
    if incident is None or finding.measure is None:
        return False
    return wish_for(booking, finding.measure, incident, at=now)


async def _refuted_proof(session: AsyncSession, booking: Booking) -> dict[str, Any]:
    """Return what proved that AI Companion was off, and have the host read again before its next meeting.

    Where Zoom does not show AI Companion for a host, it counts as not offered. An event that says otherwise refutes that.
    """
    query = select(Meeting).where(col(Meeting.booking_id) == booking.id).order_by(col(Meeting.id).desc()).limit(1)
    meeting = (await session.exec(query)).first()
    if meeting is None:
        return {}
    await session.exec(update(Host).where(col(Host.id) == meeting.host_id).values(proven_at=None))
    return {"proven_by": {row["enforced_by"]: row["found"] for row in meeting.proof if row["code"] == _AI}}


async def _note_agreed(session: AsyncSession, booking: Booking, finding: Finding, origin: Origin) -> None:
    """Write down, once, that something was kept to which both had agreed."""
    for moment in finding.seen:
        after = {"kind": finding.kind.value, "at": moment.isoformat()}
        query = select(AuditEntry.id).where(
            col(AuditEntry.booking_id) == booking.id,
            col(AuditEntry.action) == AGREED,
            col(AuditEntry.after) == after,
        )
        if (await session.exec(query.limit(1))).first() is None:
            await audit.append(
                session,
                origin=origin,
                action=AGREED,
                subject=("booking", booking.id),
                partner_id=booking.partner_id,
                booking_id=booking.id,
                after=after,
            )


async def _withdraw_explained(
    session: AsyncSession, booking: Booking, findings: Iterable[Finding], origin: Origin
) -> None:
    """Close what rested on an event that had not come, where nobody has taken it on yet."""
    keys = {merge_key_of(each.kind, booking_id=booking.id, subject=each.subject) for each in findings}
    query = (
        select(Incident)
        .where(col(Incident.booking_id) == booking.id, col(Incident.kind).in_(MAY_BE_EXPLAINED))
        .where(col(Incident.resolved_at).is_(None), col(Incident.acknowledged_at).is_(None))
        .with_for_update()
    )
    for incident in await session.exec(query):
        if incident.merge_key not in keys:
            await resolve(session, origin, incident, _EXPLAINED, None)
