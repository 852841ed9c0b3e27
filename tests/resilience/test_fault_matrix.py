"""Whatever becomes of whichever call, and of the worker that made it: one safe meeting for who has a session, else none.

A cell of the matrix is a fault, the step at Zoom that it strikes, and whether the worker lives on or is killed there, in which
case faults that differ by their answer alone are one. Each is played for two sessions: one that stays wanted, and one that is not
wanted any more while the call is under way. The same fault strikes again when the people of a session that stays are registered,
where its meeting is known by then. All cells of a step are played at once.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import select

from app.bookings.models import Booking
from app.bookings.states import BookingState
from app.hosts.models import Host
from app.kit.database import Database
from app.policy import EvidenceKind
from app.registry.evidence.models import Evidence
from app.settings import Settings
from app.zoom.reference import carries_reference
from tests.resilience.faults import FAULTS, PATIENCE, Fault
from tests.resilience.standstill import Step
from tests.resilience.watching import watched
from tests.resilience.workers import Worker, Workers
from tests.resilience.world import Period, World, running_world, violations
from tests.support.scenario import Scenario
from tests.support.zoom import eventually

WHY = {"reason": "No longer needed."}


class Way(StrEnum):
    """How a call comes about."""

    CREATE = "create"
    LOOK_AFTER_A_CRASH = "list"
    PROOF = "get"
    REPAIR = "patch that repairs"
    MOVE = "patch that moves"
    REMOVAL = "delete"


class Play(StrEnum):
    """What becomes of the worker whose call fails."""

    SURVIVES = "survives"
    TIMES_OUT = "times out"
    KILLED = "killed"


STEPS = {
    Way.CREATE: Step.CREATE,
    Way.LOOK_AFTER_A_CRASH: Step.LIST,
    Way.PROOF: Step.GET,
    Way.REPAIR: Step.PATCH,
    Way.MOVE: Step.PATCH,
    Way.REMOVAL: Step.DELETE,
}


@dataclass(frozen=True)
class Cell:
    """A fault, and a session of which a call meets it."""

    fault: Fault
    stays: bool
    scenario: Scenario
    booking_id: str

    @property
    def name(self) -> str:
        return f"{self.fault.name}, {'wanted' if self.stays else 'not wanted any more'}"

    def made(self, way: Way) -> int:
        """Return how many meetings may have been made for it by the end: only a doubt, or a removal, excuses a second."""
        is_doubtful = way is Way.CREATE and self.fault.is_late
        is_made_again = self.stays and (way is Way.REMOVAL or (way is Way.REPAIR and self.ends_blocked))
        return 2 if is_doubtful or is_made_again else 1

    def registering(self, way: Way, path: str) -> Sequence[dict[str, Any]]:
        """Return the rules that let a call fail by which somebody is registered for the meeting at this address."""
        is_registered = self.stays and way in {Way.PROOF, Way.REPAIR, Way.MOVE}
        makes_sense = is_registered and self.fault.makes_sense_of(Step.REGISTER)
        return self.fault.at(f"{path}/registrants", Step.REGISTER) if makes_sense else ()

    @property
    def ends_blocked(self) -> bool:
        """Whether it is right to give up: Zoom has twice ignored what makes the meeting safe."""
        return self.stays and self.fault.spoils_settings


def faults_for(way: Way, play: Play) -> Sequence[Fault]:
    """Return what can go wrong there.

    What times out needs a worker of little patience, who survives it. No answer reaches a worker that is dead.
    """
    return [
        fault
        for fault in FAULTS
        if fault.makes_sense_of(STEPS[way])
        # A move sends no settings.
        and not (fault.spoils_settings and way is Way.MOVE)
        and (not fault.differs_by_answer if play is Play.KILLED else fault.times_out is (play is Play.TIMES_OUT))
    ]


async def booked(world: World, faults: Sequence[Fault]) -> list[Cell]:
    """Book a session for each cell, all at the same hour, so that each has a host of its own."""
    wishes = [(fault, stays) for fault in faults for stays in (True, False)]
    pairings = await world.pairings(len(wishes))

    # More at once would all reach for the same last hosts, and somebody would be told to try another time.
    turns = asyncio.Semaphore(5)

    async def book(fault: Fault, stays: bool, scenario: Scenario) -> Cell:
        async with turns:
            response = await world.coordinator.post(
                "/v1/bookings", json=scenario.booking(10), headers={"Prefer": "respond-async"}
            )
        assert response.status_code == 202, response.text
        return Cell(fault, stays, scenario, response.json()["id"])

    return await asyncio.gather(*(book(*wish, pairing) for wish, pairing in zip(wishes, pairings, strict=True)))


async def move(world: World, cell: Cell) -> None:
    later = {key: value for key, value in cell.scenario.booking(14).items() if key != "pairing_id"}
    response = await world.coordinator.patch(
        f"/v1/bookings/{cell.booking_id}", json=later, headers={"If-Match": "*", "Prefer": "respond-async"}
    )
    assert response.status_code == 202, response.text


async def cancel(world: World, cell: Cell) -> None:
    response = await world.coordinator.post(f"/v1/bookings/{cell.booking_id}/cancel", json=WHY)
    assert response.status_code == 200, response.text


async def withdraw_consent(world: World, cell: Cell) -> None:
    async with world.database.transaction() as session:
        query = select(Evidence.id).where(
            Evidence.person_id == cell.scenario.mentee, Evidence.kind == EvidenceKind.VIRTUAL_MEETING_CONSENT
        )
        evidence_id = (await session.exec(query)).one()
    response = await world.coordinator.post(f"/v1/evidence/{evidence_id}/withdraw", json=WHY)
    assert response.status_code == 200, response.text


async def give_consent(world: World, cell: Cell) -> None:
    given = {
        "kind": EvidenceKind.VIRTUAL_MEETING_CONSENT,
        "person_id": str(cell.scenario.mentee),
        "valid_from": "2024-01-01",
        "document": "Agreements 2026, letter 1",
    }
    response = await world.coordinator.post("/v1/evidence", json=given)
    assert response.status_code == 201, response.text


async def at_the_step(
    world: World, way: Way, cells: Sequence[Cell], new_worker: Callable[[], Awaitable[Worker]]
) -> Worker:
    """Bring all cells to where their call is under way and has reached nobody; return the worker that makes it."""
    standstill = world.standstill
    match way:
        case Way.LOOK_AFTER_A_CRASH:
            standstill.shut(Step.CREATE)
            dying = await new_worker()
            await standstill.waiting(len(cells))
            await dying.kill()
            standstill.open()
            await standstill.quiet()
            standstill.shut(Step.LIST)
            worker = await new_worker()
        case Way.MOVE | Way.REMOVAL:
            worker = await new_worker()

            async def confirmed() -> bool:
                return len(await world.in_state(BookingState.CONFIRMED)) == len(cells)

            await eventually(confirmed)
            standstill.shut(STEPS[way])
            if way is Way.MOVE:
                await asyncio.gather(*(move(world, cell) for cell in cells))
            else:
                await asyncio.gather(
                    *((withdraw_consent if cell.stays else cancel)(world, cell) for cell in cells),
                )
        case _:
            if way is Way.REPAIR:
                rule = {"kind": "ignore_setting", "setting": "waiting_room", "operation": Step.CREATE, "times": None}
                await world.zoom.faults(rule)
            standstill.shut(STEPS[way])
            worker = await new_worker()
    await standstill.waiting(len(cells))
    return worker


async def addresses(world: World, step: Step) -> Mapping[str, str]:
    """Return the address that a step of each booking goes to, by the booking's id."""
    meetings = world.meetings()
    async with world.database.transaction() as session:
        bookings = (await session.exec(select(Booking))).all()
        users = {host.id: host.zoom_user_id for host in await session.exec(select(Host))}
    if step in {Step.CREATE, Step.LIST}:
        return {str(each.id): f"/v2/users/{users[each.host_id or UUID(int=0)]}/meetings" for each in bookings}
    return {
        str(each.id): f"/v2/meetings/{meeting['id']}"
        for each in bookings
        for meeting in meetings
        if carries_reference(meeting["agenda"], each.reference)
    }


