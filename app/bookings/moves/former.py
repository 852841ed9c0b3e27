"""The time that a session had before it was moved, as the audit trail tells it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit.models import AuditEntry

MOVED: Final = "booking.moved"


@dataclass(frozen=True)
class FormerTime:
    """From when to when a session was to be before."""

    starts_at: datetime
    ends_at: datetime


async def former_time(session: AsyncSession, booking_id: UUID) -> FormerTime | None:
    """Return when a session was to be before it was moved the last time; None for one that never was."""
    query = (
        select(AuditEntry.before)
        .where(col(AuditEntry.booking_id) == booking_id, col(AuditEntry.action) == MOVED)
        .order_by(col(AuditEntry.id).desc())
        .limit(1)
    )
    before = (await session.exec(query)).one_or_none()
    if before is None:
        return None
    return FormerTime(*(datetime.fromisoformat(before[name]) for name in ("starts_at", "ends_at")))
