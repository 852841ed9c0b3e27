"""A session that runs past its end gives way to the next one of its host.

A host whose account allows one meeting at a time is asked by Zoom to end the running one when it starts the next. Nobody should
have to choose: the earlier meeting is ended shortly before, by the same way as any other.
"""

from datetime import timedelta
from typing import Final

from sqlalchemy import and_, exists
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit import service as audit
from app.audit.origin import WORKER
from app.bookings.incidents import report_incident
from app.bookings.lifecycle import touch
from app.bookings.models import Booking
from app.bookings.states import WANTS_MEETING, BookingState
from app.hosts.models import Host, Licence
from app.kit.clock import utc_now
from app.kit.jobs import URGENT, enqueue_reconcile
from app.policy.incidents import IncidentKind
from app.zoom.limits.plans import Plan, meetings_at_once

ENDED_BEFORE_NEXT: Final = timedelta(minutes=2)
"""So long before the next session of its host a meeting that still runs is ended."""

_MAY_RUN: Final = (BookingState.IN_PROGRESS, BookingState.CONFIRMED)
"""Confirmed too: that it was opened is told by an event, which may be lost."""

_AT_ONCE: Final = 200


async def end_overrunning(session: AsyncSession, plan: Plan) -> None:
    """Ask for the end of meetings whose session is over and whose host, with one meeting at a time, is due in the next."""
    now = utc_now()
    following = aliased(Booking)
    alone = [licence for licence in Licence if meetings_at_once(plan, is_licensed=licence is Licence.LICENSED) == 1]
    is_next = exists().where(
        and_(
            col(following.host_id) == col(Booking.host_id),
            col(following.id) != col(Booking.id),
            col(following.state).in_(WANTS_MEETING),
            col(following.ended_by_request_at).is_(None),
            col(following.starts_at) >= col(Booking.ends_at),
            col(following.starts_at) <= now + ENDED_BEFORE_NEXT,
            col(following.ends_at) > now,
        )
    )
    query = (
        select(Booking)
        .join(Host, col(Host.id) == col(Booking.host_id))
        .where(col(Booking.state).in_(_MAY_RUN), col(Booking.starts_at) < now, col(Booking.ends_at) <= now)
        .where(col(Booking.end_requested_at).is_(None), col(Host.licence).in_(alone), is_next)
        .order_by(col(Booking.starts_at))
        .limit(_AT_ONCE)
        .with_for_update(of=Booking, skip_locked=True)
    )
    overrunning = (await session.exec(query)).all()
    for booking in overrunning:
        booking.end_requested_at = now
        touch(booking)
        await audit.append(
            session,
            origin=WORKER,
            action="booking.end_requested",
            subject=("booking", booking.id),
            partner_id=booking.partner_id,
            booking_id=booking.id,
            after={"because": "the next session of its host begins"},
        )
        if booking.state is BookingState.IN_PROGRESS:
            # Of the others Zoom must be asked first.
            await report_overrun(session, booking)
    await enqueue_reconcile(session, [booking.id for booking in overrunning], priority=URGENT)


async def report_overrun(session: AsyncSession, booking: Booking) -> None:
    """Open an incident about a running meeting that is ended for its host's next session."""
    await report_incident(
        session,
        WORKER,
        booking,
        IncidentKind.SESSION_OVERRAN,
        summary="The session ran past its end until its Zoom host's next session was about to begin, so its meeting was ended.",
        remedy="Tell mentor and mentee why it ended. If it happens often, give the programme's sessions more time between each "
        "other (schedule.clash), or the pool one host more.",
        details={"ended_for_next": True},
    )
