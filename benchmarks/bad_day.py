"""A hundred sessions on a bad day of Zoom's, booked by us and by plain loops on pyzoom and zoomus. Run it with `make bench`.

Each has a sandbox of its own that goes wrong by the same script. The loops (`benchmarks.plain_loop`) send the settings that the
programme demands, and try three times with a growing pause. What became of it all is read from the sandboxes' state.
"""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import httpx
from rich.console import Console
from rich.table import Table
from sqlmodel import col, select

from app.bookings.models import Booking, Meeting, MeetingState
from app.bookings.states import BookingState
from app.embedded.postgres import embedded_postgres
from app.policy import Policy
from app.zoom.reference import agenda_for
from app.zoom.safety import meeting_settings, new_passcode, prove_meeting
from app.zoom.schemas import Meeting as ZoomMeeting
from benchmarks import plain_loop
from benchmarks.booking import (
    CLIENT_SECRET,
    environment_on,
    free_port,
    running,
    running_api,
    running_sandbox,
    users_of_zoom,
)
from benchmarks.data import PACK
from benchmarks.growth import until_nothing_waits
from benchmarks.places import ask, make_place

SESSIONS, HOSTS, PAIRINGS = 100, 10, 10
LONGEST_SECONDS, INSTALL_SECONDS = 300, 90
PEERS: Final = {"pyzoom": "pyzoom==1.0.8", "zoomus": "zoomus==1.2.1"}
SAFETY: Final = Policy(document=PACK, version=1).safety.levels()

SCRIPT: Final[Mapping[str, Sequence[tuple[float, dict[str, Any]]]]] = {
    "create_meeting": (
        (0.06, {"kind": "drop_answer_after_work"}),
        (0.06, {"kind": "error_503", "after_work": True}),
        (0.06, {"kind": "truncated_body"}),
        (0.06, {"kind": "error_500"}),
        (0.06, {"kind": "reset_connection"}),
        (0.06, {"kind": "rate_limited_per_second", "retry_after": "1"}),
        (0.06, {"kind": "ignore_setting", "setting": "waiting_room"}),
    ),
    "get_meeting": (
        (0.04, {"kind": "reset_connection"}),
        (0.04, {"kind": "error_503"}),
        (0.04, {"kind": "truncated_body"}),
        (0.04, {"kind": "rate_limited_per_second", "retry_after": "1"}),
    ),
    "list_meetings": ((0.1, {"kind": "error_500"}), (0.1, {"kind": "truncated_body"})),
    "update_meeting": ((0.1, {"kind": "drop_answer_after_work"}), (0.1, {"kind": "error_503", "after_work": True})),
    "delete_meeting": ((0.1, {"kind": "drop_answer_after_work"}), (0.1, {"kind": "reset_connection"})),
}
"""By call: the share of its occasions at which something goes wrong, and what."""

FAULTS: Final = {
    "seed": 7,
    "rules": [
        {"operation": operation, "rate": rate, "times": None, **rule}
        for operation, rules in SCRIPT.items()
        for rate, rule in rules
    ],
}


@dataclass(frozen=True)
class Outcome:
    """What became of the sessions that were wanted.

    `made` have a meeting that is at Zoom and that whoever booked knows of; `lost` have none. `doubled` have more than one at
    Zoom. `unknown` are meetings at Zoom that nobody knows of, `unsafe` those that are not as the safety profile demands.
    """

    who: str
    made: int
    doubled: int
    unknown: int
    unsafe: int
    seconds: float

    @property
    def lost(self) -> int:
        """The sessions without a meeting that anybody knows of."""
        return SESSIONS - self.made


async def outcome(who: str, control: httpx.AsyncClient, known: Mapping[str, int], seconds: float) -> Outcome:
    """Compare what is at Zoom with what its caller knows: the number of the meeting by the mark that each session has."""
    state = (await control.get("/state")).raise_for_status().json()
    meetings = [ZoomMeeting.model_validate(each["meeting"]) for each in state["meetings"] if each["alive"]]
    at_zoom = {meeting.id for meeting in meetings}
    marks = Counter(meeting.agenda for meeting in meetings)
    return Outcome(
        who=who,
        made=len(at_zoom & set(known.values())),
        doubled=sum(count > 1 for count in marks.values()),
        unknown=len(at_zoom - set(known.values())),
        unsafe=sum(not prove_meeting(SAFETY, each, passcode=each.password).is_proven for each in meetings),
        seconds=seconds,
    )


