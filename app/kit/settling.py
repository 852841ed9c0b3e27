"""Waiting for a booking to settle, or for news from its room: PostgreSQL tells this process what another one has done."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Final, Self
from uuid import UUID

import asyncpg
from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from app.kit.database import DatabaseSettings
from app.kit.reconnecting import RECONNECT_SECONDS, keep_connected

SETTLED: Final = "chaperone_booking_settled"
ROOM: Final = "chaperone_room_changed"
"""What is told of a booking: that it has settled, and that something has happened in its room."""

_ANNOUNCE: Final = text("SELECT pg_notify(:channel, :booking_id)")


async def announce(session: AsyncSession, booking_id: UUID, channel: str = SETTLED) -> None:
    """Tell every waiting process that a booking has settled, when (and if) this transaction commits."""
    await session.flush()
    await (await session.connection()).execute(_ANNOUNCE, {"channel": channel, "booking_id": str(booking_id)})


class SettlingBookings:
    """The waiters of this process, woken over one connection that listens."""

    def __init__(self, settings: DatabaseSettings) -> None:
        self._settings = settings
        self._waiting: dict[tuple[str, UUID], set[asyncio.Event]] = defaultdict(set)

    @classmethod
    @asynccontextmanager
    async def listening(cls, settings: DatabaseSettings) -> AsyncIterator[Self]:
        """Listen while the block runs; a lost connection is made again."""
        settling = cls(settings)
        ready = asyncio.Event()
        listen = keep_connected(
            settings,
            lambda connection: settling._listen(connection, ready),
            warning="settling.disconnected",
            stopping=asyncio.Event(),
        )
        task = asyncio.create_task(listen, name="settling-bookings")
        first = asyncio.create_task(ready.wait())
        await asyncio.wait({first, task}, return_when=asyncio.FIRST_COMPLETED, timeout=RECONNECT_SECONDS)
        first.cancel()
        try:
            yield settling
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    @asynccontextmanager
    async def watch(self, booking_id: UUID, channel: str = SETTLED) -> AsyncIterator[asyncio.Event]:
        """Yield an event that is set when the booking settles. Begin before the commit that starts the work."""
        event, place = asyncio.Event(), (channel, booking_id)
        self._waiting[place].add(event)
        try:
            yield event
        finally:
            self._waiting[place].discard(event)
            if not self._waiting[place]:
                del self._waiting[place]

    async def _listen(self, connection: asyncpg.Connection, ready: asyncio.Event) -> None:
        closed = asyncio.Event()
        connection.add_termination_listener(lambda _connection: closed.set())
        for channel in (SETTLED, ROOM):
            await connection.add_listener(channel, self._wake)
        ready.set()
        # A waiter that misses its wake-up while the connection is gone answers 202 when its time is up: late, never wrong.
        await closed.wait()

    def _wake(self, _connection: object, _process: int, channel: str, payload: object) -> None:
        for event in self._waiting.get((channel, UUID(str(payload))), ()):
            event.set()


async def wait_at_most(event: asyncio.Event, limit: timedelta) -> bool:
    """Wait for `event`; tell whether it came within `limit`."""
    try:
        await asyncio.wait_for(event.wait(), limit.total_seconds())
    except TimeoutError:
        return False
    return True
