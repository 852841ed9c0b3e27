"""A PostgreSQL for the run, and in it a freshly migrated database for each test.

Service and worker use it as the role APPLICATION, which owns nothing; what only an owner may do is done as OWNER.
"""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import asyncpg
import pytest

from app.embedded.postgres import embedded_postgres
from app.kit.database import with_driver
from app.kit.database_roles import with_role
from app.kit.identifiers import new_id
from app.kit.migrations import migrate

TEMPLATE = "chaperone_template"
OWNER = "chaperone_owner"
APPLICATION = "chaperone"
MEMORY = Path("/dev/shm")  # noqa: S108  # the folder itself is made by tempfile
SETTINGS = (
    "fsync = off",
    "synchronous_commit = off",
    "full_page_writes = off",
    "max_wal_size = '256MB'",
    # No database lives for a minute.
    "autovacuum = off",
)
ROOM = 3 * 1024**3


def folder_for_data() -> Path | None:
    """Return a file system in memory where there is one with room: a database for each test is hard on a disk."""
    has_room = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    return MEMORY if has_room else None


def sqlalchemy_url(url: str) -> str:
    return with_driver(url)


def as_owner(url: str) -> str:
    """Return the same database's URL for the role that owns its tables."""
    return with_role(url, OWNER)


async def run_as_owner(url: str, statement: str) -> None:
    """Run in a database what only the owner of its tables may do."""
    await run_statement(as_owner(url), statement)


async def run_statement(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url.replace("postgresql+asyncpg://", "postgresql://"))
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a running server, with {database} where the name of a database goes."""
    # Not in pytest's own folder, which another run may clear away, and whose path is long for a socket's name.
    with (
        TemporaryDirectory(prefix="chaperone-tests-", dir=folder_for_data()) as folder,
        embedded_postgres(Path(folder) / "postgres") as url,
    ):
        admin = url.format(database="postgres")
        for setting in SETTINGS:
            asyncio.run(run_statement(admin, f"ALTER SYSTEM SET {setting}"))
        asyncio.run(run_statement(admin, "SELECT pg_reload_conf()"))
        asyncio.run(run_statement(admin, f"CREATE ROLE {OWNER} LOGIN; CREATE ROLE {APPLICATION} LOGIN"))
        yield url


@pytest.fixture(scope="session")
def template(postgres: str) -> str:
    """The name of a database that the migrations have made."""
    admin = postgres.format(database="postgres")
    asyncio.run(run_statement(admin, f"CREATE DATABASE {TEMPLATE} OWNER {OWNER}"))
    url = sqlalchemy_url(postgres.format(database=TEMPLATE))
    asyncio.run(migrate(as_owner(url), application_url=with_role(url, APPLICATION)))
    return TEMPLATE


@pytest.fixture
async def empty_database_url(postgres: str) -> AsyncIterator[str]:
    """The URL of a database without any table, as its owner."""
    async with new_database(postgres, "template1") as url:
        yield as_owner(url)


@pytest.fixture
async def database_url(postgres: str, template: str) -> AsyncIterator[str]:
    """The URL of a database of the test's own, migrated and empty, as the application."""
    async with new_database(postgres, template) as url:
        yield url


@asynccontextmanager
async def new_database(postgres: str, template: str) -> AsyncIterator[str]:
    """Make a database from a template, and yield its URL as the application."""
    name = f"test_{new_id().hex}"
    admin = postgres.format(database="postgres")
    # Copying files costs a fifth of PostgreSQL's own default, which writes each page to the log.
    await run_statement(admin, f"CREATE DATABASE {name} OWNER {OWNER} TEMPLATE {template} STRATEGY FILE_COPY")
    try:
        yield with_role(postgres.format(database=name), APPLICATION)
    finally:
        await run_statement(admin, f"DROP DATABASE {name} WITH (FORCE)")
