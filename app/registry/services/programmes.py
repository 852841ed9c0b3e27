"""Adding and changing programmes, and reading their policies."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.principal import Principal
from app.errors import FieldError, InvalidFieldsError, NotFoundError
from app.http.preconditions import IfMatch
from app.policy import Policy, PolicyError, pack
from app.registry import trail
from app.registry.changes import change
from app.registry.models import PolicyVersion, Programme
from app.registry.schemas import ProgrammeChange, ProgrammeCreate
from app.registry.visibility import get, get_for_update, require_organisation


async def create_programme(session: AsyncSession, principal: Principal, given: ProgrammeCreate) -> Programme:
    """Add a programme, with the rules of a pack as the first version of its policy.

    Raises:
        NotPermittedError: The caller is bound to a partner.
        InvalidFieldsError: There is no such pack.
    """
    require_organisation(principal)
    try:
        policy = Policy(document=pack(given.pack), version=1)
    except PolicyError as error:
        raise InvalidFieldsError(*(FieldError("pack", problem.reason) for problem in error.problems)) from None
    programme = Programme(
        name=given.name,
        time_zone=given.time_zone,
        host_pool=given.host_pool,
        safeguarding_contacts=[contact.model_dump(exclude_none=True) for contact in given.safeguarding_contacts],
    )
    session.add(programme)
    await session.flush()
    session.add(
        PolicyVersion(
            programme_id=programme.id,
            version=policy.version,
            document=policy.document.model_dump(mode="json"),
            digest=policy.digest,
        )
    )
    await session.flush()
    after = {**trail.told(programme), "pack": policy.document.pack, "policy_digest": policy.digest}
    await trail.record(session, principal, programme, "created", after=after)
    return programme


async def change_programme(
    session: AsyncSession, principal: Principal, programme_id: UUID, wanted: ProgrammeChange, if_match: IfMatch
) -> Programme:
    """Change a programme.

    Raises:
        NotPermittedError: The caller is bound to a partner.
        NotFoundError: There is no such programme.
        PreconditionRequiredError: No If-Match was sent.
        PreconditionFailedError: It changed since the caller read it.
    """
    require_organisation(principal)
    programme = await get_for_update(session, principal, Programme, programme_id)
    if_match.require(programme)
    # Contacts are stored without what they leave out, so that the same contacts are no change.
    await change(session, principal, programme, wanted.model_dump(exclude_none=True))
    return programme


async def policy_of_programme(
    session: AsyncSession, principal: Principal, programme_id: UUID, version: int | None
) -> PolicyVersion:
    """Return a version of a programme's policy, the present one for None.

    Raises:
        NotFoundError: There is no such programme, or no such version.
    """
    programme = await get(session, principal, Programme, programme_id)
    found = await session.get(PolicyVersion, (programme.id, version or programme.policy_version))
    if found is None:
        message = (
            f"The policy of this programme has no version {version}; the present one is {programme.policy_version}."
        )
        raise NotFoundError(message)
    return found
