"""What it costs to keep Zoom's events, beside a bare handler that only verifies them. Run it with `make bench BENCH=intake`.

A burst of events comes to one API process over many connections at once; nothing is lost, and each is stored and queued when it
is answered. Then a worker follows them: how long after the last event the records of all sessions are final. The number of
sessions, with twenty events each, is `SESSIONS` in the environment; the aims are for a thousand of them.
"""

import asyncio
import hashlib
import hmac
import json
import os
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import asyncpg
import uvicorn
from fastapi import FastAPI, Request, Response
from pydantic import SecretStr
from rich.console import Console
from rich.table import Table
from sqlalchemy.dialects.postgresql import Range
from sqlmodel import select

from app.access.models import ApiKey, Role
from app.bookings.models import Booking, Meeting, MeetingState, Reservation
from app.bookings.states import BookingState
from app.embedded.postgres import embedded_postgres
from app.hosts.models import Host
from app.kit.clock import utc_now
from app.kit.database import Database, plain_dsn
from app.registry.pairings.models import Pairing
from app.zoom.webhooks import verify_signature
from benchmarks.booking import Latency, free_port, running, running_sandbox, users_of_zoom
from benchmarks.places import Place, make_place

SESSIONS: Final = int(os.environ.get("SESSIONS", "1000"))
CONNECTIONS: Final = 64
WARM_UP: Final = 500
SECRET: Final = "webhook-secret-of-the-benchmark"  # of the benchmark alone
FIRST_NUMBER: Final = 81_000_000_000
LENGTH: Final = timedelta(minutes=45)
LONGEST_SECONDS: Final = 300
AIM_PER_SECOND, AIM_P99 = 1_000, 100.0


@dataclass(frozen=True)
class Burst:
    """How a burst was taken in."""

    per_second: float
    latency: Latency
    statuses: Mapping[int, int]


def zoom_time(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def events_of(number: int, begins: datetime) -> Sequence[bytes]:
    """Return twenty events of a session: a guest who drops out and comes back now and then, until the host ends it."""
    host_id = f"host-{number - FIRST_NUMBER}"
    about = {"id": str(number), "uuid": f"run-{number}==", "host_id": host_id, "topic": "A session", "type": 2}
    host = {"user_id": "1", "user_name": "A mentor", "participant_user_id": host_id, "email": "mentor@example.org"}

    def event(name: str, minute: float, **more: Any) -> bytes:
        at = begins + timedelta(minutes=minute)
        body = {
            "event": name,
            "payload": {"account_id": "a", "object": {**about, **more}},
            "event_ts": int(at.timestamp() * 1000),
        }
        return json.dumps(body, separators=(",", ":")).encode()

    def of_person(what: str, minute: float, key: str, person: Mapping[str, str]) -> bytes:
        at = zoom_time(begins + timedelta(minutes=minute))
        return event(f"meeting.participant_{what}", minute, participant={**person, key: at})

    told = [event("meeting.started", 0, start_time=zoom_time(begins)), of_person("joined", 0, "join_time", host)]
    for visit in range(3):
        guest = {"user_id": str(10 + visit), "user_name": "A mentee", "email": "mentee@example.org"}
        came = 1 + 14 * visit
        told += [
            of_person("joined_waiting_room", came, "date_time", guest),
            of_person("admitted", came + 1, "date_time", guest),
            of_person("left_waiting_room", came + 1, "date_time", guest),
            of_person("joined", came + 1, "join_time", guest),
            of_person("left", came + 13, "leave_time", guest),
        ]
    told.append(of_person("role_changed", 20, "date_time", {**host, "old_role": "host", "new_role": "co-host"}))
    told += [of_person("left", 44, "leave_time", host), event("meeting.ended", 44, end_time=zoom_time(begins + LENGTH))]
    return told


def request_of(body: bytes, number: int, port: int) -> bytes:
    """Return a delivery as it goes over the wire."""
    timestamp = str(int(time.time()))
    signature = hmac.new(SECRET.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256).hexdigest()
    head = (
        f"POST /webhooks/zoom HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\ncontent-type: application/json; charset=utf-8\r\n"
        f"x-zm-request-timestamp: {timestamp}\r\nx-zm-signature: v0={signature}\r\nx-zm-request-id: bench-{number}\r\n"
        f"content-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def burst(port: int, bodies: Sequence[bytes], *, first: int = 0) -> Burst:
    """Send all at once, over so many connections that each waits for its answer."""
    requests = [request_of(body, first + number, port) for number, body in enumerate(bodies)]
    waiting = iter(requests)
    seconds: list[float] = []
    statuses: dict[int, int] = {}

    async def connection() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for request in waiting:
            began = time.perf_counter()
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            seconds.append(time.perf_counter() - began)
            status = int(head[9:12])
            statuses[status] = statuses.get(status, 0) + 1
        writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(connection() for _ in range(CONNECTIONS)))
    return Burst(len(requests) / (time.perf_counter() - began), Latency.of(seconds), statuses)


def bare(port: int) -> None:
    """Serve a handler that verifies the signature and does nothing else."""
    application = FastAPI(openapi_url=None)
    secrets = [SecretStr(SECRET)]

    @application.post("/webhooks/zoom", status_code=204)
    async def verify(request: Request) -> Response:
        verify_signature(
            body=await request.body(),
            signature=request.headers.get("x-zm-signature"),
            timestamp=request.headers.get("x-zm-request-timestamp"),
            secrets=secrets,
            now=utc_now(),
            tolerance=timedelta(minutes=90),
        )
        return Response(status_code=204)

    uvicorn.run(application, host="127.0.0.1", port=port, log_level="warning", access_log=False)


async def measured_bare(bodies: Sequence[bytes]) -> Burst:
    port = free_port()
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "benchmarks.intake", "bare", str(port))
    try:
        await until_it_listens(port)
        await burst(port, bodies[:WARM_UP])
        return await burst(port, bodies)
    finally:
        process.terminate()
        await process.wait()


