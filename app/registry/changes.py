"""Adding a row and changing one, with the line of the trail that belongs to it."""

from collections.abc import Mapping

from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.principal import Principal
from app.clock import utc_now
from app.registry import trail
from app.registry.models import Host, Pairing, Partner, Person, Programme

Changeable = Partner | Programme | Person | Pairing | Host


async def add(session: AsyncSession, principal: Principal, row: trail.Registered, verb: str = "created") -> None:
    """Write a new row, and that it is there."""
    session.add(row)
    await session.flush()
    await trail.record(session, principal, row, verb, after=trail.told(row))


async def change(session: AsyncSession, principal: Principal, row: Changeable, wanted: Mapping[str, object]) -> None:
    """Make a locked row as it is wanted, as a new version. If it is so already, nothing happens at all."""
    changed = sorted(field for field, value in wanted.items() if getattr(row, field) != value)
    if not changed:
        return
    before = trail.told_of(row, changed)
    for field in changed:
        setattr(row, field, wanted[field])
    row.version += 1
    row.updated_at = utc_now()
    await session.flush()
    await trail.record(session, principal, row, "changed", before=before, after=trail.told_of(row, changed))
