"""Enrolling a pair in one transaction: whoever is refused has left nothing behind."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from uuid import UUID

from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.principal import Principal
from app.kit.encryption import KeyRing
from app.kit.errors import FieldError, InvalidFieldsError
from app.registry.enrolment.schemas import EnrolledPerson, Enrolment
from app.registry.evidence.models import Evidence
from app.registry.evidence.schemas import EvidenceGive
from app.registry.evidence.service import give_evidence
from app.registry.pairings.models import Pairing
from app.registry.pairings.schemas import PairingCreate
from app.registry.pairings.service import create_pairing
from app.registry.people.models import PersonRole
from app.registry.people.schemas import PersonCreate
from app.registry.people.service import create_person


async def enrol(session: AsyncSession, principal: Principal, given: Enrolment, key_ring: KeyRing) -> Pairing:
    """Add whoever of the two is new, pair them, and record their evidence.

    Raises:
        InvalidFieldsError: Something of it cannot be accepted; the field is named where it stands in the enrolment.
        AlreadyExistsError: The two are paired in the programme already, or a new person's name is on file in the other role.
    """
    people = {
        role: await _person(session, principal, given, role, wanted)
        for role, wanted in ((PersonRole.MENTOR, given.mentor), (PersonRole.MENTEE, given.mentee))
    }
    mentor_id, mentee_id = people[PersonRole.MENTOR], people[PersonRole.MENTEE]
    with _renamed({"mentor_id": "mentor.id", "mentee_id": "mentee.id"}):
        wanted = PairingCreate(
            programme_id=given.programme_id, mentor_id=mentor_id, mentee_id=mentee_id, safety=given.safety
        )
        pairing = await create_pairing(session, principal, wanted)
    for place, each in enumerate(given.evidence):
        content = each.model_dump(exclude={"about"}, exclude_unset=True)
        subject = (
            {"pairing_id": pairing.id} if each.about == "pairing" else {"person_id": people[PersonRole(each.about)]}
        )
        with _renamed({}, within=f"evidence.{place}"):
            await give_evidence(session, principal, EvidenceGive(**content, **subject), key_ring)
    return pairing


async def evidence_of_pair(session: AsyncSession, pairing: Pairing) -> Sequence[Evidence]:
    """Return the evidence about a pairing and its two people that is not withdrawn, oldest first."""
    about = or_(
        col(Evidence.person_id).in_([pairing.mentor_id, pairing.mentee_id]), col(Evidence.pairing_id) == pairing.id
    )
    query = select(Evidence).where(about, col(Evidence.withdrawn_at).is_(None)).order_by(col(Evidence.id))
    return (await session.exec(query)).all()


async def _person(
    session: AsyncSession, principal: Principal, given: Enrolment, role: PersonRole, wanted: EnrolledPerson
) -> UUID:
    if wanted.id is not None:
        return wanted.id
    if given.partner_id is None:
        message = f"is needed: say through which partner the new {role} takes part"
        raise InvalidFieldsError(FieldError("partner_id", message))
    content = wanted.model_dump(exclude={"id"})
    with _renamed({"partner_id": "partner_id"}, within=role):
        person = await create_person(
            session, principal, PersonCreate(partner_id=given.partner_id, role=role, **content)
        )
    return person.id


@contextmanager
def _renamed(names: dict[str, str], *, within: str = "") -> Iterator[None]:
    """Name refused fields by where they stand in the enrolment."""
    try:
        yield
    except InvalidFieldsError as error:
        inside = f"{within}." if within else ""
        raise InvalidFieldsError(
            *(replace(each, field=names.get(each.field, f"{inside}{each.field}")) for each in error.errors)
        ) from None
