"""When a meeting is read and compared although nobody tells of a change: daily, before its start, and often while it may run."""

import random
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.bookings.models import Booking, Meeting, MeetingState
from app.bookings.states import KEEPS_MEETING, STANDS_AT_ZOOM
from app.kit.clock import utc_now
from app.kit.jobs import BULK, enqueue_reconcile
from app.zoom.endpoints import ENDPOINTS
from app.zoom.errors import Operation
from app.zoom.limits.plans import QUOTAS, Plan

CHECKED_BEFORE: Final = (timedelta(minutes=60), timedelta(minutes=10))
CHECKED_EVERY: Final = timedelta(hours=24)
CHECKED_DURING: Final = timedelta(minutes=5)
"""How often the meeting is looked at from its session's start on, as long as its room may be open."""

CLOSED_FOR: Final = timedelta(hours=1)
"""So long after its room must be closed it is looked whether it was opened again; later Zoom's events alone tell."""

_SPREAD: Final = timedelta(hours=4)
"""Daily checks come up to this much early, so that meetings proven together are not checked together for ever."""

_ASKED_AGAIN_AFTER: Final = timedelta(minutes=10)
SHARE_OF_BUDGET: Final = 0.2
"""The part of what Zoom allows for reading meetings that checking may use, at the most."""

_MINUTE_SECONDS: Final = 60
_MOST_AT_ONCE: Final = 2_000


def is_near(starts_at: datetime, now: datetime) -> bool:
    """Tell whether a session begins so soon that nothing about it can wait."""
    return starts_at - now <= CHECKED_BEFORE[0]


def next_check(starts_at: datetime, ends_at: datetime, overruns: timedelta, now: datetime) -> datetime | None:
    """Return when a meeting that was proven now is looked at next; None where its room must be closed by now."""
    daily = now + CHECKED_EVERY - _SPREAD * random.random()  # noqa: S311  # spreads load, hides nothing
    closed_by = ends_at + overruns
    moments = [daily, *(starts_at - before for before in CHECKED_BEFORE), starts_at, ends_at, closed_by]
    if now >= starts_at:
        moments.append(now + CHECKED_DURING)
    return min((moment for moment in moments if now < moment <= closed_by), default=None)


def next_look_when_over(ends_at: datetime, overruns: timedelta, now: datetime) -> datetime | None:
    """Return when the room of a session that is over is looked at next; None where it was left closed for long enough."""
    at = now + CHECKED_DURING
    return at if at <= ends_at + overruns + CLOSED_FOR else None


def checks_per_minute(plan: Plan) -> int:
    """Return how many meetings may be checked in a minute, by the share of the account's budget."""
    quota = QUOTAS[plan][ENDPOINTS[Operation.GET_MEETING].label]
    return min(_MOST_AT_ONCE, max(1, int(SHARE_OF_BUDGET * _MINUTE_SECONDS / quota.interval)))


async def ask_for_checks(session: AsyncSession, plan: Plan) -> None:
    """Ask for a look at the meetings that are due, the next session first, sessions that are over last."""
    now = utc_now()
    query = (
        select(Meeting, Booking.id)
        .join(Booking, col(Booking.id) == col(Meeting.booking_id))
        .where(col(Meeting.next_check_at) <= now, col(Meeting.state) == MeetingState.PROVEN)
        .where(col(Booking.state).in_(STANDS_AT_ZOOM | KEEPS_MEETING))
        .order_by(col(Booking.state).in_(KEEPS_MEETING), col(Booking.starts_at))
        .limit(checks_per_minute(plan))
        .with_for_update(of=Meeting, skip_locked=True)
    )
    due = (await session.exec(query)).all()
    for meeting, _ in due:
        # Until it has been looked at; a job that is lost is made up for.
        meeting.next_check_at = now + _ASKED_AGAIN_AFTER
    await enqueue_reconcile(session, [booking_id for _, booking_id in due], priority=BULK)
