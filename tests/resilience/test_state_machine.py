"""Whatever people, Zoom and the machines do, in whatever order: once all is calm, Zoom has what the bookings want.

Nothing is waited for between the steps, so that they meet each other's work at any point.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

import httpx
import pytest
from hypothesis import HealthCheck, Phase
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test
from sqlmodel import col, select

from app.bookings.states import BookingState
from app.kit.database import Database
from app.policy import EvidenceKind
from app.registry.evidence.models import Evidence
from app.settings import Settings
from tests.resilience.faults import FAULTS, PATIENCE, Fault
from tests.resilience.standstill import Step
from tests.resilience.workers import Worker, Workers
from tests.resilience.world import Period, World, running_world, violations
from tests.support.database import new_database, sqlalchemy_url
from tests.support.exploring import examples
from tests.support.scenario import Scenario, add_pairing, make_scenario
from tests.support.zoom import eventually

EXAMPLES: Final = 8
STEPS: Final = 15
HOSTS: Final = 2
PAIRINGS: Final = 3
EVENING: Final = 19
"""The hour for which a coordinator must approve."""

HOURS: Final = (9, 10, 12, 15, EVENING)
CONSENT: Final = EvidenceKind.VIRTUAL_MEETING_CONSENT
WHY: Final = {"reason": "As the tests want it."}

Result = TypeVar("Result")
NewWorld = Callable[[], AbstractAsyncContextManager[World]]

bookings = st.integers(0, 20)
pairings = st.integers(0, PAIRINGS - 1)
hours = st.sampled_from(HOURS)
# An update that is ignored ends a booking as blocked, which is another story.
mishaps = st.sampled_from([(fault, step) for fault in FAULTS for step in Step if fault.makes_sense_of(step)]).filter(
    lambda mishap: mishap != (FAULTS[-1], Step.PATCH)
)


@dataclass(frozen=True)
class Asked:
    """What was asked for with a booking, and granted."""

    pairing: int
    period: Period
    waits: bool
    is_over: bool = False
    proposed: Period | None = None
    """Another time, which is not wanted before a coordinator has approved it."""


class Chaos(RuleBasedStateMachine):
    """People, Zoom and machines."""

    def __init__(self, new_world: NewWorld, workers: Workers) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.stack = AsyncExitStack()
        self.new_world, self.workers = new_world, workers
        self.world: World
        self.worker: Worker | None = None
        self.scenarios: Sequence[Scenario] = ()
        self.asked: dict[str, Asked] = {}
        self.consents: list[bool] = [True] * PAIRINGS
        self.somebody_loosened = False

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        return self.runner.run(work)

    @initialize(times=st.lists(st.tuples(pairings, hours), min_size=4, max_size=4))
    def begin(self, times: list[tuple[int, int]]) -> None:
        async def prepare() -> None:
            self.world = await self.stack.enter_async_context(self.new_world())
            first = await make_scenario(self.world.database)
            # The first two share a mentor.
            second = await add_pairing(self.world.database, first, mentor=first.mentor)
            self.scenarios = [first, second, await add_pairing(self.world.database, first)]

        self.run(prepare())
        self.start_worker()
        for pairing, hour in times:
            self.book(pairing, hour)

    # People

    @rule(pairing=pairings, hour=hours)
    def book(self, pairing: int, hour: int) -> None:
        body = self.scenarios[pairing].booking(hour)
        response = self.call("POST", "", body)
        if response.status_code in {201, 202}:
            booking = response.json()
            self.asked[booking["id"]] = Asked(pairing, Period.of(body), booking["state"] == "awaiting_approval")

    @rule(which=bookings, hour=hours)
    def move(self, which: int, hour: int) -> None:
        if booking_id := self.chosen(which):
            asked = self.asked[booking_id]
            body = {
                key: value for key, value in self.scenarios[asked.pairing].booking(hour).items() if key != "pairing_id"
            }
            response = self.call("PATCH", f"/{booking_id}", body, {"If-Match": "*"})
            if response.is_success:
                shown, time = response.json(), Period.of(body)
                if (shown["move"] or {}).get("state") == "awaiting_approval":
                    now = replace(asked, proposed=time)
                else:
                    waits = shown["state"] == "awaiting_approval"
                    now = replace(asked, period=time, waits=waits, proposed=None)
                assert Period.of(shown) == now.period
                assert (now.waits or now.proposed is not None) is (hour == EVENING)
                self.asked[booking_id] = now

    @rule(which=bookings)
    def cancel(self, which: int) -> None:
        self.end(which, "cancel")

    @rule(which=bookings)
    def approve(self, which: int) -> None:
        booking_id = self.chosen(which)
        if booking_id and self.call("POST", f"/{booking_id}/approve", WHY).is_success:
            self.asked[booking_id] = replace(self.asked[booking_id], waits=False)

    @precondition(lambda self: self.proposed())
    @rule(which=bookings, approves=st.booleans())
    def decide_about_a_move(self, which: int, approves: bool) -> None:
        proposed = self.proposed()
        booking_id = proposed[which % len(proposed)]
        asked = self.asked[booking_id]
        if self.call("POST", f"/{booking_id}/move/{'approve' if approves else 'decline'}", WHY).is_success:
            if approves and asked.proposed is not None:
                asked = replace(asked, period=asked.proposed, waits=False)
            self.asked[booking_id] = replace(asked, proposed=None)

    @rule(which=bookings)
    def decline(self, which: int) -> None:
        self.end(which, "decline")

    @rule(pairing=pairings)
    def withdraw_or_give_consent(self, pairing: int) -> None:
        self.run(self.change_consent(pairing))

    # Zoom

    @rule(mishap=mishaps, after=st.integers(0, 3))
    def let_a_call_go_wrong(self, mishap: tuple[Fault, Step], after: int) -> None:
        fault, step = mishap
        rules = [{**each, "operation": step, "after": after, "retry_after": "1"} for each in fault.rules]
        self.run(self.world.zoom.faults(*rules))

    @rule(minutes=st.integers(1, 120))
    def let_zooms_clock_jump(self, minutes: int) -> None:
        self.run(self.world.zoom.control("POST", "/time/advance", {"seconds": 60 * minutes}))

    @rule(which=bookings, deletes=st.booleans())
    def let_a_host_spoil_a_meeting(self, which: int, deletes: bool) -> None:
        if meetings := self.world.meetings():
            self.run(self.spoil(meetings[which % len(meetings)]["id"], deletes=deletes))

    async def spoil(self, number: int, *, deletes: bool) -> None:
        change = None if deletes else {"settings": {"waiting_room": False, "join_before_host": True}}
        self.somebody_loosened |= not deletes
        answer = await self.world.zoom.played("DELETE" if deletes else "PATCH", f"/meetings/{number}", change)
        # The worker may remove it first.
        assert answer.is_success or answer.status_code == 404, answer.text

    # Machines

    @rule()
    def kill_the_worker(self) -> None:
        if self.worker is not None:
            self.run(self.worker.kill())
            self.worker = None

    @precondition(lambda self: self.worker is None)
    @rule()
    def start_a_worker(self) -> None:
        self.start_worker()

    @rule()
    def let_them_work(self) -> None:
        async def nothing_to_do() -> None:
            with suppress(TimeoutError):
                await eventually(self.world.nothing_to_do, within=0.5)

        self.run(nothing_to_do())

    # In the end

    def teardown(self) -> None:
        try:
            if hasattr(self, "world"):
                self.run(self.calm())
        finally:
            self.run(self.stack.aclose())
            self.runner.close()

    async def calm(self) -> None:
        world = self.world
        await world.zoom.faults()
        if self.worker is None:
            self.worker = await self.stack.enter_async_context(self.workers.running(world.system.settings))
        await world.zoom.settle()
        await world.a_minute_passes()
        wanted = {
            booking_id: asked.period
            for booking_id, asked in self.asked.items()
            if not asked.is_over and not asked.waits and self.consents[asked.pairing]
        }
        if self.somebody_loosened:
            await self.retry_blocked(set(wanted))
        await world.settled(wanted)
        assert await violations(world, wanted) == []

    async def retry_blocked(self, wanted: set[str]) -> None:
        """Try again what is blocked because somebody loosened it between its repair and the look at it."""
        confirmed, blocked = BookingState.CONFIRMED, BookingState.BLOCKED

        async def decided() -> bool:
            return await self.world.in_state(confirmed, blocked) == wanted

        await eventually(decided)
        for booking_id in await self.world.in_state(blocked):
            response = await self.world.coordinator.post(f"/v1/bookings/{booking_id}/retry")
            assert response.is_success, response.text

    def start_worker(self) -> None:
        self.worker = self.run(self.stack.enter_async_context(self.workers.running(self.world.system.settings)))

    def chosen(self, which: int) -> str | None:
        known = list(self.asked)
        return known[which % len(known)] if known else None

    def proposed(self) -> list[str]:
        return [key for key, asked in self.asked.items() if asked.proposed and not asked.is_over]

    def end(self, which: int, verb: str) -> None:
        booking_id = self.chosen(which)
        if booking_id and self.call("POST", f"/{booking_id}/{verb}", WHY).is_success:
            self.asked[booking_id] = replace(self.asked[booking_id], is_over=True)

    def call(
        self, method: str, path: str, body: dict[str, Any], headers: dict[str, str] | None = None
    ) -> httpx.Response:
        asking = {"Prefer": "respond-async", **(headers or {})}
        response = self.run(self.world.coordinator.request(method, f"/v1/bookings{path}", json=body, headers=asking))
        assert response.is_success or response.status_code in {409, 422}, response.text
        return response

    async def change_consent(self, pairing: int) -> None:
        mentee = self.scenarios[pairing].mentee
        if self.consents[pairing]:
            async with self.world.database.transaction() as session:
                query = select(Evidence.id).where(
                    Evidence.person_id == mentee, Evidence.kind == CONSENT, col(Evidence.withdrawn_at).is_(None)
                )
                (evidence_id,) = (await session.exec(query)).all()
            path, body = f"/v1/evidence/{evidence_id}/withdraw", dict(WHY)
        else:
            path = "/v1/evidence"
            given = {"kind": CONSENT, "person_id": str(mentee), "valid_from": "2024-01-01"}
            body = given | {"document": "Agreements 2026, letter 1"}
        response = await self.world.coordinator.post(path, json=body)
        assert response.is_success, response.text
        self.consents[pairing] = not self.consents[pairing]


@pytest.fixture
def new_world(settings: Settings, postgres: str, template: str) -> NewWorld:
    @asynccontextmanager
    async def new_world() -> AsyncIterator[World]:
        async with new_database(postgres, template) as url:
            own = settings.model_copy(update={"database_url": sqlalchemy_url(url), "zoom_timeout": PATIENCE})
            database = Database.connect(own)
            try:
                async with running_world(own, database, hosts=HOSTS, events=True) as world:
                    yield world
            finally:
                await database.close()

    return new_world


def test_zoom_has_a_time_that_is_proposed_only_once_it_is_approved(new_world: NewWorld, workers: Workers) -> None:
    chaos = Chaos(new_world, workers)
    try:
        chaos.begin([(0, 9), (1, 10), (2, 12), (2, 15)])
        chaos.move(0, EVENING)
        chaos.decide_about_a_move(0, approves=True)
        chaos.move(2, EVENING)
        assert len(chaos.proposed()) == 1
    finally:
        chaos.teardown()


@pytest.mark.hypothesis
@pytest.mark.timeout(600)
def test_zoom_has_what_the_bookings_want(new_world: NewWorld, workers: Workers) -> None:
    class ChaosHere(Chaos):
        def __init__(self) -> None:
            super().__init__(new_world, workers)

    run_state_machine_as_test(
        ChaosHere,
        settings=hypothesis_settings(
            max_examples=examples(EXAMPLES),
            stateful_step_count=STEPS,
            database=None,
            # A run that does not come to rest takes a minute: the steps as they were found have to do.
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
