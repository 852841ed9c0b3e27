"""Whatever becomes of Zoom's events on their way, a session ends with the same record, state and incidents.

Each session is played at the sandbox, which drops its events; they are delivered in any order, some of them twice, some not at
all, with the worker's looks in between. What is lost is what Zoom tells when it is asked.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any, Final
from uuid import UUID

import httpx
from hypothesis import HealthCheck, Phase, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlmodel import col, select, update

from app.bookings.models import Booking
from app.incidents.models import Incident
from app.kit.clock import utc_now
from app.kit.database import Database
from app.monitoring.models import KeptRecord
from app.settings import Settings
from tests.support.rooms import booked, registration_of
from tests.support.scenario import make_scenario
from tests.support.service import TLS, WEBHOOK_SECRET
from tests.support.webhooks import all_followed, send
from tests.support.zoom import System, Zoom, eventually, running_system

EXAMPLES: Final = 1
AGO: Final = timedelta(minutes=80)
LOOK: Final = -1
"""What the worker does each minute, between two events."""

FILLED_IN: Final = frozenset(
    {
        "meeting.started",
        "meeting.ended",
        "meeting.participant_joined",
        "meeting.participant_left",
        "meeting.participant_joined_waiting_room",
        "meeting.participant_left_waiting_room",
        # Zoom's answers do not tell who admitted whom, and what follows from it rests on who waited until they came in.
        "meeting.participant_admitted",
    }
)
"""What Zoom tells of a session when it is asked."""


MOST_EVENTS: Final = 20
"""More than any of the plays has."""


@dataclass
class Room:
    """A session's room at the sandbox, whose clock is moved."""

    zoom: Zoom
    path: str
    mentee: str
    colleague: str

    async def starts(self) -> None:
        await self.zoom.control("POST", f"{self.path}/start")

    async def ends(self) -> None:
        await self.zoom.control("POST", f"{self.path}/end")

    async def waits(self, **who: str) -> str:
        come: dict[str, Any] = await self.zoom.control("POST", f"{self.path}/participants", {"name": "Somebody", **who})
        return str(come["uuid"])

    async def admits(self, uuid: str) -> None:
        await self.zoom.control("POST", f"{self.path}/participants/{uuid}/admit")

    async def leaves(self, uuid: str) -> None:
        await self.zoom.control("POST", f"{self.path}/participants/{uuid}/leave")

    async def minutes(self, passed: float) -> None:
        await self.zoom.control("POST", "/time/advance", {"seconds": 60 * passed})


async def with_a_stranger(room: Room) -> None:
    """Both meet for long enough; a colleague of the host comes in between, and the mentee's link is used a second time."""
    await room.starts()
    mentee = await room.waits(registrant_id=room.mentee)
    await room.minutes(1)
    await room.admits(mentee)
    stranger = await room.waits(user=room.colleague)
    await room.minutes(1)
    await room.admits(stranger)
    await room.minutes(4)
    await room.leaves(stranger)
    second = await room.waits(registrant_id=room.mentee)
    await room.minutes(1)
    await room.admits(second)
    await room.minutes(8)
    await room.leaves(mentee)
    await room.minutes(3)
    await room.ends()


async def too_short(room: Room) -> None:
    """The mentee leaves after two minutes, comes again and is left waiting. The room is opened a second time for a moment."""
    await room.starts()
    mentee = await room.waits(registrant_id=room.mentee)
    await room.minutes(1)
    await room.admits(mentee)
    await room.minutes(2)
    await room.leaves(mentee)
    await room.minutes(1)
    waiting = await room.waits(registrant_id=room.mentee)
    await room.minutes(12)
    await room.leaves(waiting)
    await room.ends()
    await room.minutes(1)
    await room.starts()
    await room.waits(registrant_id=room.mentee)
    await room.minutes(1)
    await room.ends()


Periods = Sequence[tuple[float | None, float | None]]
PLAYS: Final[Mapping[str, Callable[[Room], Awaitable[None]]]] = {
    "a stranger": with_a_stranger,
    "too short": too_short,
}


@dataclass(frozen=True)
class Outcome:
    """What is in the database of a session in the end, with its times in seconds since its start."""

    state: str
    why: str
    minutes_together: int
    has_gaps: bool
    runs: Periods
    people: Sequence[tuple[str, Periods, Periods]]
    incidents: Sequence[str]


