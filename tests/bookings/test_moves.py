"""Moves that a coordinator must approve: until then the session keeps its time, and both times are reserved."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlmodel import col, select

from app.access.models import Role, Scope
from app.audit.origin import WORKER
from app.bookings.lifecycle import change_state
from app.bookings.models import Move, Reservation
from app.bookings.reading import booking_for_update
from app.bookings.states import BookingState
from app.kit.clock import utc_now
from app.provisioning.timers import every_minute
from tests.support.scenario import Scenario, add_host, add_pairing, make_scenario
from tests.support.service import Service, problem
from tests.support.zoom import System

ASYNC = {"Prefer": "respond-async"}
MOVES = {"If-Match": "*", **ASYNC}
WHY = {"reason": "The partner has agreed."}
MORNING, EVENING = 10, 19

Json = dict[str, Any]


def time_of(scenario: Scenario, hour: int, minute: int = 0, **more: Any) -> Json:
    return {key: value for key, value in scenario.booking(hour, minute, **more).items() if key != "pairing_id"}


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


async def booked(client: httpx.AsyncClient, scenario: Scenario, hour: int = MORNING, **more: Any) -> Json:
    response = await client.post("/v1/bookings", json=scenario.booking(hour, **more), headers=ASYNC)
    assert response.json()["state"] == "provisioning", response.text
    booking: Json = response.json()
    return booking


async def proposed(client: httpx.AsyncClient, booking: Json, to: Json) -> Json:
    response = await client.patch(f"/v1/bookings/{booking['id']}", json=to, headers=MOVES)
    assert response.status_code == 202, response.text
    moved: Json = response.json()
    assert (moved["move"]["state"], moment(moved["move"]["starts_at"])) == (
        "awaiting_approval",
        moment(to["starts_at"]),
    )
    return moved


def standing(booking: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(booking[name] for name in ("state", "starts_at", "ends_at", "agreed_by_both", "approval", "decision"))


async def reserved(service: Service) -> set[tuple[str, datetime, datetime]]:
    async with service.database.transaction() as session:
        rows = (await session.exec(select(Reservation).order_by(col(Reservation.id)))).all()
        return {(row.resource, row.period.lower, row.period.upper) for row in rows}


async def test_a_session_keeps_its_meeting_until_its_new_time_is_approved_and_then_moves(system: System) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    booking = (await coordinator.post("/v1/bookings", json=scenario.booking(MORNING))).json()
    assert booking["state"] == "confirmed"
    evening = time_of(scenario, EVENING)

    waiting = await proposed(coordinator, booking, evening)

    assert standing(waiting) == standing(booking)
    assert waiting["meeting"]["join_url"] == booking["meeting"]["join_url"]
    path = f"/v1/bookings/{booking['id']}"
    (at_zoom,) = await system.zoom.meetings()
    assert moment(at_zoom["start_time"]) == moment(booking["starts_at"])
    listed = await coordinator.get("/v1/bookings", params={"move_waits": True})
    assert [each["id"] for each in listed.json()["items"]] == [booking["id"]]

    approved = await coordinator.post(f"{path}/move/approve", json=WHY)

    assert approved.status_code == 200, approved.text
    moved = approved.json()
    assert (moved["state"], moment(moved["starts_at"])) == ("confirmed", moment(evening["starts_at"]))
    assert (moved["approval"]["rules"], moved["move"]["state"]) == (["schedule.working-hours"], "approved")
    (at_zoom,) = await system.zoom.meetings()
    assert moment(at_zoom["start_time"]) == moment(evening["starts_at"])
    assert at_zoom["id"] == booking["meeting"]["zoom_meeting_id"]
    actions = [each["action"] for each in await system.audit(booking["id"])]
    assert [each for each in actions if "move" in each] == [
        "booking.move_proposed",
        "booking.move_approved",
        "booking.moved",
    ]
    assert WHY["reason"] not in str(await system.audit(booking["id"]))


@pytest.mark.parametrize("way", ["declined", "withdrawn", "expired"])
async def test_a_session_whose_move_is_not_approved_stands_as_it_was(service: Service, way: str) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    coordinator = await service.caller()
    booking = await booked(coordinator, scenario)
    before = await reserved(service)
    waiting = await proposed(coordinator, booking, time_of(scenario, EVENING))
    assert len(await reserved(service)) == 2 * len(before)
    clash = scenario.booking(EVENING)
    problem(await coordinator.post("/v1/bookings", json=clash, headers=ASYNC), 409, "clash")
    path = f"/v1/bookings/{booking['id']}"

    if way == "expired":
        async with service.database.transaction() as session:
            move = (await session.exec(select(Move))).one()
            assert move.approval_expires_at == moment(booking["starts_at"]) - timedelta(hours=1)
            move.approval_expires_at = utc_now() - timedelta(seconds=1)
        late = problem(await coordinator.post(f"{path}/move/approve", json=WHY), 409, "wrong-state")
        assert "stays at its time" in late["detail"]
        await every_minute(service.database, service.settings)
        incidents = (await coordinator.get("/v1/incidents", params={"booking_id": booking["id"]})).json()["items"]
        assert [each["kind"] for each in incidents] == ["approval_expired"]
    else:
        verb = {"declined": "decline", "withdrawn": "withdraw"}[way]
        ended = await coordinator.post(f"{path}/move/{verb}", json=WHY)
        assert (ended.status_code, ended.json()["move"]["reason"]) == (200, WHY["reason"])

    read = await coordinator.get(path)
    assert (standing(read.json()), read.json()["move"]["state"]) == (standing(waiting), way)
    assert await reserved(service) == before
    problem(await coordinator.post(f"{path}/move/approve", json=WHY), 409, "wrong-state")
    trail = (await coordinator.get(f"{path}/audit")).json()["items"]
    assert f"booking.move_{way}" in [each["action"] for each in trail]


async def test_a_session_can_be_moved_to_a_time_that_overlaps_its_own(service: Service) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    coordinator = await service.caller()
    booking = await booked(coordinator, scenario, 16)
    to = time_of(scenario, 16, 45)

    await proposed(coordinator, booking, to)

    start, end = moment(booking["starts_at"]), moment(to["ends_at"]) + timedelta(minutes=10)
    by_mentor = sorted(period for resource, *period in await reserved(service) if resource == "mentor")
    assert [by_mentor[0][0], by_mentor[-1][1]] == [start, end]
    assert by_mentor[0][1] == by_mentor[-1][0]
    approved = await coordinator.post(f"/v1/bookings/{booking['id']}/move/approve", json=WHY, headers=ASYNC)
    assert moment(approved.json()["starts_at"]) == moment(to["starts_at"]), approved.text
    assert {tuple(period) for _, *period in await reserved(service)} == {(moment(to["starts_at"]), end)}


async def test_another_move_replaces_the_one_that_waits(service: Service) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    coordinator = await service.caller()
    booking = await booked(coordinator, scenario)
    await proposed(coordinator, booking, time_of(scenario, EVENING))

    again = await proposed(coordinator, booking, time_of(scenario, EVENING, 30))
    past_the_plan = {**time_of(scenario, EVENING), "agreed_by_both": False}
    path = f"/v1/bookings/{booking['id']}"
    refused = await coordinator.patch(path, json=past_the_plan, headers=MOVES)
    problem(refused, 422, "denied")
    assert (await coordinator.get(path)).json()["move"] == again["move"]
    at_once = await coordinator.patch(path, json=time_of(scenario, 14), headers=MOVES)

    assert (at_once.json()["state"], at_once.json()["move"]["state"]) == ("provisioning", "withdrawn")
    assert len(await reserved(service)) == 3
    async with service.database.transaction() as session:
        states = [move.state for move in await session.exec(select(Move).order_by(col(Move.id)))]
    assert states == ["withdrawn", "withdrawn"]


@pytest.mark.parametrize("state", [BookingState.CANCELLED, BookingState.IN_PROGRESS, BookingState.BLOCKED])
async def test_a_move_ends_with_the_session_that_it_is_for(service: Service, state: BookingState) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    coordinator = await service.caller()
    booking = await booked(coordinator, scenario)
    await proposed(coordinator, booking, time_of(scenario, EVENING))
    path = f"/v1/bookings/{booking['id']}"

    async with service.database.transaction() as session:
        row = await booking_for_update(session, UUID(booking["id"]))
        if state is BookingState.IN_PROGRESS:
            await change_state(session, row, BookingState.CONFIRMED, origin=WORKER)
        await change_state(session, row, state, origin=WORKER)

    assert (await coordinator.get(path)).json()["move"]["state"] == "withdrawn"
    problem(await coordinator.post(f"{path}/move/approve", json=WHY), 409, "wrong-state")
    at_the_other_time = scenario.booking(EVENING)
    assert (await coordinator.post("/v1/bookings", json=at_the_other_time, headers=ASYNC)).status_code == 202


async def test_a_move_that_is_not_allowed_any_more_is_not_approved_and_nothing_changes(service: Service) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    coordinator = await service.caller()
    booking = await booked(coordinator, scenario)
    waiting = await proposed(coordinator, booking, time_of(scenario, EVENING, days_ahead=14))
    held = await reserved(service)
    path = f"/v1/partners/{scenario.partner}/guidance"
    nearer = {"rules": {"schedule.horizon": {"parameters": {"days": 10}}}}
    assert (await coordinator.put(path, json=nearer, headers={"If-Match": "*"})).status_code == 200

    address = f"/v1/bookings/{booking['id']}"
    refused = problem(await coordinator.post(f"{address}/move/approve", json=WHY), 422, "denied")

    assert [each["code"] for each in refused["findings"] if each["outcome"] == "deny"] == ["schedule.horizon"]
    now = (await coordinator.get(address)).json()
    assert (now["move"], now["starts_at"]) == (waiting["move"], booking["starts_at"])
    assert await reserved(service) == held
    trail = (await coordinator.get(f"{address}/audit")).json()["items"]
    assert trail[-1]["action"] == "booking.move_approval_refused"


async def test_who_may_not_decide_about_a_move_is_refused(service: Service) -> None:
    scenario, elsewhere = await make_scenario(service.database), await make_scenario(service.database)
    await add_host(service.database)
    coordinator = await service.caller()
    booking = await booked(coordinator, scenario)
    await proposed(coordinator, booking, time_of(scenario, EVENING))
    reader = await service.caller(Scope.BOOKINGS_READ)
    front_end = await service.caller(Scope.APPROVALS_WRITE, role=Role.FRONT_END)
    other_partner = await service.caller(partner_id=elsewhere.partner)

    for verb in ("approve", "decline", "withdraw"):
        path = f"/v1/bookings/{booking['id']}/move/{verb}"
        problem(await reader.post(path, json=WHY), 403, "not-permitted")
        problem(await front_end.post(path, json=WHY), 403, "not-permitted")
        problem(await other_partner.post(path, json=WHY), 404, "not-found")

    assert (await coordinator.get(f"/v1/bookings/{booking['id']}")).json()["move"]["state"] == "awaiting_approval"


async def test_who_proposed_a_time_does_not_approve_it_where_a_rule_wants_a_second_person(service: Service) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    booking_one, moving = await service.caller(), await service.caller()
    guidance = {"rules": {"schedule.working-hours": {"parameters": {"second_person": True}}}}
    address = f"/v1/partners/{scenario.partner}/guidance"
    assert (await moving.put(address, json=guidance, headers={"If-Match": "*"})).status_code == 200
    booking = await booked(booking_one, scenario)
    await proposed(moving, booking, time_of(scenario, EVENING))
    path = f"/v1/bookings/{booking['id']}/move/approve"

    problem(await moving.post(path, json=WHY), 403, "not-permitted")

    assert (await booking_one.post(path, json=WHY, headers=ASYNC)).json()["move"]["state"] == "approved"


async def test_a_series_stays_until_all_its_new_times_are_approved_together(service: Service) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    other = await add_pairing(service.database, scenario)
    coordinator = await service.caller()
    plan = {**scenario.booking(EVENING, outside_hours_reason="Both work."), "sessions": 3, "every_days": 7}
    created = (await coordinator.post("/v1/series", json=plan, headers=ASYNC)).json()
    path = f"/v1/series/{created['id']}"
    starts = [each["starts_at"] for each in created["bookings"]]
    assert {each["state"] for each in created["bookings"]} == {"provisioning"}
    # A week later, without a reason: each session goes where the next one is, and needs an approval there.
    later = time_of(scenario, EVENING, days_ahead=14)

    waiting = await coordinator.patch(path, json=later, headers=MOVES)

    assert waiting.status_code == 202, waiting.text
    assert [each["starts_at"] for each in waiting.json()["bookings"]] == starts
    assert [each["move"]["starts_at"] for each in waiting.json()["bookings"]][:2] == starts[1:]
    declined = await coordinator.post(f"{path}/decline", json=WHY)
    assert [(each["state"], each["move"]["state"]) for each in declined.json()["bookings"]] == [
        ("provisioning", "declined")
    ] * 3
    await coordinator.patch(path, json=later, headers=MOVES)
    problem(
        await coordinator.post(
            "/v1/bookings", json={**scenario.booking(EVENING, days_ahead=28), "pairing_id": str(other.pairing)}
        ),
        409,
        "clash",
    )

    approved = await coordinator.post(f"{path}/approve", json=WHY, headers=ASYNC)

    assert approved.status_code == 202, approved.text
    moved = approved.json()["bookings"]
    assert [each["starts_at"] for each in moved][:2] == starts[1:]
    assert {(each["state"], each["move"]["state"]) for each in moved} == {("provisioning", "approved")}
    assert len(await reserved(service)) == 9
