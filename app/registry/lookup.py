"""What a decision about a session needs of the registry, in as few statements as there are kinds of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.visibility import visible_to
from app.registry.evidence.models import Evidence
from app.registry.pairings.models import Pairing
from app.registry.partners.models import Partner
from app.registry.people.models import Person
from app.registry.policies.models import PolicyVersion
from app.registry.programmes.models import Programme


@dataclass(frozen=True)
class PairingContext:
    """A pairing with everybody and everything it belongs to, and its programme's present policy."""

    pairing: Pairing
    partner: Partner
    programme: Programme
    policy_version: PolicyVersion
    mentor: Person
    mentee: Person

    @property
    def facts_version(self) -> int:
        """What grows whenever something changes that a decision about the pairing looks at, evidence included."""
        subjects = (self.pairing, self.partner, self.programme, self.mentor, self.mentee)
        return sum(subject.facts_version for subject in subjects)


async def pairing_for_booking(
    session: AsyncSession, pairing_id: UUID, *, partner_scope: UUID | None
) -> PairingContext | None:
    """Return the pairing if the caller may see it; `partner_scope` is the only partner that it may see, None for all."""
    mentor, mentee = aliased(Person), aliased(Person)
    query = (
        select(Pairing, Partner, Programme, PolicyVersion, mentor, mentee)  # type: ignore[call-overload]  # typed for four
        .join(Partner, col(Partner.id) == col(Pairing.partner_id))
        .join(Programme, col(Programme.id) == col(Pairing.programme_id))
        .join(
            PolicyVersion,
            (col(PolicyVersion.programme_id) == col(Programme.id))
            & (col(PolicyVersion.version) == col(Programme.policy_version)),
        )
        .join(mentor, col(mentor.id) == col(Pairing.mentor_id))
        .join(mentee, col(mentee.id) == col(Pairing.mentee_id))
        .where(col(Pairing.id) == pairing_id)
    )
    row = (await session.exec(visible_to(partner_scope, query, col(Pairing.partner_id)))).one_or_none()
    return PairingContext(*row) if row is not None else None


async def evidence_for(session: AsyncSession, pairing: Pairing) -> Sequence[Evidence]:
    """Return all evidence about a pairing, its people and its partner, withdrawn or not."""
    about_partner = (
        (col(Evidence.partner_id) == pairing.partner_id)
        & col(Evidence.person_id).is_(None)
        & col(Evidence.pairing_id).is_(None)
    )
    query = select(Evidence).where(
        or_(
            about_partner,
            col(Evidence.person_id).in_([pairing.mentor_id, pairing.mentee_id]),
            col(Evidence.pairing_id) == pairing.id,
        )
    )
    return (await session.exec(query)).all()
