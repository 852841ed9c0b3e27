"""Proposing what loosens, and what becomes of it without a confirmation."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from pydantic_core import to_jsonable_python
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.principal import Principal
from app.audit import service as audit
from app.audit.origin import WORKER, Origin
from app.incidents.service import close_incident, open_incident
from app.kit.clock import utc_now
from app.kit.encryption import KeyRing
from app.kit.identifiers import new_id
from app.policy.incidents import IncidentKind
from app.registry.changes import change, subject_of
from app.registry.proposals.models import ProposalState, ProposedChange, opened, sealed
from app.registry.proposals.splitting import Guarded, split_change

_AT_ONCE: Final = 100
_RESOLUTIONS: Final[Mapping[ProposalState, str]] = {
    ProposalState.CONFIRMED: "A second person confirmed the change.",
    ProposalState.DECLINED: "A coordinator declined the change; the value from before counts.",
    ProposalState.WITHDRAWN: "Who proposed the change withdrew it; the value from before counts.",
    ProposalState.SUPERSEDED: "What was proposed was changed otherwise since then.",
    ProposalState.EXPIRED: "Nobody confirmed the change in time; the value from before counts.",
}


@dataclass(frozen=True)
class Requested:
    """What became of a request for a change: the fields that changed at once, and what must be confirmed."""

    changed: frozenset[str]
    proposal: ProposedChange | None = None


async def request_change(
    session: AsyncSession,
    principal: Principal,
    row: Guarded,
    wanted: Mapping[str, Any],
    key_ring: KeyRing,
    *,
    reason: str | None = None,
    proposal_id: UUID | None = None,
) -> Requested:
    """Change a locked row: what tightens at once, what loosens once another person has confirmed it.

    What was proposed about a field before is superseded where the field changes, or another value is proposed.

    Args:
        session: The transaction of the request.
        principal: Who asks.
        row: What is to be changed.
        wanted: The values that are wanted, by field.
        key_ring: What encrypts the values that are kept.
        reason: Why, for the record of what changes at once; who confirms the rest gives a reason of their own.
        proposal_id: For the demo data, whose examples name it; otherwise it is a new one.
    """
    split = split_change(row, wanted)
    changed = await change(session, principal, row, split.at_once, key_ring, reason=reason)
    before = {name: getattr(row, name) for name in split.proposed}
    proposal = await propose(
        session,
        principal,
        row,
        before=before,
        after=split.proposed,
        loosened=split.loosened,
        touched=changed,
        key_ring=key_ring,
        proposal_id=proposal_id,
    )
    return Requested(changed, proposal)


async def propose(
    session: AsyncSession,
    principal: Principal,
    row: Guarded,
    *,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    loosened: Sequence[str],
    touched: Collection[str],
    key_ring: KeyRing,
    proposal_id: UUID | None = None,
) -> ProposedChange | None:
    """Keep what must be confirmed about a locked row, with an incident; None where nothing must.

    Args:
        session: The transaction of the request.
        principal: Who proposes.
        row: What it is about.
        before: The values that count until then, by field.
        after: The values that are proposed, by field.
        loosened: The names of what is looser.
        touched: The fields that the same request has changed at once.
        key_ring: What encrypts the values.
        proposal_id: See `request_change`.
    """
    values = to_jsonable_python({"before": dict(before), "after": dict(after)})
    origin = principal.origin
    found: ProposedChange | None = None
    for each in await _open_about(session, row.id, {*after, *touched}):
        if opened(each, key_ring) == values:
            found = each
        else:
            await close(session, origin, each, ProposalState.SUPERSEDED)
    if found is not None or not after:
        return found
    subject = subject_of(row)
    proposal = ProposedChange(
        id=proposal_id or new_id(),
        subject_type=subject.type,
        subject_id=subject.id,
        partner_id=subject.partner_id,
        fields=sorted(after),
        loosened=list(loosened),
        content="",
        proposed_by=principal.key_id,
    )
    proposal.content = sealed(proposal, values, key_ring)
    session.add(proposal)
    await session.flush()
    await _record(session, origin, proposal, "proposed")
    await open_incident(
        session,
        origin,
        IncidentKind.CHANGE_PROPOSED,
        summary="A change that takes away something that protects somebody waits for a second person. Until they confirm it, "
        "what was there before counts.",
        remedy="A coordinator other than who proposed it: read the proposed change, ask why it is wanted, and confirm or "
        "decline it.",
        details=_told(proposal),
        partner_id=proposal.partner_id,
        proposed_change_id=proposal.id,
    )
    return proposal


async def close(
    session: AsyncSession,
    origin: Origin,
    proposal: ProposedChange,
    state: ProposalState,
    *,
    decided_by: UUID | None = None,
    reason: str | None = None,
) -> None:
    """Write down what became of a locked proposal, and resolve its incident."""
    proposal.state, proposal.decided_at, proposal.decided_by, proposal.reason = state, utc_now(), decided_by, reason
    proposal.version += 1
    await session.flush()
    await _record(session, origin, proposal, state)
    await close_incident(
        session,
        origin,
        IncidentKind.CHANGE_PROPOSED,
        resolution=_RESOLUTIONS[state],
        proposed_change_id=proposal.id,
    )


async def expire_proposals(session: AsyncSession) -> None:
    """Close what nobody has decided about in time."""
    query = (
        select(ProposedChange)
        .where(col(ProposedChange.state) == ProposalState.OPEN, col(ProposedChange.expires_at) <= utc_now())
        .order_by(col(ProposedChange.expires_at))
        .limit(_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    for proposal in (await session.exec(query)).all():
        await close(session, WORKER, proposal, ProposalState.EXPIRED)


async def _open_about(session: AsyncSession, subject_id: UUID, fields: Collection[str]) -> Sequence[ProposedChange]:
    query = (
        select(ProposedChange)
        .where(
            col(ProposedChange.subject_id) == subject_id,
            col(ProposedChange.state) == ProposalState.OPEN,
            col(ProposedChange.fields).op("&&")(list(fields)),
        )
        .order_by(col(ProposedChange.id))
        .with_for_update()
    )
    return (await session.exec(query.execution_options(populate_existing=True))).all() if fields else []


async def _record(session: AsyncSession, origin: Origin, proposal: ProposedChange, verb: str) -> None:
    await audit.append(
        session,
        origin=origin,
        action=f"proposed_change.{verb}",
        subject=("proposed_change", proposal.id),
        partner_id=proposal.partner_id,
        after=_told(proposal),
    )


def _told(proposal: ProposedChange) -> dict[str, Any]:
    return {
        "proposed_change_id": str(proposal.id),
        "subject_type": proposal.subject_type,
        "subject_id": str(proposal.subject_id),
        "fields": proposal.fields,
        "loosened": proposal.loosened,
    }
