"""Two APIs and three workers on one database, any of them killed at any time: nothing is lost, nothing is doubled."""

import asyncio
import random
from collections.abc import Sequence
from typing import Any, Final

import httpx
import pytest

from app.kit.database import Database
from app.settings import Settings
from tests.resilience.machines import Kind, Machines, several_machines
from tests.resilience.workers import Workers
from tests.resilience.world import Period, World, running_world, violations
from tests.support.zoom import eventually

PAIRINGS: Final = 10
HOURS: Final = (9, 13)
RUNNING: Final = (Kind.API,) * 2 + (Kind.WORKER,) * 3
KILLED: Final = (Kind.API, Kind.WORKER) * 2
CALLS_BETWEEN: Final = (4, 14)
"""How many calls Zoom gets from one killing to the next, at the least and at the most."""

SEED: Final = 4


async def book(machines: Machines, key: str, body: dict[str, object], authorization: str, chance: random.Random) -> str:
    """Ask until there is an answer, of whichever API, as a front-end does; then once more. Return the booking's id."""
    headers = {
        "Authorization": authorization,
        "Idempotency-Key": key,
        "Prefer": "wait=2",
    }
    ids: list[str] = []
    async with httpx.AsyncClient(timeout=10) as client, asyncio.timeout(90):
        while len(ids) < 2:
            try:
                answer = await client.post(f"{machines.any_api(chance)}/v1/bookings", json=body, headers=headers)
            except httpx.TransportError:
                # It is dead, or not there yet, or has died before it could answer.
                await asyncio.sleep(chance.uniform(0, 0.2))
                continue
            if answer.status_code == 409 and answer.json()["type"].endswith(":request-in-flight"):
                await asyncio.sleep(chance.uniform(0, 0.2))
                continue
            assert answer.status_code in {201, 202}, answer.text
            ids.append(answer.json()["id"])
    assert ids[0] == ids[1]
    return ids[0]


async def kill_some(world: World, machines: Machines, chance: random.Random) -> None:
    calls = world.sandbox.front.calls
    for kind in chance.sample(KILLED, len(KILLED)):
        until = len(calls) + chance.randint(*CALLS_BETWEEN)

        async def busy(until: int = until) -> bool:
            return len(calls) >= until

        await eventually(busy, within=60)
        await machines.kill(kind, chance)


@pytest.mark.timeout(300)
async def test_whichever_machine_dies_each_booking_has_its_one_meeting(
    settings: Settings, database: Database, workers: Workers
) -> None:
    chance = random.Random(SEED)
    async with running_world(settings, database, hosts=PAIRINGS, events=False) as world:
        pairings = await world.pairings(PAIRINGS)
        bodies: Sequence[dict[str, Any]] = [each.booking(hour) for hour in HOURS for each in pairings]
        authorization = world.coordinator.headers["Authorization"]
        async with several_machines(world.system.settings, RUNNING, workers) as machines:
            killing = asyncio.create_task(kill_some(world, machines, chance))
            turns = asyncio.Semaphore(4)

            async def front_end(number: int, body: dict[str, Any]) -> str:
                async with turns:
                    return await book(machines, f"session-{number}", body, authorization, random.Random(number))

            ids = await asyncio.gather(*(front_end(number, body) for number, body in enumerate(bodies)))
            await killing
            wanted = {booking_id: Period.of(body) for booking_id, body in zip(ids, bodies, strict=True)}
            await world.settled(wanted)
        assert len(set(ids)) == len(bodies)
        assert set(await world.bookings()) == set(ids)
        assert await violations(world, wanted) == []
