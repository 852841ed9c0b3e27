"""Adding and changing mentors and mentees."""

from datetime import date
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.models import Scope
from app.access.principal import Principal
from app.kit.clock import utc_now
from app.kit.encryption import KeyRing
from app.kit.errors import AlreadyExistsError, FieldError, InvalidFieldsError, WrongStateError
from app.kit.preconditions import IfMatch
from app.registry.changes import add
from app.registry.evidence.models import Evidence
from app.registry.names import is_same_name
from app.registry.pairings.models import Pairing
from app.registry.partners.models import Partner
from app.registry.people.models import Person, PersonRole
from app.registry.people.schemas import PersonChange, PersonCreate
from app.registry.proposals.service import Requested, request_change
from app.registry.visibility import find_in_use, get_for_update


async def create_person(session: AsyncSession, principal: Principal, given: PersonCreate) -> Person:
    """Add a mentor or a mentee.

    Raises:
        InvalidFieldsError: The partner does not exist, the caller may not see it, or the birth date is missing or in the
            future.
        AlreadyExistsError: Somebody of this name is on file in the other role.
    """
    if await find_in_use(session, principal, Partner, given.partner_id) is None:
        wrong = "is not a partner that this key can see, or is archived"
        raise InvalidFieldsError(FieldError("partner_id", wrong, unknown=given.partner_id))
    _check_birth_date(given.role, given.birth_date)
    # Whoever may not read the registry is not told who is in it.
    if not given.other_of_this_name and principal.may(Scope.REGISTRY_READ):
        await _refuse_second_role(session, given)
    person = Person(**given.model_dump(exclude={"other_of_this_name"}))
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
        InvalidFieldsError: The birth date is removed from a mentee, or in the future; or the role changes without a reason.
        WrongStateError: The role would change, and a pairing or evidence rests on it.
    """
    person = await get_for_update(session, principal, Person, person_id)
    if_match.require(person)
    changes = wanted.model_dump()
    reason = changes.pop("reason", None)
    role = changes.get("role", person.role)
    if role is not person.role:
        if reason is None:
            message = "is needed where a role changes: say why it was recorded wrongly"
            raise InvalidFieldsError(FieldError("reason", message))
        # Of its key, too: a pairing or evidence that is being made is waited for, and then seen.
        await session.refresh(person, with_for_update=True)
        await _require_nothing_rests_on_role(session, person)
        _check_birth_date(role, changes.get("birth_date", person.birth_date))
    elif "birth_date" in changes:
        _check_birth_date(person.role, changes["birth_date"])
    return person, await request_change(session, principal, person, changes, key_ring, reason=reason)


async def _refuse_second_role(session: AsyncSession, given: PersonCreate) -> None:
    query = select(col(Person.id)).where(
        col(Person.partner_id) == given.partner_id,
        col(Person.role) != given.role,
        col(Person.archived_at).is_(None),
        is_same_name(col(Person.name), given.name),
    )
    other = (await session.exec(query.limit(1))).one_or_none()
    if other is not None:
        role = next(each for each in PersonRole if each is not given.role)
        message = (
            f"Somebody of this name is on file as a {role} of this partner: {other}. Check `role`. If this is another person, "
            'send the same with "other_of_this_name": true.'
        )
        raise AlreadyExistsError(message)


async def _require_nothing_rests_on_role(session: AsyncSession, person: Person) -> None:
    theirs = (col(Pairing.mentor_id) == person.id) | (col(Pairing.mentee_id) == person.id)
    pairing = (await session.exec(select(col(Pairing.id)).where(theirs).limit(1))).one_or_none()
    about = col(Evidence.person_id) == person.id, col(Evidence.withdrawn_at).is_(None)
    evidence = (await session.exec(select(col(Evidence.id)).where(*about).limit(1))).one_or_none()
    found = [f"{what} {row_id}" for what, row_id in (("pairing", pairing), ("evidence", evidence)) if row_id]
    if found:
        message = (
            f"The role cannot change while something rests on it: {', '.join(found)}. Withdraw that evidence first; where there "
            "was a pairing, add the person anew in the right role."
        )
        raise WrongStateError(message)


def _check_birth_date(role: PersonRole, birth_date: date | None) -> None:
    if birth_date is None:
        if role is PersonRole.MENTEE:
            error = FieldError("birth_date", "is required for a mentee: the rules look at the age")
            raise InvalidFieldsError(error)
    elif birth_date > utc_now().date():
        error = FieldError("birth_date", "must not be in the future")
        raise InvalidFieldsError(error)