async def not_wanted_any_more(world: World, way: Way, cells: Sequence[Cell]) -> None:
    """Cancel what is to be cancelled. What loses its meeting for another reason is wanted again meanwhile."""
    for cell in cells:
        if way is not Way.REMOVAL and not cell.stays:
            await cancel(world, cell)
        elif way is Way.REMOVAL and cell.stays:
            await give_consent(world, cell)


@pytest.mark.parametrize("play", list(Play), ids=str)
@pytest.mark.parametrize("way", list(Way), ids=str)
async def test_one_safe_meeting_or_none(
    settings: Settings, database: Database, workers: Workers, way: Way, play: Play
) -> None:
    faults = faults_for(way, play)
    async with (
        running_world(settings, database, hosts=2 * len(faults), events=False) as world,
        AsyncExitStack() as stack,
        watched(world) as seen,
    ):
        patient = world.system.settings
        hasty = patient.model_copy(update={"zoom_timeout": PATIENCE})

        async def new_worker() -> Worker:
            return await stack.enter_async_context(workers.running(hasty if play is Play.TIMES_OUT else patient))

        cells = await booked(world, faults)
        worker = await at_the_step(world, way, cells, new_worker)
        paths, step = await addresses(world, STEPS[way]), STEPS[way]
        at_step = [rule for cell in cells for rule in cell.fault.at(paths[cell.booking_id], step)]
        registering = [rule for cell in cells for rule in cell.registering(way, paths[cell.booking_id])]
        await world.zoom.faults(*at_step, *registering)
        if play is Play.KILLED:
            await worker.kill()
        await not_wanted_any_more(world, way, cells)
        world.standstill.open()
        if play is Play.KILLED:
            await stack.enter_async_context(workers.running(hasty))

        period = Period.of(cells[0].scenario.booking(14 if way is Way.MOVE else 10))
        blocked = [cell for cell in cells if way is Way.REPAIR and cell.ends_blocked]
        wanted = {cell.booking_id: period for cell in cells if cell.stays and cell not in blocked}
        await world.settled(wanted)
        assert named(await violations(world, wanted), cells) == []
        report: list[dict[str, Any]] = await world.zoom.control("GET", "/faults")
        assert [each["rule"] for each in report if not each["fired"]] == []
        await world.zoom.faults()
        for cell in blocked:
            assert (await world.bookings())[cell.booking_id]["state"] == "blocked"
            await world.coordinator.post(f"/v1/bookings/{cell.booking_id}/retry")
            wanted[cell.booking_id] = period
            await world.settled(wanted)
            assert named(await violations(world, wanted), cells) == []
        made = await world.meetings_made()
        doubled = {cell.name: made[cell.booking_id] for cell in cells if made[cell.booking_id] > cell.made(way)}
        assert doubled == {}
    assert named(seen, cells) == []


def named(wrong: Sequence[str], cells: Sequence[Cell]) -> list[str]:
    """Return what is wrong, with the names of the cells instead of the bookings' ids."""
    names = {cell.booking_id: cell.name for cell in cells}
    return [f"{names.get(key, key)}:{what}" for key, _, what in (each.partition(":") for each in wrong)]
