"""What the audit trail tells of the registry: ids, flags, kinds and dates of evidence; never what describes a person."""

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from pydantic_core import to_jsonable_python
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.principal import Principal
from app.audit import service as audit
from app.hosts.models import Host
from app.registry.evidence.models import Evidence
from app.registry.pairings.models import Pairing
from app.registry.partners.models import Partner
from app.registry.people.models import Person
from app.registry.programmes.models import Programme

Registered = Partner | Programme | Person | Pairing | Evidence | Host

WITHHELD: Final = "[changed]"

# What may be told. A field that is not named here is withheld, so that a new one is private until somebody decides.
_TOLD: Final[Mapping[type[Registered], frozenset[str]]] = {
    Partner: frozenset({"guidance"}),
    Programme: frozenset({"time_zone", "host_pool", "policy_version"}),
    Person: frozenset({"partner_id", "role", "adult_at_risk"}),
    Pairing: frozenset({"partner_id", "programme_id", "mentor_id", "mentee_id", "active", "safety"}),
    Evidence: frozenset({"kind", "partner_id", "person_id", "pairing_id", "valid_from", "valid_until"}),
    Host: frozenset({"pool", "enabled"}),
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
