"""Reading proposed changes and what facts were before, and deciding about changes: confirm, decline, withdraw."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from pydantic import TypeAdapter
from pydantic_core import to_jsonable_python
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.models import ApiKey
from app.access.principal import Principal
from app.access.second_person import require_another_person
from app.audit import service as audit
from app.kit.clock import utc_now
from app.kit.encryption import KeyRing
from app.kit.errors import NotPermittedError, PreconditionFailedError, WrongStateError
from app.kit.pagination import PageRequest
from app.kit.preconditions import IfMatch
from app.registry.changes import change
from app.registry.pairings.models import Pairing
from app.registry.partners.models import Partner
from app.registry.people.models import Person
from app.registry.policies.models import PolicyVersion
from app.registry.policies.service import document_of, put_in_force
from app.registry.programmes.models import Programme
from app.registry.proposals.models import POLICY, ChangeSubject, PreviousValues, ProposalState, ProposedChange, opened
from app.registry.proposals.service import close
from app.registry.proposals.splitting import Guarded
from app.registry.visibility import get, get_for_update, list_page

_TABLES: Final[Mapping[ChangeSubject, type[Guarded]]] = {
    ChangeSubject.PERSON: Person,
    ChangeSubject.PAIRING: Pairing,
    ChangeSubject.PARTNER: Partner,
    ChangeSubject.PROGRAMME: Programme,
}
_ANOTHER_PERSON: Final = "The change takes a protection away, so somebody other than who proposed it must confirm it."


async def confirm_change(
    session: AsyncSession,
    principal: Principal,
    proposal_id: UUID,
    reason: str,
    *,
    if_match: IfMatch,
    key_ring: KeyRing,
) -> ProposedChange:
    """Put a proposed change in force. Sessions ahead are decided again.

    Raises:
        NotFoundError: The proposed change does not exist, or the caller may not see it.
        NotPermittedError: The caller is no coordinator, or not another person than who proposed it.
        PreconditionFailedError: An If-Match was sent, and it changed; or what it is about has changed since.
        WrongStateError: It was decided about already, or has expired.
        InvalidFieldsError: A policy was proposed that is no longer acceptable.
    """
    principal.require_coordinator("confirm a proposed change")
    proposal, row = await _open(session, principal, proposal_id, if_match)
    origin = principal.origin
    await require_another_person(
        session,
        principal,
        origin=origin,
        acted_first=proposal.proposed_by,
        demand=_ANOTHER_PERSON,
        subject=("proposed_change", proposal.id),
        partner_id=proposal.partner_id,
    )
    values = opened(proposal, key_ring)
    if isinstance(row, Programme) and proposal.fields == [POLICY]:
        await _confirm_policy(session, principal, row, values)
    else:
        await _confirm_fields(session, principal, row, values, key_ring)
    await close(session, origin, proposal, ProposalState.CONFIRMED, decided_by=principal.key_id, reason=reason)
    return proposal


async def decline_change(
    session: AsyncSession, principal: Principal, proposal_id: UUID, reason: str, *, if_match: IfMatch
) -> ProposedChange:
    """Refuse a proposed change; what was there before stays in force.

    Raises:
        NotFoundError: The proposed change does not exist, or the caller may not see it.
        NotPermittedError: The caller is no coordinator.
        PreconditionFailedError: An If-Match was sent, and it changed.
        WrongStateError: It was decided about already, or has expired.
    """
    principal.require_coordinator("decline a proposed change")
    proposal, _ = await _open(session, principal, proposal_id, if_match)
    origin = principal.origin
    await close(session, origin, proposal, ProposalState.DECLINED, decided_by=principal.key_id, reason=reason)
    return proposal


async def withdraw_change(
    session: AsyncSession, principal: Principal, proposal_id: UUID, reason: str, *, if_match: IfMatch
) -> ProposedChange:
    """Take back what the caller proposed.

    Raises:
        NotFoundError: The proposed change does not exist, or the caller may not see it.
        NotPermittedError: Somebody else proposed it.
        PreconditionFailedError: An If-Match was sent, and it changed.
        WrongStateError: It was decided about already, or has expired.
    """
    proposal, _ = await _open(session, principal, proposal_id, if_match)
    proposer = await session.get_one(ApiKey, proposal.proposed_by)
    is_theirs = proposer.id == principal.key_id or (
        principal.person is not None and proposer.person == principal.person
    )
    if not is_theirs:
        message = "Only who proposed a change can withdraw it. A coordinator can decline it."
        raise NotPermittedError(message)
    origin = principal.origin
    await close(session, origin, proposal, ProposalState.WITHDRAWN, decided_by=principal.key_id, reason=reason)
    return proposal


async def _open(
    session: AsyncSession, principal: Principal, proposal_id: UUID, if_match: IfMatch
) -> tuple[ProposedChange, Guarded]:
    """Return a proposed change that can be decided about, and what it is about, both locked.

    Whoever changes the row locks it before its proposals: so does this, or the two could wait for each other.
    """
    seen = await get(session, principal, ProposedChange, proposal_id)
    table = _TABLES[seen.subject_type]
    row: Guarded = await session.get_one(table, seen.subject_id, with_for_update=True, populate_existing=True)
    proposal = await get_for_update(session, principal, ProposedChange, proposal_id)
    if_match.require_if_given(proposal)
    if proposal.state is not ProposalState.OPEN:
        message = f"The proposed change is {proposal.state} already. Read it to see by whom and why."
        raise WrongStateError(message)
    if proposal.expires_at <= utc_now():
        message = "Nobody decided about the proposed change in time. Propose it again."
        raise WrongStateError(message)
    return proposal, row


async def _confirm_fields(
    session: AsyncSession, principal: Principal, row: Guarded, values: Mapping[str, Any], key_ring: KeyRing
) -> None:
    _require_unchanged(values["before"], {name: getattr(row, name) for name in values["before"]})
    fields = type(row).model_fields
    after = {
        name: TypeAdapter[Any](fields[name].rebuild_annotation()).validate_python(value)
        for name, value in values["after"].items()
    }
    await change(session, principal, row, after, key_ring)


async def _confirm_policy(
    session: AsyncSession, principal: Principal, programme: Programme, values: Mapping[str, Any]
) -> None:
    present = await session.get_one(PolicyVersion, (programme.id, programme.policy_version))
    _require_unchanged(values["before"], {POLICY: present.document})
    await put_in_force(session, principal, programme, present, document_of(values["after"][POLICY]))


def _require_unchanged(before: Mapping[str, Any], present: Mapping[str, Any]) -> None:
    # What changes supersedes what is proposed about it. Only who goes past that, at the database itself, comes by here.
    if to_jsonable_python(dict(present)) != before:
        message = "What the change is about is not as it was when it was proposed. Decline it, and propose it again."
        raise PreconditionFailedError(message)


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
