"""How much of Zoom's per-second quota three workers use together, and how often Zoom refuses them. Run it with `make bench`.

Three processes create meetings on a sandbox that has the limits of a Business account, over as many hosts as the daily limit
per host asks for: once with the shared limiter, once without it and with a usual retry, each time until all are made. Then the
same beside another app of the account that takes half of the quota: once with the pace that refusals lower, once without it.
"""

import asyncio
import multiprocessing
import os
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import AsyncExitStack, contextmanager, nullcontext
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
from app.kit.logging import configure_logging
from app.kit.migrations import migrate
from app.zoom import sandbox
from app.zoom.client import Observation, ZoomClient
from app.zoom.configuration import ZoomConfiguration
from app.zoom.errors import Operation, RateLimitedError, RateLimitScope
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
OTHERS_SHARE = 0.5


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


class FixedPace(SharedLimiter):
    """Waits after a refusal as the shared limiter does, but keeps its pace after that."""

    def refused(self, operation: Operation, error: RateLimitedError) -> None:
        """Learn from a refusal."""
        scope = RateLimitScope.UNKNOWN if error.scope is RateLimitScope.PER_SECOND else error.scope
        super().refused(operation, RateLimitedError(error.circumstances, retry_after=error.retry_after, scope=scope))


def configuration_for(port: int) -> ZoomConfiguration:
    base = f"http://127.0.0.1:{port}"
    return ZoomConfiguration(
        oauth_url=base,
        api_url=base,
        account_id=ACCOUNT,
        client_id=CLIENT,
        client_secret=SecretStr(SECRET),
        patience=timedelta(minutes=5),
    )


def play_another_app(port: int) -> None:
    """Take a share of the account's quota with calls of the same label, evenly, until told to end."""
    asyncio.run(_play_another_app(port))


async def _play_another_app(port: int) -> None:
    pause = 1 / (OTHERS_SHARE * QUOTAS[Plan.BUSINESS][Label.MEDIUM].calls)
    base = f"http://127.0.0.1:{port}"
    grant = {"grant_type": "account_credentials", "account_id": ACCOUNT}
    async with httpx.AsyncClient(base_url=base, limits=httpx.Limits(max_connections=10)) as app:
        token = (await app.post("/oauth/token", params=grant, auth=(CLIENT, SECRET))).json()["access_token"]
        calls: set[asyncio.Task[httpx.Response]] = set()
        headers = {"Authorization": f"Bearer {token}"}
        due = time.monotonic()
        while True:
            task = asyncio.create_task(app.get("/v2/users", params={"page_size": 1}, headers=headers))
            calls.add(task)
            task.add_done_callback(calls.discard)
            due += pause
            await asyncio.sleep(max(0.0, due - time.monotonic()))


def work(number: int, port: int, dsn: str | None, limiter: type[SharedLimiter]) -> Outcome:
    """Make this worker's part of the meetings; with the shared limiter if there is a database for it."""
    return asyncio.run(_work(number, port, dsn, limiter))


async def _work(number: int, port: int, dsn: str | None, limiter: type[SharedLimiter]) -> Outcome:
    stamina.instrumentation.set_on_retry_hooks([])
    configure_logging("CRITICAL")
    outcome = Outcome()
    left = iter(range(number, CALLS, WORKERS))

    def observe(seen: Observation) -> None:
        outcome.refused += seen.status == TOO_MANY

    async with AsyncExitStack() as stack:
        shared = None
        if dsn is not None:
            shared = await stack.enter_async_context(limiter.opened(dsn, ACCOUNT, Plan.BUSINESS, share=SHARE))
        zoom = await stack.enter_async_context(ZoomClient(configuration_for(port), limiter=shared, observe=observe))

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


@contextmanager
def another_app(port: int) -> Iterator[None]:
    process = multiprocessing.get_context("spawn").Process(target=play_another_app, args=(port,))
    process.start()
    try:
        yield
    finally:
        process.terminate()
        process.join()


def measured(dsn: str | None, *, limiter: type[SharedLimiter] = SharedLimiter, shared_account: bool = False) -> Outcome:
    """Let all workers work; return what they saw together."""
    with (
        zoom() as port,
        another_app(port) if shared_account else nullcontext(),
        ProcessPoolExecutor(WORKERS, mp_context=multiprocessing.get_context("spawn")) as pool,
    ):
        given = [port] * WORKERS, [dsn] * WORKERS, [limiter] * WORKERS
        outcomes = list(pool.map(work, range(WORKERS), *given))
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


async def forget_budgets(dsn: str) -> None:
    """Begin anew, at the plan's pace."""
    connection = await asyncpg.connect(dsn)
    await connection.execute("DELETE FROM zoom_budget")
    await connection.close()


def show(seen_by: Mapping[str, Outcome], changes: int) -> None:
    per_second = QUOTAS[Plan.BUSINESS][Label.MEDIUM].calls
    title = f"{CALLS} meetings, {WORKERS} workers, Business limits ({per_second} such calls a second)"
    table = Table("what", "meetings", "seconds", "share of the quota", "answers 429", "slowest, s", title=title)
    for what, seen in seen_by.items():
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
        seen = {"shared limiter": measured(dsn)}
        changes = asyncio.run(statements(dsn))
        seen["usual retry"] = measured(None)
        seen["beside another app"] = measured(dsn, shared_account=True)
        asyncio.run(forget_budgets(dsn))
        seen["the same at a fixed pace"] = measured(dsn, limiter=FixedPace, shared_account=True)
    show(seen, changes)


if __name__ == "__main__":
    main()
