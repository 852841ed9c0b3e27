"""Where the rules demand a second person: who counts as one."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.models import ApiKey, Role
from app.access.principal import Principal
from app.audit import service as audit
from app.audit.origin import Origin
from app.kit.errors import NotPermittedError

WAIVED = "second_person.waived"


async def require_another_person(
    session: AsyncSession,
    principal: Principal,
    *,
    origin: Origin,
    acted_first: UUID,
    demand: str,
    subject: tuple[str, UUID],
    partner_id: UUID | None = None,
    booking_id: UUID | None = None,
) -> None:
    """Check that the caller is somebody other than the person who acted first.

    Keys say who holds them by their person label; two keys of one label are one person. Where the organisation has switched
    the second person off, anybody passes, and the trail says that a second person was waived.

    Args:
        session: The transaction of the second act.
        principal: Who acts now.
        origin: How the trail names them.
        acted_first: The id of the API key that acted first.
        demand: Why a second person is needed, as a sentence for the caller.
        subject: What the act is about, for the trail.
        partner_id: Whose it is.
        booking_id: The booking that it belongs to.

    Raises:
        NotPermittedError: The caller is the same person, or nobody can tell that they are not.
    """
    first = await session.get_one(ApiKey, acted_first)
    reason = _reason_against(principal, first)
    if reason is None:
        return
    if not principal.may_act_alone:
        raise NotPermittedError(f"{demand} {reason}")
    await audit.append(
        session,
        origin=origin,
        action=WAIVED,
        subject=subject,
        partner_id=partner_id,
        booking_id=booking_id,
        after={"acted_first": str(acted_first)},
    )


def _reason_against(principal: Principal, first: ApiKey) -> str | None:
    if principal.key_id == first.id:
        return "Ask somebody else, with an API key of their own."
    if principal.person is None:
        return "Nobody can tell whose API key this is: use one that was made with `chaperone keys create --person`."
    # A website's key is nobody's: a coordinator is always somebody else than the visitor it acts for.
    if first.person is None and first.role is Role.COORDINATOR:
        return "Nobody can tell whose API key acted first: `chaperone keys assign` says who holds it."
    if first.person == principal.person:
        return "The key that acted first is held by the same person. Ask somebody else, with an API key of their own."
    return None
