"""A thousand people press the buttons of their pages within one minute. Run it with `make bench BENCH=doors`.

Half of them open a room as its host, half come in by their registration: each press asks Zoom for one link at that moment. The
sandbox holds to the limits of a Pro account, and counts what goes beyond them. Beside it, in the same run and on the same
account, the bare calls that a press cannot do without. It tells what was answered to those who were not led in, and how much of a
processor the presses themselves used here. `PEOPLE` and `SECONDS` in the environment make it smaller.
"""

import asyncio
import os
import random
import re
import time
from asyncio.subprocess import Process
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import httpx
from rich.console import Console
from rich.table import Table
from sqlalchemy import literal
from sqlalchemy.dialects.postgresql import Range
from sqlmodel import select

from app.access.models import ApiKey, Role
from app.bookings.models import Booking, Meeting, MeetingState, Reservation
from app.bookings.participants.models import Participant, ParticipantRole, RegistrationState
from app.bookings.states import BookingState
from app.embedded.postgres import embedded_postgres
from app.hosts.models import Host
from app.installation.trust import IS_TRUSTED
from app.joining.links.models import PersonalLink
from app.joining.links.tokens import digest_of, new_token
from app.kit.clock import utc_now
from app.kit.database import Database
from app.kit.encryption import context_of
from app.provisioning.limits import shared_limiter
from app.registry.pairings.models import Pairing
from app.zoom.admission import Admission
from app.zoom.client import ZoomClient
from benchmarks.booking import (
    START_SECONDS,
    Latency,
    free_port,
    processor_time,
    running,
    running_sandbox,
    users_of_zoom,
)
from benchmarks.places import Place, make_place

PEOPLE: Final = int(os.environ.get("PEOPLE", "1000"))
SECONDS: Final = float(os.environ.get("SECONDS", "60"))
BARE: Final = 200
WARM_UP: Final = 20
REGISTERED_AT_ONCE: Final = 32
FULL_PRESS_SECONDS: Final = 30
TOO_MANY: Final = 429

_ALERT: Final = re.compile(r'role="alert"[^>]*>([^<]+)')
_HEADING: Final = re.compile(r"<h[12][^>]*>([^<]+)")

Door = tuple[str, int, str]
"""Somebody's token, the number of their meeting, and their registration; that of whoever opens is empty."""


async def meetings_at_zoom(control: httpx.AsyncClient, place: Place, count: int) -> list[tuple[int, str]]:
    """Make a meeting for each host at the sandbox, and register a mentee for each; return numbers and registrations."""
    settings = {"waiting_room": True, "approval_type": 1, "registrants_confirmation_email": False}
    seed = {"users": count, "first": 0, "meetings": [{"type": 2, "settings": settings}]}
    made = await control.post("/seed", json=seed)
    made.raise_for_status()
    numbers: list[int] = made.json()["meetings"]
    turns = asyncio.Semaphore(REGISTERED_AT_ONCE)
    async with ZoomClient(place.settings.zoom) as zoom:

        async def register(number: int) -> tuple[int, str]:
            async with turns:
                added = await zoom.add_registrant(number, email="mentee@example.org", first_name="A")
                return number, added.registrant_id

        found = await asyncio.gather(*map(register, numbers))
    await control.put("/limits", json={"limits": "pro"})
    return found


