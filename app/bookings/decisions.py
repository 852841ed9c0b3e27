"""Keeping decisions: what was decided, with the facts that were seen."""

from typing import Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.bookings.models import DecisionRecord
from app.errors import ChaperoneError, ClashError, DeniedError
from app.policy.decision import Decision
from app.policy.outcomes import Outcome
from app.policy.rules.schedule_clash import schedule_clash
from app.registry.lookup import PairingContext

DENIED: Final = "The session cannot be booked as asked. Each finding says what is missing and who can put it right."


async def record(
    session: AsyncSession, decision: Decision, context: PairingContext, *, booking_id: UUID | None
) -> DecisionRecord:
    """Write a decision down; `booking_id` is None for one that led to no booking."""
    content: dict[str, Any] = dict(decision.as_json())
    row = DecisionRecord(
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
    await session.flush()
    return row


def refusal(decision: Decision, record: DecisionRecord) -> ChaperoneError:
    """Return the error that tells of a denial: a clash where nothing but the time stands in the way."""
    denying = [finding for finding in decision.findings if finding.outcome is Outcome.DENY]
    if {finding.code for finding in denying} == {schedule_clash.code}:
        (clash,) = denying
        busy = clash.facts["busy"]
        parties = [str(party) for party in busy] if isinstance(busy, list) else []
        return ClashError(f"{clash.sentence} {clash.remedy}", parties=parties, findings=record.findings)
    return DeniedError(DENIED, findings=record.findings, decision_id=str(record.id))
