"""Leases: at any time at most one worker, of all machines, acts on a booking.

A lease is a PostgreSQL advisory lock of one session. When the worker dies, its connection closes and the lease is free at
once: nobody waits for a time-out.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Self
from uuid import UUID

import asyncpg

from app.database import plain_dsn
from app.settings import Settings


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

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._connection: asyncpg.Connection | None = None
        # A session's second lock on the same key would succeed, so this process keeps its own list too.
        self._held: set[UUID] = set()
        self._turn = asyncio.Lock()

    @classmethod
    @asynccontextmanager
    async def opened(cls, settings: Settings) -> AsyncIterator[Self]:
        """Hold leases while the block runs."""
        leases = cls(plain_dsn(settings))
        try:
            yield leases
        finally:
            if leases._connection is not None:
                leases._connection.terminate()

    @asynccontextmanager
    async def lease(self, booking_id: UUID) -> AsyncIterator[Lease | None]:
        """Yield the lease of a booking, or None while somebody else has it."""
        connection = await self._acquire(booking_id)
        if connection is None:
            yield None
            return
        try:
            yield Lease(connection)
        finally:
            await self._release(connection, booking_id)

    async def _acquire(self, booking_id: UUID) -> asyncpg.Connection | None:
        async with self._turn:
            if booking_id in self._held:
                return None
            if self._connection is None or self._connection.is_closed():
                self._connection = await asyncpg.connect(self._dsn)
            locked = await self._connection.fetchval(
                "SELECT pg_try_advisory_lock(hashtextextended($1, 0))", _key(booking_id)
            )
            if not locked:
                return None
            self._held.add(booking_id)
            return self._connection

    async def _release(self, connection: asyncpg.Connection, booking_id: UUID) -> None:
        async with self._turn:
            self._held.discard(booking_id)
            # A closed connection has given its locks back already.
            if not connection.is_closed():
                await connection.execute("SELECT pg_advisory_unlock(hashtextextended($1, 0))", _key(booking_id))


def _key(booking_id: UUID) -> str:
    return f"reconcile:{booking_id}"
