"""What a killed worker has begun, another one goes on with soon, although nothing else happens that would wake it."""

import asyncio
from datetime import timedelta

from app.kit.database import Database
from app.settings import Settings
from tests.resilience.standstill import Step
from tests.resilience.workers import Workers
from tests.resilience.world import Period, running_world, violations

SOON = timedelta(seconds=12)
"""Of which up to two are for noticing, and the rest for a machine that is busy; without looking it would be thirty."""


async def test_an_idle_worker_takes_over_soon(settings: Settings, database: Database, workers: Workers) -> None:
    async with (
        running_world(settings, database, hosts=1, events=False) as world,
        workers.running(world.system.settings) as killed,
    ):
        (scenario,) = await world.pairings(1)
        world.standstill.shut(Step.CREATE)
        body = scenario.booking()
        booked = await world.coordinator.post("/v1/bookings", json=body, headers={"Prefer": "respond-async"})
        await world.standstill.waiting(1)
        async with workers.running(world.system.settings):
            await killed.kill()
            world.standstill.open()
            wanted = {booked.json()["id"]: Period.of(body)}
            async with asyncio.timeout(SOON.total_seconds()):
                await world.settled(wanted)
            assert await violations(world, wanted) == []
