"""Jobs in the same PostgreSQL, through PgQueuer: enqueued in the caller's transaction, so that none is lost or early."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import asyncpg
from pgqueuer.db import AsyncpgDriver
from pgqueuer.queries import Queries
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel.ext.asyncio.session import AsyncSession

from app.kit.clock import utc_now

RECONCILE: Final = "reconcile_booking"
REGISTER: Final = "register_participants"
DECIDE_AGAIN: Final = "decide_again"
HELP_DECIDING: Final = "help_deciding"
REMOVE_UNKNOWN: Final = "remove_unknown_meeting"
LOOK_FOR_UNKNOWN: Final = "look_for_unknown_meetings"
SYNC_HOSTS: Final = "sync_hosts"
SESSIONS_OF_HOST: Final = "look_at_sessions_of_host"
LOOK_AT_ROOM: Final = "look_at_room"
FOLLOW_EVENTS: Final = "follow_zoom_events"

MARKED: Final = "marked"
"""In what is asked for with a decision: what has changed is no fact that has a version. With the same id once more, so that
older workers can read it."""

URGENT: Final = 10
"""Goes before ordinary work: a meeting that must not be there, a fact that has changed."""

BULK: Final = -10
"""Gives way to ordinary work: series, and looking whether all is well."""

_HOLD_DUE: Final = text(
    "SELECT payload FROM pgqueuer WHERE entrypoint = :entrypoint AND status = 'queued' AND payload = ANY(:payloads) "
    "AND execute_after <= now() AND priority >= :priority FOR SHARE SKIP LOCKED"
)
_HOLD_WAITING: Final = """
    SELECT payload FROM pgqueuer WHERE entrypoint = $1 AND status = 'queued' AND payload = ANY($2::bytea[])
    FOR SHARE SKIP LOCKED
