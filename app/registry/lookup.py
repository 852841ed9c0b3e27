"""What a decision about a session needs of the registry."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ScalarSelect, Uuid, and_, bindparam, case, func, literal_column, or_
from sqlalchemy import select as select_columns
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.visibility import visible_to
from app.policy.evidence import Subject
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


_mentor, _mentee = aliased(Person), aliased(Person)
_PAIRINGS: Final = (
    select(Pairing, Partner, Programme, PolicyVersion, _mentor, _mentee)  # type: ignore[call-overload]  # typed for four
    .join(Partner, col(Partner.id) == col(Pairing.partner_id))
    .join(Programme, col(Programme.id) == col(Pairing.programme_id))
    .join(
        PolicyVersion,
        (col(PolicyVersion.programme_id) == col(Programme.id))
        & (col(PolicyVersion.version) == col(Programme.policy_version)),
    )
    .join(_mentor, col(_mentor.id) == col(Pairing.mentor_id))
    .join(_mentee, col(_mentee.id) == col(Pairing.mentee_id))
)
_PAIRING: Final = _PAIRINGS.where(col(Pairing.id) == bindparam("pairing_id", type_=Uuid))


async def pairing_for_booking(
    session: AsyncSession, pairing_id: UUID, *, partner_scope: UUID | None
) -> PairingContext | None:
    """Return the pairing if the caller may see it; `partner_scope` is the only partner that it may see, None for all."""
    query = visible_to(partner_scope, _PAIRING, col(Pairing.partner_id))
    row = (await session.exec(query, params={"pairing_id": pairing_id})).one_or_none()
    return PairingContext(*row) if row is not None else None


async def pairings_for_bookings(session: AsyncSession, pairing_ids: Collection[UUID]) -> Mapping[UUID, PairingContext]:
    """Return several pairings by their ids."""
    rows = (await session.exec(_PAIRINGS.where(col(Pairing.id).in_(pairing_ids)))).all()
    return {context.pairing.id: context for context in (PairingContext(*row) for row in rows)}


def _evidence() -> ScalarSelect[Any]:
    mentor, mentee, pairing = (bindparam(name, type_=Uuid) for name in ("mentor", "mentee", "pairing"))
    about_partner = and_(
        col(Evidence.partner_id) == bindparam("partner", type_=Uuid),
        col(Evidence.person_id).is_(None),
        col(Evidence.pairing_id).is_(None),
    )
    about = case(
        (col(Evidence.person_id) == mentor, Subject.MENTOR.value),
        (col(Evidence.person_id).is_not(None), Subject.MENTEE.value),
        (col(Evidence.pairing_id).is_not(None), Subject.PAIRING.value),
        else_=Subject.PARTNER.value,
    )
    fact = {
        "id": col(Evidence.id),
        "kind": col(Evidence.kind),
        "about": about,
        "valid_from": col(Evidence.valid_from),
        "valid_until": col(Evidence.valid_until),
        "withdrawn": col(Evidence.withdrawn_at).is_not(None),
        "edition": col(Evidence.edition),
        "has_document": col(Evidence.document).is_not(None),
    }
    named = (part for name, value in fact.items() for part in (literal_column(f"'{name}'"), value))
    facts = func.jsonb_agg(func.jsonb_build_object(*named))
    return (
        select_columns(func.coalesce(facts, literal_column("'[]'::jsonb"), type_=JSONB))
        .where(or_(about_partner, col(Evidence.person_id).in_([mentor, mentee]), col(Evidence.pairing_id) == pairing))
        .scalar_subquery()
    )


EVIDENCE: Final = _evidence()
"""All evidence about a pairing, its people and its partner, withdrawn or not, as facts in JSON: one column of a statement.

Their ids are its parameters `partner`, `pairing`, `mentor` and `mentee`.
"""
