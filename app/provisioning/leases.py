"""Leases: at any time at most one worker, of all machines, acts on a booking.

A lease is a PostgreSQL advisory lock of one session. When the worker dies, its connection closes and the lease is free at
once: nobody waits for a time-out. A connection that does not answer in time is given up with all of its leases.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Final, Self, TypeVar
from uuid import UUID

import asyncpg

from app.kit.database import connect_alone
from app.kit.database_failures import DRIVER_FAILURES
from app.settings import Settings

STATEMENT_SECONDS: Final = 5.0
"""How long a lock may take to be tried for or given back: PostgreSQL itself waits for neither."""

_LOCK: Final = "SELECT key FROM unnest($1::text[]) AS key WHERE pg_try_advisory_lock(hashtextextended(key, 0))"
_UNLOCK: Final = "SELECT pg_advisory_unlock(hashtextextended(key, 0)) FROM unnest($1::text[]) AS key"

Result = TypeVar("Result")


class LeaseLostError(Exception):
    """The connection that held the lease is gone: stop, and let whoever has the lease now go on."""


class Lease:
    """The right to act on one booking."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection = connection

    def check(self) -> None:
        """Check, before every change at Zoom, that the lease is still ours.

        Raises:
            LeaseLostError: It is not.
        """
        if self._connection.is_closed():
            raise LeaseLostError


class Leases:
    """The leases of one worker, all on one connection."""

    def __init__(self, settings: Settings, *, statement_seconds: float = STATEMENT_SECONDS) -> None:
        self._settings = settings
        self._statement_seconds = statement_seconds
        self._connection: asyncpg.Connection | None = None
        # A session's second lock on the same key would succeed, so this process keeps its own list too.
        self._held: set[UUID] = set()
        self._turn = asyncio.Lock()

    @classmethod
    @asynccontextmanager
    async def opened(cls, settings: Settings) -> AsyncIterator[Self]:
        """Hold leases while the block runs."""
        leases = cls(settings)
        try:
            yield leases
        finally:
            if leases._connection is not None:
                leases._connection.terminate()

    @asynccontextmanager
    async def lease(self, booking_id: UUID) -> AsyncIterator[Lease | None]:
        """Yield the lease of a booking, or None while somebody else has it.

        Raises:
            OSError: The database does not answer in time, or its connection is lost.
            asyncpg.PostgresError: It refuses.
        """
        async with self.leases([booking_id]) as (lease, held):
            yield lease if held else None

    @asynccontextmanager
    async def leases(self, booking_ids: Sequence[UUID]) -> AsyncIterator[tuple[Lease, Sequence[UUID]]]:
        """Yield the lease of those of the bookings that nobody else has; all are given back together.

        Raises:
            OSError: The database does not answer in time, or its connection is lost.
            asyncpg.PostgresError: It refuses.
        """
        connection, held = await self._acquire(booking_ids)
        try:
            yield Lease(connection), held
        finally:
            if held:
                await self._release(connection, held)

    async def _acquire(self, booking_ids: Sequence[UUID]) -> tuple[asyncpg.Connection, Sequence[UUID]]:
        # Those who wait in line give up too: each before them may take as long as a statement may.
        async with asyncio.timeout(2 * self._statement_seconds):
            await self._turn.acquire()
        try:
            connection = await self._connected()
            wanted = {_key(each): each for each in booking_ids if each not in self._held}
            if not wanted:
                return connection, ()
            locked = await self._answer(connection, connection.fetch(_LOCK, list(wanted)))
            held = [wanted[row["key"]] for row in locked]
            self._held.update(held)
            return connection, held
        finally:
            self._turn.release()

    async def _release(self, connection: asyncpg.Connection, held: Sequence[UUID]) -> None:
        async with self._turn:
            self._held.difference_update(held)
            # A closed connection has given its locks back already.
            if not connection.is_closed():
                with suppress(*DRIVER_FAILURES):
                    await self._answer(connection, connection.fetch(_UNLOCK, [_key(each) for each in held]))

    async def _connected(self) -> asyncpg.Connection:
        if self._connection is None or self._connection.is_closed():
            self._connection = await connect_alone(self._settings, command_timeout=self._statement_seconds)
        return self._connection

    @staticmethod
    async def _answer(connection: asyncpg.Connection, statement: Awaitable[Result]) -> Result:
        """Return the answer to a statement; without one, nothing is known of any lease of the connection."""
        try:
            return await statement
        except BaseException:
            connection.terminate()
            raise


def _key(booking_id: UUID) -> str:
    return f"reconcile:{booking_id}"
