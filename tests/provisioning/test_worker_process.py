"""Workers as processes: they wait for what passes, say so, and end when they cannot go on. None is there without working."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest
from pgqueuer import PgQueuer

from app.embedded.default import _until_one_ends
from app.kit.database import Database, plain_dsn
from app.kit.errors import WorkerEndedError
from app.kit.migrations import migrate
from app.kit.revisions import newest_revision
from app.provisioning.limits import shared_limiter
from app.provisioning.worker import run_worker
from app.settings import Settings
from app.zoom.client import ZoomClient
from tests.support.database import run_as_owner
from tests.support.workers import environment
from tests.support.zoom import eventually

# What PgQueuer's own check of its tables finds missing: nothing that passes by itself.
BREAK_QUEUE = "DROP TABLE pgqueuer_statistics"

LOST = {"worker.disconnected", "webhooks.database_away"}
"""What tells that connections were lost: taking jobs and delivering webhooks each have their own."""


@asynccontextmanager
async def command(settings: Settings, *words: str) -> AsyncIterator[Process]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "app.commands.entry", *words), env=environment(settings), stdout=PIPE, stderr=PIPE
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def the_one_line(process: Process) -> str:
    """Wait until the process has ended by itself, because it failed, and return all that it still had to say."""
    async with asyncio.timeout(20):
        _, err = await process.communicate()
    assert process.returncode == 1, err
    # That it has lost its connection it may say as often as it does.
    *logged, said = err.decode().splitlines()
    assert {json.loads(line)["event"] for line in logged} <= LOST, logged
    assert said.startswith("chaperone: The worker has ended (RuntimeError at ")
    return said


async def test_a_worker_waits_for_the_migrations_says_so_works_and_ends_when_it_cannot_go_on(
    settings: Settings, empty_database_url: str
) -> None:
    unmigrated = settings.model_copy(
        update={"database_url": empty_database_url.replace("postgresql://", "postgresql+asyncpg://")}
    )
    unmigrated = unmigrated.model_copy(update={"worker_name": "the one of this test"})

    async def alive() -> bool:
        connection = await asyncpg.connect(plain_dsn(unmigrated))
        try:
            return bool(await connection.fetchval("SELECT count(*) FROM worker_heartbeat"))
        finally:
            await connection.close()

    async def check() -> int:
        async with command(unmigrated, "worker", "--check") as process:
            return await process.wait()

    async with command(unmigrated, "worker") as worker:
        checked = asyncio.create_task(check())
        assert worker.stderr is not None
        async with asyncio.timeout(20):
            said = json.loads(await worker.stderr.readline())
        assert said["event"] == "worker.waits_for_migrations"
        assert (said["database_at"], said["needs"]) == ("none", newest_revision())
        assert "chaperone migrate" in said["remedy"]

        assert await checked == 1
        await migrate(unmigrated.database_url)
        await eventually(alive)
        assert await check() == 0

        await run_as_owner(unmigrated.database_url, BREAK_QUEUE)
        # The queue's connection is lost, and made again.
        await run_as_owner(
            unmigrated.database_url,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
            "AND datname = current_database()",
        )
        # Whoever delivers webhooks may notice it first.
        told = [json.loads(await worker.stderr.readline())["event"]]
        while told[-1] != "worker.disconnected":
            assert told[-1] in LOST
            told.append(json.loads(await worker.stderr.readline())["event"])
        await the_one_line(worker)


async def test_an_api_with_a_worker_ends_when_the_worker_does(settings: Settings, database: Database) -> None:
    await run_as_owner(settings.database_url, BREAK_QUEUE)

    async with command(settings, "serve", "--with-worker", "--port", "0") as process:
        assert "chaperone doctor" in await the_one_line(process)


async def test_whatever_ends_a_worker_is_told_to_who_runs_it(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def confused(*_: object, **__: object) -> None:
        raise asyncpg.InternalClientError("a passcode is 123456")

    monkeypatch.setattr(PgQueuer, "run", confused)
    sandbox = await asyncio.create_subprocess_exec("sleep", "60")
    async with (
        shared_limiter(settings) as limiter,
        ZoomClient(settings.zoom, limiter=limiter) as zoom,
        run_worker(settings, database, zoom) as worker,
    ):
        # As `make run` waits for whatever comes first.
        with pytest.raises(WorkerEndedError, match="InternalClientError") as told:
            async with asyncio.timeout(10):
                await _until_one_ends(sandbox, worker)
    sandbox.kill()
    await sandbox.wait()

    assert "passcode" not in str(told.value)
