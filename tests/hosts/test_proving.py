"""What becomes of a host's sessions when it changes at Zoom, and nobody synchronises the hosts."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from app.bookings.models import Meeting
from app.hosts.models import Host
from app.kit.clock import utc_now
from tests.support.scenario import make_scenario
from tests.support.zoom import AI_OFF, System, eventually


@pytest.mark.parametrize("change", [{"status": "inactive"}, {"type": 1}], ids=["deactivated", "without its licence"])
async def test_the_next_look_at_the_meeting_finds_it_and_gives_the_session_to_another_host(
    system: System, change: dict[str, Any]
) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    booking = (await coordinator.post("/v1/bookings", json=scenario.booking())).json()
    (before,) = await system.zoom.meetings()
    host = before["host_id"]
    user = {"id": host, "email": f"{host}@example.org", "settings": AI_OFF, **change}
    # Nobody tells of it.
    await system.zoom.control("DELETE", "/webhook")
    await system.idle()
    await system.zoom.control("POST", "/users", user)
    async with system.database.transaction() as session:
        # As if the time of the next look had come.
        (await session.exec(select(Meeting))).one().next_check_at = utc_now()
        for row in await session.exec(select(Host)):
            row.proven_at = utc_now() - timedelta(hours=1)

    await system.a_minute_passes()

    async def moved() -> dict[str, Any] | None:
        shown: dict[str, Any] = (await coordinator.get(f"/v1/bookings/{booking['id']}")).json()
        hosts = {each["id"]: each["host_id"] for each in await system.zoom.meetings()}
        is_confirmed = shown["state"] == "confirmed" and shown["meeting"] is not None
        return shown if is_confirmed and hosts[shown["meeting"]["zoom_meeting_id"]] != host else None

    await eventually(moved)
    incidents = (await coordinator.get("/v1/incidents", params={"kind": "host_unusable"})).json()["items"]
    assert len(incidents) == 1
    entries = (await coordinator.get("/v1/audit", params={"limit": 200})).json()["items"]
    (entry,) = [each for each in entries if each["action"] in {"host.taken_out", "host.changed"}]
    assert entry["after"].get("licence") != "licensed"


async def test_without_another_host_the_session_is_suspended_and_takes_place_once_zoom_has_one_again(
    system: System,
) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    booking = (await coordinator.post("/v1/bookings", json=scenario.booking())).json()

    async def users_are(status: str) -> None:
        for number in (1, 2, 3):
            user = {"id": f"host-{number}", "email": f"host-{number}@example.org", "settings": AI_OFF, "status": status}
            await system.zoom.control("POST", "/users", user)

    async def becomes(state: str) -> None:
        async def look() -> bool:
            return bool((await coordinator.get(f"/v1/bookings/{booking['id']}")).json()["state"] == state)

        await eventually(look)

    # Nobody tells of it.
    await system.zoom.control("DELETE", "/webhook")
    await system.idle()
    await users_are("inactive")
    async with system.database.transaction() as session:
        (await session.exec(select(Meeting))).one().next_check_at = utc_now()
        for row in await session.exec(select(Host)):
            row.proven_at = utc_now() - timedelta(hours=1)
    await system.a_minute_passes()

    await becomes("suspended")
    await users_are("active")
    await system.proven_hosts()
    await becomes("confirmed")
