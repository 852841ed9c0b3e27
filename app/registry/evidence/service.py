"""Giving and withdrawing evidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.principal import Principal
from app.kit.clock import utc_now
from app.kit.encryption import KeyRing, context_of
from app.kit.errors import FieldError, InvalidFieldsError, NotFoundError, WrongStateError
from app.policy import HAS_EDITION, IS_CONSENT, NEEDS_DOCUMENT, SUBJECTS_OF, EvidenceKind, Subject
from app.registry.changes import WITHHELD, add, record, told
from app.registry.evidence.models import Evidence
from app.registry.evidence.schemas import EvidenceGive, Measures
from app.registry.facts_changed import facts_changed
from app.registry.pairings.models import Pairing
from app.registry.partners.models import Partner
from app.registry.people.models import Person, PersonRole
from app.registry.visibility import find_in_use, get

_FIRST_TO_SEE_A_DAY: Final = timedelta(hours=14)
"""How far the local time is ahead of UTC where every day begins first."""

_REVIEWED_WITHIN: Final = timedelta(days=366)
_MEASURES: Final = "measures"
_SUBJECT_FIELDS: Final = ("partner_id", "person_id", "pairing_id")


@dataclass(frozen=True)
class _About:
    """Whom or what evidence is about, and whose it is."""

    subject: Subject
    partner_id: UUID


async def give_evidence(
    session: AsyncSession, principal: Principal, given: EvidenceGive, key_ring: KeyRing
) -> Evidence:
    """Keep a piece of evidence.

    Raises:
        InvalidFieldsError: It is not about exactly one subject that fits the kind and that the caller can see, its days or its
            edition do not make sense, or it lacks what evidence of its kind must say.
    """
    field = _the_one_subject(given)
    about = await _about(session, principal, given)
    if about is None:
        word = field.removesuffix("_id")
        error = FieldError(
            field, f"is not a {word} that this key can see, or is archived", unknown=getattr(given, field)
        )
        raise InvalidFieldsError(error)
    fitting = SUBJECTS_OF[given.kind]
    if about.subject not in fitting:
        error = FieldError("kind", f"is evidence about a {' or a '.join(sorted(fitting))}, not about a {about.subject}")
        raise InvalidFieldsError(error)
    _require_content(given)
    if given.edition is not None and given.kind not in HAS_EDITION:
        error = FieldError("edition", f"is for evidence of the kind {EvidenceKind.CODE_OF_CONDUCT_ACCEPTED} alone")
        raise InvalidFieldsError(error)
    evidence = Evidence(
        kind=given.kind,
        partner_id=about.partner_id,
        person_id=given.person_id,
        pairing_id=given.pairing_id,
        valid_from=_first_day(given),
        valid_until=given.measures.review_on if given.measures is not None else given.valid_until,
        document=given.document,
        edition=given.edition,
        given_by=principal.key_id,
    )
    if given.measures is not None:
        plain = given.measures.model_dump_json()
        evidence.measures = key_ring.encrypt(plain, context=context_of(evidence, _MEASURES))
    await add(session, principal, evidence, "given")
    await _audit(session, evidence)
    return evidence


async def measures_of_evidence(
    session: AsyncSession, principal: Principal, evidence_id: UUID, key_ring: KeyRing
) -> Measures:
    """Return which measures were agreed.

    Raises:
        NotFoundError: The evidence does not exist, or the caller may not see it, or it says nothing of measures.
        DecryptionError: They cannot be read.
    """
    evidence = await get(session, principal, Evidence, evidence_id)
    if evidence.measures is None:
        message = "This evidence says nothing of measures. If they were agreed, record them anew with what was agreed."
        raise NotFoundError(message)
    return Measures.model_validate_json(key_ring.decrypt(evidence.measures, context=context_of(evidence, _MEASURES)))


async def withdraw_evidence(session: AsyncSession, principal: Principal, evidence_id: UUID, reason: str) -> Evidence:
    """Let a piece of evidence, and what it had replaced, count no longer. They stay on file.

    A newer piece of its kind about the same subject stands: it is what was said last, and is withdrawn by its own id.

    Raises:
        NotFoundError: The evidence does not exist, or the caller may not see it.
        WrongStateError: It is withdrawn already.
    """
    named = await get(session, principal, Evidence, evidence_id)
    pieces = [each for each in await _of_the_same(session, named) if _said_at(each) <= _said_at(named)]
    if named.withdrawn_at is not None:
        message = "This evidence is withdrawn already; if it holds again, give it anew."
        raise WrongStateError(message)
    now = utc_now()
    for evidence in pieces:
        if evidence.withdrawn_at is None:
            evidence.withdrawn_at, evidence.withdrawn_by, evidence.withdrawal_reason = now, principal.key_id, reason
            await session.flush()
            facts = told(evidence)
            await record(
                session,
                principal,
                evidence,
                "withdrawn",
                before={**facts, "withdrawn": False},
                after={**facts, "withdrawn": True, "withdrawal_reason": WITHHELD},
            )
    await _audit(session, named)
    return named


async def still_counting(session: AsyncSession, evidence: Evidence) -> UUID | None:
    """Return the id of the newer piece that says what this one said, where there is one that is not withdrawn."""
    newest = max(await _of_the_same(session, evidence), key=_said_at)
    return newest.id if newest.withdrawn_at is None else None


def _said_at(evidence: Evidence) -> tuple[date, UUID]:
    """Return when it was said, by which the rules find the newest: of two of one day, ids tell which was given later."""
    return evidence.valid_from, evidence.id


async def _of_the_same(session: AsyncSession, evidence: Evidence) -> Sequence[Evidence]:
    """Return all evidence of this kind about this subject, locked, in one order: two who withdraw at once never deadlock."""
    query = (
        select(Evidence)
        .where(
            col(Evidence.kind) == evidence.kind,
            col(Evidence.partner_id) == evidence.partner_id,
            col(Evidence.person_id) == evidence.person_id,
            col(Evidence.pairing_id) == evidence.pairing_id,
        )
        .order_by(col(Evidence.id))
        .with_for_update()
    )
    return (await session.exec(query.execution_options(populate_existing=True))).all()


async def _audit(session: AsyncSession, evidence: Evidence) -> None:
    if evidence.person_id is not None:
        await facts_changed(session, person_id=evidence.person_id)
    elif evidence.pairing_id is not None:
        await facts_changed(session, pairing_id=evidence.pairing_id)
    else:
        await facts_changed(session, partner_id=evidence.partner_id)


def _require_content(given: EvidenceGive) -> None:
    wrong: list[FieldError] = []
    if given.kind in NEEDS_DOCUMENT and given.document is None:
        reason = "is needed: say where the signed document is kept, or the consent is not a written one"
        wrong.append(FieldError("document", reason))
    elif given.kind in IS_CONSENT and given.document is None:
        wrong.append(
            FieldError("document", "is needed: say where it can be seen that they agreed, such as a form or a message")
        )
    if given.kind is not EvidenceKind.AT_RISK_MEASURES:
        if given.measures is not None:
            wrong.append(FieldError("measures", f"is for evidence of the kind {EvidenceKind.AT_RISK_MEASURES} alone"))
    elif given.measures is None:
        reason = "is needed: say what was agreed, with whom it was discussed, and when it is reviewed"
        wrong.append(FieldError("measures", reason))
    else:
        today = utc_now().date()
        if not today < given.measures.review_on <= today + _REVIEWED_WITHIN:
            wrong.append(FieldError("measures.review_on", "must be ahead, and within a year"))
        if given.valid_until is not None:
            wrong.append(FieldError("valid_until", "is the day of their review for measures: leave it out"))
    if wrong:
        raise InvalidFieldsError(*wrong)


def _the_one_subject(given: EvidenceGive) -> str:
    named = [field for field in _SUBJECT_FIELDS if getattr(given, field) is not None]
    if len(named) != 1:
        message = f"name exactly one of {', '.join(_SUBJECT_FIELDS)}"
        raise InvalidFieldsError(*(FieldError(field, message) for field in named or _SUBJECT_FIELDS))
    return named[0]


async def _about(session: AsyncSession, principal: Principal, given: EvidenceGive) -> _About | None:
    if given.partner_id is not None:
        partner = await find_in_use(session, principal, Partner, given.partner_id)
        return _About(Subject.PARTNER, partner.id) if partner else None
    if given.person_id is not None:
        person = await find_in_use(session, principal, Person, given.person_id)
        if person is None:
            return None
        return _About(Subject.MENTOR if person.role is PersonRole.MENTOR else Subject.MENTEE, person.partner_id)
    if given.pairing_id is not None:
        pairing = await find_in_use(session, principal, Pairing, given.pairing_id)
        return _About(Subject.PAIRING, pairing.partner_id) if pairing else None
    return None


def _first_day(given: EvidenceGive) -> date:
    now = utc_now()
    first = given.valid_from or now.date()
    if first > (now + _FIRST_TO_SEE_A_DAY).date():
        error = FieldError("valid_from", "must not be in the future: evidence is of what has happened")
        raise InvalidFieldsError(error)
    if given.valid_until is not None and given.valid_until < first:
        error = FieldError("valid_until", "must not be before the first day on which it counts")
        raise InvalidFieldsError(error)
    return first
