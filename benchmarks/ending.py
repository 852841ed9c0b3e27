"""How long after many rooms close at once their records are final. Run it with `make bench BENCH=ending`.

The rooms are the sandbox's. It first tells of their closing to a bare handler that only verifies each event, then to an API with
a worker: what counts is the time from the last room that closes until the last event is taken, or the last record is final. How
many rooms there are is `SESSIONS` in the environment; the aim is for a thousand of them.
"""

import asyncio
import os
import sys
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from datetime import timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import httpx
from rich.console import Console
from rich.table import Table
from sqlalchemy import text

from app.embedded.postgres import embedded_postgres
from app.kit.clock import utc_now
from app.kit.database import plain_dsn
from benchmarks.booking import free_port, running, running_api, running_sandbox, users_of_zoom
from benchmarks.intake import HELD, LONGEST_SECONDS, OVER, SECRET, until, until_it_listens
from benchmarks.places import Place, make_place

SESSIONS: Final = int(os.environ.get("SESSIONS", "1000"))
AT_ONCE: Final = 16
LENGTH: Final = timedelta(minutes=45)
AIM_SECONDS: Final = 60.0
"""A coordinator who looks a minute after the hour finds the records of all sessions that ended with it."""

_MOVE: Final = (
    "UPDATE booking SET starts_at = starts_at - CAST(:by AS interval), ends_at = ends_at - CAST(:by AS interval)",
    "UPDATE reservation SET period = tstzrange(lower(period) - CAST(:by AS interval), upper(period) - CAST(:by AS interval))",
)
_MENTEES: Final = (
    "SELECT meeting.zoom_meeting_id, participant.registrant_id FROM participant JOIN meeting USING (booking_id) "
    "WHERE participant.role = 'mentee' AND participant.registrant_id IS NOT NULL"
)
_REGISTERED: Final = f"SELECT count(*) FROM ({_MENTEES}) AS registered"  # noqa: S608  # of our own
_WAITING: Final = "SELECT count(*) FROM zoom_event WHERE followed_at IS NULL"
_IN_PROGRESS: Final = "SELECT count(*) FROM booking WHERE state = 'in_progress'"

Act = Callable[[int], Awaitable[object]]


async def for_each(numbers: Sequence[int], act: Act) -> None:
    """Act on each, some at once."""
    left = iter(numbers)

    async def keep_acting() -> None:
        for number in left:
            await act(number)

    await asyncio.gather(*(keep_acting() for _ in range(AT_ONCE)))


async def booked(client: httpx.AsyncClient, place: Place) -> None:
    """Book a session for every pairing at the same time, each with a host of its own."""
    requests: Sequence[dict[str, Any]] = list(islice(place.requests, SESSIONS))

    async def book(number: int) -> None:
        answer = await client.post("/v1/bookings", json=requests[number], headers={"Prefer": "wait=30"})
        if answer.status_code != httpx.codes.CREATED or answer.json()["state"] != "confirmed":
            raise SystemExit(f"not confirmed: {answer.status_code} {answer.text[:500]}")

    await for_each(range(SESSIONS), book)


async def opened(control: httpx.AsyncClient, registered: Mapping[int, str]) -> None:
    """Open the rooms, and let somebody in to each, at the time when their sessions begin."""
    await control.put("/time", json={"now": (utc_now() - LENGTH).isoformat()})

    async def open_room(number: int) -> None:
        (await control.post(f"/meetings/{number}/start")).raise_for_status()
        came = await control.post(f"/meetings/{number}/participants", json={"registrant_id": registered[number]})
        came.raise_for_status()
        path = f"/meetings/{number}/participants/{came.json()['uuid']}/admit"
        (await control.post(path)).raise_for_status()

    await for_each(list(registered), open_room)
    await control.post("/deliveries/settle")
    await control.put("/time", json={"now": utc_now().isoformat()})


async def closed(control: httpx.AsyncClient, numbers: Sequence[int]) -> float:
    """Close the rooms; return the seconds that it took."""
    began = time.perf_counter()

    async def close(number: int) -> None:
        (await control.post(f"/meetings/{number}/end")).raise_for_status()

    await for_each(numbers, close)
    return time.perf_counter() - began


async def measured_bare(control: httpx.AsyncClient, registered: Mapping[int, str]) -> float:
    """Return the seconds from the last closing until a handler that only verifies has taken every event."""
    port = free_port()
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "benchmarks.intake", "bare", str(port))
    try:
        await until_it_listens(port)
        await tell(control, port)
        await opened(control, registered)
        await closed(control, list(registered))
        began = time.perf_counter()
        await control.post("/deliveries/settle")
        return time.perf_counter() - began
    finally:
        await control.delete("/webhook")
        process.terminate()
        await process.wait()


async def tell(control: httpx.AsyncClient, port: int) -> None:
    """Have the sandbox send its events there."""
    url = f"http://127.0.0.1:{port}/webhooks/zoom"
    (await control.put("/webhook", json={"url": url, "secret_token": SECRET})).raise_for_status()


async def measure(url: str) -> None:
    console = Console()
    place = await make_place(url, "ending", hosts=SESSIONS, pairings=SESSIONS, sandbox_port=free_port())
    dsn = plain_dsn(place.settings)
    async with AsyncExitStack() as stack:
        start = stack.enter_async_context
        _, control = await start(running_sandbox(place.environment, users_of_zoom("host", SESSIONS)))
        control.timeout = httpx.Timeout(LONGEST_SECONDS)
        _, client = await start(running_api(place.environment, place.data.api_key))
        await start(running("worker", environment=place.environment))
        await booked(client, place)
        async with place.database.engine.begin() as connection:
            starts_at = (await connection.execute(text("SELECT min(starts_at) FROM booking"))).scalar_one()
            for statement in _MOVE:
                await connection.execute(text(statement), {"by": starts_at - (utc_now() - LENGTH)})
        await until(dsn, _REGISTERED, SESSIONS)
        async with place.database.engine.connect() as connection:
            registered = {int(row[0]): str(row[1]) for row in await connection.execute(text(_MENTEES))}
        bare = await measured_bare(control, registered)
        await tell(control, client.base_url.port or 0)
        await opened(control, registered)
        await until(dsn, _IN_PROGRESS, SESSIONS)
        await until(dsn, _WAITING, 0)
        closing = await closed(control, list(registered))
        began = time.perf_counter()
        await until(dsn, HELD, SESSIONS)
        final = time.perf_counter() - began
        await until(dsn, OVER, SESSIONS)
        over = time.perf_counter() - began
    table = Table("", "seconds", title=f"{SESSIONS} rooms that close within {closing:.1f} s")
    table.add_row("a bare handler has taken the last event", f"{bare:.1f}")
    table.add_row("all records are final", f"{final:.1f}")
    table.add_row("all bookings are completed", f"{over:.1f}")
    console.print(table)
    console.print(f"Ratio to the bare handler, from the first closing on: {(closing + final) / (closing + bare):.1f}")
    console.print(f"Aim {AIM_SECONDS:.0f} s until all records are final: {'met' if final <= AIM_SECONDS else 'missed'}")
    await place.database.close()


def main() -> None:
    """Measure."""
    with TemporaryDirectory() as folder, embedded_postgres(Path(folder) / "postgres") as url:
        asyncio.run(measure(url))


if __name__ == "__main__":
    main()
