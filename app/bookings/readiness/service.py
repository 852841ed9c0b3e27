"""What a pairing still lacks: the rules are asked about a session that nobody books, and what depends on its time is left out.

There is no second set of rules: a finding that is told here is the one that a booking would get.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.principal import Principal
from app.access.visibility import found
from app.bookings.deciding import decide_session
from app.bookings.disclosure import is_about_the_session
from app.bookings.facts import SessionRequest, guidance_of
from app.bookings.next_operations import NextOperation
from app.bookings.readiness.schemas import MissingRead, ReadinessRead
from app.incidents.schemas import NamesRead
from app.kit.clock import utc_now
from app.kit.errors import FieldError, InvalidFieldsError
from app.policy.decision import Finding
from app.policy.outcomes import DecisionOutcome, Outcome
from app.policy.rules.host_licence import host_licence
from app.policy.rules.plan_duration import plan_duration
from app.policy.rules.schedule_notice import schedule_notice
from app.registry.lookup import PairingContext, pairing_for_booking
from app.registry.policies.models import policy_of

_NOON: Final = time(12)
_TOLD: Final = (Outcome.DENY, Outcome.APPROVE, Outcome.WARN)
_SUMMARIES: Final = {
    DecisionOutcome.ALLOW: "Nothing is missing: a session can be booked.",
    DecisionOutcome.APPROVE: "A session can be booked, and a coordinator must approve it.",
    DecisionOutcome.DENY: "A session cannot be booked yet: what is missing is listed, and who can correct it.",
}


async def readiness_of(
    session: AsyncSession, principal: Principal, pairing_id: UUID, on: date | None = None
) -> ReadinessRead:
    """Return what a pairing lacks for a session on a day, or on the first day that the programme's notice allows.

    Raises:
        NotFoundError: The pairing does not exist, or the caller may not see it.
        InvalidFieldsError: The day is past.
    """
    context = found(await pairing_for_booking(session, pairing_id, partner_scope=principal.partner_id), "Pairing")
    request = _thought_of(context, principal, on)
    decided = await decide_session(session, context, request)
    telling = [each for each in decided.decision.findings if _concerns_them(each)]
    outcome = DecisionOutcome.of(each.outcome for each in telling)
    missing = sorted((each for each in telling if each.outcome in _TOLD), key=lambda each: _TOLD.index(each.outcome))
    return ReadinessRead(
        pairing_id=pairing_id,
        names=NamesRead(mentor=context.mentor.name, mentee=context.mentee.name),
        on=decided.decision.facts.session.local_date,
        ready=outcome is not DecisionOutcome.DENY,
        outcome=outcome,
        summary=_SUMMARIES[outcome],
        missing=[
            MissingRead(code=each.code, outcome=each.outcome, sentence=each.sentence, remedy=each.remedy)
            for each in missing
        ],
        next_operations=list(_next(context, missing, ready=outcome is not DecisionOutcome.DENY)),
    )


def _thought_of(context: PairingContext, principal: Principal, on: date | None) -> SessionRequest:
    """Return a session at noon that the calendar of rules allows as far as it can: its time is no part of the answer."""
    policy = policy_of(context.policy_version).tightened_by(guidance_of(context))
    zone, now = ZoneInfo(context.programme.time_zone), utc_now()
    if on is None:
        notice = timedelta(hours=policy.parameters_of(schedule_notice).hours)
        on = (now + notice).astimezone(zone).date() + timedelta(days=1)
    elif on < now.astimezone(zone).date():
        raise InvalidFieldsError(FieldError("query.on", "must not be past"))
    starts_at = datetime.combine(on, _NOON, zone)
    minutes = policy.parameters_of(plan_duration).minimum_minutes
    return SessionRequest(
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        modality="zoom",
        agreed_by_both=True,
        requested_by=principal.role,
        requested_at=min(now, starts_at),
    )


def _concerns_them(finding: Finding) -> bool:
    return not is_about_the_session(finding.code) or finding.code == host_licence.code


def _next(context: PairingContext, missing: Iterable[Finding], *, ready: bool) -> Iterable[NextOperation]:
    if any(each.outcome is not Outcome.WARN for each in missing):
        yield NextOperation(
            operation="give_evidence", name="Record a consent or training", method="POST", path="/v1/evidence"
        )
    if not context.pairing.active:
        yield NextOperation(
            operation="change_pairing",
            name="Change or end a pairing",
            method="PATCH",
            path=f"/v1/pairings/{context.pairing.id}",
        )
    if ready:
        yield NextOperation(operation="create_booking", name="Book a session", method="POST", path="/v1/bookings")