async def until_it_listens(port: int) -> None:
    async with asyncio.timeout(60):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return


async def add_sessions(database: Database, place: Place, begins: datetime) -> None:
    """Write sessions that have just ended, with meetings: each with people and a host of its own, which it has reserved."""
    period = Range(begins, begins + LENGTH)
    async with database.transaction() as session:
        hosts = {host.zoom_user_id: host for host in await session.exec(select(Host))}
        pairings = {str(pairing.id): pairing for pairing in await session.exec(select(Pairing))}
        key = (await session.exec(select(ApiKey).limit(1))).one()
        for number, pairing_id in enumerate(place.data.pairings):
            host, pairing = hosts[f"host-{number}"], pairings[pairing_id]
            booking = Booking(
                partner_id=place.data.partner,
                programme_id=place.data.programme,
                pairing_id=pairing.id,
                policy_version=1,
                modality="zoom",
                starts_at=begins,
                ends_at=begins + LENGTH,
                time_zone="Europe/London",
                agreed_by_both=True,
                state=BookingState.CONFIRMED,
                host_id=host.id,
                safety=host.safety,
                requested_by=key.id,
                requested_by_role=Role.COORDINATOR,
            )
            meeting = Meeting(
                booking_id=booking.id,
                host_id=host.id,
                state=MeetingState.PROVEN,
                zoom_meeting_id=FIRST_NUMBER + number,
                passcode="",
                proven_at=begins,
            )
            reserved = {"mentor": pairing.mentor_id, "mentee": pairing.mentee_id, "host": host.id}
            session.add(booking)
            session.add_all(
                Reservation(booking_id=booking.id, resource=resource, resource_id=taken, period=period)
                for resource, taken in reserved.items()
            )
            session.add(meeting)


async def count(dsn: str, query: str) -> int:
    connection = await asyncpg.connect(dsn)
    try:
        return int(await connection.fetchval(query))
    finally:
        await connection.close()


