"""Adding and renaming partners, and their own guidance."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.principal import Principal
from app.access.visibility import require_organisation
from app.kit.encryption import KeyRing
from app.kit.preconditions import IfMatch
from app.policy import checked_tightening
from app.registry.changes import add, change, require_seen
from app.registry.documents import document_in, refusing
from app.registry.partners.models import Partner
from app.registry.partners.schemas import GuidanceWrite, PartnerChange, PartnerCreate
from app.registry.proposals.service import Requested, request_change
from app.registry.visibility import get_for_update


async def create_partner(session: AsyncSession, principal: Principal, given: PartnerCreate) -> Partner:
    """Add a partner.

    Raises:
        NotPermittedError: The caller is bound to a partner.
    """
    require_organisation(principal)
    partner = Partner(**given.model_dump(exclude_none=True))
    await add(session, principal, partner)
    return partner


async def change_partner(
    session: AsyncSession,
    principal: Principal,
    partner_id: UUID,
    wanted: PartnerChange,
    if_match: IfMatch,
    key_ring: KeyRing,
) -> Partner:
    """Change a partner.

    Raises:
        NotFoundError: The partner does not exist, or the caller may not see it.
        PreconditionRequiredError: No If-Match was sent.
        PreconditionFailedError: It changed since the caller read it.
    """
    partner = await get_for_update(session, principal, Partner, partner_id)
    if_match.require(partner)
    changes = wanted.model_dump(exclude_none=True)
    reason = changes.pop("reason", None)
    await change(session, principal, partner, changes, key_ring, reason=reason)
    return partner


async def set_guidance(
    session: AsyncSession,
    principal: Principal,
    partner_id: UUID,
    given: GuidanceWrite,
    if_match: IfMatch,
    key_ring: KeyRing,
) -> tuple[Partner, Requested]:
    """Replace a partner's own guidance, which tightens the rules of every programme that it delivers.

    What it no longer asks for, it asks for until another person has confirmed the change.

    Raises:
        InvalidFieldsError: It names what there is not, asks for something looser than the floor, or is too large.
        NotFoundError: The partner does not exist, or the caller may not see it.
        PreconditionRequiredError: No If-Match was sent.
        PreconditionFailedError: The partner changed since the caller read it.
    """
    content = document_in(given)
    with refusing():
        tightening = checked_tightening(content)
    guidance = {} if tightening.asks_nothing else tightening.model_dump(mode="json")
    partner = await get_for_update(session, principal, Partner, partner_id)
    require_seen(if_match, partner, is_so_already=guidance == partner.guidance)
    return partner, await request_change(session, principal, partner, {"guidance": guidance}, key_ring)
