"""Whether jobs are worked on, and whether Zoom is heard, when it must have said something."""

import pytest
from sqlalchemy import text

from app.doctor.report import Check, State
from app.doctor.work import job_queue, zoom_events
from app.kit.clock import utc_now
from app.kit.database import Database
from tests.support.scenario import add_host, make_scenario
from tests.support.service import Service


async def run(database: Database, statement: str) -> None:
    async with database.engine.begin() as connection:
        await connection.execute(text(statement))


async def queue(database: Database) -> Check:
    async with database.transaction() as session:
        return await job_queue(session)


async def events(database: Database) -> Check:
    async with database.transaction() as session:
        return await zoom_events(session, utc_now())


async def beat(database: Database, alive_for: str) -> None:
    await run(
        database,
        "INSERT INTO worker_heartbeat (id, name, started_at, seen_at, alive_until) "  # noqa: S608  # of our own
        f"VALUES (gen_random_uuid(), 'one', now(), now() - interval '90 s', now() + interval '{alive_for}')",
    )


async def test_that_no_worker_ever_ran_is_a_warning(database: Database) -> None:
    found = await queue(database)

    assert found.state is State.WARNING
    assert "chaperone worker" in (found.remedy or "")


@pytest.mark.parametrize(("alive_for", "state"), [("20 s", State.OK), ("-1 s", State.WRONG)], ids=["alive", "dead"])
async def test_a_worker_is_seen_by_its_heartbeat(database: Database, alive_for: str, state: State) -> None:
    await beat(database, alive_for)

    found = await queue(database)

    assert ("90 seconds ago" in found.found) is (state is State.WRONG)

    assert found.state is state
    assert ("chaperone worker" in (found.remedy or "")) is (state is State.WRONG)


@pytest.mark.parametrize(
    ("ago", "state"),
    [("20 seconds", State.OK), ("40 seconds", State.WARNING), ("3 minutes", State.WRONG)],
    ids=["just-now", "slow", "stuck"],
)
async def test_the_age_of_the_oldest_waiting_job_tells_whether_there_are_workers_enough(
    database: Database, ago: str, state: State
) -> None:
    await beat(database, "20 s")
    await run(
        database,
        "INSERT INTO pgqueuer (priority, created, execute_after, status, entrypoint) "  # noqa: S608  # of our own
        f"VALUES (0, now() - interval '1 day', now() - interval '{ago}', 'queued', 'reconcile_booking'), "
        "(0, now() - interval '1 day', now() + interval '1 minute', 'queued', 'reconcile_booking'), "
        "(0, now() - interval '1 day', now() - interval '1 day', 'picked', 'reconcile_booking')",
    )

    assert (await queue(database)).state is state


async def test_silence_of_zoom_is_told_only_when_a_session_must_have_made_events(service: Service) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    coordinator = await service.caller()
    booked = await coordinator.post("/v1/bookings", json=scenario.booking(), headers={"Prefer": "respond-async"})
    assert booked.status_code == 202, booked.text

    ahead = await events(service.database)
    await run(
        service.database,
        "UPDATE booking SET state = 'not_held', starts_at = now() - interval '2 days', ends_at = now() - interval '1 day'",
    )
    silent = await events(service.database)
    await run(
        service.database,
        "INSERT INTO zoom_event (id, deduplication_key, event, payload, received_at) "
        "VALUES (gen_random_uuid(), 'key', 'meeting.started', '{}', now() - interval '6 days')",
    )
    heard = await events(service.database)
    await run(service.database, "UPDATE zoom_event SET received_at = now() - interval '8 days'")
    long_ago = await events(service.database)

    assert [each.state for each in (ahead, silent, heard, long_ago)] == [
        State.NOT_CHECKED,
        State.WARNING,
        State.OK,
        State.WARNING,
    ]
    assert "subscription" in (silent.remedy or "")

    # Sessions one after the other, and nothing came.
    await run(
        service.database,
        "UPDATE booking SET held_at = starts_at",
    )
    implausible = await events(service.database)
    assert implausible.state is State.WRONG
    await run(
        service.database, "INSERT INTO webhook_refusal VALUES (now(), 'wrong_signature', 7), (now(), 'too_large', 1)"
    )
    refused = await events(service.database)
    assert (refused.state, refused.found) == (
        State.WARNING,
        "Deliveries of the last day that were not taken in: wrong signature (7).",
    )
    assert "ZOOM_WEBHOOK_SECRETS" in (refused.remedy or "")
