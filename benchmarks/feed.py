"""What it costs to tell others what happens, and how soon they know. Run it with `make bench BENCH=feed`.

First what writing events adds to a booking: two installations side by side, one of which tells nobody that its trail grows. Then
subscribers to webhooks and readers who wait at the feed, `SUBSCRIBERS` of each in the environment: how soon they are told while
bookings are made, and how many events a second a worker delivers to all subscribers when many have happened at once.
"""

import asyncio
import json
import os
import statistics
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import asyncpg
import httpx
from rich.console import Console
from rich.table import Table

from app.audit import service as audit
from app.audit.origin import WORKER
from app.embedded.postgres import embedded_postgres
from app.kit.database import Database, plain_dsn
from app.kit.identifiers import new_id
from app.notifications.events import EventType
from benchmarks.booking import (
    Latency,
    book,
    free_port,
    processor_time,
    running,
    running_api,
    running_sandbox,
    users_of_zoom,
)
from benchmarks.places import Place, make_place

SUBSCRIBERS: Final = int(os.environ.get("SUBSCRIBERS", "50"))
EVENTS: Final = int(os.environ.get("EVENTS", "100"))
COMPARED: Final = 120
WARM_UP: Final = 20
WATCHED: Final = 40
EVERY_SECONDS: Final = 0.5
HOSTS, PAIRINGS = 24, 16
PATIENT: Final = {"BOOKING_WAIT": "PT30S"}
AIM_COST: Final = 5.0
LONGEST_SECONDS: Final = 300
CONFIRMED: Final = EventType.BOOKING_CONFIRMED


class Receivers:
    """The websites of all subscribers, on one port."""

    def __init__(self) -> None:
        self.lags: list[float] = []
        self.changed = asyncio.Event()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer all requests of a connection with 204."""
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).lower()
                length = int(head.partition(b"content-length:")[2].split(b"\r\n", 1)[0])
                self.lags.append(lag_of(json.loads(await reader.readexactly(length))))
                self.changed.set()
                writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def until(self, count: int) -> None:
        """Wait until so many events have come."""
        async with asyncio.timeout(LONGEST_SECONDS):
            while len(self.lags) < count:
                self.changed.clear()
                await self.changed.wait()


def lag_of(event: dict[str, str]) -> float:
    """Return the seconds since an event was written; both clocks are this machine's."""
    return time.time() - datetime.fromisoformat(event["timestamp"]).timestamp()


@asynccontextmanager
async def receiving() -> AsyncIterator[tuple[Receivers, str]]:
    """Serve the receivers while the block runs; yield them and their address."""
    receivers = Receivers()
    server = await asyncio.start_server(receivers.serve, "127.0.0.1", 0, backlog=1024)
    async with server:
        yield receivers, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"


async def tell_nobody(place: Place) -> None:
    """Have the database of a place not tell that its trail grows: as it was before there were events."""
    connection = await asyncpg.connect(plain_dsn(place.settings))
    try:
        definition = await connection.fetchval("SELECT pg_get_functiondef('stamp_audit_entry'::regproc)")
        telling = "PERFORM pg_notify('chaperone_trail', NEW.action);"
        if telling not in definition:
            raise SystemExit("the trigger does not tell in the way that is to be measured")
        await connection.execute(definition.replace(telling, ""))
    finally:
        await connection.close()


async def compare(places: Sequence[Place]) -> tuple[list[list[float]], list[float]]:
    """Book in turns at each place; return the seconds of each booking, and the processor's milliseconds per booking."""
    async with AsyncExitStack() as stack:
        start = stack.enter_async_context
        processes, clients = [], []
        for place in places:
            environment = {**place.environment, **PATIENT}
            await start(running_sandbox(environment, users_of_zoom("host", HOSTS)))
            api, client = await start(running_api(environment, place.data.api_key))
            processes.append((api, await start(running("worker", environment=environment))))
            clients.append(client)
        seconds: list[list[float]] = [[] for _ in places]
        used: list[float] = []
        for number in range(WARM_UP + COMPARED):
            if number == WARM_UP:
                used = [sum(processor_time(*each)) for each in processes]
            for which, place in enumerate(places):
                took = await book(clients[which], next(place.requests))
                if number >= WARM_UP:
                    seconds[which].append(took)
        now = [sum(processor_time(*each)) for each in processes]
    return seconds, [(later - before) / COMPARED for later, before in zip(now, used, strict=True)]


async def subscribe(client: httpx.AsyncClient, url: str) -> None:
    for _ in range(SUBSCRIBERS):
        made = await client.post("/v1/webhooks", json={"url": url, "event_types": [CONFIRMED]})
        if made.status_code != httpx.codes.CREATED:
            raise SystemExit(f"not subscribed: {made.status_code} {made.text[:500]}")


