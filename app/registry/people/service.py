"""Adding and changing mentors and mentees."""

from datetime import date
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.principal import Principal
from app.kit.clock import utc_now
from app.kit.encryption import KeyRing
from app.kit.errors import FieldError, InvalidFieldsError
from app.kit.preconditions import IfMatch
from app.registry.changes import add
from app.registry.partners.models import Partner
from app.registry.people.models import Person, PersonRole
from app.registry.people.schemas import PersonChange, PersonCreate
from app.registry.proposals.service import Requested, request_change
from app.registry.visibility import find, get_for_update


async def create_person(session: AsyncSession, principal: Principal, given: PersonCreate) -> Person:
    """Add a mentor or a mentee.

    Raises:
        InvalidFieldsError: The partner does not exist, the caller may not see it, or the birth date is missing or in the
            future.
    """
    if await find(session, principal, Partner, given.partner_id) is None:
        error = FieldError("partner_id", "is not a partner that this key can see", unknown=given.partner_id)
        raise InvalidFieldsError(error)
    _check_birth_date(given.role, given.birth_date)
    person = Person(**given.model_dump())
    await add(session, principal, person)
    return person


async def change_person(
    session: AsyncSession,
    principal: Principal,
    person_id: UUID,
    wanted: PersonChange,
    if_match: IfMatch,
    key_ring: KeyRing,
) -> tuple[Person, Requested]:
    """Change a mentor or a mentee: who would be older, or at risk no longer, once another person has confirmed it.

    Raises:
        NotFoundError: The person does not exist, or the caller may not see it.
        PreconditionRequiredError: No If-Match was sent.
        PreconditionFailedError: It changed since the caller read it.
        InvalidFieldsError: The birth date is removed from a mentee, or in the future.
    """
    person = await get_for_update(session, principal, Person, person_id)
    if_match.require(person)
    changes = wanted.model_dump()
    if "birth_date" in changes:
        _check_birth_date(person.role, changes["birth_date"])
    return person, await request_change(session, principal, person, changes, key_ring)


def _check_birth_date(role: PersonRole, birth_date: date | None) -> None:
    if birth_date is None:
        if role is PersonRole.MENTEE:
            error = FieldError("birth_date", "is required for a mentee: the rules look at the age")
            raise InvalidFieldsError(error)
    elif birth_date > utc_now().date():
        error = FieldError("birth_date", "must not be in the future")
        raise InvalidFieldsError(error)
