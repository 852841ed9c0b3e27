"""Deciding again about sessions that are booked: because a fact has changed, or because some time has passed."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy import ColumnElement, tuple_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select, SelectOfScalar

from app.audit import service as audit
from app.audit.origin import WORKER
from app.bookings import deciding as decisions
from app.bookings.deciding import decide_session, enter, next_look, state_after
from app.bookings.facts import SessionRequest, measures_of
from app.bookings.models import Booking, DecisionRecord
from app.bookings.staleness import DECIDED_AGAIN, IS_STALE, mark_stale, not_over
from app.bookings.states import WANTS_MEETING, BookingState
from app.hosts.models import Host
from app.kit.clock import utc_now
from app.kit.database import Database
from app.kit.database_failures import BUSY, is_passing, sqlstate_of
from app.kit.jobs import URGENT, enqueue_decide_again, enqueue_help_deciding, enqueue_reconcile
from app.policy.decision import Decision
from app.policy.facts import Facts
from app.policy.room import LONGEST_OVERRUN
from app.policy.rules.at_risk_measures import adults_at_risk
from app.registry.lookup import PairingContext, pairing_for_booking, pairings_for_bookings
from app.registry.pairings.models import Pairing
from app.registry.programmes.models import Programme

_AFTER_FAILURE: Final = timedelta(minutes=5)
_AT_ONCE: Final = 50
_LOOKED_AT_ONCE: Final = 200
_MARKED_AT_ONCE: Final = 500
_BY_TIME: Final = (col(Booking.starts_at), col(Booking.id))
_HELPERS: Final = 3
"""So many more workers decide about the sessions that one change concerns, where there are many."""

_AT_FULL_SPEED: Final = timedelta(days=1)
_PAUSES: Final = 1.5
"""How much of the time that a part has taken is left to other work before the next one, where it is not urgent."""

log = structlog.get_logger(__name__)


def _concerned(concerning: Mapping[str, UUID]) -> ColumnElement[bool]:
    """Return which bookings a fact is about; `concerning` is the name of an id and the id."""
    (name, subject), *_ = concerning.items()
    match name:
        case "programme_id":
            return col(Booking.programme_id) == subject
        case "partner_id":
            return col(Booking.partner_id) == subject
        case "pairing_id":
            return col(Booking.pairing_id) == subject
        case "person_id":
            met = select(col(Pairing.id)).where(
                (col(Pairing.mentor_id) == subject) | (col(Pairing.mentee_id) == subject)
            )
            return col(Booking.pairing_id).in_(met)
        case "host_id":
            pool = select(col(Host.pool)).where(col(Host.id) == subject).scalar_subquery()
            programmes = select(col(Programme.id)).where(col(Programme.host_pool) == pool)
            return col(Booking.programme_id).in_(programmes) & (col(Booking.state) == BookingState.SUSPENDED)
        case _:
            message = f"No booking can be found by {name}."
            raise ValueError(message)


async def mark_concerned(database: Database, concerning: Mapping[str, UUID]) -> None:
    """Mark the bookings ahead that something concerns which no version of the facts tells, as due to be decided again.

    A programme may have thousands: no transaction locks more than a part of them. Whoever is interrupted begins again.

    Args:
        database: Where the bookings are.
        concerning: `programme_id`, `partner_id`, `person_id` or `pairing_id`, and whose it is; or `host_id`, of a host
            that can be used again, which concerns what is suspended.
    """
    now = utc_now()
    ahead = (
        select(*_BY_TIME)
        .where(_concerned(concerning), col(Booking.state).in_(DECIDED_AGAIN), not_over(now))
        # Locked in one order, so that two changes never wait for each other.
        .order_by(*_BY_TIME)
        .limit(_MARKED_AT_ONCE)
        .with_for_update(key_share=True)
    )
    part = ahead
    while True:
        async with database.transaction() as session:
            places = (await session.exec(part)).all()
            ids = [booking_id for _, booking_id in places]
            await session.exec(update(Booking).where(col(Booking.id).in_(ids)).values(next_decision_at=now))
        if len(places) < _MARKED_AT_ONCE:
            return
        part = ahead.where(tuple_(*_BY_TIME) > tuple_(*places[-1]))


async def decide_concerned(
    database: Database, concerning: Mapping[str, UUID], *, goes_on: Callable[[], bool], helps: bool = False
) -> bool:
    """Decide again about the bookings ahead that a changed fact concerns, the next sessions first; tell whether all are done.

    They are taken in parts, and what somebody else holds is left out: any number of workers may do it at once. What is not
    among the sessions of the next day takes only a part of the time, so that bookings do not wait behind it.

    Args:
        database: Where the bookings are.
        concerning: As for `mark_concerned`.
        goes_on: Asked before each part; where it says no, somebody must go on later.
        helps: Whether another worker has begun, and sees to what is held by others.
    """
    now = utc_now()
    concerned = _concerned(concerning), col(Booking.state).in_(DECIDED_AGAIN), not_over(now)
    ahead = select(*_BY_TIME).where(*concerned).order_by(*_BY_TIME).limit(_LOOKED_AT_ONCE)
    part, begins = ahead, not helps
    while goes_on():
        began = time.monotonic()
        # First which are next, by an index alone, and of these those that were overtaken: so neither is sorted out of all.
        async with database.transaction() as session:
            places = (await session.exec(part)).all()
        if not places:
            break
        next_ones = select(Booking).where(col(Booking.id).in_([booking_id for _, booking_id in places]), IS_STALE)
        taken, is_sound = await _decide_part(database, next_ones.order_by(*_BY_TIME).limit(_AT_ONCE))
        if len(taken) < _AT_ONCE:
            part = ahead.where(tuple_(*_BY_TIME) > tuple_(*places[-1]))
        elif not is_sound:
            # One of them may fail again and again: it keeps nobody from their turn.
            part = ahead.where(tuple_(*_BY_TIME) > tuple_(*taken[-1]))
        elif begins:
            begins = False
            async with database.transaction() as session:
                await enqueue_help_deciding(session, concerning, workers=_HELPERS)
        if taken and taken[0][0] > now + _AT_FULL_SPEED:
            await asyncio.sleep((time.monotonic() - began) * _PAUSES)
    else:
        return False
    if not helps:
        await _decide_the_rest(
            database, select(*_BY_TIME).where(*concerned, IS_STALE).order_by(*_BY_TIME).limit(_AT_ONCE)
        )
    return True


async def _decide_part(
    database: Database, query: SelectOfScalar[Booking]
) -> tuple[Sequence[tuple[datetime, UUID]], bool]:
    """Decide about bookings in one transaction, those that nobody holds; one by one, where that fails.

    Returns:
        Which, in their order, and whether all went well together.
    """
    places: Sequence[tuple[datetime, UUID]] = []
    try:
        async with database.transaction() as session:
            free = query.with_for_update(key_share=True, skip_locked=True, of=Booking)
            bookings = (await session.exec(free)).all()
            places = [(booking.starts_at, booking.id) for booking in bookings]
            # Before anything else is read: see `app.bookings.staleness`.
            contexts = await pairings_for_bookings(session, {booking.pairing_id for booking in bookings})
            # As long as they are held here, the session finds each of them by itself.
            held = [
                (await session.exec(select(table).where(col(table.id).in_(ids)))).all()
                for table, ids in (
                    (DecisionRecord, {booking.decision_id for booking in bookings}),
                    (Host, {booking.host_id for booking in bookings}),
                )
            ]
            # What is written is written together when the transaction ends.
            with session.no_autoflush:
                for booking in bookings:
                    await _decide_about(session, booking, contexts[booking.pairing_id])
            del held
    except Exception as error:
        if is_passing(error) and sqlstate_of(error) not in BUSY:
            # It says nothing about these bookings: they stay as they were.
            raise
        log.warning("review.part_failed", error=type(error).__name__, sqlstate=sqlstate_of(error))
        await _decide_each(database, [booking_id for _, booking_id in places])
        return places, False
    return places, True


async def _decide_the_rest(database: Database, waiting: Select[datetime, UUID]) -> None:
    """Decide about what others held until now, once they let go of it; each once, whatever comes of it."""
    part = waiting
    while True:
        async with database.transaction() as session:
            left = (await session.exec(part)).all()
        await _decide_each(database, [booking_id for _, booking_id in left])
        if len(left) < _AT_ONCE:
            return
        part = waiting.where(tuple_(*_BY_TIME) > tuple_(*left[-1]))


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
            .order_by(*_BY_TIME)
            .limit(_AT_ONCE)
        )
        due = (await session.exec(query)).all()
    if not due:
        return
    taken, _ = await _decide_part(database, select(Booking).where(col(Booking.id).in_(due)).order_by(col(Booking.id)))
    done = {booking_id for _, booking_id in taken}
    await _decide_each(database, [booking_id for booking_id in due if booking_id not in done])
    if len(due) == _AT_ONCE:
        async with database.transaction() as session:
            await enqueue_decide_again(session, {}, priority=URGENT, unless_waiting=True)


async def _decide_each(database: Database, booking_ids: Sequence[UUID]) -> None:
    for booking_id in booking_ids:
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


async def decide_again(session: AsyncSession, booking_id: UUID) -> None:
    """Decide about a booking that is due or whose facts have changed, as they and the policy are now, and do what follows.

    A decision that says the same as the one before is not written down again.
    """
    # Whoever holds it, the worker above all, is done soon; to pass it over would leave it to the next minute.
    query = select(Booking).where(col(Booking.id) == booking_id).with_for_update(key_share=True)
    booking = (await session.exec(query.execution_options(populate_existing=True))).one_or_none()
    if booking is None:
        return
    context = await pairing_for_booking(session, booking.pairing_id, partner_scope=None)
    if context is None:
        message = "A booking has a pairing."
        raise LookupError(message)
    await _decide_about(session, booking, context)


async def _decide_about(session: AsyncSession, booking: Booking, context: PairingContext) -> None:
    """Decide about a booking that the caller holds FOR UPDATE."""
    now = utc_now()
    may_run = booking.state in WANTS_MEETING and booking.ends_at > now - LONGEST_OVERRUN
    if booking.state not in DECIDED_AGAIN or booking.is_ended or (booking.ends_at <= now and not may_run):
        booking.next_decision_at = None
        return
    # Whoever held it may have decided meanwhile, on the facts as they are or as they were.
    is_stale = booking.facts_version != context.facts_version
    is_due = booking.next_decision_at is not None and booking.next_decision_at <= now
    if not is_stale and (not is_due or booking.starts_at <= now):
        booking.next_decision_at = None if is_due else booking.next_decision_at
        return
    decided = await decide_session(session, context, SessionRequest.of(booking), chooses_host=False)
    decision = decided.decision
    state = state_after(decision, booking)
    if state is BookingState.AWAITING_APPROVAL and booking.starts_at <= now:
        # For an approval it is too late: nobody goes on meeting until somebody has had the time to give one.
        state = BookingState.SUSPENDED
    before = await session.get(DecisionRecord, booking.decision_id) if booking.decision_id else None
    host = await session.get(Host, booking.host_id) if booking.host_id else None
    needs_other_host = host is not None and not (host.active and host.enabled and host.is_for(context.mentor.id))
    if state is booking.state and before is not None and _says_the_same(before, decision, booking):
        booking.facts_version = decided.facts_version
        booking.next_decision_at = next_look(booking.starts_at, now)
        if needs_other_host:
            await enqueue_reconcile(session, [booking.id])
        return
    meets_as_before = state is booking.state and booking.safety == decision.safety and not needs_other_host
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
    await enter(session, booking, state, decision, origin=WORKER, now=now, meets_as_before=meets_as_before)


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
