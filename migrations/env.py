"""Alembic's environment: one migration at a time, whoever starts it, and never a long wait for a lock."""

import asyncio
import time

from alembic import context
from sqlalchemy import URL, Connection, pool, text

from app.kit.database import engine_for
from app.kit.database_roles import application_role, grant_to_application
from app.settings import MigrationSettings
from app.tables import metadata

# Tables of the job queue: PgQueuer's own, made by its own statements in a migration.
QUEUE_TABLES = {"pgqueuer", "pgqueuer_log", "pgqueuer_schedules", "pgqueuer_statistics"}
# Any fixed number will do, as long as every process that migrates uses the same.
LOCK = 7_226_533_291
ASK_AGAIN_SECONDS = 0.2


def is_ours(_object: object, name: str | None, kind: str, _reflected: bool, _compare_to: object) -> bool:  # noqa: FBT001
    return not (kind == "table" and name in QUEUE_TABLES)


def migrate(connection: Connection, application: URL | None) -> None:
    # Two replicas may start at once: the second waits, and then finds nothing to do. It asks again and again, because an index
    # that is made concurrently waits for every statement that has begun, one that waits for this lock included.
    while not connection.scalar(text("SELECT pg_try_advisory_lock(:lock)"), {"lock": LOCK}):
        connection.rollback()
        time.sleep(ASK_AGAIN_SECONDS)
    try:
        # Better a migration that fails and is tried again than one that holds up the service behind its lock.
        connection.execute(text("SET lock_timeout = '5s'"))
        connection.commit()
        context.configure(
            connection=connection,
            target_metadata=metadata,
            include_object=is_ours,
            transaction_per_migration=True,
            compare_server_default=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        if application is not None:
            grant_to_application(connection, application)
            connection.commit()
    finally:
        connection.rollback()
        connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": LOCK})
        connection.execute(text("RESET lock_timeout"))
        connection.commit()


async def run() -> None:
    settings = MigrationSettings.load()
    engine = engine_for(settings.owner_url, poolclass=pool.NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(migrate, application_role(settings.database_url, settings.owner_url))
    await engine.dispose()


if given := context.config.attributes.get("connection"):
    migrate(given, context.config.attributes.get("application"))
else:
    asyncio.run(run())
