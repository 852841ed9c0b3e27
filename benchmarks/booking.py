"""What a booking costs beside the bare call to Zoom: latency, throughput, memory. Run it with `make bench`.

API, worker and sandbox are processes of their own, as in production; PostgreSQL is the embedded one with its usual durability.
"""

import asyncio
import os
import socket
import statistics
import sys
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import psutil
from pydantic import SecretStr
from rich.console import Console
from rich.table import Table
from sqlmodel import col, func, select

from app.bookings.models import Meeting
from app.embedded.postgres import embedded_postgres
from app.kit.database import Database
from app.kit.encryption import new_key
from app.kit.migrations import migrate
from app.policy import SafetyProfile, is_working_day
from app.provisioning.first_registrations import ask_to_register
from app.settings import Settings
from app.zoom.client import ZoomClient
from app.zoom.limits.lanes import LANES, Lane
from app.zoom.limits.plans import QUOTAS, Label, Plan
from app.zoom.reference import agenda_for
from app.zoom.safety import meeting_settings, new_passcode
from app.zoom.schemas import MeetingRequest
from benchmarks.data import load

SEQUENTIAL, CONCURRENT, WARM_UP, CLIENTS = 300, 600, 30, 16
HOSTS, BARE_HOSTS = 24, 4
START_SECONDS, REGISTER_SECONDS = 60, 120
LIGHT_IN_BULK = QUOTAS[Plan.BUSINESS][Label.LIGHT].calls * LANES[Lane.BULK].share_of_pace
AIM_P50, AIM_P99, AIM_MEMORY, AIM_PER_SECOND = 25.0, 60.0, 200.0, 60
PATIENT = {"Prefer": "wait=30"}
CLIENT_SECRET = "secret-of-the-benchmark"
# One caller asks for all that there is to measure.
UNLIMITED = {"KEY_REQUESTS_PER_MINUTE": "10000000", "KEY_REQUESTS_AT_ONCE": "100000", "KEY_CONNECTIONS": "200"}


@dataclass(frozen=True)
class Latency:
    """Milliseconds of many calls."""

    p50: float
    p99: float

    @classmethod
    def of(cls, seconds: list[float]) -> "Latency":
        """Return the percentiles of these calls."""
        cuts = statistics.quantiles(seconds, n=100, method="inclusive")
        return cls(cuts[49] * 1000, cuts[98] * 1000)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def environment_on(database_url: str, sandbox_port: int, **more: str) -> dict[str, str]:
    """Return the environment of every process of an installation on this database and this sandbox."""
    sandbox_url = f"http://127.0.0.1:{sandbox_port}"
    return {
        "DATABASE_URL": database_url,
        "ZOOM_OAUTH_URL": sandbox_url,
        "ZOOM_API_URL": sandbox_url,
        "ZOOM_ACCOUNT_ID": "sandbox-account",
        "ZOOM_CLIENT_ID": "sandbox-client",
        "ZOOM_CLIENT_SECRET": CLIENT_SECRET,
        # At the pace of a smaller one the limiter would be what is measured.
        "ZOOM_PLAN": "business",
        "SANDBOX_CLIENT_SECRET": CLIENT_SECRET,
        "ZOOM_WEBHOOK_SECRETS": "webhook-secret-of-the-benchmark",
        "ENCRYPTION_KEYS": new_key("bench"),
        **UNLIMITED,
        **more,
    }


def settings_of(environment: Mapping[str, str]) -> Settings:
    """Return the settings that a process with this environment has."""
    return Settings.load(_env_file=None, **{name.lower(): value for name, value in environment.items()})


