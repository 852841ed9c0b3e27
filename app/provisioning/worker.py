"""The worker: takes jobs from PostgreSQL and runs the reconciler. Any number of workers can run, on any machine."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Final
from uuid import UUID

import asyncpg
import structlog
from pgqueuer import PgQueuer
from pgqueuer.db import AsyncpgDriver
from pgqueuer.errors import PgqException, RetryRequested
from pgqueuer.models import Job, Schedule
from sqlalchemy.exc import NoResultFound

from app.bookings.review import decide_due, mark_concerned
from app.database import Database, plain_dsn
from app.jobs import DECIDE_AGAIN, RECONCILE, enqueue_reconcile
from app.provisioning.leases import Leases
from app.provisioning.reconciler import Reconciler
from app.provisioning.timers import every_minute
from app.settings import Settings
from app.zoom.client import ZoomClient

_BATCH: Final = 10
_RECONNECT_SECONDS: Final = 1.0
_ONCE_MORE: Final = timedelta(seconds=2)
_OUR_FAULT: Final = "Something went wrong on our side. We keep trying."

log = structlog.get_logger(__name__)


@asynccontextmanager
async def run_worker(settings: Settings, database: Database, zoom: ZoomClient) -> AsyncIterator[asyncio.Task[None]]:
    """Work while the block runs; jobs that were begun are finished when it ends."""
    async with Leases.opened(settings) as leases:
        worker = _Worker(settings, database, Reconciler(settings, database, zoom, leases))
        task = asyncio.create_task(worker.work(), name="worker")
        try:
            yield task
        finally:
            await worker.stop()
            await task


class _Worker:
    def __init__(self, settings: Settings, database: Database, reconciler: Reconciler) -> None:
        self._settings = settings
        self._database = database
        self._reconciler = reconciler
        self._stopping = asyncio.Event()
        self._queue: PgQueuer | None = None

    async def stop(self) -> None:
        self._stopping.set()
        if self._queue is not None:
            self._queue.shutdown.set()

    async def work(self) -> None:
        """Take jobs until stopped; a lost connection is made again, and its jobs are taken again after their heartbeat."""
        while not self._stopping.is_set():
            try:
                connection = await asyncpg.connect(plain_dsn(self._settings))
                try:
                    self._queue = self._prepared(connection)
                    if self._stopping.is_set():
                        return
                    await self._queue.run(
                        # Nobody tells of the jobs that a killed worker leaves behind: look for them.
                        dequeue_timeout=self._settings.worker_heartbeat,
                        batch_size=_BATCH,
                        max_concurrent_tasks=max(self._settings.worker_concurrency, 2 * _BATCH),
                        heartbeat_timeout=self._settings.worker_heartbeat,
                        shutdown_on_listener_failure=True,
                    )
                finally:
                    connection.terminate()
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, PgqException) as error:
                log.warning("worker.disconnected", error=type(error).__name__)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), _RECONNECT_SECONDS)

    def _prepared(self, connection: asyncpg.Connection) -> PgQueuer:
        queue = PgQueuer(AsyncpgDriver(connection))

        @queue.entrypoint(RECONCILE)
        async def reconcile(job: Job) -> None:
            await self._reconcile(UUID((job.payload or b"").decode()))

        @queue.entrypoint(DECIDE_AGAIN)
        async def decide_again(job: Job) -> None:
            concerning = {name: UUID(value) for name, value in json.loads(job.payload or b"{}").items()}
            try:
                async with self._database.transaction() as session:
                    await mark_concerned(session, concerning)
                await decide_due(self._database)
            except Exception as error:
                # A fact has changed: that must not be forgotten because the database was away.
                log.exception("decide_again.failed")
                raise RetryRequested(_ONCE_MORE, type(error).__name__) from error

        @queue.schedule("every_minute", "* * * * *")
        async def tick(_schedule: Schedule) -> None:
            await every_minute(self._database, self._settings)

        return queue

    async def _reconcile(self, booking_id: UUID) -> None:
        with structlog.contextvars.bound_contextvars(booking_id=str(booking_id)):
            try:
                again = await self._reconciler.reconcile(booking_id)
            except NoResultFound:
                log.warning("booking.unknown")
                return
            except Exception as error:
                # Whatever it is, a booking is never dropped: it is written down, and tried again later.
                log.exception("reconcile.failed")
                delay = await self._reconciler.note_failure(booking_id, error, _OUR_FAULT)
                if delay is None:
                    return
                raise RetryRequested(delay, type(error).__name__) from error
            if again is not None:
                # A job of its own rather than a retry of this one: only an insert wakes the workers in time.
                async with self._database.transaction() as session:
                    await enqueue_reconcile(session, [booking_id], after=again.after, unless_waiting=bool(again.after))
