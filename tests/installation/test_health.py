"""Health and readiness: what load balancers, supervisors and monitoring are told."""

import asyncio
from contextlib import AsyncExitStack
from typing import Any

import asyncpg
import httpx
import pytest
from sqlalchemy import text

from app.kit.database import Database, plain_dsn
from app.settings import Settings
from tests.support.database import run_as_owner
from tests.support.service import Service, problem
from tests.support.zoom import System, eventually


async def run(database: Database, statement: str) -> Any:
    async with database.engine.begin() as connection:
        return await connection.execute(text(statement))


async def beat(database: Database, *, alive_for: str) -> None:
    await run(
        database,
        "INSERT INTO worker_heartbeat (id, name, started_at, seen_at, alive_until) "  # noqa: S608  # of our own
        f"VALUES (gen_random_uuid(), 'one', now(), now(), now() + interval '{alive_for}')",
    )


async def test_the_service_says_that_it_is_alive(service: Service) -> None:
    client = await service.anonymous()
    assert (await client.get("/healthz")).json() == {"status": "ok"}


async def test_without_a_worker_the_service_is_not_ready_and_a_load_balancer_may_leave_the_worker_out(
    service: Service,
) -> None:
    client = await service.anonymous()

    told = problem(await client.get("/readyz"), 503, "unavailable")
    left_out = await client.get("/readyz", params={"exclude": "worker"})
    await beat(service.database, alive_for="-1 second")
    dead = await client.get("/readyz")
    await beat(service.database, alive_for="1 minute")
    alive = await client.get("/readyz")

    assert "No worker is running" in told["detail"]
    assert "chaperone worker" in told["detail"]
    assert (left_out.status_code, left_out.json()) == (200, {"status": "ok", "workers": 0})
    assert dead.status_code == 503
    assert (alive.status_code, alive.json()) == (200, {"status": "ok", "workers": 1})


async def test_a_worker_that_takes_jobs_makes_the_service_ready(system: System) -> None:
    client = await system.anonymous()

    async def ready() -> httpx.Response | None:
        response = await client.get("/readyz")
        return response if response.is_success else None

    assert (await eventually(ready)).json() == {"status": "ok", "workers": 1}


@pytest.mark.parametrize(("revision", "status"), [("0002", 503), ("9999", 200)], ids=["older", "newer"])
async def test_old_replicas_stay_ready_on_newer_tables_and_new_ones_wait_for_theirs(
    service: Service, revision: str, status: int
) -> None:
    await run_as_owner(service.settings.database_url, f"UPDATE alembic_version SET version_num = '{revision}'")  # noqa: S608  # of our own
    await beat(service.database, alive_for="1 minute")

    assert (await (await service.anonymous()).get("/readyz")).status_code == status


async def test_a_full_pool_does_not_hold_up_readiness(service: Service, settings: Settings) -> None:
    coordinator = await service.caller()
    most = 2 * settings.database_pool_size
    lock = await asyncpg.connect(plain_dsn(settings))

    async def all_wait() -> bool:
        waiting = (
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        return bool((await run(service.database, waiting)).scalar_one() == most)

    async with AsyncExitStack() as stack:
        stack.push_async_callback(lock.close)
        transaction = lock.transaction()
        await transaction.start()
        await lock.execute("LOCK TABLE partner IN ACCESS EXCLUSIVE MODE")
        held = [asyncio.create_task(coordinator.get("/v1/partners")) for _ in range(most + 2)]
        await eventually(all_wait)

        ready = await (await service.anonymous()).get("/readyz", params={"exclude": "worker"}, timeout=5)

        await transaction.rollback()
        answers = await asyncio.gather(*held)
    assert ready.status_code == 200
    assert {answer.status_code for answer in answers} == {200}
