"""A database that refuses or is busy: an answer that says when to try again, never an internal error or an endless wait."""

import asyncio
import base64
from contextlib import AsyncExitStack
from datetime import timedelta

import asyncpg
import httpx
import pytest
from sqlalchemy import text

from app.kit.database import Database, plain_dsn
from app.kit.database_roles import with_role
from app.kit.identifiers import new_id
from app.kit.serving import listen, serving
from app.main import create_app
from app.settings import Settings
from tests.support.database import run_statement
from tests.support.service import TLS, Service, problem

# A key as they look, that nobody has made.
KEY = f"chaperone_{base64.b32encode(bytes(16)).decode().rstrip('=')}_secret"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """The service of these tests waits a fifth of a second for a lock."""
    return settings.model_copy(update={"database_lock_timeout": timedelta(milliseconds=200)})


async def test_who_waits_too_long_for_a_lock_is_told_to_try_again(service: Service, settings: Settings) -> None:
    coordinator = await service.caller()
    created = await coordinator.post("/v1/partners", json={"name": "Riverside"})
    assert created.status_code == 201, created.text
    path = f"/v1/partners/{created.json()['id']}"
    other = await asyncpg.connect(plain_dsn(settings))
    async with AsyncExitStack() as stack:
        stack.push_async_callback(other.close)
        await stack.enter_async_context(other.transaction())
        await other.execute("SELECT FROM partner FOR UPDATE")

        async with asyncio.timeout(10):
            refused = await coordinator.patch(path, json={"name": "Lakeside"}, headers={"If-Match": "*"})

    busy = problem(refused, 503, "unavailable")
    assert "Others are changing the same thing" in busy["detail"]
    assert refused.headers["Retry-After"] == "5"
    changed = await coordinator.patch(path, json={"name": "Lakeside"}, headers={"If-Match": "*"})
    assert changed.status_code == 200


async def test_connections_of_the_application_have_time_limits(settings: Settings, database: Database) -> None:
    wanted = "SELECT current_setting('statement_timeout'), current_setting('lock_timeout')"

    async with database.engine.connect() as pooled, database.outside_pool() as outside:
        found = {tuple((await each.execute(text(wanted))).one()) for each in (pooled, outside)}

    assert found == {("30s", "200ms")}


async def test_a_database_that_lets_nobody_in_is_a_503_everywhere(settings: Settings, postgres: str) -> None:
    role = f"role_{new_id().hex}"
    url = with_role(settings.database_url, role)
    limited = settings.model_copy(update={"database_url": url})

    # Too many connections, a role that may not log in, a user who is not known.
    steps = [
        f"CREATE ROLE {role} LOGIN CONNECTION LIMIT 0",
        f"ALTER ROLE {role} NOLOGIN CONNECTION LIMIT 1",
        f"DROP ROLE {role}",
    ]
    async with (
        serving(create_app(limited), listen("127.0.0.1", 0)) as base_url,
        httpx.AsyncClient(base_url=base_url, verify=TLS) as client,
    ):
        for step in steps:
            await run_statement(postgres.format(database="postgres"), step)
            for path in ("/readyz", "/v1/partners"):
                refused = await client.get(path, headers={"Authorization": f"Bearer {KEY}"})
                problem(refused, 503, "unavailable")
                assert refused.headers["Retry-After"] == "5"