async def add_sessions(database: Database, place: Place, at_zoom: Sequence[tuple[int, str]]) -> list[Door]:
    """Write sessions that begin in a moment, with meetings, people and their links; return the doors."""
    begins = utc_now() + timedelta(seconds=SECONDS)
    key_ring, doors = place.settings.key_ring, list[Door]()
    async with database.transaction() as session:
        hosts = {host.zoom_user_id: host for host in await session.exec(select(Host))}
        pairings = {str(pairing.id): pairing for pairing in await session.exec(select(Pairing))}
        key = (await session.exec(select(ApiKey).limit(1))).one()
        for place_in_line, (number, registration) in enumerate(at_zoom):
            host, pairing = hosts[f"host-{place_in_line}"], pairings[place.data.pairings[place_in_line]]
            booking = Booking(
                partner_id=place.data.partner,
                programme_id=place.data.programme,
                pairing_id=pairing.id,
                policy_version=1,
                modality="zoom",
                starts_at=begins,
                ends_at=begins + timedelta(minutes=45),
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
                zoom_meeting_id=number,
                passcode="",
                admission=Admission.REGISTRATION,
                proven_at=utc_now(),
            )
            meeting.join_url = key_ring.encrypt("https://zoom.example.org/j/1", context=context_of(meeting, "join_url"))
            reserved = {"mentor": pairing.mentor_id, "mentee": pairing.mentee_id, "host": host.id}
            session.add_all([booking, meeting])
            session.add_all(
                Reservation(
                    booking_id=booking.id,
                    resource=resource,
                    resource_id=taken,
                    period=Range(booking.starts_at, booking.ends_at),
                )
                for resource, taken in reserved.items()
            )
            for role, person in (
                (ParticipantRole.MENTOR, pairing.mentor_id),
                (ParticipantRole.MENTEE, pairing.mentee_id),
            ):
                opens = role is ParticipantRole.MENTOR
                participant = Participant(
                    booking_id=booking.id,
                    role=role,
                    person_id=person,
                    registration=RegistrationState.REGISTERED,
                    registered_for=number,
                    registrant_id=None if opens else registration,
                )
                token = new_token()
                link = PersonalLink(
                    participant_id=participant.id, number=1, digest=digest_of(token), token="", issued_by=key.id
                )
                session.add(participant)
                await session.flush()
                link.token = key_ring.encrypt(token, context=context_of(link, "token"))
                session.add(link)
                doors.append((token, number, "" if opens else registration))
    return doors


async def trusted(database: Database) -> None:
    """Wait until a worker has recognised the database."""
    async with asyncio.timeout(START_SECONDS):
        while True:
            async with database.transaction() as session:
                if (await session.exec(select(literal(1)).where(IS_TRUSTED))).one_or_none():
                    return
            await asyncio.sleep(0.1)


@dataclass(frozen=True)
class Pressed:
    """What came of a press.

    Args:
        took: Seconds until the answer.
        said: None where it leads where it must, else what was answered.
    """

    took: float
    said: str | None


async def press(client: httpx.AsyncClient, door: Door, after: float) -> Pressed:
    """Press one button, after so many seconds."""
    await asyncio.sleep(after)
    token, number, registration = door
    began = time.perf_counter()
    try:
        answer = await client.post(f"/j/{token}/go")
    except httpx.TransportError as error:
        return Pressed(time.perf_counter() - began, type(error).__name__)
    took = time.perf_counter() - began
    leads = answer.headers.get("location", "")
    is_right = f"/w/{number}?tk=" in leads if registration else f"/s/{number}?zak=" in leads
    return Pressed(took, None if is_right else in_words(answer))


def in_words(answer: httpx.Response) -> str:
    """Return what an answer that leads nowhere says to a person: what is wrong, or the page's heading."""
    told = _ALERT.search(answer.text) or _HEADING.search(answer.text)
    return f"{answer.status_code} {told[1] if told else answer.headers.get('content-type', '')}"


async def bare_calls(place: Place, doors: Sequence[Door]) -> Latency:
    """Ask Zoom alone for the links of presses, at the account's pace."""
    seconds: list[float] = []
    async with shared_limiter(place.settings) as limiter, ZoomClient(place.settings.zoom, limiter=limiter) as zoom:
        for _, number, registration in doors[:BARE]:
            began = time.perf_counter()
            await (zoom.registrant_join_url(number, registration) if registration else zoom.start_link(number))
            seconds.append(time.perf_counter() - began)
            # As far apart as presses are: what is compared is not the queue.
            await asyncio.sleep(SECONDS / PEOPLE)
    return Latency.of(seconds)


