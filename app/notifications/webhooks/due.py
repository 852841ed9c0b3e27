"""What is to be delivered now: taken by one worker, and free again by itself when that worker is killed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

AT_ONCE_EACH: Final = 4
"""So many deliveries to one subscription are under way at a time; one, while it fails."""

_TAKE: Final = text(
    """
    WITH ready AS MATERIALIZED (
        SELECT w.id, CASE WHEN w.failing_since IS NULL THEN CAST(:each AS bigint) ELSE 1 END - (
            SELECT count(*) FROM webhook_delivery t
            WHERE t.webhook_id = w.id AND t.state = 'waiting' AND t.taken_until > :now
        ) AS room
        FROM webhook w WHERE w.not_before IS NULL OR w.not_before <= :now
        -- Where there is more to do than one worker does at once, nobody always comes last.
        ORDER BY random()
    ), chosen AS (
        SELECT due.id FROM ready CROSS JOIN LATERAL (
            SELECT d.id FROM webhook_delivery d
            WHERE d.webhook_id = ready.id AND d.state = 'waiting' AND d.next_attempt_at <= :now
            AND (d.taken_until IS NULL OR d.taken_until <= :now)
            AND NOT EXISTS (
                SELECT FROM webhook_delivery before
                WHERE before.webhook_id = d.webhook_id AND before.about = d.about AND before.state = 'waiting'
                AND before.position < d.position
            )
            ORDER BY d.next_attempt_at, d.position LIMIT greatest(ready.room, 0)
            FOR UPDATE SKIP LOCKED
        ) due LIMIT :most
    )
    UPDATE webhook_delivery d
    SET taken_until = :until, attempts = d.attempts + 1, first_attempt_at = coalesce(d.first_attempt_at, :now)
    FROM chosen WHERE d.id = chosen.id
    RETURNING d.id, d.webhook_id, d.event_id, d.attempts, d.first_attempt_at, d.taken_until
    """
)
_NEXT: Final = text(
    """
    SELECT min(least(soonest.at, CASE WHEN w.not_before > :now THEN w.not_before END))
    FROM webhook w LEFT JOIN LATERAL (
        SELECT d.next_attempt_at AS at FROM webhook_delivery d
        WHERE d.webhook_id = w.id AND d.state = 'waiting' AND d.next_attempt_at > :now
        ORDER BY d.next_attempt_at LIMIT 1
    ) soonest ON true
    """
)


@dataclass(frozen=True)
class Due:
    """A delivery that is attempted now."""

    id: UUID
    webhook_id: UUID
    event_id: UUID
    attempts: int
    first_attempt_at: datetime
    taken_until: datetime


async def take(session: AsyncSession, *, now: datetime, until: datetime, most: int) -> Sequence[Due]:
    """Take what is due: of each booking the earliest event alone, of each subscription a few.

    Args:
        session: The caller's transaction.
        now: What is due by then.
        until: Whoever takes them is taken for dead after that.
        most: At most so many.
    """
    parameters = {"now": now, "until": until, "most": most, "each": AT_ONCE_EACH}
    rows = await (await session.connection()).execute(_TAKE, parameters)
    return [Due(*row) for row in rows]


async def next_due(session: AsyncSession, now: datetime) -> datetime | None:
    """Return when something is due that is not due now; None where nothing waits for its time."""
    at: datetime | None = (await (await session.connection()).execute(_NEXT, {"now": now})).scalar_one()
    return at