async def until(dsn: str, query: str, wanted: int) -> float:
    """Return the seconds until a count is what is wanted."""
    began = time.perf_counter()
    connection = await asyncpg.connect(dsn)
    try:
        async with asyncio.timeout(LONGEST_SECONDS):
            while await connection.fetchval(query) != wanted:  # noqa: ASYNC110  # it happens in another process
                await asyncio.sleep(0.05)
    finally:
        await connection.close()
    return time.perf_counter() - began


HELD = "SELECT count(*) FROM session_record WHERE is_held AND NOT has_gaps"
OVER = "SELECT count(*) FROM booking WHERE state = 'completed'"


async def measure(url: str) -> None:
    console = Console()
    sandbox_port = free_port()
    place = await make_place(url, "intake", hosts=SESSIONS, pairings=SESSIONS, sandbox_port=sandbox_port)
    dsn = plain_dsn(place.settings)
    begins = (utc_now() - LENGTH).replace(microsecond=0)
    await add_sessions(place.database, place, begins)
    by_session = [events_of(FIRST_NUMBER + number, begins) for number in range(SESSIONS)]
    # As they would come: all sessions begin at once, and end at once.
    bodies = [session[step] for step in range(len(by_session[0])) for session in by_session]
    others = [events_of(number, begins)[0] for number in range(1, WARM_UP + 1)]
    without_worker = await measured_bare(bodies)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(running_sandbox(place.environment, users_of_zoom("host", 1)))
        port = free_port()
        health = f"http://127.0.0.1:{port}/healthz"
        environment = place.environment
        await stack.enter_async_context(running("serve", "--port", str(port), environment=environment, url=health))
        await burst(port, others, first=10_000_000)
        ours = await burst(port, bodies)
        kept = await count(dsn, "SELECT count(*) FROM zoom_event WHERE booking_id IS NOT NULL")
        table = Table(title=f"A burst of {len(bodies)} events over {CONNECTIONS} connections")
        for heading in ("", "events/s", "p50 ms", "p99 ms", "answers"):
            table.add_column(heading, justify="left" if not heading else "right")
        for name, each in (("verified alone", without_worker), ("stored and queued", ours)):
            answers = ", ".join(f"{number} x {status}" for status, number in sorted(each.statuses.items()))
            table.add_row(name, f"{each.per_second:.0f}", f"{each.latency.p50:.1f}", f"{each.latency.p99:.1f}", answers)
        console.print(table)
        console.print(
            f"Ratio to the bare handler: {without_worker.per_second / ours.per_second:.2f} times the time an event"
        )
        console.print(f"Lost: {len(bodies) - kept} of {len(bodies)}")
        console.print(f"Aim {AIM_PER_SECOND}/s: {'met' if ours.per_second >= AIM_PER_SECOND else 'missed'}")
        console.print(f"Aim p99 {AIM_P99:.0f} ms: {'met' if ours.latency.p99 <= AIM_P99 else 'missed'}")
        if kept != len(bodies) or set(ours.statuses) != {204}:
            raise SystemExit("events were lost")
        await stack.enter_async_context(running("worker", environment=environment))
        recorded = await until(dsn, HELD, SESSIONS)
        # Shared by all sessions: what each is looked at for at Zoom, at the account's pace.
        completed = recorded + await until(dsn, OVER, SESSIONS)
    console.print(
        f"{SESSIONS} sessions that ended at once: all records final {recorded:.1f} s after a worker began on them, all bookings "
        f"completed after {completed:.1f} s"
    )
    await place.database.close()


def main() -> None:
    """Measure, or serve the bare handler for a measurement."""
    if sys.argv[1:2] == ["bare"]:
        bare(int(sys.argv[2]))
        return
    with TemporaryDirectory() as folder, embedded_postgres(Path(folder) / "postgres") as url:
        asyncio.run(measure(url))


if __name__ == "__main__":
    main()
