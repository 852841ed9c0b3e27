"""Meetings at Zoom that carry a reference of ours and that no booking has: looked for every week."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import text

from app.kit.clock import utc_now
from app.kit.database import Database
from app.kit.identifiers import new_reference
from app.policy import SafetyProfile
from app.settings import Settings
from app.zoom.client import ZoomClient
from app.zoom.reference import agenda_for
from app.zoom.safety import meeting_settings
from app.zoom.schemas import MeetingRequest
from tests.support.scenario import make_scenario
from tests.support.zoom import System, eventually


async def made_at_zoom(settings: Settings, agenda: str, *, starts_in: timedelta = timedelta(days=3)) -> int:
    """Make a meeting that the service knows nothing of, by its own client."""
    request = MeetingRequest(
        agenda=agenda,
        start=utc_now() + starts_in,
        duration=60,
        time_zone=ZoneInfo("Europe/London"),
        settings=meeting_settings(SafetyProfile.baseline().levels()),
    )
    async with ZoomClient(settings.zoom) as zoom:
        return (await zoom.create_meeting("host-1", request)).id


async def compared_at(database: Database) -> datetime | None:
    async with database.engine.connect() as connection:
        at: datetime | None = await connection.scalar(text("SELECT compared_at FROM installation"))
        return at


async def test_a_meeting_that_no_booking_has_is_found_within_the_week_and_told_of_once(system: System) -> None:
    coordinator = await system.caller()
    scenario = await make_scenario(system.database)
    booked = (await coordinator.post("/v1/bookings", json=scenario.booking(10))).json()
    unknown = await made_at_zoom(system.settings, f"{agenda_for(new_reference())} (moved)")
    extra = await made_at_zoom(system.settings, agenda_for(booked["reference"]))
    await made_at_zoom(system.settings, "Reference: of-another-system")
    await made_at_zoom(system.settings, agenda_for(new_reference()), starts_in=-timedelta(days=1))

    async def incidents() -> list[dict[str, Any]]:
        response = await coordinator.get("/v1/incidents", params={"kind": "unknown_meeting"})
        items: list[dict[str, Any]] = response.json()["items"]
        return items

    await system.a_minute_passes()
    (incident,) = await eventually(incidents)
    assert incident["details"] == {"meetings": sorted([unknown, extra])}
    assert incident["host_id"] is not None
    assert "chaperone recover" in incident["remedy"]
    assert len(await system.zoom.meetings()) == 5

    async def looks() -> int:
        async with system.database.engine.begin() as connection:
            query = "SELECT count(*) FROM pgqueuer WHERE entrypoint = 'look_for_unknown_meetings'"
            return int(await connection.scalar(text(query)) or 0)

    async def is_done() -> bool:
        return await looks() == 0

    # The incident is there before the job that opened it is gone from the queue.
    await eventually(is_done)
    first = await compared_at(system.database)
    await system.a_minute_passes()
    assert await looks() == 0
    async with system.database.engine.begin() as connection:
        await connection.execute(text("UPDATE installation SET compared_at = now() - interval '8 days'"))
    await system.zoom.control("DELETE", f"/meetings/{extra}")
    await system.a_minute_passes()

    async def looked_again() -> bool:
        at = await compared_at(system.database)
        return at is not None and first is not None and at > first

    await eventually(looked_again)
    (same,) = await incidents()
    assert same["id"] == incident["id"]
    assert same["details"] == {"meetings": [unknown]}