async def follow(client: httpx.AsyncClient, lags: list[float], begun: asyncio.Barrier) -> None:
    """Read the feed for ever, and note how late each event is; begin when all others have."""
    after = (await client.get("/v1/events", params={"after": "latest"}, timeout=60)).json()["next_after"]
    await begun.wait()
    while True:
        page = (
            await client.get("/v1/events", params={"after": after, "wait": 30, "type": CONFIRMED}, timeout=60)
        ).json()
        lags += [lag_of(event) for event in page["items"]]
        after = page["next_after"]


async def watched(place: Place, client: httpx.AsyncClient, receivers: Receivers) -> tuple[Latency, Latency]:
    """Book at a steady pace; return how late the subscribers and the readers are."""
    read: list[float] = []
    limits = httpx.Limits(max_connections=SUBSCRIBERS + 10)
    headers = {"Authorization": client.headers["Authorization"]}
    async with httpx.AsyncClient(base_url=client.base_url, headers=headers, limits=limits) as reader:
        begun = asyncio.Barrier(SUBSCRIBERS + 1)
        readers = [asyncio.create_task(follow(reader, read, begun)) for _ in range(SUBSCRIBERS)]
        await begun.wait()
        for _ in range(WATCHED):
            began = time.perf_counter()
            await book(client, next(place.requests))
            await asyncio.sleep(max(0.0, EVERY_SECONDS - (time.perf_counter() - began)))
        await receivers.until(WATCHED * SUBSCRIBERS)
        async with asyncio.timeout(LONGEST_SECONDS):
            while len(read) < WATCHED * SUBSCRIBERS:  # noqa: ASYNC110  # the readers come to it by themselves
                await asyncio.sleep(0.05)
        for task in readers:
            task.cancel()
        await asyncio.gather(*readers, return_exceptions=True)
    return Latency.of(receivers.lags), Latency.of(read)


async def burst(database: Database, receivers: Receivers) -> float:
    """Have many events happen at once; return how many a second all subscribers are told of."""
    before = len(receivers.lags)
    began = time.perf_counter()
    for _ in range(EVENTS):
        booking = new_id()
        async with database.transaction() as session:
            await audit.append(
                session,
                origin=WORKER,
                action=CONFIRMED,
                subject=("booking", booking),
                booking_id=booking,
                after={"state": "confirmed"},
            )
    await receivers.until(before + EVENTS * SUBSCRIBERS)
    return EVENTS / (time.perf_counter() - began)


async def measure(url: str) -> None:
    console = Console()
    places = [
        await make_place(url, name, hosts=HOSTS, pairings=PAIRINGS, sandbox_port=free_port())
        for name in ("silent", "telling")
    ]
    await tell_nobody(places[0])
    seconds, processor = await compare(places)
    silent, telling = (statistics.median(each) for each in seconds)
    cost, used = (telling / silent - 1) * 100, (processor[1] / processor[0] - 1) * 100
    table = Table(
        "what", "nobody is told", "events are written", "ratio", title="A booking, in turns at two installations"
    )
    table.add_row("median, ms", f"{silent * 1000:.2f}", f"{telling * 1000:.2f}", f"{telling / silent:.3f}")
    table.add_row(
        "processor of API and worker, ms",
        f"{processor[0]:.2f}",
        f"{processor[1]:.2f}",
        f"{processor[1] / processor[0]:.3f}",
    )
    console.print(table)
    console.print(
        f"Writing events costs {cost:+.1f} % of a booking's time and {used:+.1f} % of its processor time "
        f"(aim: under {AIM_COST:.0f} %)"
    )

    place = places[1]
    environment = {**place.environment, **PATIENT, "WEBHOOK_ALLOW_PRIVATE": "true"}
    async with AsyncExitStack() as stack:
        start = stack.enter_async_context
        receivers, address = await start(receiving())
        await start(running_sandbox(environment, users_of_zoom("host", HOSTS)))
        _, client = await start(running_api(environment, place.data.api_key))
        await start(running("worker", environment=environment))
        await subscribe(client, address)
        await book(client, next(place.requests))
        await receivers.until(SUBSCRIBERS)
        receivers.lags.clear()
        delivered, read = await watched(place, client, receivers)
        per_second = await burst(place.database, receivers)
    lags = Table("", "p50 ms", "p99 ms", title=f"Late by, while {1 / EVERY_SECONDS:.0f} bookings a second are made")
    lags.add_row(f"{SUBSCRIBERS} subscribers to webhooks", f"{delivered.p50:.0f}", f"{delivered.p99:.0f}")
    lags.add_row(f"{SUBSCRIBERS} readers who wait at the feed", f"{read.p50:.0f}", f"{read.p99:.0f}")
    console.print(lags)
    console.print(
        f"{EVENTS} events at once: {per_second:.1f} events/s to {SUBSCRIBERS} subscribers, "
        f"{per_second * SUBSCRIBERS:.0f} deliveries/s by one worker"
    )
    for each in places:
        await each.database.close()


def main() -> None:
    with TemporaryDirectory(prefix="chaperone-") as folder, embedded_postgres(Path(folder) / "postgres") as url:
        asyncio.run(measure(url))


if __name__ == "__main__":
    main()
