"""Adding a row and changing one, with the line of the trail that belongs to it, and the values from before.

The trail tells of the registry ids, flags, kinds and dates of evidence; never what describes a person.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from pydantic_core import to_jsonable_python
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.principal import Principal
from app.audit import service as audit
from app.hosts.models import Host
from app.kit.clock import utc_now
from app.kit.encryption import KeyRing
from app.kit.errors import PreconditionFailedError
from app.kit.preconditions import IfMatch, Versioned
from app.registry.evidence.models import Evidence
from app.registry.facts_changed import row_changed
from app.registry.pairings.models import Pairing
from app.registry.partners.models import Partner
from app.registry.people.models import Person
from app.registry.programmes.models import Programme
from app.registry.proposals.models import ChangeSubject, PreviousValues, sealed

Registered = Partner | Programme | Person | Pairing | Evidence | Host

WITHHELD: Final = "[changed]"

# What may be told. A field that is not named here is withheld, so that a new one is private until somebody decides.
_TOLD: Final[Mapping[type[Registered], frozenset[str]]] = {
    Partner: frozenset({"guidance"}),
    Programme: frozenset({"time_zone", "host_pool", "policy_version"}),
    Person: frozenset({"partner_id", "role", "adult_at_risk"}),
    Pairing: frozenset({"partner_id", "programme_id", "mentor_id", "mentee_id", "active", "safety"}),
    Evidence: frozenset({"kind", "partner_id", "person_id", "pairing_id", "valid_from", "valid_until"}),
    Host: frozenset({"pool", "enabled", "person_id"}),
}


def told(row: Registered) -> dict[str, Any]:
    """Return what may be told of a row as it is now."""
    return told_of(row, sorted(_TOLD[type(row)]))


def told_of(row: Registered, fields: Iterable[str]) -> dict[str, Any]:
    """Return these fields of a row, with a marker in place of what may not be told."""
    may_be_told = _TOLD[type(row)]
    return {field: to_jsonable_python(getattr(row, field)) if field in may_be_told else WITHHELD for field in fields}


async def record(
    session: AsyncSession,
    principal: Principal,
    row: Registered,
    verb: str,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Append what a caller did to a row, as `person.created`, in the transaction in which it was done."""
    subject = type(row).__name__.lower()
    await audit.append(
        session,
        origin=principal.origin,
        action=f"{subject}.{verb}",
        subject=(subject, row.id),
        partner_id=partner_of(row),
        before=before,
        after=after,
    )


def partner_of(row: Registered) -> UUID | None:
    """Return whose a row is; None for what is the organisation's alone."""
    if isinstance(row, Programme | Host):
        return None
    return row.id if isinstance(row, Partner) else row.partner_id


Kept = Partner | Programme | Person | Pairing
Changeable = Kept | Host


@dataclass(frozen=True)
class Subject:
    """What a change is about, and whose it is: None where it is the organisation's alone."""

    type: ChangeSubject
    id: UUID
    partner_id: UUID | None


def subject_of(row: Kept) -> Subject:
    """Return how a row is named by what is kept about it elsewhere."""
    return Subject(ChangeSubject(type(row).__name__.lower()), row.id, partner_of(row))


async def add(session: AsyncSession, principal: Principal, row: Registered, verb: str = "created") -> None:
    """Write a new row, and that it is there."""
    session.add(row)
    await session.flush()
    await record(session, principal, row, verb, after=told(row))


async def change(
    session: AsyncSession,
    principal: Principal,
    row: Kept,
    wanted: Mapping[str, object],
    key_ring: KeyRing,
    *,
    reason: str | None = None,
) -> frozenset[str]:
    """Make a locked row as it is wanted, as a new version. If it is so already, nothing happens at all.

    The values from before are kept, encrypted, with the `reason` for the correction if one was given. Where a fact of the rules
    changes, bookings ahead are decided again.

    Returns:
        The names of the fields that changed.
    """
    before = {field: getattr(row, field) for field, value in sorted(wanted.items()) if getattr(row, field) != value}
    if before:
        subject = subject_of(row)
        kept = PreviousValues(
            subject_type=subject.type,
            subject_id=subject.id,
            partner_id=subject.partner_id,
            subject_version=row.version,
            fields=list(before),
            content="",
            replaced_by=principal.key_id,
            reason=reason,
        )
        kept.content = sealed(kept, before, key_ring)
        session.add(kept)
    changed = await write(session, principal, row, wanted, reason=reason)
    await row_changed(session, row, changed)
    return changed


async def write(
    session: AsyncSession,
    principal: Principal,
    row: Changeable,
    wanted: Mapping[str, object],
    *,
    reason: str | None = None,
) -> frozenset[str]:
    """Make a locked row as it is wanted, keeping nothing of what it was but the line of the trail: see `change`.

    The trail tells that a `reason` was given, and never what it says: it may name somebody.
    """
    changed = sorted(field for field, value in wanted.items() if getattr(row, field) != value)
    if not changed:
        return frozenset()
    before = told_of(row, changed)
    for field in changed:
        setattr(row, field, wanted[field])
    touch(row)
    await session.flush()
    why = {"reason": WITHHELD} if reason is not None else {}
    await record(session, principal, row, "changed", before=before, after={**told_of(row, changed), **why})
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
