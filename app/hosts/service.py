"""Putting hosts into pools, taking them out of use, and linking them to the mentors whose own Zoom users they are."""

from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.principal import Principal
from app.hosts.models import Host
from app.hosts.schemas import HostChange
from app.kit.errors import FieldError, InvalidFieldsError
from app.kit.preconditions import IfMatch
from app.registry.changes import write
from app.registry.facts_changed import hosts_changed
from app.registry.people.models import Person, PersonRole
from app.registry.programmes.models import Programme
from app.registry.visibility import find, get_for_update


async def change_host(
    session: AsyncSession, principal: Principal, host_id: UUID, wanted: HostChange, if_match: IfMatch
) -> Host:
    """Change what is ours to say about a host.

    Raises:
        NotFoundError: The host does not exist, or the caller may not see it.
        PreconditionRequiredError: No If-Match was sent.
        PreconditionFailedError: It changed since the caller read it.
        InvalidFieldsError: The person is no mentor that the caller may see, or has a host of their own already.
    """
    host = await get_for_update(session, principal, Host, host_id)
    if_match.require(host)
    if isinstance(wanted.person_id, UUID):
        await _check_mentor(session, principal, host, wanted.person_id)
    pools = {host.pool}
    if await write(session, principal, host, wanted.model_dump()):
        await _notify_programmes(session, pools | {host.pool})
    return host


async def _check_mentor(session: AsyncSession, principal: Principal, host: Host, person_id: UUID) -> None:
    person = await find(session, principal, Person, person_id)
    if person is None or person.role is not PersonRole.MENTOR:
        reason = "must be a mentor: only who opens rooms has a Zoom user of their own"
        raise InvalidFieldsError(FieldError("person_id", reason))
    query = select(Host.id).where(col(Host.person_id) == person_id, col(Host.id) != host.id)
    if (await session.exec(query)).one_or_none() is not None:
        reason = "has another host of their own already; take the person off that one first"
        raise InvalidFieldsError(FieldError("person_id", reason))


async def _notify_programmes(session: AsyncSession, pools: set[str]) -> None:
    query = select(Programme.id).where(col(Programme.host_pool).in_(pools)).order_by(col(Programme.id))
    await hosts_changed(session, (await session.exec(query)).all())
