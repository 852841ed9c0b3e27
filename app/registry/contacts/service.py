"""Whom to turn to about a pairing: its partner's contacts and its programme's."""

from collections.abc import Collection
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.principal import Principal
from app.registry.contacts.schemas import ContactList, ContactRead, ContactRole
from app.registry.pairings.models import Pairing
from app.registry.partners.models import Partner
from app.registry.programmes.models import Programme
from app.registry.visibility import get


async def contacts_of_pairing(session: AsyncSession, principal: Principal, pairing_id: UUID) -> ContactList:
    """Return the contacts of a pairing's partner and programme, the partner's first.

    Raises:
        NotFoundError: The pairing does not exist, or the caller may not see it.
    """
    pairing = await get(session, principal, Pairing, pairing_id)
    partner = await session.get_one(Partner, pairing.partner_id)
    programme = await session.get_one(Programme, pairing.programme_id)
    return ContactList(items=contacts_of(partner, programme))


def contacts_of(
    partner: Partner, programme: Programme, roles: Collection[ContactRole] = tuple(ContactRole)
) -> list[ContactRead]:
    """Return the contacts of a partner and of a programme who are there for this: coordinators first, the partner's first."""
    found = (
        (ContactRole.COORDINATOR, "partner", partner.coordinators),
        (ContactRole.COORDINATOR, "programme", programme.coordinators),
        (ContactRole.SAFEGUARDING_LEAD, "partner", partner.safeguarding_contacts),
        (ContactRole.SAFEGUARDING_LEAD, "programme", programme.safeguarding_contacts),
    )
    return [
        ContactRead.model_validate({**contact, "contact_role": role, "of": of})
        for role, of, contacts in found
        for contact in contacts
        if role in roles
    ]
