"""The worker: takes jobs from PostgreSQL and runs the reconciler. Any number of workers can run, on any machine.

What passes by itself (a database that is away, tables that are not migrated yet) is waited for, and logged. Whatever else
ends a worker ends its process, so that a supervisor starts it again: no worker is ever there without working.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

import asyncpg
import structlog
from pgqueuer import PgQueuer
from pgqueuer.db import AsyncpgDriver
from pgqueuer.errors import PgqException, RetryRequested
from pgqueuer.models import Job, Schedule
from sqlalchemy.exc import NoResultFound, SQLAlchemyError

from app.bookings.review import decide_concerned, decide_next, mark_concerned
from app.hosts.synchronising import run_sync
from app.kit.database import Database
from app.kit.database_failures import DRIVER_FAILURES, is_passing, sqlstate_of
from app.kit.errors import RecoveringError, WorkerEndedError
from app.kit.heartbeat import Heartbeat, machine_name
from app.kit.jobs import (
    DECIDE_AGAIN,
    FOLLOW_EVENTS,
    HELP_DECIDING,
    LOOK_AT_ROOM,
    LOOK_FOR_UNKNOWN,
    MARKED,
    RECONCILE,
    REGISTER,
    REMOVE_UNKNOWN,
    SESSIONS_OF_HOST,
    SYNC_HOSTS,
    URGENT,
    enqueue_decide_again,
    enqueue_help_deciding,
    enqueue_reconcile,
    enqueue_remove_unknown,
)
from app.kit.reconnecting import keep_connected, pause
from app.kit.revisions import current_revision, is_recent_enough, newest_revision
from app.monitoring.consequences import look_at_room
from app.monitoring.following import follow_events, follow_other_events
from app.notifications.webhooks.delivery import delivering
from app.provisioning.allocation import look_at_sessions_of
from app.provisioning.first_registrations import FirstRegistrations
from app.provisioning.job_queue import LOOK_AGAIN, QueueConnection, QueueStatements
from app.provisioning.leases import Leases
from app.provisioning.reconciler import Reconciler
from app.provisioning.timers import every_minute
from app.recovery.guard import may_work
from app.recovery.looking import look_for_unknown
from app.settings import Settings
from app.zoom.client import ZoomClient
from app.zoom.errors import ZoomError

_BATCH: Final = 10
_SAY_AGAIN_SECONDS: Final = 60.0
_ONCE_MORE: Final = timedelta(seconds=2)
_ASK_OTHERS_AFTER: Final = timedelta(seconds=1)
_UNTIL_TRUSTED: Final = timedelta(seconds=10)
_WHEN_ZOOM_IS_BACK: Final = timedelta(minutes=10)
_OUR_FAULT: Final = "Something went wrong on our side. Chaperone retries automatically."

log = structlog.get_logger(__name__)


@asynccontextmanager
async def run_worker(settings: Settings, database: Database, zoom: ZoomClient) -> AsyncIterator[asyncio.Task[None]]:
    """Work while the block runs; jobs that were begun are finished when it ends.

    Yields:
        The task that works. When it is done before the block is, the worker cannot go on: it raises `WorkerEndedError`,
        and whoever runs the block ends the process.
    """
    async with Leases.opened(settings) as leases:
        reconciler = Reconciler(settings, database, zoom, leases)
        registrations = FirstRegistrations(settings, database, zoom, leases)
        worker = _Worker(settings, database, zoom, reconciler, registrations)
        task = asyncio.create_task(worker.work(), name="worker")
        try:
            yield task
        finally:
            await worker.stop()
            # Why it has ended before, if it has, is told by whoever was given the task.
            with suppress(WorkerEndedError):
                await task


class _Worker:
    def __init__(
        self,
        settings: Settings,
        database: Database,
        zoom: ZoomClient,
        reconciler: Reconciler,
        registrations: FirstRegistrations,
    ) -> None:
        self._settings = settings
        self._database = database
        self._zoom = zoom
        self._reconciler = reconciler
        self._registrations = registrations
        self._heartbeat = Heartbeat(settings.worker_name or machine_name(), settings.worker_heartbeat)
        self._stopping = asyncio.Event()
        self._deciding = 0
        self._queue: PgQueuer | None = None

    async def stop(self) -> None:
        self._stopping.set()
        if self._queue is not None:
            self._queue.shutdown.set()

    async def work(self) -> None:
        """Take jobs until stopped.

        Raises:
            WorkerEndedError: It cannot go on, for a reason that trying again in this process does not overcome.
        """
        try:
            await self._until_migrated()
            async with delivering(self._settings, self._database):
                await self._take_jobs()
        except Exception as error:
            message = (
                f"The worker has ended ({type(error).__name__} at {_place_of(error)}). "
                "Start it again; `chaperone doctor` tells what is wrong with the installation."
            )
            raise WorkerEndedError(message) from error

    async def _until_migrated(self) -> None:
        """Wait until the tables are there that this code needs, and say so."""
        loop = asyncio.get_running_loop()
        say_at = loop.time()
        while not self._stopping.is_set():
            try:
                async with self._database.outside_pool() as connection:
                    revision = await current_revision(connection)
                if is_recent_enough(revision):
                    return
                waits = {"database_at": revision or "none", "needs": newest_revision()}
            except (*DRIVER_FAILURES, SQLAlchemyError) as error:
                waits = {"error": type(error).__name__}
            if loop.time() >= say_at:
                what = "worker.disconnected" if "error" in waits else "worker.waits_for_migrations"
                log.warning(what, remedy="Run `chaperone migrate`." if "needs" in waits else None, **waits)
                say_at = loop.time() + _SAY_AGAIN_SECONDS
            await pause(self._stopping)

    async def _take_jobs(self) -> None:
        """Take jobs; those of a connection that was lost are taken again after their heartbeat."""
        await keep_connected(
            self._settings,
            self._take_jobs_on,
            warning="worker.disconnected",
            stopping=self._stopping,
            also_lost=(PgqException,),
        )

    async def _take_jobs_on(self, connection: asyncpg.Connection) -> None:
        # With a connection that was lost the database may have been put back to an earlier time.
        if not await self._until_trusted(AsyncpgDriver(connection)):
            return
        # What a crash of the database could lose is which jobs were taken and done: they are done again, which changes nothing.
        await connection.execute("SET synchronous_commit = off")
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

    async def _until_trusted(self, driver: AsyncpgDriver) -> bool:
        """Wait until the database is known to be as new as Zoom; tell whether it is, or the worker is to stop."""
        while not self._stopping.is_set():
            await self._heartbeat.beat(driver)
            try:
                if await may_work(self._database, self._zoom):
                    return True
            except SQLAlchemyError as error:
                log.warning("worker.disconnected", error=type(error).__name__)
            await pause(self._stopping)
        return False

    def _prepared(self, connection: asyncpg.Connection) -> PgQueuer:
        driver = QueueConnection(connection)
        queue = PgQueuer(driver, queries=QueueStatements(driver, self._heartbeat, self._settings.worker_heartbeat))
        queue.qm.min_dequeue_poll_interval = LOOK_AGAIN

        @queue.entrypoint(DECIDE_AGAIN)
        async def decide_again(job: Job) -> None:
            async with _retried("decide_again.failed"):
                await self._decide_again(_ids_in(job))

        @queue.entrypoint(HELP_DECIDING)
        async def help_deciding(job: Job) -> None:
            async with _retried("decide_again.failed"):
                await self._help_deciding(_ids_in(job))

        @queue.entrypoint(SESSIONS_OF_HOST)
        async def look_at_sessions(job: Job) -> None:
            async with _retried("sessions_of_host.failed"):
                await look_at_sessions_of(self._database, UUID((job.payload or b"").decode()))

        @queue.entrypoint(LOOK_FOR_UNKNOWN)
        async def look(_job: Job) -> None:
            try:
                await look_for_unknown(self._database, self._zoom)
            except ZoomError as error:
                raise RetryRequested(_WHEN_ZOOM_IS_BACK, type(error).__name__) from error

        @queue.entrypoint(SYNC_HOSTS)
        async def sync_hosts(job: Job) -> None:
            async with self._trusting("host_sync.interrupted"):
                await run_sync(self._database, self._zoom, UUID((job.payload or b"").decode()))

        @queue.schedule("every_minute", "* * * * *")
        async def tick(_schedule: Schedule) -> None:
            await every_minute(self._database, self._settings)

        self._make_zoom_match(queue)
        self._follow_what_zoom_tells(queue)
        return queue

    def _make_zoom_match(self, queue: PgQueuer) -> None:
        @queue.entrypoint(RECONCILE)
        async def reconcile(job: Job) -> None:
            await self._reconcile(UUID((job.payload or b"").decode()))

        @queue.entrypoint(REGISTER)
        async def register(_job: Job) -> None:
            async with self._trusting("registering.interrupted"):
                await self._registrations.register_some()

        @queue.entrypoint(REMOVE_UNKNOWN)
        async def remove(job: Job) -> None:
            await self._remove_unknown(UUID((job.payload or b"").decode()))

    def _follow_what_zoom_tells(self, queue: PgQueuer) -> None:
        @queue.entrypoint(FOLLOW_EVENTS)
        async def follow(job: Job) -> None:
            async with _retried("follow_events.failed"):
                await self._follow_events((job.payload or b"").decode())

        @queue.entrypoint(LOOK_AT_ROOM)
        async def look_at(job: Job) -> None:
            async with _retried("look_at_room.failed"):
                await look_at_room(self._database, UUID((job.payload or b"").decode()))

    async def _reconcile(self, booking_id: UUID) -> None:
        with structlog.contextvars.bound_contextvars(booking_id=str(booking_id)):
            try:
                again = await self._reconciler.reconcile(booking_id)
                if again is not None:
                    # A job of its own rather than a retry of this one: only an insert wakes the workers in time.
                    async with self._database.transaction() as session:
                        await enqueue_reconcile(
                            session, [booking_id], after=again.after, unless_waiting=bool(again.after)
                        )
            except NoResultFound:
                log.warning("booking.unknown")
            except RecoveringError as error:
                self._stop_taking_jobs()
                raise RetryRequested(_UNTIL_TRUSTED, type(error).__name__) from error
            except Exception as error:
                if is_passing(error):
                    # Nobody's fault, and nowhere to write it down: it counts for nothing.
                    log.warning("reconcile.database_away", error=type(error).__name__, sqlstate=sqlstate_of(error))
                    raise RetryRequested(_ONCE_MORE, type(error).__name__) from error
                # Whatever it is, a booking is never dropped: it is written down, and tried again later.
                log.exception("reconcile.failed")
                delay = await self._reconciler.note_failure(booking_id, error, _OUR_FAULT)
                if delay is None:
                    return
                raise RetryRequested(delay, type(error).__name__) from error

    async def _follow_events(self, about: str) -> None:
        if not about:
            await follow_other_events(self._database)
            return
        with structlog.contextvars.bound_contextvars(booking_id=about):
            await follow_events(self._database, UUID(about))

    async def _decide_again(self, concerning: Mapping[str, UUID]) -> None:
        if not concerning:
            await decide_next(self._database)
        elif MARKED in concerning or "host_id" in concerning:
            await mark_concerned(self._database, concerning)
            await decide_next(self._database)
        elif not await self._decide_concerned(concerning, helps=False):
            async with self._database.transaction() as session:
                await enqueue_decide_again(session, concerning, priority=URGENT)

    async def _help_deciding(self, concerning: Mapping[str, UUID]) -> None:
        if self._deciding:
            # One is enough in this process; another one may have nothing to do.
            async with self._database.transaction() as session:
                await enqueue_help_deciding(session, concerning, workers=1, after=_ASK_OTHERS_AFTER)
        else:
            await self._decide_concerned(concerning, helps=True)

    async def _decide_concerned(self, concerning: Mapping[str, UUID], *, helps: bool) -> bool:
        self._deciding += 1
        try:
            return await decide_concerned(self._database, concerning, goes_on=self._takes_jobs, helps=helps)
        finally:
            self._deciding -= 1

    async def _remove_unknown(self, mismatch_id: UUID) -> None:
        try:
            again = await self._reconciler.remove_unknown(mismatch_id)
        except RecoveringError as error:
            self._stop_taking_jobs()
            raise RetryRequested(_UNTIL_TRUSTED, type(error).__name__) from error
        if again is not None:
            async with self._database.transaction() as session:
                await enqueue_remove_unknown(session, [mismatch_id], after=again.after)

    @asynccontextmanager
    async def _trusting(self, interrupted: str) -> AsyncIterator[None]:
        """Run a job again that failed: it is gone on with where it was. Not before the database is as new as Zoom."""
        try:
            yield
        except RecoveringError as error:
            self._stop_taking_jobs()
            raise RetryRequested(_UNTIL_TRUSTED, type(error).__name__) from error
        except Exception as error:
            log.exception(interrupted)
            raise RetryRequested(_ONCE_MORE, type(error).__name__) from error

    def _takes_jobs(self) -> bool:
        return not self._stopping.is_set() and self._queue is not None and not self._queue.shutdown.is_set()

    def _stop_taking_jobs(self) -> None:
        """Begin anew, with the question whether the database is as new as Zoom."""
        if self._queue is not None:
            self._queue.shutdown.set()


def _ids_in(job: Job) -> Mapping[str, UUID]:
    return {name: UUID(value) for name, value in json.loads(job.payload or b"{}").items()}


@asynccontextmanager
async def _retried(event: str) -> AsyncIterator[None]:
    """Run a job again that failed: what has changed must not be forgotten because the database was away."""
    try:
        yield
    except Exception as error:
        log.exception(event)
        raise RetryRequested(_ONCE_MORE, type(error).__name__) from error


def _place_of(error: Exception) -> str:
    """Return file and line of where an error was raised; its text may hold what it was given."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace is not None else "no place"
