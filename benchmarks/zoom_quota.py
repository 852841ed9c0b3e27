"""How much of Zoom's per-second quota three workers use together, and how often Zoom refuses them. Run it with `make bench`.

Three processes create meetings on a sandbox that has the limits of a Business account, over as many hosts as the daily limit
per host asks for: once with the shared limiter, once without it and with a usual retry, each time until all are made.
"""

import asyncio
import multiprocessing
import os
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import asyncpg
import httpx
import stamina
from pydantic import SecretStr
from rich.console import Console
from rich.table import Table

from app.embedded.postgres import embedded_postgres
from app.kit.migrations import migrate
from app.zoom import sandbox
from app.zoom.client import Observation, ZoomClient
from app.zoom.configuration import ZoomConfiguration
from app.zoom.errors import RateLimitedError
from app.zoom.limits.limiter import SharedLimiter
from app.zoom.limits.plans import QUOTAS, Label, Plan
from app.zoom.reference import agenda_for
from app.zoom.schemas import MeetingRequest
from benchmarks.booking import free_port

WORKERS, CALLS, AT_ONCE = 3, 1_000, 20
A_HOSTS_CALLS = 90
SHARE = 0.965
AIM_SHARE = 0.95
ACCOUNT, CLIENT, SECRET = "quota-account", "quota-client", "secret-of-the-benchmark"
TOO_MANY = 429


@dataclass
class Outcome:
    """What one worker saw: when its meetings were made, how often it was refused, and how long its slowest call took."""

    made_at: list[float] = field(default_factory=list)
    refused: int = 0
    slowest: float = 0.0


def play_zoom(port: int) -> None:
    hosts = tuple(
        sandbox.UserSeed(email=f"host{number}@example.org", id=f"host-{number}")
        for number in range(WORKERS * (CALLS // A_HOSTS_CALLS + 1))
    )
    configuration = sandbox.SandboxConfiguration(
        account_id=ACCOUNT,
        client_id=CLIENT,
        client_secret=SECRET,
        users=hosts,
        plan=sandbox.Plan.BUSINESS,
        limits=sandbox.Plan.BUSINESS,
    )
    sandbox.serve(configuration, port=port)


def work(number: int, port: int, dsn: str | None) -> Outcome:
    """Make this worker's part of the meetings; with the shared limiter if there is a database for it."""
    return asyncio.run(_work(number, port, dsn))


async def _work(number: int, port: int, dsn: str | None) -> Outcome:
    stamina.instrumentation.set_on_retry_hooks([])
    outcome = Outcome()
    left = iter(range(number, CALLS, WORKERS))

    def observe(seen: Observation) -> None:
        outcome.refused += seen.status == TOO_MANY

    async with AsyncExitStack() as stack:
        limiter = None
        if dsn is not None:
            opened = SharedLimiter.opened(dsn, ACCOUNT, Plan.BUSINESS, share=SHARE)
            limiter = await stack.enter_async_context(opened)
        base = f"http://127.0.0.1:{port}"
        configuration = ZoomConfiguration(
            oauth_url=base,
            api_url=base,
            account_id=ACCOUNT,
            client_id=CLIENT,
            client_secret=SecretStr(SECRET),
            patience=timedelta(minutes=5),
        )
        zoom = await stack.enter_async_context(ZoomClient(configuration, limiter=limiter, observe=observe))

        @stamina.retry(on=RateLimitedError, attempts=None, timeout=None)
        async def create(call: int) -> None:
            request = MeetingRequest(
                agenda=agenda_for(f"QUOTA{call}"),
                start=datetime.now(UTC) + timedelta(days=9),
                duration=45,
                time_zone=ZoneInfo("Europe/London"),
                settings={},
            )
            await zoom.create_meeting(f"host-{call // A_HOSTS_CALLS}", request)

        async def keep_creating() -> None:
            for call in left:
                began = time.monotonic()
                await create(call)
                outcome.made_at.append(time.monotonic())
                outcome.slowest = max(outcome.slowest, outcome.made_at[-1] - began)

        await asyncio.gather(*(keep_creating() for _ in range(AT_ONCE)))
    return outcome


@contextmanager
def zoom() -> Iterator[int]:
    """Run the sandbox in a process of its own; yield its port."""
    port = free_port()
    process = multiprocessing.get_context("spawn").Process(target=play_zoom, args=(port,))
    process.start()
    try:
        deadline = time.monotonic() + 20
        while True:
            try:
                httpx.get(f"http://127.0.0.1:{port}/sandbox/time")
                break
            except httpx.TransportError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.join()


def measured(dsn: str | None) -> Outcome:
    """Let all workers work; return what they saw together."""
    with zoom() as port, ProcessPoolExecutor(WORKERS, mp_context=multiprocessing.get_context("spawn")) as pool:
        outcomes = list(pool.map(work, range(WORKERS), [port] * WORKERS, [dsn] * WORKERS))
    return Outcome(
        made_at=sorted(made_at for outcome in outcomes for made_at in outcome.made_at),
        refused=sum(outcome.refused for outcome in outcomes),
        slowest=max(outcome.slowest for outcome in outcomes),
    )


async def statements(dsn: str) -> int:
    """Count the statements that changed a budget."""
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute("SELECT pg_stat_force_next_flush()")
        changes: int = await connection.fetchval(
            "SELECT n_tup_upd FROM pg_stat_user_tables WHERE relname = 'zoom_budget'"
        )
        return changes
    finally:
        await connection.close()


def show(ours: Outcome, plain: Outcome, changes: int) -> None:
    per_second = QUOTAS[Plan.BUSINESS][Label.MEDIUM].calls
    title = f"{CALLS} meetings, {WORKERS} workers, Business limits ({per_second} such calls a second)"
    table = Table("what", "meetings", "seconds", "share of the quota", "answers 429", "slowest, s", title=title)
    for what, seen in (("shared limiter", ours), ("usual retry", plain)):
        seconds = seen.made_at[-1] - seen.made_at[0]
        share = (len(seen.made_at) - 1) / seconds / per_second
        row = str(len(seen.made_at)), f"{seconds:.1f}", f"{share:.1%}", str(seen.refused), f"{seen.slowest:.1f}"
        table.add_row(what, *row)
    table.add_row("aim", "", "", f"at least {AIM_SHARE:.0%}", "0", "")
    console = Console(width=int(os.environ.get("COLUMNS", "110")))
    console.print(table)
    console.print(f"Statements that changed the budget, per call: {changes / CALLS:.2f}")


def main() -> None:
    with TemporaryDirectory(prefix="chaperone-") as folder, embedded_postgres(Path(folder) / "postgres") as url:
        dsn = url.format(database="postgres")
        asyncio.run(migrate(dsn.replace("postgresql://", "postgresql+asyncpg://", 1)))
        ours = measured(dsn)
        changes = asyncio.run(statements(dsn))
        plain = measured(None)
    show(ours, plain, changes)


if __name__ == "__main__":
    main()
