"""Adding a row and changing one, with the line of the trail that belongs to it."""

from collections.abc import Mapping

from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.principal import Principal
from app.clock import utc_now
from app.errors import PreconditionFailedError
from app.http.preconditions import IfMatch, Versioned
from app.registry import trail
from app.registry.models import Host, Pairing, Partner, Person, Programme

Changeable = Partner | Programme | Person | Pairing | Host


async def add(session: AsyncSession, principal: Principal, row: trail.Registered, verb: str = "created") -> None:
    """Write a new row, and that it is there."""
    session.add(row)
    await session.flush()
    await trail.record(session, principal, row, verb, after=trail.told(row))


async def change(
    session: AsyncSession, principal: Principal, row: Changeable, wanted: Mapping[str, object]
) -> frozenset[str]:
    """Make a locked row as it is wanted, as a new version. If it is so already, nothing happens at all.

    Returns:
        The names of the fields that changed.
    """
    changed = sorted(field for field, value in wanted.items() if getattr(row, field) != value)
    if not changed:
        return frozenset()
    before = trail.told_of(row, changed)
    for field in changed:
        setattr(row, field, wanted[field])
    touch(row)
    await session.flush()
    await trail.record(session, principal, row, "changed", before=before, after=trail.told_of(row, changed))
    return frozenset(changed)


def touch(row: Changeable) -> None:
    """Make a row that was changed a new version."""
    row.version += 1
    row.updated_at = utc_now()


def require_seen(if_match: IfMatch, present: Versioned, *, is_so_already: bool) -> None:
    """Check that the caller has seen what it replaces, unless that is as it wants it already.

    Who sends a PUT again after a lost answer names the version before: it is answered as the first time (RFC 9110,
    section 13.1.1).

    Raises:
        PreconditionRequiredError: No If-Match was sent.
        PreconditionFailedError: It names another version, and something would change.
    """
    try:
        if_match.require(present)
    except PreconditionFailedError:
        if not is_so_already:
            raise