"""

LOG_KEPT: Final = timedelta(days=7)
_FORGOTTEN_AT_ONCE: Final = 5_000
_ALLOWANCE: Final = timedelta(seconds=2)
"""What the clocks of workers and database may differ by."""


async def enqueue_reconcile(
    session: AsyncSession,
    booking_ids: Sequence[UUID],
    *,
    after: timedelta | None = None,
    priority: int = 0,
    unless_waiting: bool = False,
    unless_due: bool = False,
) -> None:
    """Ask the worker to make Zoom match these bookings, once the transaction of `session` has committed.

    Args:
        session: The caller's transaction: rolled back, the jobs were never there.
        booking_ids: The bookings. Asking twice is harmless.
        after: How long to wait first.
        priority: Higher goes first.
        unless_waiting: Leave out those for which a job is waiting already, so that jobs that follow each other do not multiply.
        unless_due: Leave out those for which a job is waiting that is due now and no less urgent. No worker takes it before the
            transaction has committed, so it sees what is written there.
    """
    payloads = [str(booking_id).encode() for booking_id in booking_ids]
    if unless_due and payloads:
        given = {"entrypoint": RECONCILE, "payloads": payloads, "priority": priority}
        due = await (await session.connection()).execute(_HOLD_DUE, given)
        held = {bytes(payload) for payload in due.scalars()}
        payloads = [payload for payload in payloads if payload not in held]
    await _enqueue(session, RECONCILE, payloads, after=after, priority=priority, unless_waiting=unless_waiting)


async def enqueue_register(session: AsyncSession) -> None:
    """Ask the worker to register the people of new sessions at Zoom, unless that waits already."""
    await _enqueue(session, REGISTER, [b""], priority=BULK, unless_waiting=True)


async def enqueue_remove_unknown(
    session: AsyncSession, mismatch_ids: Sequence[UUID], *, after: timedelta | None = None
) -> None:
    """Ask the worker to delete, from Zoom, meetings that no booking has and that a person has decided about."""
    payloads = [str(mismatch_id).encode() for mismatch_id in mismatch_ids]
    await _enqueue(session, REMOVE_UNKNOWN, payloads, after=after, priority=URGENT, unless_waiting=True)


async def enqueue_look_for_unknown(session: AsyncSession) -> None:
    """Ask the worker to look through Zoom for meetings that no booking has, unless that waits already."""
    await _enqueue(session, LOOK_FOR_UNKNOWN, [b""], priority=BULK, unless_waiting=True)


async def enqueue_decide_again(
    session: AsyncSession, concerning: Mapping[str, UUID], *, priority: int = 0, unless_waiting: bool = False
) -> None:
    """Ask the worker to decide again about the bookings ahead, once the transaction of `session` has committed.

    Args:
        session: The caller's transaction: rolled back, the job was never there.
        concerning: Whose bookings, as the name of an id and the id; the job's payload in JSON. Asking twice is harmless.
            Empty for those that are due already.
        priority: Higher goes first.
        unless_waiting: Leave it out if such a job is waiting already.
    """
    await session.flush()
    payload = json.dumps({name: str(value) for name, value in concerning.items()}).encode()
    if unless_waiting and await _waiting(session, DECIDE_AGAIN, [payload]):
        return
    await Queries(_InTransaction(await session.connection())).enqueue([DECIDE_AGAIN], [payload], [priority])


async def enqueue_help_deciding(
    session: AsyncSession, concerning: Mapping[str, UUID], *, workers: int, after: timedelta | None = None
) -> None:
    """Ask so many more workers to decide again about the bookings that one of them has begun with."""
    payload = json.dumps({name: str(value) for name, value in concerning.items()}).encode()
    await _enqueue(session, HELP_DECIDING, [payload] * workers, after=after, priority=URGENT)


async def enqueue_host_sync(session: AsyncSession, sync_id: UUID) -> None:
    """Ask the worker for a synchronisation of hosts, once the transaction of `session` has committed."""
    await session.flush()
    await Queries(_InTransaction(await session.connection())).enqueue([SYNC_HOSTS], [str(sync_id).encode()], [0])


async def enqueue_sessions_of_host(session: AsyncSession, host_id: UUID) -> None:
    """Ask the worker to look at the sessions ahead that a host was to hold: another one must."""
    await _enqueue(session, SESSIONS_OF_HOST, [str(host_id).encode()], unless_waiting=True)


async def enqueue_follow_events(connection: asyncpg.Connection, booking_ids: Iterable[UUID | None]) -> None:
    """Ask the worker for what follows from Zoom's events about these bookings, in the transaction of `connection`.

    None stands for events that are about no booking. A job that waits already follows these, too: many sessions that end at once
    would make one for each of their last events.
    """
    payloads = {str(booking_id or "").encode() for booking_id in booking_ids}
    # Held until the commit, so that no worker takes the job before what it is to follow is there.
    payloads -= {row["payload"] for row in await connection.fetch(_HOLD_WAITING, FOLLOW_EVENTS, list(payloads))}
    if payloads:
        count = len(payloads)
        queries = Queries(AsyncpgDriver(connection))
        await queries.enqueue([FOLLOW_EVENTS] * count, list(payloads), [URGENT] * count)


async def enqueue_follow_again(session: AsyncSession, booking_ids: Iterable[UUID | None]) -> None:
    """Ask likewise, in the transaction of `session`, unless that waits already."""
    payloads = [str(booking_id or "").encode() for booking_id in booking_ids]
    await _enqueue(session, FOLLOW_EVENTS, payloads, priority=URGENT, unless_waiting=True)


async def enqueue_look_at_room(session: AsyncSession, booking_id: UUID, *, at: datetime) -> None:
    """Ask the worker to look at what is known of a session again at a moment, unless it will by then."""
    payload = str(booking_id).encode()
    waiting = text(
        "SELECT 1 FROM pgqueuer WHERE entrypoint = :entrypoint AND status = 'queued' AND payload = :payload "
        "AND execute_after <= :by LIMIT 1"
    )
    given = {"entrypoint": LOOK_AT_ROOM, "payload": payload, "by": at + _ALLOWANCE}
    if (await (await session.connection()).execute(waiting, given)).first() is None:
        after = max(timedelta(), at - utc_now()) + _ALLOWANCE / 2
        await _enqueue(session, LOOK_AT_ROOM, [payload], after=after, priority=URGENT)


async def forget_finished_jobs(session: AsyncSession) -> None:
    """Remove what PgQueuer has logged of jobs that ended longer than LOG_KEPT ago; the oldest first, and not too many at once."""
    await (await session.connection()).execute(
        text(
            "DELETE FROM pgqueuer_log WHERE id IN "
            "(SELECT id FROM pgqueuer_log WHERE created < :before ORDER BY created LIMIT :at_once)"
        ),
        {"before": utc_now() - LOG_KEPT, "at_once": _FORGOTTEN_AT_ONCE},
    )


async def _enqueue(
    session: AsyncSession,
    entrypoint: str,
    payloads: Sequence[bytes],
    *,
    after: timedelta | None = None,
    priority: int = 0,
    unless_waiting: bool = False,
) -> None:
    await session.flush()
    if unless_waiting and payloads:
        waiting = await _waiting(session, entrypoint, payloads)
        payloads = [payload for payload in payloads if payload not in waiting]
    if not payloads:
        return
    count = len(payloads)
    await Queries(_InTransaction(await session.connection())).enqueue(
        [entrypoint] * count, list(payloads), [priority] * count, [after] * count
    )


async def _waiting(session: AsyncSession, entrypoint: str, payloads: Sequence[bytes]) -> frozenset[bytes]:
    statement = text(
        "SELECT payload FROM pgqueuer WHERE entrypoint = :entrypoint AND status = 'queued' AND payload = ANY(:payloads)"
    )
    parameters = {"entrypoint": entrypoint, "payloads": list(payloads)}
    found = await (await session.connection()).execute(statement, parameters)
    return frozenset(bytes(payload) for payload in found.scalars())


class _InTransaction(AsyncpgDriver):
    """PgQueuer's statements, sent through SQLAlchemy.

    On the raw connection they would join the transaction only once SQLAlchemy had sent a statement of its own.
    """

    def __init__(self, connection: AsyncConnection) -> None:
        super().__init__(connection)
        self._through = connection

    async def fetch(self, query: str, *args: object) -> list[dict[str, object]]:
        result = await self._through.exec_driver_sql(query, args)
        return [dict(row) for row in result.mappings()]
