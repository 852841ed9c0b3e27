"""The tables of the job queue: those that the installed PgQueuer wants, and nothing kept in them that nobody may read."""

import json
from datetime import timedelta
from typing import Any

import asyncpg
from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment
from pgqueuer.models import TracebackRecord
from sqlalchemy import text

from app.kit.clock import utc_now
from app.kit.database import Database, plain_dsn
from app.kit.identifiers import new_id
from app.kit.jobs import (
    FOLLOW_EVENTS,
    LOG_KEPT,
    RECONCILE,
    URGENT,
    enqueue_follow_events,
    enqueue_look_at_room,
    enqueue_reconcile,
    forget_finished_jobs,
)
from app.settings import Settings

# Everything that PgQueuer makes, as PostgreSQL itself describes it; our own triggers are not PgQueuer's.
MADE = {
    "columns": """
        SELECT table_name, column_name, data_type, is_nullable, column_default, is_identity, ordinal_position
        FROM information_schema.columns WHERE table_schema = 'public' AND table_name LIKE 'pgqueuer%' ORDER BY 1, 7
    """,
    "indexes": "SELECT indexname, indexdef FROM pg_indexes WHERE tablename LIKE 'pgqueuer%' ORDER BY 1",
    "constraints": """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE conrelid::regclass::text LIKE 'pgqueuer%' ORDER BY 1, 2
    """,
    "triggers": """
        SELECT pg_get_triggerdef(oid) FROM pg_trigger
        WHERE tgrelid::regclass::text LIKE 'pgqueuer%' AND NOT tgisinternal AND tgname NOT LIKE 'pgqueuer_log_%' ORDER BY 1
    """,
    "functions": "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE proname LIKE '%pgqueuer%' ORDER BY proname",
    "types": """
        SELECT typname, enumlabel FROM pg_enum JOIN pg_type ON pg_type.oid = enumtypid
        WHERE typname LIKE 'pgqueuer%' ORDER BY typname, enumsortorder
    """,
    "persistence": "SELECT relname, relpersistence::text FROM pg_class WHERE relname LIKE 'pgqueuer%' ORDER BY 1",
}


async def made(url: str) -> dict[str, list[tuple[Any, ...]]]:
    connection = await asyncpg.connect(url)
    try:
        return {what: [tuple(row) for row in await connection.fetch(query)] for what, query in MADE.items()}
    finally:
        await connection.close()


async def test_the_migrations_make_what_the_installed_pgqueuer_would_make(
    database_url: str, empty_database_url: str
) -> None:
    connection = await asyncpg.connect(empty_database_url)
    await connection.execute(QueryBuilderEnvironment().build_install_query())
    await connection.close()

    by_pgqueuer = await made(empty_database_url)

    assert all(by_pgqueuer.values())
    assert await made(database_url) == by_pgqueuer


async def test_of_an_error_that_ended_a_job_its_type_alone_is_kept(settings: Settings) -> None:
    error = RuntimeError("ann@example.org")
    error.__cause__ = LookupError("Row contains (Ann Example, ann@example.org)")
    record = TracebackRecord.from_exception(error, 7, {"entrypoint": "for ann@example.org"})  # type: ignore[arg-type]
    connection = await asyncpg.connect(plain_dsn(settings))
    try:
        kept = await connection.fetchval(
            "INSERT INTO pgqueuer_log (job_id, status, priority, entrypoint, traceback) "
            "VALUES (7, 'exception', 0, 'reconcile_booking', $1) RETURNING traceback",
            record.model_dump_json(),
        )
    finally:
        await connection.close()

    assert "ann" not in kept.lower()
    read = TracebackRecord.model_validate_json(kept)
    assert (read.exception_type, read.job_id, read.timestamp) == ("RuntimeError", 7, record.timestamp)


