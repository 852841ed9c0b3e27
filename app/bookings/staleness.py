"""Decisions that were overtaken: something that they looked at has changed since, or while they were made.

Each partner, programme, person and pairing counts the changes of what the rules look at. A booking keeps the sum that its
decision was made on, read before the facts themselves. A sum only ever grows, so whatever the order in which transactions
read, write and commit: a booking whose sum is not the present one rests on facts that are no longer so.
"""

from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

from sqlalchemy import ColumnElement, Select, and_, or_, true, update
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.bookings.models import Booking
from app.bookings.states import LONGEST_SESSION, MAY_MOVE, BookingState
from app.kit.identifiers import earliest_id_of
from app.policy.room import LONGEST_OVERRUN
from app.registry.pairings.models import Pairing
from app.registry.partners.models import Partner
from app.registry.people.models import Person
from app.registry.programmes.models import Programme

CHANGED: Final = "Something that the rules look at has changed; they are looking at the session again."

DECIDED_AGAIN: Final = MAY_MOVE | {BookingState.IN_PROGRESS}
"""In these states the rules look at a session again when a fact changes, until it is over and its room is closed."""

_BOOKED_WITHIN: Final = timedelta(hours=2)
_NEXT_SESSIONS: Final = timedelta(days=1)


Query = TypeVar("Query", bound=Select[Any])
_mentor, _mentee = aliased(Person), aliased(Person)
_PRESENT: Final = sum(
    (col(subject.facts_version) for subject in (Partner, Programme, _mentor, _mentee)), start=col(Pairing.facts_version)
)


def _with_subjects(query: Query) -> Query:
    return (
        query.join(Partner, col(Partner.id) == col(Pairing.partner_id))
        .join(Programme, col(Programme.id) == col(Pairing.programme_id))
        .join(_mentor, col(_mentor.id) == col(Pairing.mentor_id))
        .join(_mentee, col(_mentee.id) == col(Pairing.mentee_id))
    )


_IS_DECIDED_AGAIN: Final = col(Booking.ended_by_request_at).is_(None)
"""Nothing follows any more from a decision about a session that was ended: no meeting is there, and none is made."""

_STALE: Final = _with_subjects(select(col(Booking.id)).join(Pairing, col(Pairing.id) == col(Booking.pairing_id))).where(
    col(Booking.facts_version) != _PRESENT, _IS_DECIDED_AGAIN
)

IS_STALE: Final[ColumnElement[bool]] = (
    _with_subjects(select_columns(and_(col(Booking.facts_version) != _PRESENT, _IS_DECIDED_AGAIN)).select_from(Pairing))
    .where(col(Pairing.id) == col(Booking.pairing_id))
    .correlate(Booking)
    .scalar_subquery()
)
"""Whether the decision of the booking that a statement selects was overtaken, and something still follows from it."""


async def mark_stale(session: AsyncSession, now: datetime, *, at_most: int) -> None:
    """Mark bookings whose decisions were overtaken, and that nobody marked then, as due to be decided again.

    Whoever tells of a change finds all that are booked by then; it misses those that are being booked at that moment. So the
    latest bookings are looked at, the next sessions to be sure, and once in an hour all that are ahead.
    """
    recent = [col(Booking.id) > earliest_id_of(now - _BOOKED_WITHIN), col(Booking.starts_at) < now + _NEXT_SESSIONS]
    for part in [true()] if now.minute == 0 else recent:
        overtaken = (
            _STALE.where(part, not_over(now), col(Booking.state).in_(DECIDED_AGAIN), _is_not_due(now))
            .order_by(col(Booking.starts_at))
            .limit(at_most)
        )
        found = (await session.exec(overtaken)).all()
        # Whoever holds one just now decides about it, or it is found again.
        free = select(col(Booking.id)).where(col(Booking.id).in_(found)).with_for_update(skip_locked=True)
        await session.exec(update(Booking).where(col(Booking.id).in_(free)).values(next_decision_at=now))


def not_over(now: datetime) -> ColumnElement[bool]:
    """Whether a session is ahead, or its room may still be open.

    The start is in the indexes, the end is not: without it all that ever took place would be read.
    """
    over = now - LONGEST_OVERRUN
    return and_(col(Booking.starts_at) > over - LONGEST_SESSION, col(Booking.ends_at) > over)


def _is_not_due(now: datetime) -> ColumnElement[bool]:
    return or_(col(Booking.next_decision_at).is_(None), col(Booking.next_decision_at) > now)
