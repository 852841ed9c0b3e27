"""Hundreds of bookings at once, for three workers within Zoom's limits. Run it with `make bench`.

All jobs come to light in one commit, while the workers wait for them and every host is proven. A booking takes four calls: one
of the label MEDIUM (create) and three of LIGHT (read back, register two people). They come in two parts, which are measured
apart. Until all sessions are confirmed, creating is what the quota holds up; after that their people are registered, in a lane
that may use a part of the quota alone, so that bookings find room at any time. The share is counted at the sandbox: the calls
that it answered from the first to the last, by the time between these, by the calls a second that the plan, or the lane,
allows. Where the machine is too slow for the larger plan, the smaller one's lines tell how well the limit is used where the
limit is what holds the workers up. Answers tell of the limits as Zoom documents it, or with the label alone, as Zoom was seen
to do in 2026.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import httpx
import psutil
from rich.console import Console
from rich.table import Table
from sqlalchemy import delete
from sqlmodel import col, func, select

from app.access.principal import Principal
from app.access.service import authenticate
from app.audit.origin import OPERATOR
from app.bookings.models import Booking, Meeting, MeetingState
from app.bookings.schemas import BookingCreate
from app.bookings.service import request_booking
from app.bookings.states import BookingState
from app.embedded.postgres import embedded_postgres
from app.hosts.proving import prove_and_keep, take_hosts
from app.kit.clock import utc_now
from app.kit.database import Database
from app.kit.migrations import migrate
from app.zoom.client import ZoomClient
from app.zoom.limits.lanes import LANES, Lane
from app.zoom.limits.models import ZoomBudget
from app.zoom.limits.plans import QUOTAS, Label, Plan
from app.zoom.sandbox import LimitHeaders
from benchmarks.booking import (
    environment_on,
    free_port,
    running,
    running_sandbox,
    sessions,
    settings_of,
    unregistered,
    users_of_zoom,
)
from benchmarks.data import load

WORKERS, HOSTS = 3, 40
LONGEST_SECONDS, LOOK_EVERY_SECONDS = 240, 0.5
LANE_SHARE: Final = LANES[Lane.BULK].share_of_pace
AIM_SHARE, BUSY = 0.95, 0.9
CREATED, TOO_MANY = 201, 429
CORES: Final = psutil.cpu_count() or 1


@dataclass(frozen=True)
class Run:
    """So many bookings at once under the limits of a plan; what Zoom's answers tell of these."""

    plan: Plan
    headers: LimitHeaders
    bookings: int

    @property
    def creates(self) -> float:
        """How many create calls a second the plan allows."""
        return QUOTAS[self.plan][Label.MEDIUM].calls

    @property
    def registers(self) -> float:
        """How many calls a second the plan allows that register somebody, in their lane."""
        return QUOTAS[self.plan][Label.LIGHT].calls * LANE_SHARE

    @property
    def name(self) -> str:
        """What it is called in the tables."""
        return f"{self.plan.capitalize()}, headers as {self.headers}"


RUNS: Final = (
    Run(Plan.BUSINESS, LimitHeaders.DOCUMENTED, 600),
    Run(Plan.PRO, LimitHeaders.DOCUMENTED, 200),
    Run(Plan.PRO, LimitHeaders.MEASURED, 200),
)


@dataclass(frozen=True)
class Use:
    """Processor time used, in seconds since some moment: of each part of the system, and of the machine and its rest."""

    parts: Mapping[str, float]
    busy: float
    idle: float

    @classmethod
    def now(cls, parts: Mapping[str, list[int]]) -> "Use":
        """Read what these processes and their children, and the machine, have used until now."""
        times = psutil.cpu_times()
        idle = times.idle + getattr(times, "iowait", 0.0)
        used = {name: sum(_used(process) for process in processes) for name, processes in parts.items()}
        return cls(used, sum(times) - idle, idle)

    def since(self, earlier: "Use") -> "Use":
        """Return what was used between the two."""
        parts = {name: used - earlier.parts[name] for name, used in self.parts.items()}
        return Use(parts, self.busy - earlier.busy, self.idle - earlier.idle)


