"""Working on one connection to the database for as long as a process runs: a connection that is lost is made again."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final

import asyncpg
import structlog

from app.kit.database import DatabaseSettings, connect_alone
from app.kit.database_failures import DRIVER_FAILURES

RECONNECT_SECONDS: Final = 1.0

log = structlog.get_logger(__name__)


async def keep_connected(
    settings: DatabaseSettings,
    use: Callable[[asyncpg.Connection], Awaitable[None]],
    *,
    warning: str,
    stopping: asyncio.Event,
    also_lost: tuple[type[Exception], ...] = (),
) -> None:
    """Use a connection, and a new one a second after the use has ended or the connection was lost, until `stopping` is set.

    Args:
        settings: Where the database is.
        use: What is done on each connection, which is closed afterwards.
        warning: How the log names the loss of a connection.
        stopping: Tells when to end; `use` looks at it too, or is cancelled.
        also_lost: What else `use` raises when the connection is lost.
    """
    while not stopping.is_set():
        try:
            connection = await connect_alone(settings)
            try:
                await use(connection)
            finally:
                connection.terminate()
        except (*DRIVER_FAILURES, *also_lost) as error:
            log.warning(warning, error=type(error).__name__)
        await pause(stopping)


async def pause(stopping: asyncio.Event) -> None:
    """Wait before the next try, unless it is time to stop."""
    with suppress(TimeoutError):
        await asyncio.wait_for(stopping.wait(), RECONNECT_SECONDS)
