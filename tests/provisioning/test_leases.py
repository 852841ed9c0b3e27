"""Leases never wait for a database that does not answer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import parse_qs, urlsplit

import pytest

from app.kit.identifiers import new_id
from app.provisioning.leases import LeaseLostError, Leases
from app.settings import Settings

QUICK = 0.3
"""Seconds that a statement may take here."""


class Line:
    """A network between the worker and PostgreSQL that can go dead: it stays open, and nothing comes through."""

    def __init__(self, socket_folder: str) -> None:
        self._socket = f"{socket_folder}/.s.PGSQL.5432"
        self.is_alive = asyncio.Event()
        self.is_alive.set()

    async def carry(self, near: asyncio.StreamReader, near_out: asyncio.StreamWriter) -> None:
        far, far_out = await asyncio.open_unix_connection(self._socket)
        await asyncio.gather(self._copy(near, far_out), self._copy(far, near_out))

    async def _copy(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while data := await source.read(65536):
                await self.is_alive.wait()
                target.write(data)
        target.close()


@asynccontextmanager
async def line_to(settings: Settings) -> AsyncIterator[tuple[Line, Settings]]:
    parts = urlsplit(settings.database_url)
    line = Line(parse_qs(parts.query)["host"][0])
    server = await asyncio.start_server(line.carry, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    url = f"postgresql+asyncpg://{parts.username}@127.0.0.1:{port}{parts.path}?sslmode=disable"
    try:
        yield line, settings.model_copy(update={"database_url": url})
    finally:
        line.is_alive.set()
        server.close()


async def test_a_database_that_stops_answering_ends_the_wait_and_all_leases_and_is_asked_anew(
    settings: Settings,
) -> None:
    first, second = new_id(), new_id()
    async with line_to(settings) as (line, through), asyncio.timeout(20):
        leases = Leases(through, statement_seconds=QUICK)
        async with leases.lease(first) as held:
            assert held is not None
            held.check()
            line.is_alive.clear()

            # Both stand in line behind one connection; neither waits for ever.
            outcomes = await asyncio.gather(
                *(leases._acquire([booking_id]) for booking_id in (second, new_id())), return_exceptions=True
            )

            assert all(isinstance(outcome, OSError) for outcome in outcomes), outcomes
            with pytest.raises(LeaseLostError):
                held.check()
        line.is_alive.set()
        async with leases.lease(first) as again, leases.lease(second) as other:
            assert again is not None
            assert other is not None