@dataclass(frozen=True)
class Outcome:
    """What became of the bookings of one run. `milliseconds` is the processor time of one booking until confirmed, by part."""

    run: Run
    confirmed: int
    registered: int
    created_share: float
    registered_share: float
    refused: int
    seconds: float
    registered_seconds: float
    milliseconds: Mapping[str, float]
    busy: float


def _used(process: int) -> float:
    parent = psutil.Process(process)
    times = [each.cpu_times() for each in (parent, *parent.children(recursive=True))]
    return float(sum(each.user + each.system for each in times))


async def place(database: Database, principal: Principal, requests: Iterator[dict[str, Any]], count: int) -> datetime:
    """Book so many sessions in one transaction; return when it committed."""
    async with database.transaction() as session:
        for _ in range(count):
            booking = await request_booking(session, principal, BookingCreate.model_validate(next(requests)))
            if booking.state is not BookingState.PROVISIONING:
                raise SystemExit(f"not booked: {booking.state}")
    return utc_now()


async def waiting(database: Database) -> int:
    async with database.transaction() as session:
        query = select(func.count()).where(col(Booking.state) == BookingState.PROVISIONING)
        return (await session.exec(query)).one()


class CallLog:
    """The sandbox's calls. It remembers the latest 2,000 only, so it is read more than once."""

    def __init__(self, control: httpx.AsyncClient, since: datetime) -> None:
        self._control = control
        self._since = since
        self._calls: dict[tuple[str, str, str, float], tuple[datetime, dict[str, Any]]] = {}

    async def read(self) -> None:
        """Take over what it remembers now."""
        for call in (await self._control.get("/requests")).raise_for_status().json():
            at = datetime.fromisoformat(call["at"]).astimezone(UTC)
            if at >= self._since:
                self._calls[call["at"], call["method"], call["path"], call["milliseconds"]] = (at, call)

    def times_of(self, operation: str) -> list[datetime]:
        """Return when calls of this kind did what they were to do, in order."""
        return sorted(
            at for at, call in self._calls.values() if call["operation"] == operation and call["status"] == CREATED
        )

    def refused(self) -> int:
        """Count the answers that a limit was reached."""
        return sum(call["status"] == TOO_MANY for _, call in self._calls.values())


async def until_none_is_left(waiting: Callable[[], Awaitable[int]], calls: CallLog, count: int) -> None:
    half_seen = False
    async with asyncio.timeout(LONGEST_SECONDS):
        while left := await waiting():
            if left < count / 2 and not half_seen:
                half_seen = True
                await calls.read()
            await asyncio.sleep(LOOK_EVERY_SECONDS)
    await calls.read()


async def provision(
    run: Run,
    environment: Mapping[str, str],
    database: Database,
    principal: Principal,
    requests: Iterator[dict[str, Any]],
    control: httpx.AsyncClient,
    processes: Mapping[str, list[int]],
) -> Outcome:
    """Give the workers the bookings all at once, and watch until they are confirmed."""
    async with database.transaction() as session:
        # What was learnt under other limits would slow this run down.
        await session.exec(delete(ZoomBudget))
    (await control.put("/limits", json={"limits": run.plan, "headers": run.headers})).raise_for_status()
    async with AsyncExitStack() as stack:
        workers = [
            await stack.enter_async_context(running("worker", environment={**environment, "ZOOM_PLAN": run.plan}))
            for _ in range(WORKERS)
        ]
        released_at = await place(database, principal, requests, run.bookings)
        parts = {**processes, "workers": [worker.pid for worker in workers]}
        calls, before = CallLog(control, released_at), Use.now(parts)
        await until_none_is_left(lambda: waiting(database), calls, run.bookings)
        use, confirmed_at = Use.now(parts).since(before), utc_now()
        await until_none_is_left(lambda: unregistered(database), calls, run.bookings)
        registered_seconds = (utc_now() - confirmed_at).total_seconds()
    async with database.transaction() as session:
        query = select(func.count(), func.max(Meeting.proven_at)).where(
            col(Meeting.state) == MeetingState.PROVEN, col(Meeting.proven_at) > released_at
        )
        confirmed, last = (await session.exec(query)).one()
    registered = calls.times_of("add_registrant")
    return Outcome(
        run=run,
        confirmed=confirmed,
        registered=len(registered) // 2,
        created_share=per_second(calls.times_of("create_meeting")) / run.creates,
        # Those whom a minute that passed had registered before are not waited for.
        registered_share=per_second([at for at in registered if at >= confirmed_at]) / run.registers,
        registered_seconds=registered_seconds,
        refused=calls.refused(),
        seconds=(last - released_at).total_seconds() if last is not None else float("nan"),
        milliseconds={name: used * 1000 / confirmed for name, used in use.parts.items()},
        busy=use.busy / (use.busy + use.idle),
    )