@dataclass(frozen=True)
class Served:
    """An installation with an API that runs, and the doors of sessions that begin in a moment."""

    place: Place
    control: httpx.AsyncClient
    api: Process
    client: httpx.AsyncClient
    doors: Sequence[Door]


@asynccontextmanager
async def served(url: str, name: str, *, people: int) -> AsyncIterator[Served]:
    """Serve sessions of so many people while the block runs, two for each."""
    count = people // 2
    place = await make_place(url, name, hosts=count, pairings=count, sandbox_port=free_port())
    environment: dict[str, Any] = {**place.environment, "ZOOM_PLAN": "pro", "PUBLIC_URL": "http://127.0.0.1"}
    async with AsyncExitStack() as stack:
        stack.push_async_callback(place.database.close)
        _, control = await stack.enter_async_context(running_sandbox(environment, users_of_zoom("host", 1)))
        at_zoom = await meetings_at_zoom(control, place, count)
        async with running("worker", environment=environment):
            await trusted(place.database)
        doors = await add_sessions(place.database, place, at_zoom)
        port = free_port()
        base_url = f"http://127.0.0.1:{port}"
        api = running("serve", "--port", str(port), environment=environment, url=f"{base_url}/healthz")
        process = await stack.enter_async_context(api)
        connections = httpx.Limits(max_connections=200, max_keepalive_connections=200)
        client = await stack.enter_async_context(
            httpx.AsyncClient(base_url=base_url, timeout=FULL_PRESS_SECONDS, limits=connections)
        )
        for token, *_ in doors[:WARM_UP]:
            (await client.get(f"/j/{token}")).raise_for_status()
        yield Served(place, control, process, client, doors)


async def measure(url: str) -> None:
    console = Console()
    async with served(url, "doors", people=PEOPLE) as at:
        bare = await bare_calls(at.place, at.doors)
        before = len((await at.control.get("/requests")).json())
        chance, (spent,) = random.Random(1), processor_time(at.api)
        began, own = time.perf_counter(), time.process_time()
        pressed = await asyncio.gather(*(press(at.client, door, chance.uniform(0, SECONDS)) for door in at.doors))
        own, lasted = time.process_time() - own, time.perf_counter() - began
        (spent_then,) = processor_time(at.api)
        calls = (await at.control.get("/requests")).json()[before:]
    latency = Latency.of([each.took for each in pressed])
    refused = Counter(each.said for each in pressed if each.said is not None)
    beyond = sum(call["status"] == TOO_MANY for call in calls)
    table = Table(title=f"{len(pressed)} presses within {SECONDS:.0f} s, on a Pro account")
    for heading in ("", "p50 ms", "p99 ms"):
        table.add_column(heading, justify="left" if not heading else "right")
    table.add_row("Zoom's call alone", f"{bare.p50:.1f}", f"{bare.p99:.1f}")
    table.add_row("a press", f"{latency.p50:.1f}", f"{latency.p99:.1f}")
    console.print(table)
    console.print(f"Ratio to the bare call: {latency.p50 / bare.p50:.2f} at p50, {latency.p99 / bare.p99:.2f} at p99")
    console.print(
        f"Processor time of the API per press: {(spent_then - spent) / len(pressed):.1f} ms; "
        f"pressing itself used {own / lasted:.0%} of a processor"
    )
    console.print(f"Calls to Zoom per press: {len(calls) / len(pressed):.2f}; beyond its limits: {beyond}")
    console.print(f"Refused or led elsewhere: {refused.total()} of {len(pressed)}")
    for said, times in refused.most_common():
        console.print(f"  {times} x {said}")
    if refused or beyond:
        raise SystemExit("presses were refused, or Zoom's limits were not kept")


def main() -> None:
    """Measure."""
    with TemporaryDirectory() as folder, embedded_postgres(Path(folder) / "postgres") as url:
        asyncio.run(measure(url))


if __name__ == "__main__":
    main()
