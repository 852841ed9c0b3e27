"""What a booking costs where ten hosts can be had, and where there are two thousand. Run it with `make bench`.

No worker runs: a host is found before Zoom is asked for anything. Four in ten of the hosts are taken at every hour that is
asked for. Measured are the request over HTTP, and the statement that looks at the pool alone.
"""

import asyncio
import os
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import asyncpg
from rich.console import Console
from rich.table import Table

from app.bookings.hosts import host_pool
from app.bookings.reservations import Slot
from app.embedded.postgres import embedded_postgres
from app.kit.clock import utc_now
from app.kit.database import plain_dsn
from app.kit.identifiers import new_id
from benchmarks.booking import Latency, free_port, running_api
from benchmarks.places import Place, ask, make_place

HOSTS: Final = (10, 2_000)
PAIRINGS, REQUESTS, WARM_UP = 4, 200, 20
GAP: Final = timedelta(minutes=10)
NOBODY: Final = new_id()
"""A mentor without a Zoom user of their own."""

_TAKE: Final = """
    INSERT INTO reservation (id, booking_id, resource, resource_id, period)
    SELECT uuidv7(), uuidv7(), 'host', host.id, tstzrange(starts_at, starts_at + interval '55 minutes')
    FROM (SELECT id, row_number() OVER (ORDER BY id) AS number FROM host) AS host
    CROSS JOIN generate_series(current_date + 8, current_date + 24, interval '1 day') AS day
    CROSS JOIN generate_series(9, 15) AS hour
    CROSS JOIN LATERAL (SELECT (day::date + make_time(hour, 0, 0)) AT TIME ZONE 'Europe/London' AS starts_at) AS starts
    WHERE (host.number + hour) % 10 < 4
"""


@dataclass
class Measured:
    """A place with so many hosts, and what was measured there, in seconds."""

    hosts: int
    place: Place
    asked: list[float] = field(default_factory=list)
    looked: list[float] = field(default_factory=list)


async def with_hosts(url: str, hosts: int, sandbox_port: int) -> Measured:
    """Make a database in which some of the hosts are taken at every hour."""
    place = await make_place(url, f"hosts_{hosts}", hosts=hosts, pairings=PAIRINGS, sandbox_port=sandbox_port)
    connection = await asyncpg.connect(plain_dsn(place.settings))
    # The reservations are of no booking.
    await connection.execute("SET session_replication_role = replica")
    await connection.execute(_TAKE)
    await connection.execute("VACUUM (ANALYZE)")
    await connection.close()
    return Measured(hosts, place)


async def look(place: Place, request: dict[str, Any]) -> float:
    """Look at the pool for a session; return the seconds that it took."""
    starts_at, ends_at = (datetime.fromisoformat(request[key]) for key in ("starts_at", "ends_at"))
    slot = Slot(starts_at, ends_at, GAP)
    async with place.database.transaction() as session:
        # A connection takes its time to be had.
        await session.connection()
        began = time.perf_counter()
        pool = await host_pool(session, "default", slot, mentor=NOBODY, now=utc_now())
        took = time.perf_counter() - began
    if not pool.candidates:
        raise SystemExit("no host is free")
    return took


async def measure(url: str) -> Sequence[Measured]:
    # Nobody listens there: without worker, Zoom is not asked for anything.
    sandbox_port = free_port()
    all_measured = [await with_hosts(url, hosts, sandbox_port) for hosts in HOSTS]
    async with AsyncExitStack() as stack:
        start = stack.enter_async_context
        places = [measured.place for measured in all_measured]
        clients = [(await start(running_api(place.environment, place.data.api_key)))[1] for place in places]
        for turn in range(WARM_UP + REQUESTS):
            for measured, client in zip(all_measured, clients, strict=True):
                request = next(measured.place.requests)
                looked, asked = await look(measured.place, request), await ask(client, request)
                if turn >= WARM_UP:
                    measured.looked.append(looked)
                    measured.asked.append(asked)
    for place in places:
        await place.database.close()
    return all_measured


def show(all_measured: Sequence[Measured]) -> None:
    table = Table(
        "hosts", "request p50", "p99", "ratio", "look at the pool p50", "p99", "ratio",
        title="What a booking costs, ms, by the number of hosts that can be had",
    )  # fmt: skip
    first = Latency.of(all_measured[0].asked).p50, Latency.of(all_measured[0].looked).p50
    for measured in all_measured:
        asked, looked = Latency.of(measured.asked), Latency.of(measured.looked)
        table.add_row(
            f"{measured.hosts:,}",
            f"{asked.p50:.1f}",
            f"{asked.p99:.1f}",
            f"{asked.p50 / first[0]:.2f}",
            f"{looked.p50:.1f}",
            f"{looked.p99:.1f}",
            f"{looked.p50 / first[1]:.2f}",
        )
    Console(width=int(os.environ.get("COLUMNS", "110"))).print(table)


def main() -> None:
    with TemporaryDirectory(prefix="chaperone-") as folder, embedded_postgres(Path(folder) / "postgres") as url:
        show(asyncio.run(measure(url)))


if __name__ == "__main__":
    main()
