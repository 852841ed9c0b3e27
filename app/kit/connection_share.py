"""How many of a process's database connections the requests of one caller may use at once."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import timedelta

from app.kit.errors import TooManyRequestsError


class ConnectionShare:
    """The places of one caller. Those of its requests that have none wait for one, and keep no connection meanwhile."""

    def __init__(self, connections: int, patience: timedelta) -> None:
        self._free = asyncio.Semaphore(connections)
        self._patience = patience

    @contextmanager
    def used(self) -> Iterator[None]:
        """Let the transactions of one request, which runs in the block, take one place together."""
        before = _request.set(_Request(self))
        try:
            yield
        finally:
            _request.reset(before)

    async def take(self) -> None:
        """Wait for a place.

        Raises:
            TooManyRequestsError: The caller's other requests kept them all for too long.
        """
        try:
            async with asyncio.timeout(self._patience.total_seconds()):
                await self._free.acquire()
        except TimeoutError:
            message = "Other requests with this API key take too long. Send fewer of them at once, and this one again."
            raise TooManyRequestsError(message) from None

    def give_back(self) -> None:
        """Let the next request have it."""
        self._free.release()


@dataclass
class _Request:
    """One request, and how many transactions it has open: it never waits for a place that it holds itself."""

    share: ConnectionShare
    open: int = 0
    entering: asyncio.Lock = field(default_factory=asyncio.Lock)


_request: ContextVar[_Request | None] = ContextVar("request", default=None)


@asynccontextmanager
async def place_in_share() -> AsyncIterator[None]:
    """Hold a place of the caller whose request is being answered, while the block runs; of nobody outside of requests.

    Raises:
        TooManyRequestsError: The caller's other requests kept them all for too long.
    """
    request = _request.get()
    if request is None:
        yield
        return
    async with request.entering:
        if not request.open:
            await request.share.take()
        request.open += 1
    try:
        yield
    finally:
        request.open -= 1
        if not request.open:
            request.share.give_back()