@asynccontextmanager
async def running(*arguments: str, environment: Mapping[str, str], url: str | None = None) -> AsyncIterator[Process]:
    """Run a `chaperone` command as a process while the block runs; with `url`, once that answers."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "app.commands.entry",
        *arguments,
        env={**os.environ, "LOG_LEVEL": "WARNING", **environment},
    )
    try:
        if url is not None:
            async with httpx.AsyncClient() as client, asyncio.timeout(START_SECONDS):
                while True:
                    try:
                        await client.get(url)
                        break
                    except httpx.TransportError:
                        await asyncio.sleep(0.05)
        yield process
    finally:
        process.terminate()
        await process.wait()


@asynccontextmanager
async def running_sandbox(
    environment: Mapping[str, str], users: Sequence[str]
) -> AsyncIterator[tuple[Process, httpx.AsyncClient]]:
    """Run the sandbox of an installation, with these users (`id:address`); yield it and its control interface."""
    base_url = environment["ZOOM_API_URL"]
    options = [option for user in users for option in ("--user", user)]
    arguments = "sandbox", "--port", base_url.rpartition(":")[2], *options
    async with (
        running(*arguments, environment=environment, url=f"{base_url}/sandbox/time") as process,
        httpx.AsyncClient(base_url=f"{base_url}/sandbox", timeout=60) as control,
    ):
        yield process, control


@asynccontextmanager
async def running_api(environment: Mapping[str, str], api_key: str) -> AsyncIterator[tuple[Process, httpx.AsyncClient]]:
    """Run the API of an installation; yield it and a caller."""
    port = free_port()
    base_url = f"http://127.0.0.1:{port}"
    headers = {"Authorization": f"Bearer {api_key}"}
    async with (
        running("serve", "--port", str(port), environment=environment, url=f"{base_url}/healthz") as process,
        httpx.AsyncClient(base_url=base_url, headers=headers, timeout=60) as client,
    ):
        yield process, client


def users_of_zoom(name: str, count: int) -> list[str]:
    """Return so many users for a sandbox, as `id:address`."""
    return [f"{name}-{number}:{name}{number}@example.org" for number in range(count)]


def sessions(pairings: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield requests that do not clash: one hour after the other on working days, a few pairings in each."""
    zone, day = ZoneInfo("Europe/London"), datetime.now(ZoneInfo("Europe/London")) + timedelta(days=8)
    while True:
        for hour in range(9, 16) if is_working_day(day.date(), "GB-ENG") else ():
            begins = datetime.combine(day.date(), clock_time(hour), zone)
            for pairing in pairings:
                yield {
                    "pairing_id": pairing,
                    "starts_at": begins.isoformat(),
                    "ends_at": (begins + timedelta(minutes=45)).isoformat(),
                    "agreed_by_both": True,
                }
        day += timedelta(days=1)


async def book(client: httpx.AsyncClient, request: dict[str, Any]) -> float:
    began = time.perf_counter()
    # Where other work keeps the machine busy, a booking that takes long is measured, too.
    response = await client.post("/v1/bookings", json=request, headers=PATIENT)
    took = time.perf_counter() - began
    if response.status_code != 201 or response.json()["state"] != "confirmed":
        raise SystemExit(f"not confirmed: {response.status_code} {response.text[:500]}")
    return took


async def bare_creates(settings: Settings, count: int) -> list[float]:
    """Time the create call alone, with the body that a booking sends, on users that are no hosts of ours."""
    required = SafetyProfile.baseline().levels()
    seconds = []
    async with ZoomClient(settings.zoom) as zoom:
        for number in range(WARM_UP + count):
            request = MeetingRequest(
                agenda=agenda_for(f"BENCH{number}"),
                start=datetime.now(UTC) + timedelta(days=9),
                duration=45,
                time_zone=ZoneInfo("Europe/London"),
                passcode=SecretStr(new_passcode()),
                settings=meeting_settings(required),
            )
            began = time.perf_counter()
            await zoom.create_meeting(f"bare-{number % BARE_HOSTS}", request)
            if number >= WARM_UP:
                seconds.append(time.perf_counter() - began)
    return seconds


def processor_time(*processes: Process) -> list[float]:
    """Return how many milliseconds of a processor each has used: what a busy machine changes least."""
    times = [psutil.Process(process.pid).cpu_times() for process in processes]
    return [(each.user + each.system) * 1000 for each in times]


@dataclass(frozen=True)
class Memory:
    """MiB of a process: `resident` counts what it shares with others whole, `proportional` its share of that."""

    resident: float
    proportional: float

    @classmethod
    def of(cls, process: Process) -> "Memory":
        """Return what a process takes now."""
        full = psutil.Process(process.pid).memory_full_info()
        return cls(full.rss / 2**20, full.pss / 2**20)


