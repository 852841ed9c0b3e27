"""Zoom is silent for implausibly long: an incident, until its events come again."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from app.bookings.models import Booking
from app.kit.clock import utc_now
from app.monitoring.silence import watch_for_silence
from tests.support.scenario import add_host, make_scenario
from tests.support.service import Service
from tests.support.webhooks import delivery, send


async def test_silence_of_zoom_is_an_incident_when_something_must_have_been_told_and_is_over_when_events_come(
    service: Service,
) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    coordinator = await service.caller()
    request = coordinator.post("/v1/bookings", json=scenario.booking(), headers={"Prefer": "respond-async"})
    booking = UUID((await request).json()["id"])

    async def open_incidents() -> list[dict[str, Any]]:
        async with service.database.transaction() as session:
            await watch_for_silence(session)
        shown = await coordinator.get("/v1/incidents", params={"kind": "webhooks_silent", "is_open": True})
        items: list[dict[str, Any]] = shown.json()["items"]
        return items

    async with service.database.transaction() as session:
        row = await session.get_one(Booking, booking)
        row.starts_at, row.ends_at = utc_now() - timedelta(hours=3), utc_now() - timedelta(hours=2)
    assert await open_incidents() == []

    # A look found the room open, and nothing had told of it.
    async with service.database.transaction() as session:
        (await session.get_one(Booking, booking)).held_at = utc_now() - timedelta(hours=3)
    (incident,) = await open_incidents()
    assert incident["details"] == {"latest_event_at": None, "evidence": ["looks"]}
    assert len(await open_incidents()) == 1

    assert await send(await service.anonymous(), delivery("meeting.started", {"id": 1})) == 204
    assert await open_incidents() == []

    # What Zoom answers is no event: it shows that one is missing.
    async with service.database.engine.begin() as connection:
        await connection.execute(text("UPDATE zoom_event SET received_at = now() - interval '2 days'"))
        asked = (
            "INSERT INTO zoom_event (id, deduplication_key, event, payload, received_at, happened_at, booking_id, source) "
            "VALUES (gen_random_uuid(), 'k', 'meeting.started', '{}', now(), now() - interval '1 hour', :booking, 'asked')"
        )
        await connection.execute(text(asked), {"booking": booking})
    (again,) = await open_incidents()
    assert "answers" in again["details"]["evidence"]