async def test_of_jobs_that_end_well_nothing_is_kept_and_of_failures_everything(settings: Settings) -> None:
    error = {"job_id": 3, "exception_type": "TimeoutError"}
    lines = [
        ("queued", None),
        ("picked", None),
        ("successful", None),
        ("queued", error),
        ("exception", error),
        ("canceled", None),
    ]
    connection = await asyncpg.connect(plain_dsn(settings))
    try:
        await connection.executemany(
            "INSERT INTO pgqueuer_log (job_id, status, priority, entrypoint, traceback) VALUES (3, $1, 0, 'decide_again', $2)",
            [(status, json.dumps(traceback) if traceback else None) for status, traceback in lines],
        )
        kept = await connection.fetch("SELECT status FROM pgqueuer_log ORDER BY id")
    finally:
        await connection.close()

    assert [row["status"] for row in kept] == ["queued", "exception", "canceled"]


async def test_the_log_of_jobs_is_forgotten_after_a_week(database: Database) -> None:
    write = text(
        "INSERT INTO pgqueuer_log (created, job_id, status, priority, entrypoint) "
        "VALUES (:created, :job, 'exception', 0, 'reconcile_booking')"
    )
    async with database.transaction() as session:
        connection = await session.connection()
        for job, age in enumerate((LOG_KEPT + timedelta(minutes=1), LOG_KEPT - timedelta(minutes=1))):
            await connection.execute(write, {"created": utc_now() - age, "job": job})

    async with database.transaction() as session:
        await forget_finished_jobs(session)

    async with database.transaction() as session:
        left = await (await session.connection()).execute(text("SELECT job_id FROM pgqueuer_log"))
        assert left.scalars().all() == [1]


# As PgQueuer takes a job.
TAKE = """
    UPDATE pgqueuer SET status = 'picked'
    WHERE id = (SELECT id FROM pgqueuer WHERE status = 'queued' LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id
"""


async def test_a_waiting_job_follows_later_events_too_and_is_not_taken_before_they_are_there(
    settings: Settings, database: Database
) -> None:
    del database
    intake, worker = [await asyncpg.connect(plain_dsn(settings)) for _ in range(2)]
    waiting = "SELECT count(*) FROM pgqueuer WHERE entrypoint = $1"
    booking_id = new_id()
    await enqueue_follow_events(intake, [booking_id])

    async with intake.transaction():
        await enqueue_follow_events(intake, [booking_id, None])
        assert await worker.fetchval(TAKE) is None
    assert await intake.fetchval(waiting, FOLLOW_EVENTS) == 2
    assert [await worker.fetchval(TAKE) is None for _ in range(3)] == [False, False, True]
    await enqueue_follow_events(intake, [booking_id])

    assert await intake.fetchval(waiting, FOLLOW_EVENTS) == 3
    await intake.close()
    await worker.close()


async def test_a_look_at_zoom_that_is_due_serves_the_next_event_and_one_for_later_does_not(database: Database) -> None:
    booking_id = new_id()

    async def jobs_after(**how: Any) -> int:
        async with database.transaction() as session:
            await enqueue_reconcile(session, [booking_id], **how)
        async with database.engine.connect() as connection:
            count = text("SELECT count(*) FROM pgqueuer WHERE entrypoint = :name")
            return int((await connection.execute(count, {"name": RECONCILE})).scalar_one())

    assert await jobs_after(after=timedelta(minutes=10), priority=URGENT) == 1
    assert await jobs_after() == 2
    assert await jobs_after(priority=URGENT, unless_due=True) == 3
    assert await jobs_after(priority=URGENT, unless_due=True) == 3


async def test_a_look_at_a_room_is_asked_for_once_by_a_moment_and_again_by_an_earlier_one(database: Database) -> None:
    booking_id, now = new_id(), utc_now()

    async def jobs_by(minutes: int) -> int:
        async with database.transaction() as session:
            await enqueue_look_at_room(session, booking_id, at=now + timedelta(minutes=minutes))
        async with database.engine.connect() as connection:
            count = text("SELECT count(*) FROM pgqueuer WHERE entrypoint = 'look_at_room' AND execute_after > :now")
            return int((await connection.execute(count, {"now": now})).scalar_one())

    assert [await jobs_by(minutes) for minutes in (10, 10, 5, 7)] == [1, 1, 2, 2]
