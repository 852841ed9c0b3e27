"""A worker that is killed at any step loses nothing and doubles nothing."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import select

from app.bookings.models import Meeting
from app.kit.database import Database
from app.kit.identifiers import new_id
from app.kit.jobs import enqueue_reconcile
from app.settings import Settings
from tests.resilience.workers import Workers
from tests.support.rooms import registration_of
from tests.support.scenario import Scenario, make_scenario
from tests.support.zoom import System, Zoom, eventually, running_system


async def requested(system: System, scenario: Scenario) -> str:
    coordinator = await system.caller()
    response = await coordinator.post("/v1/bookings", json=scenario.booking(), headers={"Prefer": "respond-async"})
    assert response.status_code == 202, response.text
    return str(response.json()["id"])


async def confirmed_with_its_one_meeting(system: System, booking_id: str) -> None:
    coordinator = await system.caller()

    async def confirmed() -> dict[str, Any] | None:
        booking: dict[str, Any] = (await coordinator.get(f"/v1/bookings/{booking_id}")).json()
        return booking if booking["state"] == "confirmed" else None

    booking = await eventually(confirmed)
    (meeting,) = await system.zoom.meetings()
    assert booking["meeting"]["zoom_meeting_id"] == meeting["id"]


async def test_a_worker_killed_between_create_and_commit_leaves_one_meeting(
    sandbox_settings: Settings, database: Database, zoom: Zoom, workers: Workers
) -> None:
    async with running_system(sandbox_settings, database, zoom, with_worker=False) as system:
        await system.proven_hosts()
        scenario = await make_scenario(database)
        # Time to take the row that the worker will want to write to, once Zoom has answered.
        await zoom.faults({"kind": "delay", "operation": "create_meeting", "seconds": 1})
        async with workers.running(sandbox_settings) as worker:
            booking_id = await requested(system, scenario)

            async def intended() -> Meeting | None:
                async with database.transaction() as session:
                    return (await session.exec(select(Meeting))).one_or_none()

            intent = await eventually(intended)
            async with database.transaction() as session:
                held = await session.get_one(Meeting, intent.id, with_for_update=True)
                assert held.zoom_meeting_id is None
                await eventually(zoom.meetings)
                await worker.kill()
                # Zoom has the meeting, and nobody here knows its id.
                assert (await session.get_one(Meeting, intent.id, populate_existing=True)).zoom_meeting_id is None
        async with workers.running(sandbox_settings):
            await confirmed_with_its_one_meeting(system, booking_id)
        assert "meeting.adopted" in [entry["action"] for entry in await system.audit(booking_id)]
        assert await zoom.calls("create_meeting") == 1


async def test_a_meeting_that_zoom_makes_after_everybody_gave_up_on_it_is_removed(
    sandbox_settings: Settings, database: Database, zoom: Zoom, workers: Workers
) -> None:
    async with running_system(sandbox_settings, database, zoom, with_worker=False) as system:
        await system.proven_hosts()
        scenario = await make_scenario(database)
        # Long enough for another worker to find nothing at Zoom, and to create the meeting itself.
        await zoom.faults({"kind": "delay", "operation": "create_meeting", "seconds": 12})
        async with workers.running(sandbox_settings) as worker:
            booking_id = await requested(system, scenario)

            async def thinking() -> bool:
                return bool((await zoom.control("GET", "/faults"))[0]["fired"])

            await eventually(thinking)
            await worker.kill()
        async with workers.running(sandbox_settings):
            await confirmed_with_its_one_meeting(system, booking_id)

            async def duplicate_removed() -> bool:
                return "meeting.duplicate_removed" in [entry["action"] for entry in await system.audit(booking_id)]

            await eventually(duplicate_removed, within=40)
            await confirmed_with_its_one_meeting(system, booking_id)


async def test_a_worker_killed_while_it_reads_a_meeting_back_leaves_one_meeting(
    sandbox_settings: Settings, database: Database, zoom: Zoom, workers: Workers
) -> None:
    async with running_system(sandbox_settings, database, zoom, with_worker=False) as system:
        await system.proven_hosts()
        scenario = await make_scenario(database)
        await zoom.faults({"kind": "delay", "operation": "get_meeting", "seconds": 3})
        async with workers.running(sandbox_settings) as worker:
            booking_id = await requested(system, scenario)

            async def thinking() -> bool:
                return bool((await zoom.control("GET", "/faults"))[0]["fired"])

            await eventually(thinking)
            await worker.kill()
        async with workers.running(sandbox_settings):
            await confirmed_with_its_one_meeting(system, booking_id)


async def test_a_worker_killed_while_it_removes_a_meeting_leaves_none(
    sandbox_settings: Settings, database: Database, zoom: Zoom, workers: Workers
) -> None:
    async with running_system(sandbox_settings, database, zoom, with_worker=False) as system:
        await system.proven_hosts()
        scenario = await make_scenario(database)
        coordinator = await system.caller()
        async with workers.running(sandbox_settings) as worker:
            booking_id = await requested(system, scenario)
            await confirmed_with_its_one_meeting(system, booking_id)
            await zoom.faults({"kind": "delay", "operation": "delete_meeting", "seconds": 3})
            await coordinator.post(f"/v1/bookings/{booking_id}/cancel", json={"reason": "No longer needed."})

            async def thinking() -> bool:
                return bool((await zoom.control("GET", "/faults"))[0]["fired"])

            await eventually(thinking)
            await worker.kill()
        async with workers.running(sandbox_settings):

            async def removed() -> bool:
                return "meeting.removed" in [entry["action"] for entry in await system.audit(booking_id)]

            await eventually(removed)
        assert await zoom.meetings() == []


async def test_a_job_of_a_transaction_that_is_rolled_back_was_never_there(
    settings: Settings, database: Database
) -> None:
    async def jobs() -> int:
        async with database.engine.connect() as connection:
            return int((await connection.execute(text("SELECT count(*) FROM pgqueuer"))).scalar_one())

    async def enqueue_and_fail() -> None:
        async with database.transaction() as session:
            await enqueue_reconcile(session, [new_id()])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await enqueue_and_fail()
    assert await jobs() == 0

    async with database.transaction() as session:
        await enqueue_reconcile(session, [new_id()])
    assert await jobs() == 1


async def test_a_worker_killed_while_it_registers_people_leaves_one_registration_each(
    sandbox_settings: Settings, database: Database, zoom: Zoom, workers: Workers
) -> None:
    async with running_system(sandbox_settings, database, zoom, with_worker=False) as system:
        await system.proven_hosts()
        scenario = await make_scenario(database)
        # The first is registered, and nobody has learnt it.
        await zoom.faults({"kind": "delay", "operation": "add_registrant", "seconds": 2})
        async with workers.running(sandbox_settings) as worker:
            booking_id = await requested(system, scenario)

            async def thinking() -> bool:
                await system.ask_to_register()
                return bool((await zoom.control("GET", "/faults"))[0]["fired"])

            await eventually(thinking)
            await worker.kill()
        await zoom.faults()
        async with workers.running(sandbox_settings):
            await confirmed_with_its_one_meeting(system, booking_id)
            registrations = {await registration_of(database, {"id": booking_id}, role) for role in ("mentor", "mentee")}

    (meeting,) = [each for each in (await zoom.control("GET", "/state"))["meetings"] if each["alive"]]
    assert {each["id"] for each in meeting["registrants"]} == registrations
    assert len(registrations) == 2
