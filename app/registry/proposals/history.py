"""Reading what facts were before, for an investigation."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.principal import Principal
from app.audit import service as audit
from app.kit.pagination import PageRequest
from app.registry.proposals.models import PreviousValues
from app.registry.visibility import list_page


async def previous_values(
    session: AsyncSession, principal: Principal, subject_id: UUID, page: PageRequest
) -> Sequence[PreviousValues]:
    """Return the values that a thing had before each of its changes, oldest first, and write down that they were read."""
    await audit.append(
        session,
        origin=principal.origin,
        action="previous_values.read",
        subject=("previous_values", subject_id),
        partner_id=principal.partner_id,
    )
    return await list_page(session, principal, PreviousValues, page, subject_id=subject_id)
