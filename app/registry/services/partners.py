"""Adding and renaming partners."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.principal import Principal
from app.http.preconditions import IfMatch
from app.registry.changes import add, change
from app.registry.models import Partner
from app.registry.schemas import PartnerChange, PartnerCreate
from app.registry.visibility import get_for_update, require_organisation


async def create_partner(session: AsyncSession, principal: Principal, given: PartnerCreate) -> Partner:
    """Add a partner.

    Raises:
        NotPermittedError: The caller is bound to a partner.
    """
    require_organisation(principal)
    partner = Partner(name=given.name)
    await add(session, principal, partner)
    return partner


async def change_partner(
    session: AsyncSession, principal: Principal, partner_id: UUID, wanted: PartnerChange, if_match: IfMatch
) -> Partner:
    """Change a partner.

    Raises:
        NotFoundError: The caller can see no such partner.
        PreconditionRequiredError: No If-Match was sent.
        PreconditionFailedError: It changed since the caller read it.
    """
    partner = await get_for_update(session, principal, Partner, partner_id)
    if_match.require(partner)
    await change(session, principal, partner, wanted.model_dump())
    return partner