async def measure(environment: Mapping[str, str]) -> None:
    settings = settings_of(environment)
    data = await load(settings)
    hosts = users_of_zoom("host", HOSTS)
    async with AsyncExitStack() as stack:
        start = stack.enter_async_context
        await start(running_sandbox(environment, [*hosts, *users_of_zoom("bare", BARE_HOSTS)]))
        api, client = await start(running_api(environment, data.api_key))
        worker = await start(running("worker", environment=environment))
        emails = [host.partition(":")[2] for host in hosts]
        synchronised = await client.post("/v1/hosts/sync", json={"emails": emails}, headers={"Prefer": "wait=30"})
        assert synchronised.status_code == 200, synchronised.text
        idle = Memory.of(api), Memory.of(worker)
        requests = sessions(data.pairings)
        for _ in range(WARM_UP):
            await book(client, next(requests))
        used = processor_time(api, worker)
        alone = [await book(client, next(requests)) for _ in range(SEQUENTIAL)]
        per_booking = [(now - then) / SEQUENTIAL for now, then in zip(processor_time(api, worker), used, strict=True)]
        bare_alone = await bare_creates(settings, SEQUENTIAL)
        began = time.perf_counter()
        left = iter([next(requests) for _ in range(CONCURRENT)])

        async def keep_booking() -> list[float]:
            return [await book(client, request) for request in left]

        together = [
            each for seconds in await asyncio.gather(*(keep_booking() for _ in range(CLIENTS))) for each in seconds
        ]
        per_second = len(together) / (time.perf_counter() - began)
        after = Memory.of(api), Memory.of(worker)
        registering = await register_the_others(settings, worker)
    show(Latency.of(alone), Latency.of(bare_alone), Latency.of(together), per_second, per_booking, idle, after)
    registering.show()


@dataclass(frozen=True)
class Registering:
    """Registering the people of sessions that are confirmed; `milliseconds` of the worker's processor for each session."""

    sessions: int
    seconds: float
    milliseconds: float

    def show(self) -> None:
        """Print it."""
        Console().print(
            f"Registering the people of {self.sessions} sessions, afterwards: {self.sessions / self.seconds:.1f} sessions a "
            f"second (at most {LIGHT_IN_BULK / 2:.0f} in its lane), processor time of the worker {self.milliseconds:.1f} ms each"
        )


async def unregistered(database: Database) -> int:
    """Count the sessions whose people are not registered yet; ask for it as each minute does."""
    async with database.transaction() as session:
        await ask_to_register(session)
        return (await session.exec(select(func.count()).where(col(Meeting.register_at).is_not(None)))).one()


async def register_the_others(settings: Settings, worker: Process) -> Registering:
    """Let the people of all sessions be registered of whom no minute that passed has made it yet."""
    database = Database.connect(settings)
    try:
        began, (used,) = time.perf_counter(), processor_time(worker)
        count = await unregistered(database)
        async with asyncio.timeout(REGISTER_SECONDS):
            while await unregistered(database):  # noqa: ASYNC110  # what is waited for happens in another process
                await asyncio.sleep(0.5)
        (now,) = processor_time(worker)
        return Registering(count, time.perf_counter() - began, (now - used) / max(1, count))
    finally:
        await database.close()


def show(
    ours: Latency,
    bare: Latency,
    together: Latency,
    per_second: float,
    per_booking: Sequence[float],
    idle: tuple[Memory, Memory],
    after: tuple[Memory, Memory],
) -> None:
    table = Table(
        "what", "p50", "p99", "aim p50", "aim p99", title="A confirmed booking beside the bare create call, ms"
    )
    table.add_row("booking, one after the other", f"{ours.p50:.1f}", f"{ours.p99:.1f}")
    table.add_row("bare create call", f"{bare.p50:.1f}", f"{bare.p99:.1f}")
    added = ours.p50 - bare.p50, ours.p99 - bare.p99
    table.add_row("added", f"{added[0]:.1f}", f"{added[1]:.1f}", f"at most {AIM_P50:.0f}", f"at most {AIM_P99:.0f}")
    table.add_row("ratio", f"{ours.p50 / bare.p50:.1f}", f"{ours.p99 / bare.p99:.1f}")
    table.add_row(f"booking, {CLIENTS} clients", f"{together.p50:.1f}", f"{together.p99:.1f}")
    console = Console()
    console.print(table)
    console.print(f"Bookings per second, {CLIENTS} clients: {per_second:.1f} (aim: at least {AIM_PER_SECOND})")
    console.print("Processor time per booking, ms: API {:.1f} + worker {:.1f}".format(*per_booking))
    for when, (api, worker) in (("idle", idle), ("after the load", after)):
        console.print(
            f"Memory {when}: API {api.resident:.0f} + worker {worker.resident:.0f} = {api.resident + worker.resident:.0f} MiB; "
            f"counting what they share once, {api.proportional + worker.proportional:.0f} (aim: under {AIM_MEMORY:.0f})"
        )


def main() -> None:
    with TemporaryDirectory(prefix="chaperone-") as folder, embedded_postgres(Path(folder) / "postgres") as url:
        environment = environment_on(url.format(database="postgres"), free_port())
        asyncio.run(migrate(settings_of(environment).database_url))
        asyncio.run(measure(environment))


if __name__ == "__main__":
    main()
