"""What people confirm about a host: settings that Zoom's API neither shows nor sets."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.principal import Principal
from app.audit import service as audit
from app.audit.origin import WORKER
from app.hosts.models import Host, HostConfirmation
from app.incidents.service import close_incident, open_incident
from app.kit.clock import utc_now
from app.kit.errors import FieldError, InvalidFieldsError
from app.policy.incidents import IncidentKind
from app.registry.visibility import get
from app.zoom.safety.table import SETTINGS

DAYS: Final = 180
"""How long a confirmation counts where nothing else is said."""
LONGEST_DAYS: Final = 366
ENDS_SOON: Final = timedelta(days=14)
"""This long before a confirmation ends people are reminded to look again."""

_AT_ONCE: Final = 100

CONFIRMABLE: Final = tuple(setting.code for setting in SETTINGS if any(level.once for level in setting.levels))
"""The settings that a person sees to once for a host. What Zoom shows is read instead: nobody's word overrides that."""


async def confirm(
    session: AsyncSession, principal: Principal, host_id: UUID, code: str, valid_for: timedelta
) -> HostConfirmation:
    """Keep that a setting of a host was looked at and is right.

    Raises:
        NotFoundError: The host does not exist, or the caller may not see it.
        NotPermittedError: The caller is no coordinator.
        InvalidFieldsError: The setting is not one that a person confirms.
    """
    host = await get(session, principal, Host, host_id)
    principal.require_coordinator("confirm a host's settings")
    if code not in CONFIRMABLE:
        reason = f"must be one of {', '.join(CONFIRMABLE)}: every other setting is read from Zoom"
        raise InvalidFieldsError(FieldError("code", reason))
    now = utc_now()
    kept = HostConfirmation(
        host_id=host.id, code=code, confirmed_by=principal.key_id, confirmed_at=now, valid_until=now + valid_for
    )
    session.add(kept)
    await session.flush()
    origin = principal.origin
    await close_incident(
        session,
        origin,
        IncidentKind.CONFIRMATION_ENDING,
        resolution="Somebody looked at the host again.",
        host_id=host.id,
    )
    await audit.append(
        session,
        origin=origin,
        action="host.confirmed",
        subject=("host", host.id),
        after={"code": code, "valid_until": kept.valid_until.isoformat()},
    )
    return kept


async def remind(session: AsyncSession) -> None:
    """Open an incident, once, for each confirmation of a host in use that ends soon and that no later one replaces."""
    table, later = HostConfirmation, aliased(HostConfirmation)
    replaced = select(later.id).where(
        col(later.host_id) == col(table.host_id), col(later.code) == col(table.code), col(later.id) > col(table.id)
    )
    query = (
        select(table)
        .join(Host, col(Host.id) == col(table.host_id))
        .where(col(Host.enabled), col(table.reminded_at).is_(None), col(table.valid_until) <= utc_now() + ENDS_SOON)
        .where(~replaced.exists())
        .limit(_AT_ONCE)
        .with_for_update(of=table, skip_locked=True)
    )
    for confirmation in (await session.exec(query)).all():
        confirmation.reminded_at = utc_now()
        await open_incident(
            session,
            WORKER,
            IncidentKind.CONFIRMATION_ENDING,
            summary="Zoom's API does not show one of a host's settings. What a person confirmed about it ends soon.",
            remedy="Ask the organisation's Zoom administrator to look at the setting in Zoom's portal, "
            "and to confirm it again: POST /v1/hosts/{host_id}/confirmations.",
            details={"code": confirmation.code, "valid_until": confirmation.valid_until.isoformat()},
            host_id=confirmation.host_id,
        )


async def newest(session: AsyncSession, host_ids: Collection[UUID]) -> Mapping[UUID, Mapping[str, HostConfirmation]]:
    """Return what counts for each host, by the setting's code; it may be over."""
    table = HostConfirmation
    query = (
        select(table)
        .where(col(table.host_id).in_(host_ids))
        .ext(distinct_on(col(table.host_id), col(table.code)))
        .order_by(col(table.host_id), col(table.code), col(table.id).desc())
    )
    found: dict[UUID, dict[str, HostConfirmation]] = {host_id: {} for host_id in host_ids}
    for row in await session.exec(query):
        found[row.host_id][row.code] = row
    return found
