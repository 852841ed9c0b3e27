"""Sessions whose time it is, and their rooms at the sandbox."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
from sqlmodel import col, select

from app.bookings.models import Booking, Meeting
from app.bookings.participants.models import Participant
from app.kit.clock import utc_now
from app.kit.database import Database
from app.provisioning.first_registrations import ask_to_register
from tests.support.scenario import Scenario
from tests.support.zoom import System, eventually

MINUTE = timedelta(minutes=1)


async def booked(
    system: System, scenario: Scenario, *, starts_in: timedelta, days_ahead: int = 7, ask: bool = True
) -> dict[str, Any]:
    """Book a session and let it be as far ahead, or past, as is wanted; with `ask`, ask for its people to be registered."""
    coordinator = await system.caller()
    response = await coordinator.post("/v1/bookings", json=scenario.booking(10, days_ahead=days_ahead))
    assert response.json()["state"] == "confirmed", response.text
    booking: dict[str, Any] = response.json()
    await shift(system, booking, starts_in=starts_in)
    if ask:
        await system.ask_to_register()
    return booking


async def shift(system: System, booking: dict[str, Any], *, starts_in: timedelta) -> None:
    """Let time pass for a session alone; all that is known of it goes along, and a look is due."""
    await system.idle()
    async with system.database.transaction() as session:
        row = await session.get_one(Booking, UUID(booking["id"]))
        by = utc_now() + starts_in - row.starts_at
        row.starts_at, row.ends_at = row.starts_at + by, row.starts_at + by + 45 * MINUTE
        row.held_at = row.held_at + by if row.held_at else None
        for meeting in await session.exec(select(Meeting).where(Meeting.booking_id == row.id)):
            meeting.next_check_at = utc_now()


async def registration_of(database: Database, booking: dict[str, Any], role: str = "mentee") -> str:
    """Return by which registration at Zoom somebody comes, when a minute has passed since their session was confirmed."""

    async def found() -> str | None:
        async with database.transaction() as session:
            await ask_to_register(session)
            query = select(Participant.registrant_id).where(
                col(Participant.booking_id) == UUID(booking["id"]), col(Participant.role) == role
            )
            return (await session.exec(query)).one_or_none()

    return await eventually(found)


async def play(system: System, booking: dict[str, Any], verb: str) -> None:
    await system.zoom.control("POST", f"/meetings/{booking['meeting']['zoom_meeting_id']}/{verb}")
    await system.zoom.settle()


async def read(system: System, booking: dict[str, Any]) -> dict[str, Any]:
    coordinator = await system.caller()
    shown: dict[str, Any] = (await coordinator.get(f"/v1/bookings/{booking['id']}")).json()
    return shown


async def becomes(system: System, booking: dict[str, Any], state: str) -> dict[str, Any]:
    async def look() -> dict[str, Any] | None:
        shown = await read(system, booking)
        return shown if shown["state"] == state else None

    return await eventually(look)


async def at_zoom(system: System, booking: dict[str, Any]) -> dict[str, Any] | None:
    number = booking["meeting"]["zoom_meeting_id"]
    return next((each for each in await system.zoom.meetings() if each["id"] == number), None)


async def is_closed(system: System, booking: dict[str, Any]) -> None:
    async def closed() -> bool:
        meeting = await at_zoom(system, booking)
        return meeting is None or meeting["status"] != "started"

    await eventually(closed)


async def is_removed(system: System, booking: dict[str, Any]) -> None:
    async def removed() -> bool:
        return await at_zoom(system, booking) is None

    await eventually(removed)


async def incidents(system: System, kind: str) -> list[dict[str, Any]]:
    coordinator = await system.caller()
    found: list[dict[str, Any]] = (await coordinator.get("/v1/incidents", params={"kind": kind})).json()["items"]
    return found


async def end_pairing(client: httpx.AsyncClient, scenario: Scenario) -> None:
    path = f"/v1/pairings/{scenario.pairing}"
    ended = await client.patch(path, json={"active": False}, headers={"If-Match": "*"})
    assert ended.status_code == 200, ended.text
