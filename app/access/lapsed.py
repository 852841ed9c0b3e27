"""Requests with a key that has expired or was revoked: the first of an hour stands in the trail, the others are counted.

Somebody who holds such a key could otherwise fill a table that can never be emptied.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.models import LapsedKeyUse
from app.access.principal import Principal
from app.audit import service as audit
from app.audit.origin import WORKER
from app.kit.clock import utc_now

WINDOW: Final = timedelta(hours=1)
ACTION: Final = "request.denied_repeatedly"


async def count_use(session: AsyncSession, principal: Principal, reason: str) -> int:
    """Count a request that was denied because of its key, and return how many there have been in this hour."""
    counted = insert(LapsedKeyUse).values(
        key_id=principal.key_id, since=_hour(utc_now()), partner_id=principal.partner_id, reason=reason, requests=1
    )
    once_more = {"requests": LapsedKeyUse.requests + 1, "reason": reason}
    statement = counted.on_conflict_do_update(index_elements=["key_id", "since"], set_=once_more)
    requests: int = await session.scalar(statement.returning(col(LapsedKeyUse.requests))) or 1
    return requests


async def tell_counted_uses(session: AsyncSession) -> None:
    """Write down how many requests there were in the hours that are over, where there was more than the one that is told."""
    over = col(LapsedKeyUse.since) <= utc_now() - WINDOW
    counted = await session.exec(delete(LapsedKeyUse).where(over).returning(LapsedKeyUse))
    for use in counted.scalars().all():
        if use.requests > 1:
            await audit.append(
                session,
                origin=WORKER,
                action=ACTION,
                subject=("api_key", use.key_id),
                partner_id=use.partner_id,
                after={
                    "reason": use.reason,
                    "requests": use.requests,
                    "since": use.since.isoformat(),
                    "until": (use.since + WINDOW).isoformat(),
                },
            )


def _hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)
