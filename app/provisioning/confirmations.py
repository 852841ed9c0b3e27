"""What people confirm about a host: settings that Zoom's API neither shows nor sets."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.models import Role
from app.access.principal import Principal
from app.audit import service as audit
from app.clock import utc_now
from app.errors import FieldError, InvalidFieldsError, NotPermittedError
from app.http.request_identity import current_request_id
from app.provisioning.models import HostConfirmation
from app.registry.models import Host
from app.registry.visibility import get
from app.zoom.safety.table import SETTINGS

DAYS: Final = 180
"""How long a confirmation counts where nothing else is said."""
LONGEST_DAYS: Final = 366

CONFIRMABLE: Final = tuple(setting.code for setting in SETTINGS if any(level.once for level in setting.levels))
"""The settings that a person sees to once for a host. What Zoom shows is read instead: nobody's word overrides that."""


async def confirm(
    session: AsyncSession, principal: Principal, host_id: UUID, code: str, valid_for: timedelta
) -> HostConfirmation:
    """Keep that a setting of a host was looked at and is right.

    Raises:
        NotFoundError: The caller can see no such host.
        NotPermittedError: The caller is no coordinator.
        InvalidFieldsError: The setting is not one that a person confirms.
    """
    host = await get(session, principal, Host, host_id)
    if principal.role is not Role.COORDINATOR:
        message = "Only a coordinator's key can confirm a host's settings."
        raise NotPermittedError(message)
    if code not in CONFIRMABLE:
        reason = f"must be one of {', '.join(CONFIRMABLE)}: every other setting is read from Zoom"
        raise InvalidFieldsError(FieldError("code", reason))
    now = utc_now()
    kept = HostConfirmation(
        host_id=host.id, code=code, confirmed_by=principal.key_id, confirmed_at=now, valid_until=now + valid_for
    )
    session.add(kept)
    await session.flush()
    await audit.append(
        session,
        origin=principal.origin(current_request_id()),
        action="host.confirmed",
        subject=("host", host.id),
        after={"code": code, "valid_until": kept.valid_until.isoformat()},
    )
    return kept


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
