"""Adding and changing programmes."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.principal import Principal
from app.access.visibility import require_organisation
from app.kit.encryption import KeyRing
from app.kit.preconditions import IfMatch
from app.policy import Policy, pack
from app.registry.changes import record, told
from app.registry.documents import refusing
from app.registry.policies.service import add_version
from app.registry.programmes.models import Programme
from app.registry.programmes.schemas import ProgrammeChange, ProgrammeCreate
from app.registry.proposals.service import Requested, request_change
from app.registry.visibility import get_for_update


async def create_programme(session: AsyncSession, principal: Principal, given: ProgrammeCreate) -> Programme:
    """Add a programme, with the rules of a pack as the first version of its policy.

    Raises:
        NotPermittedError: The caller is bound to a partner, or no coordinator.
        InvalidFieldsError: The pack does not exist.
    """
    require_organisation(principal)
    principal.require_coordinator("add a programme, which chooses its rules")
    with refusing():
        policy = Policy(document=pack(given.pack), version=1)
    programme = Programme(
        name=given.name,
        time_zone=given.time_zone,
        host_pool=given.host_pool,
        safeguarding_contacts=[contact.model_dump(exclude_none=True) for contact in given.safeguarding_contacts],
        coordinators=[contact.model_dump(exclude_none=True) for contact in given.coordinators],
    )
    session.add(programme)
    await session.flush()
    await add_version(session, principal, programme, policy)
    after = {**told(programme), "pack": policy.document.pack, "policy_digest": policy.digest}
    await record(session, principal, programme, "created", after=after)
    return programme


async def change_programme(
    session: AsyncSession,
    principal: Principal,
    programme_id: UUID,
    wanted: ProgrammeChange,
    if_match: IfMatch,
    key_ring: KeyRing,
) -> tuple[Programme, Requested]:
    """Change a programme: its time zone once another person has confirmed it.

    Raises:
        NotPermittedError: The caller is bound to a partner, or no coordinator.
        NotFoundError: The programme does not exist.
        PreconditionRequiredError: No If-Match was sent.
        PreconditionFailedError: It changed since the caller read it.
    """
    require_organisation(principal)
    principal.require_coordinator("change a programme")
    programme = await get_for_update(session, principal, Programme, programme_id)
    if_match.require(programme)
    # Contacts are stored without what they leave out, so that the same contacts are no change.
    return programme, await request_change(
        session, principal, programme, wanted.model_dump(exclude_none=True), key_ring
    )
