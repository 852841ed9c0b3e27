"""Deciding again about sessions that are booked: because a fact has changed, or because some time has passed."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit import service as audit
from app.audit.origin import WORKER
from app.bookings import deciding as decisions
from app.bookings.deciding import decide_session, enter, next_look, state_after
from app.bookings.facts import SessionRequest, measures_of
from app.bookings.models import Booking, DecisionRecord
from app.bookings.staleness import DECIDED_AGAIN, mark_stale
from app.bookings.states import WANTS_MEETING, BookingState
from app.hosts.models import Host
from app.kit.clock import utc_now
from app.kit.database import Database
from app.kit.database_failures import BUSY, is_passing, sqlstate_of
from app.kit.jobs import URGENT, enqueue_decide_again, enqueue_reconcile
from app.policy.decision import Decision
from app.policy.facts import Facts
from app.policy.room import LONGEST_OVERRUN
from app.policy.rules.at_risk_measures import adults_at_risk
from app.registry.lookup import pairing_for_booking
from app.registry.pairings.models import Pairing
from app.registry.programmes.models import Programme

_AFTER_FAILURE: Final = timedelta(minutes=5)
_AT_ONCE: Final = 50
_MARKED_AT_ONCE: Final = 500

log = structlog.get_logger(__name__)


async def mark_concerned(database: Database, concerning: Mapping[str, UUID]) -> None:
    """Mark the bookings ahead that a changed fact concerns, as due to be decided again.

    A programme may have thousands: no transaction locks more than a part of them. Whoever is interrupted begins again.

    Args:
        database: Where the bookings are.
        concerning: `programme_id`, `partner_id`, `person_id` or `pairing_id`, and whose it is; or `host_id`, of a host
            that can be used again, which concerns what is suspended.
    """
    (name, subject), *_ = concerning.items()
    match name:
        case "programme_id":
            concerned = col(Booking.programme_id) == subject
        case "partner_id":
            concerned = col(Booking.partner_id) == subject
        case "pairing_id":
            concerned = col(Booking.pairing_id) == subject
        case "person_id":
            met = select(col(Pairing.id)).where(
                (col(Pairing.mentor_id) == subject) | (col(Pairing.mentee_id) == subject)
            )
            concerned = col(Booking.pairing_id).in_(met)
        case "host_id":
            pool = select(col(Host.pool)).where(col(Host.id) == subject).scalar_subquery()
            programmes = select(col(Programme.id)).where(col(Programme.host_pool) == pool)
            waits = col(Booking.state) == BookingState.SUSPENDED
            concerned = col(Booking.programme_id).in_(programmes) & waits
        case _:
            message = f"No booking can be found by {name}."
            raise ValueError(message)
    now = utc_now()
    ahead = (
        select(col(Booking.id))
        .where(concerned, col(Booking.state).in_(DECIDED_AGAIN), col(Booking.ends_at) > now - LONGEST_OVERRUN)
        # Locked in one order, so that two changes never wait for each other.
        .order_by(col(Booking.id))
        .limit(_MARKED_AT_ONCE)
        .with_for_update()
    )
    part = ahead
    while True:
        async with database.transaction() as session:
            ids = (await session.exec(part)).all()
            await session.exec(update(Booking).where(col(Booking.id).in_(ids)).values(next_decision_at=now))
        if len(ids) < _MARKED_AT_ONCE:
            return
        part = ahead.where(col(Booking.id) > ids[-1])


async def mark_overtaken(session: AsyncSession) -> None:
    """Mark the bookings whose facts changed while they were being made, so that nobody could mark them then."""
    await mark_stale(session, utc_now(), at_most=_MARKED_AT_ONCE)


async def decide_next(database: Database) -> None:
    """Decide again about the bookings that are due, of the next sessions: of as many as do not hold up other work.

    A job goes on with the others, if there are more. One that cannot be decided does not stop them.
    """
    async with database.transaction() as session:
        query = (
            select(col(Booking.id))
            .where(col(Booking.next_decision_at) <= utc_now())
            .order_by(col(Booking.starts_at), col(Booking.id))
            .limit(_AT_ONCE)
        )
        due = (await session.exec(query)).all()
    for booking_id in due:
        try:
            async with database.transaction() as session:
                await decide_again(session, booking_id)
        except Exception as error:
            if sqlstate_of(error) in BUSY:
                # Somebody has held it for too long: it stays due.
                log.warning("review.busy", booking_id=str(booking_id), sqlstate=sqlstate_of(error))
                continue
            if is_passing(error):
                # It says nothing about this booking: all that are due stay due.
                raise
            # Whatever it is, it is tried again, and the others are decided meanwhile.
            log.exception("review.failed", booking_id=str(booking_id))
            async with database.transaction() as session:
                await session.exec(
                    update(Booking)
                    .where(col(Booking.id) == booking_id)
                    .values(next_decision_at=utc_now() + _AFTER_FAILURE)
                )
    if len(due) == _AT_ONCE:
        async with database.transaction() as session:
            await enqueue_decide_again(session, {}, priority=URGENT, unless_waiting=True)


async def decide_again(session: AsyncSession, booking_id: UUID) -> None:
    """Decide about a booking that is due or whose facts have changed, as they and the policy are now, and do what follows.

    A decision that says the same as the one before is not written down again.
    """
    # Whoever holds it, the worker above all, is done soon; to pass it over would leave it to the next minute.
    query = select(Booking).where(col(Booking.id) == booking_id).with_for_update(key_share=True)
    booking = (await session.exec(query.execution_options(populate_existing=True))).one_or_none()
    now = utc_now()
    if booking is None:
        return
    may_run = booking.state in WANTS_MEETING and booking.ends_at > now - LONGEST_OVERRUN
    if booking.state not in DECIDED_AGAIN or (booking.ends_at <= now and not may_run):
        booking.next_decision_at = None
        return
    context = await pairing_for_booking(session, booking.pairing_id, partner_scope=None)
    if context is None:
        message = "A booking has a pairing."
        raise LookupError(message)
    # Whoever held it may have decided meanwhile, on the facts as they are or as they were.
    is_stale = booking.facts_version != context.facts_version
    is_due = booking.next_decision_at is not None and booking.next_decision_at <= now
    if not is_stale and (not is_due or booking.starts_at <= now):
        booking.next_decision_at = None if is_due else booking.next_decision_at
        return
    decided = await decide_session(session, context, SessionRequest.of(booking))
    decision = decided.decision
    state = state_after(decision, booking)
    if state is BookingState.AWAITING_APPROVAL and booking.starts_at <= now:
        # For an approval it is too late: nobody goes on meeting until somebody has had the time to give one.
        state = BookingState.SUSPENDED
    before = await session.get(DecisionRecord, booking.decision_id) if booking.decision_id else None
    if state is booking.state and before is not None and _says_the_same(before, decision, booking):
        booking.facts_version = decided.facts_version
        booking.next_decision_at = next_look(booking.starts_at, now)
        host = await session.get(Host, booking.host_id) if booking.host_id else None
        if host is not None and not (host.active and host.enabled):
            await enqueue_reconcile(session, [booking.id])
        return
    record = decisions.record(session, decision, context, booking_id=booking.id)
    await audit.append(
        session,
        origin=WORKER,
        action="booking.decided_again",
        subject=("booking", booking.id),
        partner_id=booking.partner_id,
        booking_id=booking.id,
        before={"decision": before.digest if before else None, "outcome": before.outcome if before else None},
        after={"outcome": decision.outcome, "policy_version": decision.policy_version},
        decision_digest=decision.digest,
    )
    decisions.rest_on(booking, decided, record)
    await enter(session, booking, state, decision, origin=WORKER, now=now)


def _says_the_same(before: DecisionRecord, decision: Decision, booking: Booking) -> bool:
    return (
        before.policy_version == decision.policy_version
        and booking.safety == decision.safety
        and [(each["code"], each["outcome"]) for each in before.findings]
        == [(each.code, each.outcome.value) for each in decision.findings]
        and _measures_are_the_same(before, decision)
    )


def _measures_are_the_same(before: DecisionRecord, decision: Decision) -> bool:
    # Who approves is shown the decision that was written down: it has to be that of the measures that count.
    if not adults_at_risk(decision.facts):
        return True
    return measures_of(Facts.model_validate(before.facts)) == measures_of(decision.facts)
