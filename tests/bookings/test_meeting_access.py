"""The way into a meeting: read by who may, one entry in the trail each, and in no other answer."""

from typing import Any

import httpx
from sqlalchemy import update
from sqlmodel import col

from app.access.models import Role, Scope
from app.bookings.models import Meeting
from tests.support.operations import SOME_ID
from tests.support.scenario import make_scenario
from tests.support.service import problem
from tests.support.zoom import System

READ = "meeting.link_read"


async def readings(system: System, booking_id: str) -> list[dict[str, Any]]:
    return [each for each in await system.audit(booking_id) if each["action"] == READ]


def way_in(meeting: dict[str, Any]) -> tuple[Any, Any]:
    return meeting["join_url"], meeting["passcode"]


async def test_a_link_is_told_when_it_is_asked_for_or_made_and_nowhere_else(system: System) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    key = {"Idempotency-Key": "first"}
    created = await coordinator.post("/v1/bookings", json=scenario.booking(10), headers=key)
    booking = created.json()
    path = f"/v1/bookings/{booking['id']}"
    (at_zoom,) = await system.zoom.meetings()
    told = (at_zoom["join_url"], at_zoom["password"])
    assert way_in(booking["meeting"]) == told

    # The answer that was lost is the same again, and so is its entry.
    replayed = await coordinator.post("/v1/bookings", json=scenario.booking(10), headers=key)
    assert way_in(replayed.json()["meeting"]) == told
    request = scenario.booking(14)
    move = {name: request[name] for name in ("starts_at", "ends_at", "agreed_by_both")}
    moved = await coordinator.patch(path, json=move, headers={"If-Match": "*"})
    assert way_in(moved.json()["meeting"]) == told
    access = await coordinator.get(f"{path}/meeting-access")
    assert access.json() == {
        "booking_id": booking["id"],
        "zoom_meeting_id": at_zoom["id"],
        "join_url": told[0],
        "passcode": told[1],
    }
    for answer in (created, replayed, moved, access):
        assert answer.headers["Cache-Control"] == "no-store"
    entries = await readings(system, booking["id"])
    assert [each["request_id"] for each in entries] == [
        answer.headers["X-Request-ID"] for answer in (created, replayed, moved, access)
    ]
    assert {each["actor"] for each in entries} == {str(system.keys[coordinator])}

    others = [
        await coordinator.get(path),
        await coordinator.get("/v1/bookings"),
        await coordinator.get(f"{path}/decision"),
        await coordinator.get(f"{path}/audit"),
        await coordinator.get("/v1/audit"),
        await coordinator.post(f"{path}/cancel", json={"reason": "They are ill."}),
    ]
    assert others[0].json()["meeting"]["zoom_meeting_id"] == at_zoom["id"]
    for other in others:
        assert other.is_success, other.text
        assert at_zoom["password"] not in other.text
        assert at_zoom["join_url"] not in other.text
    assert len(await readings(system, booking["id"])) == 4
    problem(await coordinator.get(f"{path}/meeting-access"), 409, "wrong-state")


async def test_a_series_and_an_approval_tell_the_links_of_what_they_make(system: System) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    series = (await coordinator.post("/v1/series", json=scenario.booking(10, sessions=2))).json()
    evening = (await coordinator.post("/v1/bookings", json=scenario.booking(19, days_ahead=30))).json()
    assert evening["state"] == "awaiting_approval"
    other = await system.caller()
    reason = {"reason": "Both work until six."}
    approved = (await other.post(f"/v1/bookings/{evening['id']}/approve", json=reason)).json()

    links = {each["agenda"].removeprefix("Reference: "): each["join_url"] for each in await system.zoom.meetings()}
    told = {each["reference"]: each["meeting"]["join_url"] for each in (*series["bookings"], approved)}
    assert told == links
    for each in (*series["bookings"], approved):
        assert len(await readings(system, each["id"])) == 1
    read = (await coordinator.get(f"/v1/series/{series['id']}")).json()
    assert [way_in(each["meeting"]) for each in read["bookings"]] == [(None, None)] * 2


async def test_who_may_not_read_links_gets_none(system: System) -> None:
    scenario = await make_scenario(system.database)
    website = await system.caller(Scope.BOOKINGS_WRITE, Scope.BOOKINGS_READ, role=Role.FRONT_END)
    created = (await website.post("/v1/bookings", json=scenario.booking())).json()
    path = f"/v1/bookings/{created['id']}/meeting-access"

    assert created["state"] == "confirmed"
    assert way_in(created["meeting"]) == (None, None)
    everything_else = tuple(scope for scope in Scope if scope not in {Scope.LINKS_READ, Scope.ADMIN})
    problem(await (await system.caller(*everything_else)).get(path), 403, "not-permitted")
    problem(await (await system.anonymous()).get(path), 401, "not-authenticated")
    stranger = await make_scenario(system.database)
    elsewhere = await system.caller(Scope.LINKS_READ, partner_id=stranger.partner)
    problem(await elsewhere.get(path), 404, "not-found")
    alone = await system.caller(Scope.LINKS_READ, partner_id=scenario.partner)
    problem(await alone.get(f"/v1/bookings/{SOME_ID}/meeting-access"), 404, "not-found")
    assert await readings(system, created["id"]) == []
    assert (await alone.get(path)).json()["join_url"]


async def test_a_link_that_cannot_be_decrypted_stops_nothing_but_itself(system: System) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    key = {"Idempotency-Key": "a-plan"}
    plan = scenario.booking(10, sessions=2)
    broken, whole = (await coordinator.post("/v1/series", json=plan, headers=key)).json()["bookings"]
    async with system.database.transaction() as session:
        of_broken = col(Meeting.booking_id) == broken["id"]
        await session.exec(update(Meeting).where(of_broken).values(join_url="gone:c2VjcmV0", passcode="gone:c2VjcmV0"))

    listed = (await coordinator.get("/v1/bookings")).json()["items"]
    replayed: httpx.Response = await coordinator.post("/v1/series", json=plan, headers=key)
    refused = problem(await coordinator.get(f"/v1/bookings/{broken['id']}/meeting-access"), 503, "unavailable")

    assert {each["id"] for each in listed} == {broken["id"], whole["id"]}
    says, is_fine = (each["meeting"] for each in replayed.json()["bookings"])
    assert way_in(says) == (None, None)
    assert "encryption key" in says["problem"]
    assert (is_fine["join_url"], is_fine["problem"]) == (whole["meeting"]["join_url"], None)
    assert "encryption key" in refused["detail"]
    assert len(await readings(system, broken["id"])) == 1
    assert (await coordinator.get(f"/v1/bookings/{whole['id']}/meeting-access")).status_code == 200
