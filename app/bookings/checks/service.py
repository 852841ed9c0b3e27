"""Asking what would be decided, without booking: nothing is left behind but a line in the audit trail."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.principal import Principal
from app.audit import service as audit
from app.bookings.checks.schemas import CheckedSession, CheckRead
from app.bookings.deciding import decide_session
from app.bookings.facts import SessionRequest
from app.bookings.placing import place
from app.bookings.reading import findings_for
from app.bookings.schemas import BookingCreate
from app.bookings.series.schemas import SeriesCreate
from app.bookings.series.service import lay_out
from app.bookings.service import check_time, context_of, request_of
from app.policy.decision import Decision
from app.registry.lookup import PairingContext


async def check_booking(session: AsyncSession, principal: Principal, given: BookingCreate) -> CheckRead:
    """Decide about a session that nobody books.

    Raises:
        InvalidFieldsError: The time is past, or the pairing does not exist, or the caller may not see it.
    """
    check_time(given)
    context = await context_of(session, principal, given.pairing_id)
    request = request_of(principal, given)
    decided = await decide_session(session, context, request)
    return await _answer(session, principal, context, [(request, decided.decision)])


async def check_series(session: AsyncSession, principal: Principal, given: SeriesCreate) -> CheckRead:
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
    return await _answer(session, principal, context, decided)


async def _answer(
    session: AsyncSession,
    principal: Principal,
    context: PairingContext,
    decided: Sequence[tuple[SessionRequest, Decision]],
) -> CheckRead:
    worst = max(decision.outcome for _, decision in decided)
    sessions = [
        CheckedSession(
            position=position,
            starts_at=request.starts_at,
            ends_at=request.ends_at,
            outcome=decision.outcome,
            findings=findings_for(principal, (finding.as_json() for finding in decision.findings)),
            safety=dict(decision.safety),
            policy_version=decision.policy_version,
            policy_digest=decision.policy_digest,
            digest=decision.digest,
        )
        for position, (request, decision) in enumerate(decided, start=1)
    ]
    after: Mapping[str, Any] = {"outcome": worst, "decisions": [each.digest for each in sessions]}
    await audit.append(
        session,
        origin=principal.origin,
        action="booking.checked",
        subject=("pairing", context.pairing.id),
        partner_id=context.partner.id,
        after=after,
    )
    return CheckRead(outcome=worst, sessions=sessions)
