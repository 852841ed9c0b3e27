"""Deciding about a session, keeping what was decided, and what follows from it for the booking."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.principal import Principal
from app.audit.origin import Origin
from app.bookings.disclosure import contacts_for, findings_for, for_user, reasons_for
from app.bookings.facts import SessionRequest, gather, guidance_of, measures_of, slot_of
from app.bookings.lifecycle import change_state, touch
from app.bookings.models import Booking, DecisionRecord
from app.bookings.reservations import Slot
from app.bookings.states import STANDS_AT_ZOOM, WANTS_MEETING, BookingState
from app.bookings.suspensions import lift_suspension, report_suspension
from app.kit.clock import utc_now
from app.kit.errors import ClashError, DeniedError, Refusal
from app.kit.identifiers import new_id
from app.kit.jobs import URGENT, enqueue_reconcile
from app.policy.decision import Decision, decide
from app.policy.hosts import needs_host
from app.policy.outcomes import DecisionOutcome, Outcome
from app.policy.rules.at_risk_measures import at_risk_measures
from app.policy.rules.schedule_clash import schedule_clash
from app.registry.lookup import PairingContext
from app.registry.policies.models import policy_of

DENIED: Final = "The session cannot be booked as asked. Each reason says what is missing and who can correct it."

LOOK_AGAIN_BEFORE: Final = (timedelta(hours=24), timedelta(hours=1))
"""How long before a session the rules look at it again, although nobody tells of a change."""

LOOK_AGAIN_AFTER: Final = timedelta(days=1)


@dataclass(frozen=True)
class Decided:
    """A decision, the hosts that can hold its session, best first, and how long it takes them and its people.

    `facts_version` is of the facts that it was made on, or of older ones: what changes while it is made makes it stale.
    """

    decision: Decision
    hosts: Sequence[UUID]
    slot: Slot
    facts_version: int


async def decide_session(
    session: AsyncSession, context: PairingContext, request: SessionRequest, *, chooses_host: bool = True
) -> Decided:
    """Gather the facts of a session and decide, by the programme's present policy.

    `chooses_host` tells that a host is to be taken for it: otherwise the hosts are counted, and none is named.
    """
    policy = policy_of(context.policy_version)
    gathered = await gather(session, context, policy, request, now=utc_now(), chooses_host=chooses_host)
    slot = slot_of(request, policy.tightened_by(guidance_of(context)))
    return Decided(decide(policy, gathered.facts), gathered.hosts, slot, context.facts_version)


def record(
    session: AsyncSession,
    decision: Decision,
    context: PairingContext,
    *,
    booking_id: UUID | None,
    decision_id: UUID | None = None,
) -> DecisionRecord:
    """Write a decision down; `booking_id` is None for one that led to no booking.

    `decision_id` is for the demo data, whose examples name it; otherwise it is a new one.
    """
    content: dict[str, Any] = dict(decision.as_json())
    row = DecisionRecord(
        id=decision_id or new_id(),
        booking_id=booking_id,
        pairing_id=context.pairing.id,
        partner_id=context.partner.id,
        programme_id=context.programme.id,
        policy_version=decision.policy_version,
        policy_digest=decision.policy_digest,
        outcome=decision.outcome,
        findings=content["findings"],
        facts=content["facts"],
        digest=decision.digest,
    )
    session.add(row)
    return row


def rest_on(booking: Booking, decided: Decided, record: DecisionRecord) -> None:
    """Let a booking rest on a decision: its facts, its policy, its safety, and when the rules look again."""
    booking.decision_id = record.id
    booking.facts_version = decided.facts_version
    booking.policy_version = decided.decision.policy_version
    booking.safety = dict(decided.decision.safety)
    booking.next_decision_at = next_look(booking.starts_at, utc_now())


def next_look(starts_at: datetime, now: datetime) -> datetime | None:
    """Return when the rules look at a session again: daily, and at fixed times before its start."""
    moments = [starts_at - ahead for ahead in LOOK_AGAIN_BEFORE] + [now + LOOK_AGAIN_AFTER]
    return min((moment for moment in moments if now < moment < starts_at), default=None)


def asking_for_approval(decision: Decision) -> frozenset[str]:
    """Return the codes of the rules that a coordinator must approve."""
    return frozenset(each.code for each in decision.findings if each.outcome is Outcome.APPROVE)


def state_after(
    decision: Decision, booking: Booking | None = None, *, approved: frozenset[str] = frozenset()
) -> BookingState:
    """Return the state that follows from a decision, for one that stays at its time, or for a time that is new.

    An approval covers the rules that the coordinator saw: one that asks for approval since then is not covered. It covers the
    measures that the coordinator saw, too: other measures for an adult at risk need a new one. Of a time that is new,
    `approved` are the rules.
    """
    approved = _approved(booking, decision) if booking is not None else approved
    if decision.outcome is DecisionOutcome.DENY:
        return BookingState.SUSPENDED
    if decision.outcome is DecisionOutcome.APPROVE and not asking_for_approval(decision) <= approved:
        return BookingState.AWAITING_APPROVAL
    if not needs_host(decision.facts):
        return BookingState.CONFIRMED
    if booking is not None and booking.state in STANDS_AT_ZOOM and booking.safety == decision.safety:
        return booking.state
    return BookingState.PROVISIONING


def _approved(booking: Booking, decision: Decision) -> frozenset[str]:
    approved = frozenset(booking.approved_rules)
    return approved if booking.approved_measures == measures_of(decision.facts) else approved - {at_risk_measures.code}


def refusal(
    decision: Decision, record: DecisionRecord, context: PairingContext, principal: Principal
) -> ClashError | DeniedError:
    """Return the error that tells a caller of a denial: a clash where nothing but the time stands in the way."""
    reasons = reasons_for(principal, record.findings)
    told = Refusal(
        for_user(record.findings) or DENIED,
        [each.model_dump(mode="json") for each in reasons],
        [each.model_dump(mode="json", exclude_none=True) for each in contacts_for(principal, context, reasons)],
        findings_for(principal, record.findings),
    )
    denying = [finding for finding in decision.findings if finding.outcome is Outcome.DENY]
    if {finding.code for finding in denying} == {schedule_clash.code}:
        (clash,) = denying
        busy = clash.facts["busy"]
        parties = [str(party) for party in busy] if isinstance(busy, list) else []
        return ClashError(f"{clash.sentence} {clash.remedy}", parties=parties, refusal=told)
    return DeniedError(DENIED, refusal=told, decision_id=str(record.id))


def audited(booking: Booking) -> Mapping[str, Any]:
    """Return what the audit trail tells of a booking."""
    return {
        "state": booking.state,
        "starts_at": booking.starts_at.isoformat(),
        "ends_at": booking.ends_at.isoformat(),
        "modality": booking.modality,
        "host_id": str(booking.host_id) if booking.host_id else None,
        "policy_version": booking.policy_version,
    }


APPROVAL_LEAD: Final = timedelta(hours=1)
"""An approval must be given this long before the session, so that its meeting can be made and everybody told."""

SUSPENDED: Final = (
    "A fact that the session needs is missing: see the findings of its decision. Its meeting was removed."
)
_LIFTED: Final = "The session is allowed again: what was missing is there."


def approval_expiry(starts_at: datetime, now: datetime) -> datetime:
    """Return until when a coordinator can approve: an hour before the session, or half-way to one that is nearer."""
    return starts_at - min(APPROVAL_LEAD, (starts_at - now) / 2)


async def enter(
    session: AsyncSession,
    booking: Booking,
    state: BookingState,
    decision: Decision,
    *,
    origin: Origin,
    now: datetime,
    meets_as_before: bool = False,
) -> None:
    """Put a booking, which the caller holds FOR UPDATE, into the state that follows from its decision.

    `meets_as_before` tells that nothing at Zoom follows from it.
    """
    was = booking.state
    waits = state is BookingState.AWAITING_APPROVAL
    if not waits:
        booking.approval_expires_at = None
    elif was is not state or booking.approval_expires_at is None:
        booking.approval_expires_at = approval_expiry(booking.starts_at, now)
    problem = SUSPENDED if state is BookingState.SUSPENDED else None
    if state is was:
        touch(booking)
    else:
        await change_state(session, booking, state, origin=origin, problem=problem)
    if state is BookingState.SUSPENDED:
        await report_suspension(session, booking, decision, origin)
    elif was is BookingState.SUSPENDED:
        await lift_suspension(session, booking, origin, because=_LIFTED)
    if booking.host_id is not None and not meets_as_before:
        await enqueue_reconcile(session, [booking.id], priority=0 if state in WANTS_MEETING else URGENT)
