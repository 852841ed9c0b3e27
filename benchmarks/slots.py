"""How long it takes to find when a pairing could meet, and to ask a check about each of the same times instead.

Run it with `make bench BENCH=slots`. A week of half-hours is looked at, in a pool of hosts in which the mornings are taken.
"""

import asyncio
import time
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from rich.console import Console
from rich.table import Table

from app.embedded.postgres import embedded_postgres
from app.kit.database import Database
from app.kit.migrations import migrate
from benchmarks.booking import UNLIMITED, Latency, environment_on, free_port, running_api, sessions, settings_of
from benchmarks.data import Data, add_hosts, load

HOSTS, BOOKED, ROUNDS, HOUR, AIM_P50 = 20, 40, 60, timedelta(hours=1), 50.0


async def find(client: httpx.AsyncClient, pairing: str, days: int) -> tuple[float, dict[str, Any]]:
    """Return the seconds that an answer took, and what it says."""
    begins = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    asked = {"from": begins.isoformat(), "to": (begins + timedelta(days=days)).isoformat(), "every": "30"}
    began = time.perf_counter()
    response = (await client.get(f"/v1/pairings/{pairing}/slots", params=asked)).raise_for_status()
    return time.perf_counter() - began, response.json()


async def check_each(client: httpx.AsyncClient, pairing: str, days: int) -> float:
    """Return the seconds that it takes to ask about each of these times, one after the other, as a website had to."""
    begins = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    began = time.perf_counter()
    for number in range(days * 48):
        start = begins + timedelta(minutes=30 * number)
        times = {"starts_at": start.isoformat(), "ends_at": (start + HOUR).isoformat()}
        body = {"pairing_id": pairing, "agreed_by_both": True, **times}
        (await client.post("/v1/checks", json=body)).raise_for_status()
    return time.perf_counter() - began


async def fill(client: httpx.AsyncClient, data: Data) -> None:
    """Book sessions of many pairings, so that hosts and people are taken."""
    requests = sessions(data.pairings)
    for _ in range(BOOKED):
        answer = await client.post("/v1/bookings", json=next(requests), headers={"Prefer": "respond-async"})
        answer.raise_for_status()


async def measure(url: str) -> tuple[Latency, Latency, float, int, int]:
    """Return how long a week and a day take, and checks of the same week, how many slots there are and their bytes."""
    environment = environment_on(url, free_port(), HOST_PROOF_AGE="PT2H", **UNLIMITED)
    settings = settings_of(environment)
    await migrate(settings.database_url)
    data = await load(settings)
    database = Database.connect(settings)
    await add_hosts(database, HOSTS)
    await database.close()
    async with AsyncExitStack() as stack:
        _, client = await stack.enter_async_context(running_api(environment, data.api_key))
        await fill(client, data)
        pairing = data.pairings[0]
        _, found = await find(client, pairing, 7)
        week = [(await find(client, pairing, 7))[0] for _ in range(ROUNDS)]
        day = [(await find(client, pairing, 1))[0] for _ in range(ROUNDS)]
        checks = await check_each(client, pairing, 7)
    return Latency.of(week), Latency.of(day), checks * 1000, len(found["items"]), len(str(found))


def main() -> None:
    with TemporaryDirectory(prefix="chaperone-") as folder, embedded_postgres(Path(folder) / "postgres") as url:
        week, day, checks, slots, size = asyncio.run(measure(url.format(database="postgres")))
    table = Table("what", "p50", "p99", "aim p50", title=f"{slots} slots in a week of half-hours, {size / 1000:.0f} kB")
    table.add_row("slots of a week", f"{week.p50:.1f} ms", f"{week.p99:.1f} ms", f"{AIM_P50:.0f} ms")
    table.add_row("slots of a day", f"{day.p50:.1f} ms", f"{day.p99:.1f} ms", "")
    table.add_row("a check of each time of the week", f"{checks:.0f} ms", "", "")
    console = Console(width=100)
    console.print(table)
    console.print(
        f"Asking a check about each takes {checks / week.p50:.0f} times as long, and leaves {7 * 48} audit entries."
    )


if __name__ == "__main__":
    main()
