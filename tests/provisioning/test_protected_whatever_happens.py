"""Whatever anybody does with a session and its room, whatever becomes of Zoom's events: a look later nothing unsafe is left.

A look is what the worker does each minute. Until a session's end no unsafe room stays open and no link of one is shown longer.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from itertools import count
from typing import Any, Final

import httpx
import pytest
from hypothesis import HealthCheck, Phase, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlmodel import col, select

from app.bookings.models import Booking
from app.kit.clock import utc_now
from app.kit.database import Database
from app.policy import RoomRules
from app.policy.evidence import EvidenceKind
from app.registry.evidence.models import Evidence
from app.settings import Settings
from tests.support.exploring import examples
from tests.support.rooms import MINUTE, booked, end_pairing, read, shift
from tests.support.scenario import Scenario, make_scenario, session_time
from tests.support.service import TLS
from tests.support.zoom import System, Zoom, eventually, running_system

EXAMPLES: Final = 3
LOOK: Final = 30
"""Seconds in which a look must have had its effect."""

RULES: Final = RoomRules()
EVENTS: Final[Mapping[str, list[dict[str, Any]]]] = {
    "on": [],
    "late": [{"kind": "late", "seconds": 0.4}],
    "lost": [{"kind": "drop"}],
}


@dataclass
class Session:
    """A session of a pairing, and what was done to it."""

    system: System
    scenario: Scenario
    booking: dict[str, Any]
    client: httpx.AsyncClient
    may_take_place: bool = True

    async def open_early(self) -> None:
        await shift(self.system, self.booking, starts_in=40 * MINUTE)
        await self.open()

    async def open(self) -> None:
        await self._played("POST", "/start")

    async def begin(self) -> None:
        await shift(self.system, self.booking, starts_in=-10 * MINUTE)

    async def close(self) -> None:
        await self._played("POST", "/end")

    async def loosen(self) -> None:
        await self._played("PATCH", "", {"settings": {"waiting_room": False}})

    async def withdraw(self) -> None:
        async with self.system.database.transaction() as session:
            given = Evidence.person_id == self.scenario.mentor, Evidence.kind == EvidenceKind.VIRTUAL_MEETING_CONSENT
            consent = (await session.exec(select(Evidence).where(*given))).one()
        await self.client.post(f"/v1/evidence/{consent.id}/withdraw", json={"reason": "On leave."})
        self.may_take_place = False

    async def end_pairing(self) -> None:
        await end_pairing(self.client, self.scenario)
        self.may_take_place = False

    async def cancel(self) -> None:
        answer = await self.client.post(f"/v1/bookings/{self.booking['id']}/cancel", json={"reason": "Unwell."})
        self.may_take_place = self.may_take_place and answer.status_code != 200

    async def move(self) -> None:
        starts_at, ends_at = session_time(14, days_ahead=8)
        body = {"starts_at": starts_at, "ends_at": ends_at, "agreed_by_both": True}
        await self.client.patch(f"/v1/bookings/{self.booking['id']}", json=body, headers={"If-Match": "*"})

    async def end(self) -> None:
        shown = (await self.client.post(f"/v1/bookings/{self.booking['id']}/end")).json()
        # A room that was opened before its time is ended, and the session stays ahead.
        self.may_take_place = self.may_take_place and not shown.get("ended_by_request_at")

    async def overrun(self) -> None:
        await shift(self.system, self.booking, starts_in=-62 * MINUTE)

    async def _played(self, method: str, path: str, body: Any = None) -> None:
        """Do at Zoom what may be refused there, because the meeting has gone or runs."""
        shown = await read(self.system, self.booking)
        self.booking["meeting"] = shown["meeting"] or self.booking["meeting"]
        number = self.booking["meeting"]["zoom_meeting_id"]
        await self.system.zoom.played(method, f"/meetings/{number}{path}", body)


ACTS: Final[Mapping[str, Callable[[Session], Awaitable[None]]]] = {
    "open early": Session.open_early,
    "begin": Session.begin,
    "open": Session.open,
    "close": Session.close,
    "loosen": Session.loosen,
    "withdraw consent": Session.withdraw,
    "end pairing": Session.end_pairing,
    "cancel": Session.cancel,
    "move": Session.move,
    "end": Session.end,
    "overrun": Session.overrun,
}


async def what_is_unsafe(session: Session) -> str | None:
    """Return what must not be longer than one look; None where all is well."""
    async with session.system.database.transaction() as transaction:
        query = select(Booking).where(col(Booking.reference) == session.booking["reference"])
        row = (await transaction.exec(query)).one()
    shown = await read(session.system, session.booking)
    ours = [each for each in await session.system.zoom.meetings() if row.reference in str(each.get("agenda"))]
    for meeting in ours:
        is_open, is_safe = meeting["status"] == "started", meeting["settings"]["waiting_room"]
        in_time = row.starts_at - RULES.opens_early <= utc_now() < row.ends_at + RULES.overruns
        if is_open and not (is_safe and in_time and session.may_take_place):
            return f"a room is open: safe {is_safe}, in time {in_time}, may be {session.may_take_place}"
        is_shown = shown["meeting"] is not None and shown["meeting"]["zoom_meeting_id"] == meeting["id"]
        if is_shown and not (is_safe and session.may_take_place):
            return f"a link is shown: safe {is_safe}, may be {session.may_take_place}"
    if shown["meeting"] is not None and not any(each["id"] == shown["meeting"]["zoom_meeting_id"] for each in ours):
        return "a link is shown of a meeting that is not there"
    return None


async def plays(system: System, acts: list[str], events: str, *, day: int) -> None:
    scenario = await make_scenario(system.database, room={"loosened": "end"})
    booking = await booked(system, scenario, starts_in=3 * 60 * MINUTE, days_ahead=day)
    session = Session(system, scenario, booking, await system.caller())
    await system.zoom.control("PUT", "/webhook-faults", EVENTS[events])
    for act in acts:
        await ACTS[act](session)
        async with system.database.transaction() as transaction:
            row = await transaction.get_one(Booking, booking["id"])
        # Time that passes makes every look due that would have come by then.
        await shift(system, booking, starts_in=row.starts_at - utc_now())
        await system.a_minute_passes()
        found: list[str] = []

        async def is_safe(found: list[str] = found) -> bool:
            unsafe = await what_is_unsafe(session)
            found[:] = [unsafe] if unsafe else []
            return unsafe is None

        try:
            await eventually(is_safe, within=LOOK)
        except TimeoutError:
            raise AssertionError(f"{events}, after {acts[: acts.index(act) + 1]}: {found}") from None
    await system.zoom.control("DELETE", "/webhook-faults")
    # The host's next meeting is another session's.
    await session.close()
    await session.cancel()


@pytest.mark.hypothesis
def test_one_look_after_anything_no_unsafe_room_is_open_and_no_link_of_one_is_shown(
    sandbox_settings: Settings, sandbox_url: str
) -> None:
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()

        async def begin() -> System:
            client = await stack.enter_async_context(httpx.AsyncClient(base_url=sandbox_url, timeout=30, verify=TLS))
            zoom = Zoom(sandbox_url, client)
            await zoom.control("POST", "/reset")
            stack.push_async_callback(zoom.control, "POST", "/reset")
            database = Database.connect(sandbox_settings)
            stack.push_async_callback(database.close)
            system = await stack.enter_async_context(running_system(sandbox_settings, database, zoom))
            await system.proven_hosts()
            return system

        system, days = runner.run(begin()), count(7)

        @example(["open early", "loosen", "begin", "open", "end pairing"], "lost")
        @example(["begin", "open", "loosen", "close", "open", "withdraw consent"], "on")
        @example(["open early", "close", "cancel", "open"], "lost")
        @example(["begin", "open", "overrun"], "lost")
        @example(["overrun", "close", "open"], "lost")
        @example(["begin", "open", "end", "open", "loosen", "move"], "late")
        @hypothesis_settings(
            max_examples=examples(EXAMPLES),
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(st.lists(st.sampled_from(sorted(ACTS)), min_size=3, max_size=6), st.sampled_from(sorted(EVENTS)))
        def whatever_happens(acts: list[str], events: str) -> None:
            # Each on a day of its own: time is made to pass for a session alone, and its host stays reserved.
            runner.run(plays(system, acts, events, day=next(days)))

        try:
            whatever_happens()
        finally:
            runner.run(stack.aclose())
