"""What is kept for a while alone, and deleted when nobody needs it any more. The audit trail and the decisions stay."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import CursorResult, Delete, Table, Update, column, delete, func, table, tuple_, update
from sqlmodel import SQLModel, col, select

from app.bookings.models import Booking, Reservation
from app.bookings.participants.models import Participant
from app.bookings.participants.service import LINKS_LIVE_ON
from app.bookings.staleness import DECIDED_AGAIN
from app.hosts.models import HostUsage
from app.installation.models import Installation
from app.kit.clock import utc_now
from app.kit.database import Database
from app.kit.identifiers import earliest_id_of
from app.notifications.webhooks.models import DeliveryState, WebhookAttempt, WebhookDelivery

RESERVATIONS_KEPT: Final = timedelta(days=2)
"""After its session a reservation is needed for the gap that follows, and for who held how many sessions that day."""

USAGE_KEPT: Final = timedelta(days=7)
"""Zoom counts the changes to a host's meetings by the day."""

FORGOTTEN_EVERY: Final = timedelta(hours=1)

_AT_ONCE: Final = 2_000
_MOST_PARTS: Final = 50


async def forget_when_due(database: Database, *, events_kept: timedelta, webhook_log_kept: timedelta) -> None:
    """Delete what is older than it is kept, unless that was done within the last hour; whoever asks first does it."""
    now = utc_now()
    last = col(Installation.forgotten_at)
    async with database.transaction() as session:
        claim = update(Installation).where(last.is_(None) | (last <= now - FORGOTTEN_EVERY)).values(forgotten_at=now)
        if not (await session.exec(claim)).rowcount:
            return
    await forget_old(database, events_kept=events_kept, webhook_log_kept=webhook_log_kept)


async def forget_old(database: Database, *, events_kept: timedelta, webhook_log_kept: timedelta) -> None:
    """Delete what is older than it is kept, of expired personal links what can be read.

    In parts, so that no transaction is long; the rest the next time.
    """
    now = utc_now()
    for statement in (
        _past_reservations(now - RESERVATIONS_KEPT),
        delete(HostUsage).where(col(HostUsage.day) < (now - USAGE_KEPT).date()),
        _events_of_zoom(now - events_kept),
        _of_webhooks(WebhookAttempt, now - webhook_log_kept),
        _of_webhooks(WebhookDelivery, now - webhook_log_kept),
        _tokens_of_links(now - LINKS_LIVE_ON),
        _attempts_at_doors(now),
    ):
        for _ in range(_MOST_PARTS):
            async with database.transaction() as session:
                result: CursorResult[object] = await (await session.connection()).execute(statement)
            if result.rowcount < _AT_ONCE:
                break


def _past_reservations(before: datetime) -> Delete:
    """Those of sessions that are over; one whose state says otherwise keeps what it has."""
    past = (
        select(col(Reservation.id))
        .join(Booking, col(Booking.id) == col(Reservation.booking_id))
        .where(func.upper(col(Reservation.period)) < before, col(Booking.ends_at) < before)
        .where(col(Booking.state).not_in(DECIDED_AGAIN))
        .limit(_AT_ONCE)
    )
    return delete(Reservation).where(col(Reservation.id).in_(past))


def _of_webhooks(table: type[WebhookAttempt | WebhookDelivery], before: datetime) -> Delete:
    """Those that are done with; what waits is given up long before."""
    old = select(col(table.id)).where(col(table.id) < earliest_id_of(before)).order_by(col(table.id)).limit(_AT_ONCE)
    if table is WebhookDelivery:
        old = old.where(col(WebhookDelivery.state) != DeliveryState.WAITING)
    return delete(table).where(col(table.id).in_(old))


def _events_of_zoom(before: datetime) -> Delete:
    # By its name: what takes events in stands beside this, not below it.
    events: Table = SQLModel.metadata.tables["zoom_event"]
    # Ids sort by the time when the event came.
    old = select(events.c.id).where(events.c.id < earliest_id_of(before)).order_by(events.c.id).limit(_AT_ONCE)
    return delete(events).where(events.c.id.in_(old))


def _tokens_of_links(before: datetime) -> Update:
    """Those of links that have expired with their sessions: nobody is told the address of one again."""
    # By its name: what gives links out stands beside this, not below it.
    links = table("personal_link", column("id"), column("participant_id"), column("token"))
    expired = (
        select(links.c.id)
        .join(Participant, col(Participant.id) == links.c.participant_id)
        .join(Booking, col(Booking.id) == col(Participant.booking_id))
        .where(links.c.token != "", col(Booking.ends_at) <= before)
        .limit(_AT_ONCE)
    )
    return update(links).where(links.c.id.in_(expired)).values(token="")


def _attempts_at_doors(before: datetime) -> Delete:
    """Those of whoever may try again as often as anybody."""
    counts = table("attempt_count", column("kind"), column("whose"), column("used_until"))
    both = tuple_(counts.c.kind, counts.c.whose)
    refilled = select(counts.c.kind, counts.c.whose).where(counts.c.used_until < before).limit(_AT_ONCE)
    return delete(counts).where(both.in_(refilled))
