"""Whether a few processes of Chaperone fit into what PostgreSQL allows."""

import re

import pytest

from app.doctor.database import A_FEW_PROCESSES, look_at_connections
from app.doctor.report import Check, State
from app.kit.database import Database, most_connections, plain_dsn
from app.kit.database_roles import with_role
from app.kit.identifiers import new_id
from app.settings import DatabaseSettings, Settings
from tests.support.database import run_statement

ALLOWED_BY_DEFAULT = 97
"""Of PostgreSQL's 100 three are left to superusers."""


async def seen(settings: DatabaseSettings) -> Check:
    database = Database.connect(settings)
    try:
        async with database.outside_pool() as connection:
            return await look_at_connections(connection, settings)
    finally:
        await database.close()


async def test_a_few_processes_as_they_come_fit_into_postgresql_as_it_comes(settings: Settings) -> None:
    as_they_come = DatabaseSettings.load(_env_file=None, database_url=plain_dsn(settings))

    found = await seen(as_they_come)

    assert A_FEW_PROCESSES * most_connections(as_they_come) <= ALLOWED_BY_DEFAULT
    assert found.state is State.OK, found.found
    assert f"allows {ALLOWED_BY_DEFAULT} to this user" in found.found


@pytest.mark.parametrize("subject", ["ROLE", "DATABASE"])
async def test_a_limit_that_they_do_not_fit_into_is_a_warning(settings: Settings, postgres: str, subject: str) -> None:
    role = f"role_{new_id().hex}"
    admin = postgres.format(database="postgres")
    name = role if subject == "ROLE" else re.findall(r"/(test_\w+)", settings.database_url)[0]
    await run_statement(admin, f"CREATE ROLE {role} LOGIN")
    try:
        await run_statement(admin, f"ALTER {subject} {name} CONNECTION LIMIT 20")
        narrow = settings.model_copy(update={"database_url": with_role(settings.database_url, role)})

        found = await seen(narrow)

        assert found.state is State.WARNING
        # Of 13 each, with the pool of these tests.
        assert "allows 20 to this user" in found.found
        assert "so 1 processes fit" in found.found
        assert "DATABASE_POOL_SIZE" in (found.remedy or "")
    finally:
        await run_statement(admin, f"DROP ROLE {role}")