async def by_us(url: str) -> Outcome:
    """Book the sessions through the API, and wait until nothing is left to be done."""
    place = await make_place(url, "bad_day", hosts=HOSTS, pairings=PAIRINGS, sandbox_port=free_port())
    async with AsyncExitStack() as stack:
        start = stack.enter_async_context
        _, control = await start(running_sandbox(place.environment, users_of_zoom("host", HOSTS)))
        (await control.put("/faults", json=FAULTS)).raise_for_status()
        _, client = await start(running_api(place.environment, place.data.api_key))
        # What goes wrong is the point of it, and is not worth a line each.
        await start(running("worker", environment={**place.environment, "LOG_LEVEL": "ERROR"}))
        began = time.perf_counter()
        for _ in range(SESSIONS):
            await ask(client, next(place.requests))
        await until_nothing_waits(place.database, LONGEST_SECONDS)
        seconds = time.perf_counter() - began
        async with place.database.transaction() as session:
            query = select(Booking.reference, Meeting.zoom_meeting_id).where(
                col(Meeting.booking_id) == col(Booking.id),
                col(Meeting.state) == MeetingState.PROVEN,
                col(Booking.state) == BookingState.CONFIRMED,
            )
            known = {reference: number for reference, number in await session.exec(query) if number is not None}
        await place.database.close()
        return await outcome("Chaperone", control, known, seconds)


async def by_loop(peer: str, folder: Path) -> Outcome:
    """Let a plain loop on a client that others wrote book as many sessions."""
    environment = environment_on("postgresql://nobody@127.0.0.1:9/none", free_port())
    meetings = [
        {
            "type": 2,
            "topic": "A session",
            "agenda": agenda_for(f"SESSION{number}"),
            "start_time": "2035-01-03T10:00:00Z",
            "duration": 45,
            "timezone": "Europe/London",
            "password": new_passcode(),
            "settings": meeting_settings(SAFETY),
        }
        for number in range(SESSIONS)
    ]
    wanted = {
        "base_url": environment["ZOOM_API_URL"],
        "account_id": environment["ZOOM_ACCOUNT_ID"],
        "client_id": environment["ZOOM_CLIENT_ID"],
        "client_secret": CLIENT_SECRET,
        "hosts": [user.partition(":")[0] for user in users_of_zoom("host", HOSTS)],
        "meetings": meetings,
    }
    async with running_sandbox(environment, users_of_zoom("host", HOSTS)) as (_, control):
        (await control.put("/faults", json=FAULTS)).raise_for_status()
        began = time.perf_counter()
        loop = await asyncio.create_subprocess_exec(
            sys.executable,
            plain_loop.__file__,
            peer,
            env={**os.environ, "PYTHONPATH": str(folder), "NO_PROXY": "127.0.0.1"},
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                seen, complaints = await loop.communicate(json.dumps(wanted).encode())
        finally:
            if loop.returncode is None:
                loop.kill()
        if loop.returncode != 0:
            raise SystemExit(f"the loop on {peer} failed: {complaints.decode()[-500:]}")
        return await outcome(f"loop on {peer}", control, json.loads(seen), time.perf_counter() - began)


def installed(folder: Path) -> str | None:
    """Install the peers into a folder; return why that cannot be done, if so."""
    command = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", sys.executable, "--target", "."]
    try:
        subprocess.run(  # noqa: S603 - the command is this file's own
            [*command, *PEERS.values()],
            cwd=folder,
            env=os.environ | {"UV_HTTP_RETRIES": "0"},
            capture_output=True,
            text=True,
            timeout=INSTALL_SECONDS,
            check=True,
        )
    except subprocess.TimeoutExpired:
        return f"no answer of the registry within {INSTALL_SECONDS} seconds"
    except subprocess.CalledProcessError as error:
        return str((error.stderr.strip() or f"exit code {error.returncode}").splitlines()[0])
    return None


async def measure(url: str, peers: Sequence[str], folder: Path) -> Sequence[Outcome]:
    return await asyncio.gather(by_us(url), *(by_loop(peer, folder) for peer in peers))


def show(outcomes: Sequence[Outcome]) -> None:
    table = Table(
        "who", "wanted", "made", "doubled", "lost", "unknown", "unsafe", "seconds",
        title=f"{SESSIONS} sessions on a bad day",
    )  # fmt: skip
    for seen in outcomes:
        counts = SESSIONS, seen.made, seen.doubled, seen.lost, seen.unknown, seen.unsafe
        table.add_row(seen.who, *(str(count) for count in counts), f"{seen.seconds:.0f}")
    table.add_row("aim", str(SESSIONS), str(SESSIONS), "0", "0", "0", "0", "")
    console = Console(width=int(os.environ.get("COLUMNS", "110")))
    console.print(table)
    console.print(
        "made, lost: with and without a meeting that whoever booked knows of; doubled: with more than one at Zoom; "
        "unknown: meetings at Zoom that nobody knows of; unsafe: not as the programme demands."
    )


def main() -> None:
    with TemporaryDirectory(prefix="chaperone-") as folder, embedded_postgres(Path(folder) / "postgres") as url:
        peers = Path(folder) / "peers"
        peers.mkdir()
        problem = installed(peers)
        show(asyncio.run(measure(url, () if problem else tuple(PEERS), peers)))
    if problem:
        print(f"The loops are left out, as their clients cannot be installed here: {problem}")


if __name__ == "__main__":
    main()
