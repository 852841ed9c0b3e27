"""PgQueuer's side of a worker: its sign of life, and as few statements as taking jobs needs."""

import asyncio
import json
from datetime import timedelta
from typing import Any, Final, cast

from pgqueuer.db import AsyncpgDriver
from pgqueuer.models import Job
from pgqueuer.ports.driver import NotifyCallback
from pgqueuer.queries import Queries
from pgqueuer.types import QueueEntrypoint

from app.kit.heartbeat import Heartbeat

LOOK_AGAIN: Final = timedelta(milliseconds=20)
"""After this long a worker looks for the jobs that were ready when it last looked, and that it did not take then."""

_NEXT: Final = """
    SELECT execute_after - now() AS ready_in FROM pgqueuer WHERE status = 'queued' AND entrypoint = ANY($1)
    ORDER BY execute_after LIMIT 1
"""


class QueueConnection(AsyncpgDriver):
    """The connection that a worker takes its jobs from."""

    async def add_listener(self, channel: str, callback: NotifyCallback) -> None:
        """Listen for what makes work: a job that is done and deleted makes none, and would wake every worker."""

        def unless_done(payload: str | bytes | bytearray) -> None:
            if json.loads(payload).get("operation") != "delete":
                callback(payload)

        await super().add_listener(channel, unless_done)


class QueueStatements(Queries):
    """PgQueuer's statements.

    Looking for jobs is what a worker does all the time, so that is its sign of life. After a batch that is not full nothing is
    left, so PgQueuer's second look is spared; whatever was enqueued meanwhile is found by the one that follows, which is one
    statement rather than three: when the next job is ready.
    """

    def __init__(self, driver: QueueConnection, heartbeat: Heartbeat, every: timedelta) -> None:
        super().__init__(driver)
        self._heartbeat = heartbeat
        self._pause = every.total_seconds() / 2
        self._beat_at: float | None = None
        self._took_all = False
        self._ready_in: timedelta | None = None

    async def dequeue(self, batch_size: int, *args: Any, **kwargs: Any) -> list[Job]:
        """Take jobs, and say now and then that this worker is alive."""
        if self._took_all:
            self._took_all = False
            return []
        jobs = await super().dequeue(batch_size, *args, **kwargs)
        self._took_all = 0 < len(jobs) < batch_size
        now = asyncio.get_running_loop().time()
        if self._beat_at is None:
            await self._heartbeat.forget_others(self.driver)
        if self._beat_at is None or now - self._beat_at >= self._pause:
            self._beat_at = now
            await self._heartbeat.beat(self.driver)
        return jobs

    async def eligible_queued_work(self, entrypoints: list[QueueEntrypoint]) -> int:
        """Tell whether a job is ready; the two questions that PgQueuer asks next are answered by the same look."""
        rows = await self.driver.fetch(_NEXT, entrypoints)
        self._ready_in = cast("timedelta", rows[0]["ready_in"]) if rows else None
        return int(self._ready_in is not None and self._ready_in <= timedelta(0))

    async def next_deferred_eta(self, entrypoints: list[QueueEntrypoint]) -> timedelta | None:  # noqa: ARG002  # PgQueuer's
        """Return in how long the next job is ready, as of that look."""
        return self._ready_in

    async def queued_work(self, entrypoints: list[QueueEntrypoint]) -> int:  # noqa: ARG002  # PgQueuer's
        """Tell whether there is a job at all, as of that look."""
        return int(self._ready_in is not None)
