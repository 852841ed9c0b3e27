"""Asking what would be decided, without booking: nothing is left behind but a line in the audit trail."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.principal import Principal
from app.audit import service as audit
from app.bookings.checks.schemas import CheckedSession, CheckPart, CheckRead
from app.bookings.deciding import decide_session
from app.bookings.disclosure import SERIES_FOR_USER, contacts_for, findings_shown, for_user, reasons_for
from app.bookings.facts import SessionRequest
from app.bookings.placing import place
from app.bookings.schemas import BookingCreate
from app.bookings.series.schemas import SeriesCreate
from app.bookings.series.service import lay_out
from app.bookings.service import check_time, context_of, request_of
from app.policy.decision import Decision
from app.registry.lookup import PairingContext


async def check_booking(
    session: AsyncSession, principal: Principal, given: BookingCreate, parts: Collection[CheckPart]
) -> CheckRead:
    """Decide about a session that nobody books.

    Raises:
        InvalidFieldsError: The time is past, or the pairing does not exist, or the caller may not see it.
    """
    check_time(given)
    context = await context_of(session, principal, given.pairing_id)
    request = request_of(principal, given)
    decided = await decide_session(session, context, request)
    return await _answer(session, principal, context, [(request, decided.decision)], parts)


async def check_series(
    session: AsyncSession, principal: Principal, given: SeriesCreate, parts: Collection[CheckPart]
) -> CheckRead:
    """Decide about the sessions of a series that nobody books, each as if those before it were booked.

    Raises:
        InvalidFieldsError: A time is past or does not exist, or the pairing does not exist, or the caller may not see it.
    """
    context, requests = await lay_out(session, principal, given)
    undone = await session.begin_nested()
    decided = [
        (request, (await place(session, context, request, principal, takes_host=False)).decision)
        for request in requests
    ]
    await undone.rollback()
    return await _answer(session, principal, context, decided, parts)


async def _answer(
    session: AsyncSession,
    principal: Principal,
    context: PairingContext,
    decided: Sequence[tuple[SessionRequest, Decision]],
    parts: Collection[CheckPart],
) -> CheckRead:
    worst = max(decision.outcome for _, decision in decided)
    sessions = [
        _checked(principal, position, request, decision, parts)
        for position, (request, decision) in enumerate(decided, start=1)
    ]
    after: Mapping[str, Any] = {"outcome": worst, "decisions": [decision.digest for _, decision in decided]}
    await audit.append(
        session,
        origin=principal.origin,
        action="booking.checked",
        subject=("pairing", context.pairing.id),
        partner_id=context.partner.id,
        after=after,
    )
    said = {each.for_user for each in sessions if each.outcome is worst}
    return CheckRead(
        for_user=said.pop() if len(said) == 1 else SERIES_FOR_USER,
        outcome=worst,
        sessions=sessions,
        contacts=contacts_for(principal, context, (reason for each in sessions for reason in each.reasons)),
    )


def _checked(
    principal: Principal, position: int, request: SessionRequest, decision: Decision, parts: Collection[CheckPart]
) -> CheckedSession:
    findings = [finding.as_json() for finding in decision.findings]
    read = CheckedSession(
        for_user=for_user(findings),
        position=position,
        starts_at=request.starts_at,
        ends_at=request.ends_at,
        outcome=decision.outcome,
        reasons=reasons_for(principal, findings),
    )
    if CheckPart.DECISION in parts:
        read.findings = findings_shown(principal, findings)
        read.policy_version = decision.policy_version
        read.policy_digest = decision.policy_digest
        read.digest = decision.digest
    if CheckPart.SAFETY in parts:
        read.safety = dict(decision.safety)
    return read
