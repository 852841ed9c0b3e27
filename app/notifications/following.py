"""Waiting for events: PostgreSQL tells this process when a line of the trail that may be one has committed."""

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Final, Self
from uuid import UUID

import asyncpg
import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit.service import place
from app.kit.database import Database, DatabaseSettings
from app.kit.database_failures import DRIVER_FAILURES
from app.kit.errors import CursorOfAnotherFeedError
from app.kit.reconnecting import keep_connected, pause
from app.notifications import feed
from app.notifications.events import ACTIONS, EventType

CHANNEL: Final = "chaperone_trail"
"""On which the database tells of each line of the trail that is written, by its action."""

TOGETHER_SECONDS: Final = 0.02
"""What happens within this time wakes whoever waits once."""

_AT_ONCE: Final = 1_000

log = structlog.get_logger(__name__)


@dataclass(eq=False)
class Waiter:
    """Somebody who waits for events of these types."""

    types: frozenset[EventType]
    partner_id: UUID | None
    woken: asyncio.Event = field(default_factory=asyncio.Event)

    def is_concerned(self, events: Collection[feed.Event]) -> bool:
        """Tell whether one of these events is for them."""
        return any(each.type in self.types and self.partner_id in (None, each.partner_id) for each in events)


class Followers:
    """Those of this process who wait for events. One of them looks for all, and wakes those whom it concerns."""

    def __init__(self, settings: DatabaseSettings, database: Database) -> None:
        self._settings = settings
        self._database = database
        self._waiters: set[Waiter] = set()
        self._changed = asyncio.Event()
        self._seen: feed.Cursor | None = None

    @classmethod
    @asynccontextmanager
    async def listening(cls, settings: DatabaseSettings, database: Database) -> AsyncIterator[Self]:
        """Listen while the block runs; a lost connection is made again."""
        followers = cls(settings, database)
        stopping = asyncio.Event()
        listen = keep_connected(settings, followers._listen, warning="events.disconnected", stopping=stopping)
        tasks = [
            asyncio.create_task(listen, name="events-listening"),
            asyncio.create_task(followers._look(stopping), name="events-looking"),
        ]
        try:
            yield followers
        finally:
            for task in tasks:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task

    @asynccontextmanager
    async def watch(self, types: frozenset[EventType], partner_id: UUID | None) -> AsyncIterator[asyncio.Event]:
        """Yield what is set when there are new events of these types. Begin before the first look at the feed."""
        waiter = Waiter(types, partner_id)
        self._waiters.add(waiter)
        try:
            yield waiter.woken
        finally:
            self._waiters.discard(waiter)
            if not self._waiters:
                self._seen = None

    async def _listen(self, connection: asyncpg.Connection) -> None:
        closed = asyncio.Event()
        connection.add_termination_listener(lambda _connection: closed.set())
        await connection.add_listener(CHANNEL, self._told)
        # Whatever happened while nobody listened.
        self._changed.set()
        await closed.wait()

    def _told(self, _connection: object, _process: int, _channel: str, action: object) -> None:
        if self._waiters and action in ACTIONS:
            self._changed.set()

    async def _look(self, stopping: asyncio.Event) -> None:
        while True:
            await self._changed.wait()
            self._changed.clear()
            try:
                await self._wake()
            except (*DRIVER_FAILURES, SQLAlchemyError) as error:
                log.warning("events.disconnected", error=type(error).__name__)
                self._changed.set()
                await pause(stopping)
            await asyncio.sleep(TOGETHER_SECONDS)

    async def _wake(self) -> None:
        """Place what has committed, and wake those whom it concerns."""
        if not self._waiters:
            return
        await place(self._database)
        async with self._database.single_statement() as session:
            new = await self._new(session)
        for waiter in tuple(self._waiters):
            if new is None or waiter.is_concerned(new):
                waiter.woken.set()

    async def _new(self, session: AsyncSession) -> Sequence[feed.Event] | None:
        """Return what is new since the last time; None where it is not known what each of those who wait has seen."""
        if self._seen is not None:
            with suppress(CursorOfAnotherFeedError):
                page = await feed.read(session, self._seen, types=frozenset(EventType), partner_id=None, limit=_AT_ONCE)
                self._seen = page.cursor
                if page.has_more:
                    self._changed.set()
                return page.events
        self._seen = await feed.latest(session)
        return None
