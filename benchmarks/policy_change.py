"""What a change of a programme's policy costs: all sessions ahead are decided again, while others go on booking.

A programme with many sessions ahead, three workers, an API, a sandbox. Bookings and checks are measured before the change and
while the sessions are decided again, in the same run; their ratio is what can be trusted on a machine with other work. How
long 100,000 sessions take is extrapolated from the rate.
"""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import httpx
from rich.console import Console
from rich.table import Table
from sqlalchemy import text
from sqlmodel import col, func, select

from app.bookings.models import Booking
from app.bookings.staleness import IS_STALE
from app.embedded.postgres import embedded_postgres
from app.kit.database import Database
from benchmarks.booking import Latency, book, free_port, running, running_api, running_sandbox, users_of_zoom
from benchmarks.data import PACK
from benchmarks.growth import filled, until_nothing_waits
from benchmarks.places import Place, ask

SESSIONS: Final = int(os.environ.get("SESSIONS", "10000"))
WORKERS, HOSTS, BEFORE, WARM_UP = 3, 300, 60, 10
NEXT: Final = 500
ALL: Final = 100_000
AIM_SECONDS, AIM_NEXT_SECONDS, AIM_RATIO = 600, 10, 1.2
LONGEST_SECONDS, LOOK_EVERY_SECONDS = 1200, 0.5

# What the rules would have a coordinator approve, so that only what stays as it was is measured.
_ONLY_WORKING_DAYS: Final = text("""
    UPDATE booking SET state = 'cancelled'
    WHERE state = 'confirmed' AND (extract(isodow FROM starts_at) > 5 OR to_char(starts_at, 'MMDD') >= '1221'
        OR to_char(starts_at, 'MMDD') <= '0103')
""")


@dataclass
class Measured:
    """How long bookings and checks took before the change and during it, and how the sessions ahead were decided, in seconds."""

    sessions: int = 0
    before: list[float] = field(default_factory=list)
    during: list[float] = field(default_factory=list)
    checks_before: list[float] = field(default_factory=list)
    checks_during: list[float] = field(default_factory=list)
    next_seconds: float = 0
    all_seconds: float = 0
    other_states: int = 0


async def stale_among_next(database: Database, sessions: int) -> int:
    ahead = (
        select(col(Booking.id), IS_STALE.label("is_stale"))
        .where(col(Booking.state) == "confirmed", col(Booking.starts_at) > func.now())
        .order_by(col(Booking.starts_at), col(Booking.id))
        .limit(sessions)
        .subquery()
    )
    async with database.transaction() as session:
        return (await session.exec(select(func.count()).select_from(ahead).where(ahead.c.is_stale))).one()


async def until_decided(database: Database, sessions: int) -> None:
    while await stale_among_next(database, sessions):  # noqa: ASYNC110  # workers in other processes decide
        await asyncio.sleep(LOOK_EVERY_SECONDS)


async def timed(act: Callable[[], Awaitable[object]]) -> float:
    began = time.perf_counter()
    await act()
    return time.perf_counter() - began


async def check(client: httpx.AsyncClient, place: Place) -> None:
    request = next(place.requests)
    (await client.post("/v1/checks", json=request)).raise_for_status()


async def book_and_check(client: httpx.AsyncClient, place: Place, booked: list[float], checked: list[float]) -> None:
    booked.append(await book(client, next(place.requests)))
    checked.append(await timed(lambda: check(client, place)))


async def change_policy(client: httpx.AsyncClient, place: Place) -> None:
    document = PACK.model_dump(mode="json")
    document["rules"]["schedule.notice"]["parameters"]["hours"] += 1
    path = f"/v1/programmes/{place.data.programme}/policy"
    answer = await client.put(path, json=document, headers={"If-Match": "*"})
    if answer.status_code != httpx.codes.OK:
        raise SystemExit(f"not changed: {answer.status_code} {answer.text[:500]}")


async def watch(place: Place, measured: Measured, began: float) -> None:
    async with asyncio.timeout(LONGEST_SECONDS):
        await until_decided(place.database, NEXT)
        measured.next_seconds = time.perf_counter() - began
        await until_decided(place.database, measured.sessions)
        measured.all_seconds = time.perf_counter() - began


async def measure(url: str) -> Measured:
    port = free_port()
    place = (await filled(url, SESSIONS, port, days_before=0)).place
    measured = Measured()
    async with place.database.engine.begin() as connection:
        await connection.execute(_ONLY_WORKING_DAYS)
        ahead = "SELECT count(*) FROM booking WHERE state = 'confirmed' AND starts_at > now()"
        measured.sessions = int(await connection.scalar(text(ahead)) or 0)
    async with AsyncExitStack() as stack:
        start = stack.enter_async_context
        await start(running_sandbox(place.environment, users_of_zoom("host", HOSTS)))
        _, client = await start(running_api(place.environment, place.data.api_key))
        for number in range(WORKERS):
            await start(running("worker", environment={**place.environment, "WORKER_NAME": f"worker-{number}"}))
        # Until a worker has done something, none can be relied on.
        await ask(client, next(place.requests))
        await until_nothing_waits(place.database)
        for _ in range(WARM_UP):
            await book_and_check(client, place, [], [])
        for _ in range(BEFORE):
            await book_and_check(client, place, measured.before, measured.checks_before)
        await change_policy(client, place)
        watching = asyncio.create_task(watch(place, measured, time.perf_counter()))
        while not watching.done():
            await book_and_check(client, place, measured.during, measured.checks_during)
        await watching
    async with place.database.engine.begin() as connection:
        others = "SELECT count(*) FROM booking WHERE state IN ('suspended', 'awaiting_approval')"
        measured.other_states = int(await connection.scalar(text(others)) or 0)
    await place.database.close()
    return measured


def show(measured: Measured) -> None:
    def row(name: str, before: list[float], during: list[float]) -> None:
        first, later = Latency.of(before), Latency.of(during)
        ratio = later.p50 / first.p50
        table.add_row(
            name, f"{first.p50:.1f}", f"{later.p50:.1f}", f"{later.p99:.1f}", f"{ratio:.2f}", f"at most {AIM_RATIO}"
        )

    title = f"Bookings and checks while {measured.sessions:,} sessions are decided again by {WORKERS} workers, ms"
    table = Table("", "p50 before", "p50 meanwhile", "p99 meanwhile", "ratio", "aim", title=title)
    row("booking, until it is confirmed", measured.before, measured.during)
    row("check", measured.checks_before, measured.checks_during)
    console = Console(width=int(os.environ.get("COLUMNS", "110")))
    console.print(table)
    rate = measured.sessions / measured.all_seconds
    console.print(
        f"The next {NEXT} sessions: {measured.next_seconds:.1f} s (aim: at most {AIM_NEXT_SECONDS}). "
        f"All: {measured.all_seconds:.0f} s, "
        f"{rate:.0f} a second; {ALL:,} would take {ALL / rate:.0f} s (aim: at most {AIM_SECONDS}). "
        f"{len(measured.during)} sessions were booked meanwhile; {measured.other_states} are in another state than before."
    )


def main() -> None:
    with TemporaryDirectory(prefix="chaperone-") as folder, embedded_postgres(Path(folder) / "postgres") as url:
        show(asyncio.run(measure(url)))


if __name__ == "__main__":
    main()
