"""Keeping Zoom's events: stored and queued in one transaction, within the three seconds that Zoom waits for an answer.

Events that come while a transaction commits go into the next one together, so a burst costs few commits. The connection is the
intake's own: whatever else the service does, and however long somebody holds a booking, it waits for nothing but itself. Nothing
is decided here; the worker does what follows.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Final, Protocol, Self

import asyncpg
import structlog

from app.kit.clock import utc_now
from app.kit.database import DatabaseSettings, connect_alone
from app.kit.database_failures import DRIVER_FAILURES, is_passing
from app.kit.encryption import KeyRing
from app.kit.errors import ServiceUnavailableError
from app.monitoring.keeping import PSEUDONYMS, Arrival, keep
from app.monitoring.refusals import Refusals
from app.zoom.events import ZoomEvent

ANSWER_WITHIN: Final = 2.5
"""Seconds; Zoom waits for three, and sends an event again that was answered with a 5xx or not at all."""
_STATEMENT_SECONDS: Final = 2.0
_AT_ONCE: Final = 500
_MOST_WAITING: Final = 20_000
_COUNTED_EVERY: Final = 30.0

log = structlog.get_logger(__name__)


class IntakeSettings(DatabaseSettings, Protocol):
    """What must be known to keep events."""

    @property
    def key_ring(self) -> KeyRing:
        """The keys that pseudonyms are made with."""
        ...


@dataclass(frozen=True)
class _Waiting:
    arrival: Arrival
    kept: asyncio.Future[None]


class Intake:
    """Keeps the events that this process is sent."""

    def __init__(self, settings: IntakeSettings, refusals: Refusals) -> None:
        self._settings = settings
        self._refusals = refusals
        self._pseudonym_key = settings.key_ring.derived(PSEUDONYMS)
        self._waiting: asyncio.Queue[_Waiting] = asyncio.Queue(_MOST_WAITING)
        self._connection: asyncpg.Connection | None = None

    @classmethod
    @asynccontextmanager
    async def running(cls, settings: IntakeSettings, refusals: Refusals) -> AsyncIterator[Self]:
        """Keep events while the block runs."""
        intake = cls(settings, refusals)
        tasks = [
            asyncio.create_task(intake._keep_storing(), name="intake"),
            asyncio.create_task(intake._keep_counting(), name="intake-refusals"),
        ]
        try:
            yield intake
        finally:
            for task in tasks:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
            await intake._write_counts()
            await intake._disconnect()

    async def take_in(self, event: ZoomEvent, request_id: str | None) -> None:
        """Keep an event that was verified; when this returns it is stored, or was before, and what follows is queued.

        Raises:
            ServiceUnavailableError: It is not certain that it was kept: Zoom must send it again.
        """
        kept: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        try:
            self._waiting.put_nowait(_Waiting(Arrival(event, request_id, utc_now()), kept))
            async with asyncio.timeout(ANSWER_WITHIN):
                await kept
        except (TimeoutError, asyncio.QueueFull, *DRIVER_FAILURES) as error:
            log.warning("intake.not_kept", error=type(error).__name__, event_name=event.event)
            message = "The event could not be kept just now. Send it again."
            raise ServiceUnavailableError(message) from error

    async def _keep_storing(self) -> None:
        while True:
            batch = [await self._waiting.get()]
            while len(batch) < _AT_ONCE and not self._waiting.empty():
                batch.append(self._waiting.get_nowait())
            # Whose answer was given up has been told to send it again.
            batch = [each for each in batch if not each.kept.done()]
            if batch:
                await self._store(batch)

    async def _store(self, batch: Sequence[_Waiting]) -> None:
        """Store a batch. Where the database refuses one event for good, that must not cost the others."""
        try:
            await self._in_transaction([each.arrival for each in batch])
        except (*DRIVER_FAILURES, ValueError) as error:
            if len(batch) > 1 and not is_passing(error):
                for each in batch:
                    await self._store([each])
                return
            if is_passing(error):
                await self._disconnect()
            for each in batch:
                if not each.kept.done():
                    each.kept.set_exception(error if not isinstance(error, ValueError) else OSError(str(type(error))))
            return
        for each in batch:
            if not each.kept.done():
                each.kept.set_result(None)

    async def _in_transaction(self, arrivals: Sequence[Arrival]) -> None:
        connection = await self._connected()
        async with connection.transaction():
            await keep(connection, arrivals, self._pseudonym_key)

    async def _connected(self) -> asyncpg.Connection:
        if self._connection is None or self._connection.is_closed():
            self._connection = await connect_alone(self._settings, command_timeout=_STATEMENT_SECONDS)
        return self._connection

    async def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None

    async def _keep_counting(self) -> None:
        while True:
            await asyncio.sleep(_COUNTED_EVERY)
            await self._write_counts()

    async def _write_counts(self) -> None:
        try:
            connection = await connect_alone(self._settings, command_timeout=_STATEMENT_SECONDS)
            try:
                await self._refusals.write_down(connection)
            finally:
                connection.terminate()
        except DRIVER_FAILURES as error:
            log.warning("intake.refusals_not_counted", error=type(error).__name__)
