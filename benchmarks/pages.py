"""What a page of a personal link costs, also while 500 people who open rooms watch them. Run it with `make bench BENCH=pages`.

Each watcher keeps a stream open (server-sent events), as the page of whoever opens a room does. Streams must keep no connection
to the database, or pages would wait for one: the connections are counted while all streams are open, and the streams are open
for longer than it takes until each looks at its room again by itself. At the end links are guessed for some seconds, as fast as
one address can. `WATCHERS` and `PAGES` in the environment make it smaller.
"""

import asyncio
import os
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import asyncpg
import httpx
from rich.console import Console
from rich.table import Table

from app.embedded.postgres import embedded_postgres
from app.joining.links.tokens import new_token
from app.joining.pages.guessing import WRONG_LINKS_PER_MINUTE
from app.joining.pages.live import EVENT_STREAM, LOOKED_AGAIN
from app.joining.pages.second_fact import ATTEMPTS
from app.kit.database import most_connections, plain_dsn
from benchmarks.booking import Latency, processor_time
from benchmarks.doors import Served, served

WATCHERS: Final = int(os.environ.get("WATCHERS", "500"))
PAGES: Final = int(os.environ.get("PAGES", "500"))
READERS: Final = 8
GUESSING_SECONDS: Final = 5
LIVE_LINKS: Final = 1_000_000
ADDRESSES: Final = 1_000
MINUTES_A_YEAR: Final = 366 * 24 * 60
ENOUGH_GUESSES: Final = 2.0**256 / LIVE_LINKS
_CONNECTIONS: Final = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'chaperone'"
)


async def read_pages(at: Served, tokens: Sequence[str]) -> tuple[Latency, float, float]:
    """Read pages, a few at once; return how long each took, the pages per second, and the processor time of each."""
    left, seconds = iter([tokens[number % len(tokens)] for number in range(PAGES)]), list[float]()

    async def read() -> None:
        for token in left:
            began = time.perf_counter()
            (await at.client.get(f"/j/{token}")).raise_for_status()
            seconds.append(time.perf_counter() - began)

    (spent,), began = processor_time(at.api), time.perf_counter()
    await asyncio.gather(*(read() for _ in range(READERS)))
    (spent_then,) = processor_time(at.api)
    return Latency.of(seconds), PAGES / (time.perf_counter() - began), (spent_then - spent) / PAGES


async def watch(client: httpx.AsyncClient, token: str, began: asyncio.Future[int]) -> None:
    """Read the stream of a room until it is cancelled; `began` gets its status once it has shown the room."""
    async with client.stream("GET", f"/j/{token}/room", headers={"Accept": EVENT_STREAM}) as stream:
        if stream.status_code != httpx.codes.OK:
            began.set_result(stream.status_code)
        async for _ in stream.aiter_lines():
            if not began.done():
                began.set_result(stream.status_code)


async def guess(at: Served) -> Counter[int]:
    """Try wrong links for some seconds; return how often each status was the answer."""
    found, until = Counter[int](), time.perf_counter() + GUESSING_SECONDS

    async def try_links() -> None:
        while time.perf_counter() < until:
            found[(await at.client.get(f"/j/{new_token()}")).status_code] += 1

    await asyncio.gather(*(try_links() for _ in range(READERS)))
    return found


async def measure(url: str) -> None:
    console, table = Console(), Table(title=f"{PAGES} pages, {READERS} at once")
    for heading in ("", "p50 ms", "p99 ms", "pages/s", "processor ms"):
        table.add_column(heading, justify="left" if not heading else "right")

    def told(what: str, measured: tuple[Latency, float, float]) -> None:
        latency, per_second, spent = measured
        table.add_row(what, f"{latency.p50:.1f}", f"{latency.p99:.1f}", f"{per_second:.0f}", f"{spent:.1f}")

    async with served(url, "pages", people=2 * WATCHERS) as at, AsyncExitStack() as stack:
        openers = [token for token, _, registration in at.doors if not registration]
        others = [token for token, _, registration in at.doors if registration]
        told("of those who wait", await read_pages(at, others))
        told("of those who open", await read_pages(at, openers))
        many = httpx.Limits(max_connections=WATCHERS, max_keepalive_connections=0)
        watching = httpx.AsyncClient(base_url=at.client.base_url, timeout=120, limits=many)
        client = await stack.enter_async_context(watching)
        shown = [asyncio.get_running_loop().create_future() for _ in openers]
        streams = [asyncio.create_task(watch(client, *each)) for each in zip(openers, shown, strict=True)]
        statuses = Counter(await asyncio.gather(*shown))
        (spent,), began = processor_time(at.api), time.perf_counter()
        await asyncio.sleep(LOOKED_AGAIN.total_seconds() + 5)
        (spent_then,) = processor_time(at.api)
        idle = (spent_then - spent) / 10 / (time.perf_counter() - began)
        database = await asyncpg.connect(plain_dsn(at.place.settings))
        told(f"while {WATCHERS} watch", await read_pages(at, others))
        connections = await database.fetchval(_CONNECTIONS)
        await database.close()
        still_open = sum(not each.done() for each in streams)
        for each in streams:
            each.cancel()
        await asyncio.gather(*streams, return_exceptions=True)
        guesses = await guess(at)
    console.print(table)
    allowed = most_connections(at.place.settings)
    console.print(
        f"Streams: {dict(statuses)}, {still_open} of them open to the end; idle they use {idle:.0f}% of a processor"
    )
    console.print(f"Connections to the database beside them: {connections}, of {allowed} that one process may have")
    years = ENOUGH_GUESSES / (ADDRESSES * WRONG_LINKS_PER_MINUTE * MINUTES_A_YEAR)
    console.print(
        f"Guessing: {guesses.total() / GUESSING_SECONDS:.0f} tries a second, of which {guesses[httpx.codes.NOT_FOUND]} in all "
        f"were looked up and the others sent away. {ADDRESSES} addresses need {years:.0e} years for one of {LIVE_LINKS} links; "
        f"who has a link finds a birthday in {ATTEMPTS} tries in one of {366 / ATTEMPTS:.0f} cases, a code in one of "
        f"{10**6 // ATTEMPTS}."
    )
    is_guessed = set(guesses) - {httpx.codes.NOT_FOUND, httpx.codes.TOO_MANY_REQUESTS}
    if set(statuses) != {httpx.codes.OK} or still_open < WATCHERS or connections > allowed or is_guessed:
        raise SystemExit("a stream was refused, streams keep connections, or a wrong link was not refused")


def main() -> None:
    """Measure."""
    with TemporaryDirectory() as folder, embedded_postgres(Path(folder) / "postgres") as url:
        asyncio.run(measure(url))


if __name__ == "__main__":
    main()
