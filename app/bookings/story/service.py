"""Putting the story of a booking together, from its trail and its decisions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.models import ApiKey, Role, Scope
from app.access.principal import Principal
from app.audit import service as audit
from app.audit.models import AuditEntry
from app.audit.origin import ActorKind
from app.bookings.models import Booking, DecisionRecord
from app.bookings.story.causes import Change, changes_between
from app.bookings.story.schemas import CauseRead, StoryLine, StoryRead
from app.bookings.story.sentences import CHECKS, sentence_of
from app.bookings.words import local_clock, local_time, state_in_words
from app.incidents.people import names_of
from app.incidents.schemas import NamesRead
from app.registry.evidence.models import Evidence

_AT_MOST: Final = 500
_CHECKS_AT_MOST: Final = 20
_CHECKED_BEFORE: Final = timedelta(days=1)
"""So long before it was booked somebody may have asked what the rules would say of the session."""
_POLICY: Final = "The programme's rules changed."
_NEUTRAL: Final = CauseRead(
    sentence="Something changed that rests on the registry, which this key may not read.",
    when=None,
    path=None,
    reason=None,
)


@dataclass(frozen=True)
class _Sources:
    """What the story is drawn from."""

    booking: Booking
    entries: Sequence[AuditEntry]
    decisions: Mapping[str, DecisionRecord]
    roles: Mapping[str, Role]
    changes: Mapping[str, Sequence[Change]]
    evidence: Mapping[UUID, Evidence]


async def story_of(session: AsyncSession, principal: Principal, booking: Booking) -> StoryRead:
    """Return what happened to a booking that the caller may see, oldest first. The trail has positions already: see `place`."""
    own = [each.entry for each in await audit.entries(session, limit=_AT_MOST + 1, booking_id=booking.id)]
    sources = await _sources(session, booking, [*own[:_AT_MOST], *await _checks(session, booking)])
    may_read = principal.may(Scope.REGISTRY_READ)
    found = (await names_of(session, [booking.id])).get(booking.id) if may_read else None
    zone = booking.time_zone
    who = f"{found.mentor} and {found.mentee}: " if found else ""
    actions: list[StoryLine] = []
    checks: list[StoryLine] = []
    because: list[CauseRead] = []
    decision_id: UUID | None = None
    for entry in sources.entries:
        decision = sources.decisions.get(entry.decision_digest or "")
        line = _line(sources, entry, decision)
        if entry.action in CHECKS:
            if entry.action == "booking.decided_again":
                because = list(_causes(sources, entry, may_read=may_read))
                decision_id = line.decision_id
                line.because = because
            checks.append(line)
            continue
        if entry.actor_kind is ActorKind.SYSTEM and entry.action.startswith("booking."):
            # What follows from a decision is written with it, right after it.
            line.because, line.decision_id = because, line.decision_id or decision_id
        because, decision_id = [], None
        actions.append(line)
    return StoryRead(
        booking_id=booking.id,
        session=f"{who}{local_time(booking.starts_at, zone)} to {local_clock(booking.ends_at, zone)}",
        names=NamesRead.model_validate(found) if found else None,
        time_zone=zone,
        state=booking.state,
        state_in_words=state_in_words(booking),
        actions=actions,
        checks=checks,
        left_out=len(own) > _AT_MOST,
    )


def _line(sources: _Sources, entry: AuditEntry, decision: DecisionRecord | None) -> StoryLine:
    zone = sources.booking.time_zone
    return StoryLine(
        when=local_time(entry.at, zone),
        at=entry.at,
        sentence=sentence_of(entry, sources.roles.get(entry.actor), zone),
        because=[],
        action=entry.action,
        entry_id=entry.id,
        decision_id=decision.id if decision is not None else None,
    )


def _causes(sources: _Sources, entry: AuditEntry, *, may_read: bool) -> Iterable[CauseRead]:
    changes = sources.changes.get(entry.decision_digest or "", ())
    if changes and not may_read:
        return [_NEUTRAL]
    return [_cause(sources, change) for change in changes]


def _cause(sources: _Sources, change: Change) -> CauseRead:
    evidence = sources.evidence.get(change.evidence_id) if change.evidence_id else None
    at = None if evidence is None else evidence.withdrawn_at if change.withdrawn else evidence.created_at
    return CauseRead(
        sentence=change.sentence,
        when=local_time(at, sources.booking.time_zone) if at else None,
        path=change.path,
        reason=evidence.withdrawal_reason if evidence is not None and change.withdrawn else None,
    )


async def _checks(session: AsyncSession, booking: Booking) -> Sequence[AuditEntry]:
    """Return who asked, shortly before the session was booked, what the rules would say of the pairing."""
    query = (
        select(AuditEntry)
        .where(
            col(AuditEntry.action) == "booking.checked",
            col(AuditEntry.at).between(booking.created_at - _CHECKED_BEFORE, booking.created_at),
            col(AuditEntry.subject_id) == str(booking.pairing_id),
            col(AuditEntry.partner_id) == booking.partner_id,
        )
        .order_by(col(AuditEntry.id).desc())
        .limit(_CHECKS_AT_MOST)
    )
    return list(reversed((await session.exec(query)).all()))


async def _sources(session: AsyncSession, booking: Booking, entries: Iterable[AuditEntry]) -> _Sources:
    found = sorted(entries, key=lambda each: each.at)
    query = select(DecisionRecord).where(col(DecisionRecord.booking_id) == booking.id)
    decisions = {each.digest: each for each in (await session.exec(query)).all()}
    actors = {UUID(each.actor) for each in found if each.actor_kind is ActorKind.KEY}
    keys = (await session.exec(select(col(ApiKey.id), col(ApiKey.role)).where(col(ApiKey.id).in_(actors)))).all()
    changes = {each.decision_digest: _changes(each, decisions) for each in found if each.decision_digest}
    about = {change.evidence_id for every in changes.values() for change in every if change.evidence_id}
    evidence = (await session.exec(select(Evidence).where(col(Evidence.id).in_(about)))).all()
    return _Sources(
        booking=booking,
        entries=found,
        decisions=decisions,
        roles={str(key_id): role for key_id, role in keys},
        changes=changes,
        evidence={each.id: each for each in evidence},
    )


def _changes(entry: AuditEntry, decisions: Mapping[str, DecisionRecord]) -> Sequence[Change]:
    """Return what changed since the decision that an entry says was before, where both are kept."""
    after = decisions.get(entry.decision_digest or "")
    before = decisions.get(str((entry.before or {}).get("decision")))
    if before is None or after is None:
        return ()
    changed = list(changes_between(before.facts, after.facts))
    if before.policy_version != after.policy_version:
        changed.append(Change(_POLICY, f"/v1/programmes/{after.programme_id}/policy"))
    return changed
