"""Everybody needs some time between two sessions, on both sides of a session, and as long as is asked for now."""

from typing import Any

import httpx

from tests.support.scenario import Scenario, add_host, add_pairing, make_scenario
from tests.support.service import Service
from tests.support.zoom import System, eventually


async def ask_for_a_gap(coordinator: httpx.AsyncClient, scenario: Scenario, minutes: int) -> None:
    """Let the partner ask for a longer gap than the programme does."""
    path = f"/v1/partners/{scenario.partner}/guidance"
    rules = {"schedule.clash": {"parameters": {"gap_minutes": minutes}}}
    response = await coordinator.put(path, json={"rules": rules}, headers={"If-Match": "*"})
    assert response.status_code == 200, response.text


async def is_clash(coordinator: httpx.AsyncClient, scenario: Scenario, hour: int, minute: int) -> bool:
    response = await coordinator.post("/v1/checks", json=scenario.booking(hour, minute=minute))
    assert response.status_code == 200, response.text
    (session,) = response.json()["sessions"]
    outcomes = {each["code"]: each["outcome"] for each in session["findings"]}
    return bool(outcomes["schedule.clash"] == "deny")


async def test_a_longer_gap_holds_before_and_after_sessions_that_were_booked_with_a_shorter_one(
    service: Service,
) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    coordinator = await service.caller()
    booked = await coordinator.post("/v1/bookings", json=scenario.booking(12), headers={"Prefer": "respond-async"})
    assert booked.status_code == 202, booked.text
    assert not await is_clash(coordinator, scenario, 13, 15)
    assert not await is_clash(coordinator, scenario, 10, 45)

    await ask_for_a_gap(coordinator, scenario, 60)

    assert await is_clash(coordinator, scenario, 13, 59)
    assert not await is_clash(coordinator, scenario, 14, 0)
    assert await is_clash(coordinator, scenario, 10, 1)
    assert not await is_clash(coordinator, scenario, 10, 0)


async def test_of_two_sessions_that_a_longer_gap_brings_too_close_the_one_booked_first_stays(system: System) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    first = (await coordinator.post("/v1/bookings", json=scenario.booking(12))).json()
    second = (await coordinator.post("/v1/bookings", json=scenario.booking(10, minute=45))).json()
    assert (first["state"], second["state"]) == ("confirmed", "confirmed")

    await ask_for_a_gap(coordinator, scenario, 60)

    async def state_of(booking: dict[str, Any]) -> str:
        return str((await coordinator.get(f"/v1/bookings/{booking['id']}")).json()["state"])

    async def suspended() -> bool:
        return await state_of(second) == "suspended"

    await eventually(suspended)
    assert await state_of(first) == "confirmed"


async def test_a_host_may_need_more_time_between_two_sessions_than_the_people(service: Service) -> None:
    scenario = await make_scenario(service.database)
    another = await add_pairing(service.database, scenario)
    await add_host(service.database)
    coordinator = await service.caller()
    path = f"/v1/partners/{scenario.partner}/guidance"
    rules = {"schedule.clash": {"parameters": {"host_gap_minutes": 45}}}
    response = await coordinator.put(path, json={"rules": rules}, headers={"If-Match": "*"})
    assert response.status_code == 200, response.text
    booked = await coordinator.post("/v1/bookings", json=scenario.booking(12), headers={"Prefer": "respond-async"})
    assert booked.status_code == 202, booked.text

    # The people of another pairing are free, and the only host is not.
    assert await is_clash(coordinator, another, 13, 44)
    assert not await is_clash(coordinator, another, 13, 45)
    assert await is_clash(coordinator, another, 10, 16)
    assert not await is_clash(coordinator, another, 10, 15)
    # The same people need no more than before, and another host is free for them at once.
    await add_host(service.database, "host-2")
    assert not await is_clash(coordinator, scenario, 13, 10)