def per_second(moments: Sequence[datetime]) -> float:
    """Return how many there were in a second, from the first to the last."""
    return (len(moments) - 1) / (moments[-1] - moments[0]).total_seconds()


async def measure(environment: Mapping[str, str], postmaster: int) -> list[Outcome]:
    settings = settings_of(environment)
    await migrate(settings.database_url)
    data = await load(settings, pairings=HOSTS)
    database = Database.connect(settings)
    try:
        async with database.transaction() as session:
            principal = await authenticate(session, data.api_key)
        async with running_sandbox(environment, users_of_zoom("host", HOSTS)) as (sandbox, control):
            # Before any limit holds, so that proving the hosts takes nothing of it.
            async with ZoomClient(settings.zoom) as zoom:
                for host_id in await take_hosts(database, zoom, OPERATOR, None):
                    await prove_and_keep(database, zoom, OPERATOR, host_id)
            processes = {"sandbox": [sandbox.pid], "PostgreSQL": [postmaster]}
            requests = sessions(data.pairings)
            return [
                await provision(run, environment, database, principal, requests, control, processes) for run in RUNS
            ]
    finally:
        await database.close()


def show(outcomes: list[Outcome]) -> None:
    table = Table(
        "limits", "part", "calls a second", "done", "share of it used", "answers 429", "seconds to the last", "machine busy",
        title=f"Bookings at once, {WORKERS} workers, {HOSTS} hosts; 4 calls each: 1 MEDIUM, 3 LIGHT",
    )  # fmt: skip
    for seen in outcomes:
        table.add_row(
            seen.run.name,
            "confirmed",
            f"{seen.run.creates:.0f} MEDIUM",
            f"{seen.confirmed} of {seen.run.bookings}",
            f"{seen.created_share:.1%}",
            str(seen.refused),
            f"{seen.seconds:.1f}",
            f"{seen.busy:.0%}",
        )
        table.add_row(
            "",
            "registered",
            f"{seen.run.registers:.0f} LIGHT ({LANE_SHARE:.0%})",
            f"{seen.registered} of {seen.run.bookings}",
            f"{seen.registered_share:.1%}",
            "",
            f"{seen.registered_seconds:.1f} more",
            "",
        )
    table.add_row("aim", "", "", "all", f"at least {AIM_SHARE:.0%}", "0", "", "")
    console = Console(width=int(os.environ.get("COLUMNS", "130")))
    console.print(table)
    for seen in outcomes:
        parts = ", ".join(f"{name} {used:.1f}" for name, used in seen.milliseconds.items())
        most = CORES * 1000 / sum(seen.milliseconds.values())
        console.print(
            f"{seen.run.name}: processor time a booking until confirmed, ms: {parts}; "
            f"with {CORES} processors for itself alone that is at most {most:.0f} bookings a second."
        )
        if seen.created_share < AIM_SHARE and most < seen.run.creates:
            console.print(f"{seen.run.name}: the processors were the limit, not the quota.")
        elif seen.created_share < AIM_SHARE and seen.busy > BUSY:
            console.print(f"{seen.run.name}: something else kept the machine busy too; measure again on a quiet one.")


def main() -> None:
    with TemporaryDirectory(prefix="chaperone-") as folder, embedded_postgres(Path(folder) / "postgres") as url:
        postmaster = int((Path(folder) / "postgres" / "postmaster.pid").read_text().split()[0])
        environment = environment_on(url.format(database="postgres"), free_port())
        show(asyncio.run(measure(environment, postmaster)))


if __name__ == "__main__":
    main()
