"""Putting hosts into pools, and taking them out of use."""

from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.principal import Principal
from app.hosts.models import Host
from app.hosts.schemas import HostChange
from app.kit.preconditions import IfMatch
from app.registry.changes import write
from app.registry.facts_changed import hosts_changed
from app.registry.programmes.models import Programme
from app.registry.visibility import get_for_update


async def change_host(
    session: AsyncSession, principal: Principal, host_id: UUID, wanted: HostChange, if_match: IfMatch
) -> Host:
    """Change what is ours to say about a host.

    Raises:
        NotFoundError: The host does not exist, or the caller may not see it.
        PreconditionRequiredError: No If-Match was sent.
        PreconditionFailedError: It changed since the caller read it.
    """
    host = await get_for_update(session, principal, Host, host_id)
    if_match.require(host)
    pools = {host.pool}
    if await write(session, principal, host, wanted.model_dump()):
        await _notify_programmes(session, pools | {host.pool})
    return host


async def _notify_programmes(session: AsyncSession, pools: set[str]) -> None:
    query = select(Programme.id).where(col(Programme.host_pool).in_(pools)).order_by(col(Programme.id))
    await hosts_changed(session, (await session.exec(query)).all())