class Sessions:
    """Sessions on one running system, each on a day of its own."""

    def __init__(self, system: System, client: httpx.AsyncClient) -> None:
        self._system = system
        self._client = client
        self._days = count(7)

    async def played(self, play: str) -> tuple[dict[str, Any], Sequence[tuple[str, bytes]]]:
        """Return a session that was played, and its events, of which nobody was told."""
        system, zoom = self._system, self._system.zoom
        scenario = await make_scenario(system.database)
        booking = await booked(system, scenario, starts_in=-AGO, days_ahead=next(self._days))
        mentee = await registration_of(system.database, booking)
        number = booking["meeting"]["zoom_meeting_id"]
        holds = (await zoom.control("GET", f"/meetings/{number}"))["meeting"]["host_id"]
        colleague = next(each for each in ("host-1", "host-2") if each != holds)
        async with system.database.transaction() as session:
            row = await session.get_one(Booking, UUID(booking["id"]))
            row.starts_at, row.ends_at = (each.replace(microsecond=0) for each in (row.starts_at, row.ends_at))
            begins = row.starts_at
        webhook = {"url": f"{system.base_url}/webhooks/zoom", "secret_token": WEBHOOK_SECRET}
        await zoom.control("PUT", "/webhook", webhook)
        await zoom.control("PUT", "/webhook-faults", {"rules": [{"kind": "drop", "times": None}]})
        before = len(await zoom.control("GET", "/deliveries"))
        await zoom.control("PUT", "/time", {"now": begins.isoformat()})
        await PLAYS[play](Room(zoom, f"/meetings/{number}", mentee, colleague))
        await zoom.control("PUT", "/time", {"now": utc_now().isoformat()})
        dropped = (await zoom.control("GET", "/deliveries"))[before:]
        return booking, [(each["event"], each["body"].encode()) for each in dropped]

    async def told(self, booking: dict[str, Any], events: Sequence[tuple[str, bytes]], order: Sequence[int]) -> Outcome:
        """Deliver these of a session's events in this order, let time pass, and return what is known then."""
        for index in order:
            if index == LOOK:
                await self._system.a_minute_passes()
            else:
                assert await send(self._client, events[index][1]) == 204
        await eventually(lambda: all_followed(self._system.database))
        for _ in range(2):
            await self._system.idle()
            async with self._system.database.transaction() as session:
                # It is some time ago that Zoom was asked.
                asked = update(KeptRecord).where(col(KeptRecord.booking_id) == UUID(booking["id"]))
                await session.exec(asked.values(asked_at=None))
            await self._system.a_minute_passes()
            await self._system.idle()
        return await self._outcome(UUID(booking["id"]))

    async def _outcome(self, booking_id: UUID) -> Outcome:
        async with self._system.database.transaction() as session:
            booking = await session.get_one(Booking, booking_id)
            kept = await session.get_one(KeptRecord, booking_id)
            query = select(Incident.kind).where(
                col(Incident.booking_id) == booking_id, col(Incident.resolved_at).is_(None)
            )
            incidents = sorted((await session.exec(query)).all())

        def since(text: str | None) -> float | None:
            return None if text is None else (datetime.fromisoformat(text) - booking.starts_at).total_seconds()

        def periods(rows: Sequence[dict[str, str]]) -> Periods:
            return [(since(row["began_at"]), since(row["ended_at"])) for row in rows]

        return Outcome(
            booking.state,
            kept.why,
            kept.minutes_together,
            kept.has_gaps,
            [(since(run["opened_at"]), since(run["closed_at"])) for run in kept.record["runs"]],
            [(one["role"], periods(one["waited"]), periods(one["inside"])) for one in kept.record["people"]],
            incidents,
        )


@st.composite
def deliveries(draw: st.DrawFn) -> tuple[str, list[int], list[int]]:
    """Draw a play, the order of its events with repetitions and looks in between, and which of them are lost."""
    play = draw(st.sampled_from(sorted(PLAYS)))
    order = draw(st.permutations(range(MOST_EVENTS)))
    again = draw(st.lists(st.integers(0, MOST_EVENTS - 1) | st.just(LOOK), max_size=5))
    places = [(draw(st.integers(0, MOST_EVENTS)), each) for each in again]
    for place, each in places:
        order.insert(place, each)
    lost = draw(st.lists(st.integers(0, MOST_EVENTS - 1), unique=True, max_size=MOST_EVENTS))
    return play, order, lost


def test_any_order_repetition_delay_and_loss_of_events_ends_in_the_same_record_state_and_incidents(
    sandbox_settings: Settings, sandbox_url: str
) -> None:
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()

        async def begin() -> Sessions:
            client = await stack.enter_async_context(httpx.AsyncClient(base_url=sandbox_url, timeout=30, verify=TLS))
            zoom = Zoom(sandbox_url, client)
            await zoom.control("POST", "/reset")
            stack.push_async_callback(zoom.control, "POST", "/reset")
            database = Database.connect(sandbox_settings)
            stack.push_async_callback(database.close)
            system = await stack.enter_async_context(running_system(sandbox_settings, database, zoom))
            await system.proven_hosts()
            return Sessions(system, await system.anonymous())

        sessions, undisturbed = runner.run(begin()), {}

        async def outcome(play: str, order: Sequence[int] | None, lost: Sequence[int]) -> Outcome:
            booking, events = await sessions.played(play)
            wanted = range(len(events)) if order is None else [each for each in order if each < len(events)]
            gone = {each for each in lost if each < len(events) and events[each][0] in FILLED_IN}
            return await sessions.told(booking, events, [each for each in wanted if each not in gone])

        # That the mentee came in is lost, and later all that tells that they waited a second time.
        @example(("a stranger", list(range(MOST_EVENTS)), [5, 11, 12, 13]))
        # That the mentee left after two minutes is told when the session counts as held already.
        @example(("too short", [*range(6), *range(7, MOST_EVENTS), LOOK, 6], []))
        @hypothesis_settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(deliveries())
        def whatever_happens(delivered: tuple[str, list[int], list[int]]) -> None:
            play, order, lost = delivered
            if play not in undisturbed:
                undisturbed[play] = runner.run(outcome(play, None, ()))
            assert runner.run(outcome(play, order, lost)) == undisturbed[play]

        try:
            whatever_happens()
        finally:
            runner.run(stack.aclose())
