"""What a booking costs with a thousand, a hundred thousand and a million bookings in the database. Run it with `make bench`.

The databases are filled as `benchmarks.history` says. First the request is measured alone, without any worker; then, with a
worker for each database, the whole way to the confirmed booking.
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
from typing import Final
from uuid import UUID

from rich.console import Console
from rich.table import Table
from sqlmodel import col, func, select

from app.access.service import authenticate
from app.bookings.models import Booking
from app.bookings.schemas import BookingCreate
from app.bookings.service import request_booking
from app.bookings.states import BookingState
from app.embedded.postgres import embedded_postgres
from app.installation.trust import note_compared, trust_in
from app.kit.database import Database
from app.provisioning.timers import every_minute
from benchmarks.booking import Latency, book, free_port, running, running_api, running_sandbox, users_of_zoom
from benchmarks.history import DAYS_BEFORE, fill
from benchmarks.places import Place, ask, make_place

SIZES: Final = (1_000, 100_000, 1_000_000)
HOSTS, PAIRINGS, REQUESTS, WHOLE, WARM_UP = 300, 8, 150, 60, 10
LONGEST_SECONDS, LOOK_EVERY_SECONDS = 120, 0.2
AIM = 1.2


@dataclass
class Measured:
    """A place with so many bookings, how long it took to write them, how large it is, and what was measured, in seconds.

    `tick` is what a worker does every minute, the second time.
    """

    bookings: int
    place: Place
    filled_in: float
    bytes: int
    tick: float = 0
    asked: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)


async def filled(url: str, bookings: int, sandbox_port: int, *, days_before: int = DAYS_BEFORE) -> Measured:
    """Make and fill a database. A first booking, after the hours that will be filled, is the pattern of all."""
    place = await make_place(url, f"bookings_{bookings}", hosts=HOSTS, pairings=PAIRINGS, sandbox_port=sandbox_port)
    evening = datetime.fromisoformat(next(place.requests)["starts_at"]).replace(hour=17)
    pattern = BookingCreate(
        pairing_id=UUID(place.data.pairings[0]),
        starts_at=evening,
        ends_at=evening + timedelta(minutes=30),
        agreed_by_both=True,
    )
    async with place.database.transaction() as session:
        # While it is empty: of a database that was filled from elsewhere Zoom would be asked for every meeting first.
        await trust_in(session)
        await note_compared(session)
        await request_booking(session, await authenticate(session, place.data.api_key), pattern)
    async with (
        running_sandbox(place.environment, users_of_zoom("host", HOSTS)),
        running("worker", environment=place.environment),
    ):
        await until_nothing_waits(place.database)
    began = time.perf_counter()
    size = await fill(place.settings, place.data, bookings, days_before=days_before)
    measured = Measured(bookings, place, time.perf_counter() - began, size)
    await tick(measured)
    return measured


async def tick(measured: Measured) -> None:
    for _ in range(2):
        began = time.perf_counter()
        await every_minute(measured.place.database, measured.place.settings)
        measured.tick = time.perf_counter() - began


async def until_nothing_waits(database: Database, longest_seconds: float = LONGEST_SECONDS) -> None:
    query = select(func.count()).where(col(Booking.state) == BookingState.PROVISIONING)
    async with asyncio.timeout(longest_seconds):
        while True:
            async with database.transaction() as session:
                if not (await session.exec(query)).one():
                    return
            await asyncio.sleep(LOOK_EVERY_SECONDS)


async def measure(url: str) -> Sequence[Measured]:
    sandbox_port = free_port()
    all_measured = [await filled(url, bookings, sandbox_port) for bookings in SIZES]
    async with AsyncExitStack() as stack:
        start = stack.enter_async_context
        places = [measured.place for measured in all_measured]
        await start(running_sandbox(places[0].environment, users_of_zoom("host", HOSTS)))
        clients = [(await start(running_api(place.environment, place.data.api_key)))[1] for place in places]
        turns = list(zip(all_measured, clients, strict=True))
        for turn in range(WARM_UP + REQUESTS):
            for measured, client in turns:
                took = await ask(client, next(measured.place.requests))
                if turn >= WARM_UP:
                    measured.asked.append(took)
        for place in places:
            await start(running("worker", environment=place.environment))
        for place in places:
            await until_nothing_waits(place.database)
        for turn in range(WARM_UP + WHOLE):
            for measured, client in turns:
                took = await book(client, next(measured.place.requests))
                if turn >= WARM_UP:
                    measured.whole.append(took)
    for place in places:
        await place.database.close()
    return all_measured


def show(all_measured: Sequence[Measured]) -> None:
    table = Table(
        "bookings", "kB a booking", "filled in, s", "minute tick", "request p50", "p99", "ratio", "confirmed p50", "p99", "ratio",
        title="What a booking costs, ms, by the number of bookings that are there",
    )  # fmt: skip
    first = Latency.of(all_measured[0].asked).p50, Latency.of(all_measured[0].whole).p50
    for measured in all_measured:
        asked, whole = Latency.of(measured.asked), Latency.of(measured.whole)
        table.add_row(
            f"{measured.bookings:,}",
            f"{measured.bytes / measured.bookings / 1000:,.1f}",
            f"{measured.filled_in:.0f}",
            f"{measured.tick * 1000:.0f}",
            f"{asked.p50:.1f}",
            f"{asked.p99:.1f}",
            f"{asked.p50 / first[0]:.2f}",
            f"{whole.p50:.1f}",
            f"{whole.p99:.1f}",
            f"{whole.p50 / first[1]:.2f}",
        )
    table.add_row("aim", "9", "", "", "", "", f"at most {AIM}", "", "", f"at most {AIM}")
    Console(width=int(os.environ.get("COLUMNS", "110"))).print(table)


def main() -> None:
    with TemporaryDirectory(prefix="chaperone-") as folder, embedded_postgres(Path(folder) / "postgres") as url:
        show(asyncio.run(measure(url)))


if __name__ == "__main__":
    main()
