"""Pairing mentors with mentees."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.models import Scope
from app.access.principal import Principal
from app.kit.encryption import KeyRing
from app.kit.errors import AlreadyExistsError, FieldError, InvalidFieldsError, MissingScopeError, WrongStateError
from app.kit.preconditions import IfMatch
from app.policy import SafetyProfile
from app.registry.changes import add
from app.registry.documents import refusing
from app.registry.pairings.models import Pairing
from app.registry.pairings.schemas import PairingChange, PairingCreate
from app.registry.people.models import Person, PersonRole
from app.registry.programmes.models import Programme
from app.registry.proposals.service import Requested, request_change
from app.registry.visibility import find, find_in_use, get_for_update


async def create_pairing(session: AsyncSession, principal: Principal, given: PairingCreate) -> Pairing:
    """Pair a mentor and a mentee of one partner in a programme.

    Raises:
        InvalidFieldsError: The programme or the people do not exist, the caller may not see them, or they do not fit; or the
            measures ask for a setting that does not exist, or for one that is looser than the floor.
        AlreadyExistsError: The two are paired in the programme already.
    """
    _check_measures(given.safety)
    partner_id = await _partner_of_both(session, principal, given)
    pairing = Pairing(partner_id=partner_id, **given.model_dump())
    try:
        async with session.begin_nested():
            session.add(pairing)
            await session.flush()
    except IntegrityError:
        # Programme and people are there, and are never deleted: only the uniqueness can be in the way.
        message = "These two are paired in this programme already. List its pairings to find theirs, those that are archived too."
        raise AlreadyExistsError(message) from None
    await add(session, principal, pairing)
    return pairing


async def change_pairing(
    session: AsyncSession,
    principal: Principal,
    pairing_id: UUID,
    wanted: PairingChange,
    if_match: IfMatch,
    key_ring: KeyRing,
) -> tuple[Pairing, Requested]:
    """Change a pairing: what loosens its measures, or takes it up again, once another person has confirmed it.

    Raises:
        NotFoundError: The pairing does not exist, or the caller may not see it.
        PreconditionRequiredError: No If-Match was sent.
        PreconditionFailedError: It changed since the caller read it.
        InvalidFieldsError: The measures ask for a setting that there is none of, or for one that is looser than the floor.
        WrongStateError: It is archived, and would be taken up again.
    """
    pairing = await get_for_update(session, principal, Pairing, pairing_id)
    if_match.require(pairing)
    changes = wanted.model_dump()
    reason = changes.pop("reason", None)
    if changes.get("active") and pairing.archived_at is not None:
        message = "This pairing is archived. Restore it first."
        raise WrongStateError(message)
    _check_measures(changes.get("safety", {}))
    return pairing, await request_change(session, principal, pairing, changes, key_ring, reason=reason)


def check_may_list(principal: Principal, *, bookable: bool | None, active: bool | None, archived: bool | None) -> None:
    """Check that a caller may list these pairings: all that is on file of them, or who can be booked.

    Raises:
        MissingScopeError: It may only list those that can be booked.
        InvalidFieldsError: It asks for those that can be booked and that have ended, or are archived.
    """
    if not bookable and not principal.may(Scope.REGISTRY_READ):
        message = "This API key may list who can be booked: ask with bookable=true."
        raise MissingScopeError(message, needs=[Scope.REGISTRY_READ])
    if bookable and (archived or active is False):
        message = "cannot be true together with active=false or archived=true: those cannot be booked"
        raise InvalidFieldsError(FieldError("query.bookable", message))


async def programmes_of(session: AsyncSession, pairings: Iterable[Pairing]) -> Mapping[UUID, Programme]:
    """Return the programmes of these pairings, by id."""
    query = select(Programme).where(col(Programme.id).in_({each.programme_id for each in pairings}))
    return {each.id: each for each in (await session.exec(query)).all()}


def _check_measures(levels: Mapping[str, str]) -> None:
    with refusing("safety"):
        SafetyProfile(levels)


async def _partner_of_both(session: AsyncSession, principal: Principal, given: PairingCreate) -> UUID:
    wrong: list[FieldError] = []
    if await find(session, principal, Programme, given.programme_id) is None:
        wrong.append(FieldError("programme_id", "is not a programme that this key can see", unknown=given.programme_id))
    mentor = await find_in_use(session, principal, Person, given.mentor_id)
    mentee = await find_in_use(session, principal, Person, given.mentee_id)
    for field, person_id, person, role in (
        ("mentor_id", given.mentor_id, mentor, PersonRole.MENTOR),
        ("mentee_id", given.mentee_id, mentee, PersonRole.MENTEE),
    ):
        if person is None:
            wrong.append(FieldError(field, "is not a person that this key can see, or is archived", unknown=person_id))
        elif person.role is not role:
            wrong.append(FieldError(field, f"is not a {role}"))
    if not wrong and mentor and mentee and mentor.partner_id != mentee.partner_id:
        wrong.append(FieldError("mentee_id", "takes part through another partner than the mentor"))
    if wrong or mentor is None:
        raise InvalidFieldsError(*wrong)
    return mentor.partner_id
