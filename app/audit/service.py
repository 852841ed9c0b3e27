"""Appending to the trail, and reading it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.visibility import visible_to
from app.audit.models import AuditEntry, AuditPosition
from app.audit.origin import Origin
from app.kit.database import Database


@dataclass(frozen=True)
class PlacedEntry:
    """An entry, and where it stands in the trail."""

    entry: AuditEntry
    position: int

    @property
    def id(self) -> UUID:
        """The entry's id."""
        return self.entry.id


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
    """Add a line to the trail, in the transaction of what it tells and written with it. The caller leaves personal data out."""
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
    return entry


async def place(database: Database) -> None:
    """Give a position to every entry that has committed and has none: after all that have one, in the order of writing.

    In a transaction of its own, which is over at once: whoever else does this waits for it.
    """
    async with database.transaction() as session:
        await (await session.connection()).execute(text("SELECT place_audit_entries()"))


async def moment_of(session: AsyncSession, at: datetime | date | None) -> datetime | None:
    """Return when a day begins in the time zone that all programmes share, or in UTC where they share none; a time as it is."""
    if at is None or isinstance(at, datetime):
        return at
    # Programmes stand above the trail: named as it names them.
    zones = (
        await (await session.connection()).execute(text("SELECT DISTINCT time_zone FROM programme LIMIT 2"))
    ).scalars()
    found = zones.all()
    return datetime.combine(at, time(), ZoneInfo(found[0]) if len(found) == 1 else UTC)


async def entries(
    session: AsyncSession,
    *,
    limit: int,
    after_id: UUID | None = None,
    after_position: int | None = None,
    newest_first: bool = False,
    partner_id: UUID | None = None,
    booking_id: UUID | None = None,
    actor: str | None = None,
    action: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[PlacedEntry]:
    """Return entries that have a position, in its order or from the newest back, at most `limit`.

    Args:
        session: The caller's transaction.
        limit: At most this many.
        after_id: Only what follows this entry in the order that is asked for.
        after_position: Only what stands after this position.
        newest_first: From the highest position down.
        partner_id: The only partner that the caller sees; None is the whole organisation.
        booking_id: Only this booking's.
        actor: Only what this actor did.
        action: Only this action.
        since: Only from this time on.
        until: Only before this time.
    """
    position = col(AuditPosition.position)
    query = (
        select(AuditEntry, AuditPosition.position)
        .join(AuditPosition, col(AuditPosition.entry_id) == col(AuditEntry.id))
        .order_by(position.desc() if newest_first else position)
        .limit(limit)
    )
    if after_id is not None:
        last = select(AuditPosition.position).where(col(AuditPosition.entry_id) == after_id).scalar_subquery()
        # An entry that this database does not know, as after a restore: all of them, rather than none.
        query = query.where(
            position < func.coalesce(last, 2**62) if newest_first else position > func.coalesce(last, 0)
        )
    if after_position is not None:
        query = query.where(position > after_position)
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
    seen = visible_to(partner_id, query, col(AuditEntry.partner_id))
    return [PlacedEntry(entry, at) for entry, at in await session.exec(seen)]
