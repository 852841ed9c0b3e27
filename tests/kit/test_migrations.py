"""Migrations: up, down, and in step with the models; and what the database itself refuses."""

import asyncio
import os
import re
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Enum, make_url, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import create_async_engine

from app.bookings.models import Booking
from app.kit.database import Database, plain_dsn
from app.kit.database_roles import with_role
from app.kit.identifiers import new_id
from app.kit.migrations import migrate
from app.kit.revisions import current_revision, newest_revision
from app.settings import Settings
from app.tables import metadata
from tests.support.database import as_owner, sqlalchemy_url
from tests.support.scenario import add_host, make_scenario
from tests.support.service import Service

QUEUE = "pgqueuer"


async def tables(url: str) -> set[str]:
    engine = create_async_engine(sqlalchemy_url(url))
    async with engine.connect() as connection:
        names = await connection.scalars(
            text("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        )
        found = set(names)
    await engine.dispose()
    return found


async def test_migrations_go_up_and_down_and_up_again(empty_database_url: str) -> None:
    url = sqlalchemy_url(empty_database_url)

    await migrate(url)
    migrated = await tables(empty_database_url)
    await migrate(url, "base")
    removed = await tables(empty_database_url)
    await migrate(url)

    assert {"booking", "reservation", "audit_entry", QUEUE} <= migrated
    assert removed == {"alembic_version"}
    assert await tables(empty_database_url) == migrated


async def test_two_replicas_that_migrate_at_once_both_succeed(empty_database_url: str) -> None:
    url = sqlalchemy_url(empty_database_url)

    async def replica() -> int:
        command = [sys.executable, "-m", "app.commands.entry", "migrate"]
        process = await asyncio.create_subprocess_exec(*command, env={**os.environ, "DATABASE_URL": url})
        return await process.wait()

    assert set(await asyncio.gather(replica(), replica())) == {0}

    engine = create_async_engine(url)
    async with engine.connect() as connection:
        assert await current_revision(connection) == newest_revision()
    await engine.dispose()


async def test_models_and_migrations_agree(database: Database) -> None:
    def differences(connection: Connection) -> list[Any]:
        context = MigrationContext.configure(
            connection,
            opts={
                "include_object": lambda _object, name, kind, *_: not (kind == "table" and name.startswith(QUEUE)),
                "compare_server_default": True,
            },
        )
        return list(compare_metadata(context, metadata))

    async with database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_the_database_takes_every_value_that_a_model_may_write_and_no_other(database: Database) -> None:
    async with database.transaction() as session:
        found = await (await session.connection()).execute(
            text(
                "SELECT conrelid::regclass::text, conkey, pg_get_constraintdef(oid) FROM pg_constraint "
                "WHERE contype = 'c' AND array_length(conkey, 1) = 1"
            )
        )
        checks = [(table, definition) for table, _, definition in found]
    wrong = {}
    for table in metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, Enum) and not column.type.native_enum:
                named = re.compile(rf"\(?\(?{column.name}\)?::text = ANY")
                allowed = [definition for of, definition in checks if of == table.name and named.search(definition)]
                values = [set(re.findall(r"'([^']*)'", each)) for each in allowed]
                if values != [set(column.type.enums)]:
                    wrong[f"{table.name}.{column.name}"] = [sorted(each ^ set(column.type.enums)) for each in values]
    assert wrong == {}


@pytest.mark.parametrize("mode", ["origin", "replica"])
@pytest.mark.parametrize(
    ("table", "column"), [("audit_entry", "action"), ("decision", "outcome"), ("policy_version", "digest")]
)
async def test_what_is_written_once_even_a_superuser_changes_only_by_taking_the_triggers_away(
    service: Service, postgres: str, mode: str, table: str, column: str
) -> None:
    scenario = await make_scenario(service.database)
    coordinator = await service.caller()
    await coordinator.post("/v1/bookings", json=scenario.booking())
    connection = await asyncpg.connect(with_role(plain_dsn(service.settings), make_url(postgres).username or ""))
    try:
        assert await connection.fetchval(f"SELECT count(*) FROM {table}") > 0  # noqa: S608
        await connection.execute(f"SET session_replication_role = {mode}")
        for change in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):  # noqa: S608
            with pytest.raises(asyncpg.InsufficientPrivilegeError, match="append-only"):
                await connection.execute(change)
    finally:
        await connection.close()


async def test_overlapping_reservations_are_refused_whoever_writes_them(service: Service) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    coordinator = await service.caller()
    booked = await coordinator.post("/v1/bookings", json=scenario.booking(), headers={"Prefer": "respond-async"})
    assert booked.status_code == 202, booked.text

    async def write(starts_at: datetime) -> None:
        async with service.database.transaction() as session:
            booking = await session.get_one(Booking, booked.json()["id"])
            await (await session.connection()).execute(
                text(
                    "INSERT INTO reservation (id, booking_id, resource, resource_id, period) "
                    "VALUES (:id, :booking, 'mentor', :mentor, tstzrange(:start, :end))"
                ),
                {
                    "id": new_id(),
                    "booking": booking.id,
                    "mentor": scenario.mentor,
                    "start": starts_at,
                    "end": starts_at + timedelta(hours=1),
                },
            )

    start = datetime.fromisoformat(booked.json()["starts_at"]).astimezone(UTC)
    with pytest.raises(IntegrityError, match="reservation_no_overlap"):
        await write(start + timedelta(minutes=69))
    await write(start + timedelta(minutes=70))


async def test_a_service_on_tables_of_another_version_is_not_ready(service: Service, settings: Settings) -> None:
    client = await service.anonymous()
    await migrate(as_owner(settings.database_url), "0002", application_url=settings.database_url)

    response = await client.get("/readyz")

    assert response.status_code == 503
    assert "chaperone migrate" in response.json()["detail"]
