"""Appending to the trail, and reading it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit.models import AuditEntry
from app.audit.origin import Origin


async def append(
    session: AsyncSession,
    *,
    origin: Origin,
    action: str,
    subject: tuple[str, object],
    partner_id: UUID | None = None,
    booking_id: UUID | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    decision_digest: str | None = None,
) -> AuditEntry:
    """Add a line to the trail, in the transaction of what it tells. The caller leaves personal data out."""
    subject_type, subject_id = subject
    entry = AuditEntry(
        actor_kind=origin.kind,
        actor=origin.actor,
        action=action,
        subject_type=subject_type,
        subject_id=str(subject_id),
        partner_id=partner_id,
        booking_id=booking_id,
        before=dict(before) if before is not None else None,
        after=dict(after) if after is not None else None,
        decision_digest=decision_digest,
        request_id=origin.request_id,
    )
    session.add(entry)
    await session.flush()
    return entry


async def entries(
    session: AsyncSession,
    *,
    limit: int,
    after_id: UUID | None = None,
    partner_id: UUID | None = None,
    booking_id: UUID | None = None,
    actor: str | None = None,
    action: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[AuditEntry]:
    """Return lines in the order they were written, those after `after_id`, at most `limit`."""
    query = select(AuditEntry).order_by(col(AuditEntry.id)).limit(limit)
    if after_id is not None:
        query = query.where(col(AuditEntry.id) > after_id)
    if partner_id is not None:
        query = query.where(col(AuditEntry.partner_id) == partner_id)
    if booking_id is not None:
        query = query.where(col(AuditEntry.booking_id) == booking_id)
    if actor is not None:
        query = query.where(col(AuditEntry.actor) == actor)
    if action is not None:
        query = query.where(col(AuditEntry.action) == action)
    if since is not None:
        query = query.where(col(AuditEntry.at) >= since)
    if until is not None:
        query = query.where(col(AuditEntry.at) < until)
    return list(await session.exec(query))
