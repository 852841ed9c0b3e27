"""How long one caller's requests take while another's key floods the same API, with the limits per key and without them.

Run it with `make bench BENCH=fairness`. The flood is series checks about one pairing, forty at once: each needs the lock of the
same two people, and keeps a connection to the database while it waits.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import AsyncExitStack
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from rich.console import Console
from rich.table import Table

from app.embedded.postgres import embedded_postgres
from app.kit.migrations import migrate
from app.settings import Settings
from benchmarks.booking import UNLIMITED, Latency, environment_on, free_port, running_api, sessions, settings_of
from benchmarks.data import Data, load

SECONDS, FLOOD, SESSIONS = 15, 40, 18
LIMITED = {
    name: str(Settings.model_fields[name.lower()].default)
    for name in ("KEY_REQUESTS_AT_ONCE", "KEY_CONNECTIONS")
    # The quiet caller asks without a pause, more often than a key may.
} | {"KEY_REQUESTS_PER_MINUTE": "60000"}


async def checks(client: httpx.AsyncClient, data: Data, during: float) -> list[float]:
    """Ask for a while, one after the other, whether a session could be booked; return the seconds that each answer took."""
    seconds: list[float] = []
    until = time.perf_counter() + during
    for request in cycle(islice(sessions(data.pairings), 100)):
        began = time.perf_counter()
        if began > until and len(seconds) > 1:
            break
        (await client.post("/v1/checks", json=request)).raise_for_status()
        seconds.append(time.perf_counter() - began)
    return seconds


async def keep_flooding(client: httpx.AsyncClient, request: dict[str, Any], answers: Counter[int]) -> None:
    while True:
        response = await client.post("/v1/checks/series", json=request)
        answers[response.status_code] += 1
        if response.status_code == httpx.codes.TOO_MANY_REQUESTS:
            # As a client should that does not care how soon.
            await asyncio.sleep(0.1)


async def measure(url: str, limits: Mapping[str, str]) -> tuple[Latency, Latency, Counter[int]]:
    """Return how the quiet caller is answered alone and during the flood, and how the flood is."""
    environment = environment_on(url, free_port(), **limits)
    settings = settings_of(environment)
    await migrate(settings.database_url)
    quiet, flooding = await load(settings), await load(settings)
    series = {**next(sessions(flooding.pairings)), "sessions": SESSIONS}
    answers: Counter[int] = Counter()
    async with AsyncExitStack() as stack:
        _, client = await stack.enter_async_context(running_api(environment, quiet.api_key))
        headers = {"Authorization": f"Bearer {flooding.api_key}"}
        connections = httpx.Limits(max_connections=FLOOD)
        other = await stack.enter_async_context(
            httpx.AsyncClient(base_url=client.base_url, headers=headers, timeout=120, limits=connections)
        )
        await checks(client, quiet, 1)
        alone = await checks(client, quiet, SECONDS)
        flood = [asyncio.create_task(keep_flooding(other, series, answers)) for _ in range(FLOOD)]
        try:
            flooded = await checks(client, quiet, SECONDS)
        finally:
            for task in flood:
                task.cancel()
            await asyncio.gather(*flood, return_exceptions=True)
    return Latency.of(alone), Latency.of(flooded), answers


def main() -> None:
    table = Table("", "alone p50", "alone p99", "flooded p50", "flooded p99", "ratio of p99", "answers to the flood")
    with TemporaryDirectory(prefix="chaperone-") as folder, embedded_postgres(Path(folder) / "postgres") as url:
        for name, limits in (("limits as they come", LIMITED), ("no limits", UNLIMITED)):
            alone, flooded, answers = asyncio.run(measure(url.format(database="postgres"), limits))
            table.add_row(
                name,
                *(f"{each:.0f} ms" for each in (alone.p50, alone.p99, flooded.p50, flooded.p99)),
                f"{flooded.p99 / alone.p99:.1f}",
                ", ".join(f"{status}: {count}" for status, count in sorted(answers.items())),
            )
    Console(width=140).print(table)


if __name__ == "__main__":
    main()
