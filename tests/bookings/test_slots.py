"""Slots are what a check would say of each time, found at once."""

import asyncio
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from app.access.models import Role, Scope
from app.audit.models import AuditEntry
from app.bookings.facts import SessionRequest, gather, gather_each
from app.bookings.models import Booking
from app.bookings.slots.service import grid
from app.kit.clock import utc_now
from app.registry.lookup import pairing_for_booking
from app.registry.pairings.models import Pairing
from app.registry.policies.models import policy_of
from tests.support.exploring import examples
from tests.support.scenario import (
    LONDON,
    Scenario,
    add_host,
    add_pairing,
    make_scenario,
    next_working_day,
)
from tests.support.service import Service, problem

ASYNC = {"Prefer": "respond-async"}


def slots_of(scenario: Scenario) -> str:
    return f"/v1/pairings/{scenario.pairing}/slots"


async def booked(caller: httpx.AsyncClient, body: dict[str, object]) -> dict[str, Any]:
    answer = await caller.post("/v1/bookings", json=body, headers=ASYNC)
    assert answer.status_code in {201, 202}, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def busy_day(service: Service) -> Scenario:
    """A day on which the mentor has a session with another mentee, the pairing one of its own, and each host is taken once."""
    scenario = await make_scenario(service.database)
    for number in (1, 2):
        await add_host(service.database, f"host-{number}")
    coordinator = await service.caller()
    with_same_mentor = await add_pairing(service.database, scenario, mentor=scenario.mentor)
    others = [await add_pairing(service.database, scenario) for _ in range(2)]
    await booked(coordinator, scenario.booking(9, 30))
    await booked(coordinator, with_same_mentor.booking(12))
    for other in others:
        await booked(coordinator, other.booking(15, 15, minutes=45))
    own = await booked(coordinator, scenario.booking(11, days_ahead=14))
    # In the evening, so that a coordinator must approve it: both times are reserved meanwhile.
    evening = scenario.booking(19)
    del evening["pairing_id"]
    moved = await coordinator.patch(f"/v1/bookings/{own['id']}", json=evening, headers={"If-Match": "*", **ASYNC})
    assert moved.json()["move"]["state"] == "awaiting_approval", moved.text
    return scenario


async def test_each_slot_of_a_day_is_what_a_check_says_and_no_other_time_is_free(service: Service) -> None:
    scenario = await busy_day(service)
    day = next_working_day()
    midnight = datetime.combine(day, time(), LONDON)
    asked = {"from": day.isoformat(), "to": (midnight + timedelta(days=1)).isoformat(), "every": "60"}

    for role in (Role.FRONT_END, Role.COORDINATOR):
        caller = await service.caller(
            Scope.BOOKINGS_READ, Scope.BOOKINGS_WRITE, role=role, partner_id=scenario.partner, expands=False
        )
        found = await caller.get(slots_of(scenario), params=asked)
        assert found.status_code == 200, found.text
        slots = {each["starts_at"]: (each["outcome"], each["reason"]) for each in found.json()["items"]}
        checked = {}
        for start in (midnight + timedelta(hours=number) for number in range(24)):
            times = {"starts_at": start.isoformat(), "ends_at": (start + timedelta(hours=1)).isoformat()}
            (session,) = (await caller.post("/v1/checks", json=scenario.booking() | times)).json()["sessions"]
            if session["outcome"] != "deny":
                reasons = [each["sentence"] for each in session["reasons"]]
                checked[session["starts_at"]] = (session["outcome"], reasons[0] if reasons else None)
        assert slots == checked
        assert {outcome for outcome, _ in slots.values()} == {"allow", "approve"}
        assert len(slots) < 20


async def test_what_is_decided_again_rests_on_the_same_facts_though_no_host_is_chosen(service: Service) -> None:
    await busy_day(service)

    now = utc_now()
    async with service.database.transaction() as session:
        for booking in (await session.exec(select(Booking))).all():
            context = await pairing_for_booking(session, booking.pairing_id, partner_scope=None)
            assert context is not None
            policy, request = policy_of(context.policy_version), SessionRequest.of(booking)
            chosen = await gather(session, context, policy, request, now=now)
            counted = await gather(session, context, policy, request, now=now, chooses_host=False)
            assert counted.facts == chosen.facts
            assert booking.host_id in chosen.hosts
            assert not counted.hosts


@pytest.mark.hypothesis
async def test_the_facts_of_many_times_are_those_of_each(service: Service) -> None:
    scenario = await busy_day(service)
    midnight = datetime.combine(next_working_day(), time(), LONDON)
    loop = asyncio.get_running_loop()

    async def compare(starts: list[datetime], length: timedelta) -> None:
        now = utc_now()
        request = SessionRequest(now, now + length, "zoom", True, Role.COORDINATOR, now)
        async with service.database.transaction() as session:
            context = await pairing_for_booking(session, scenario.pairing, partner_scope=None)
            assert context is not None
            policy = policy_of(context.policy_version)
            found = [each async for each in gather_each(session, context, policy, request, starts, now=now)]
            for start, facts in zip(sorted(starts), found, strict=True):
                alone = SessionRequest(start, start + length, "zoom", True, Role.COORDINATOR, now)
                assert facts == (await gather(session, context, policy, alone, now=now)).facts

    @settings(max_examples=examples(12), suppress_health_check=[HealthCheck.too_slow])
    @given(
        st.lists(st.integers(-24 * 12, 9 * 24 * 12), min_size=1, max_size=12, unique=True),
        st.sampled_from([15, 30, 31, 60, 90]),
    )
    def law(fives: list[int], minutes: int) -> None:
        starts = [(midnight + timedelta(minutes=5 * each)).astimezone(UTC) for each in fives]
        asyncio.run_coroutine_threadsafe(compare(starts, timedelta(minutes=minutes)), loop).result()

    await asyncio.to_thread(law)


async def test_asking_for_slots_leaves_nothing_in_the_trail_and_answers_304_while_nothing_changes(
    service: Service,
) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    caller = await service.caller(Scope.BOOKINGS_READ, role=Role.FRONT_END, partner_id=scenario.partner)
    async with service.database.transaction() as session:
        before = (await session.exec(select(AuditEntry.id))).all()
    day = next_working_day()
    asked = {"from": day.isoformat(), "to": (day + timedelta(days=1)).isoformat()}

    first = await caller.get(slots_of(scenario), params=asked)
    again = await caller.get(slots_of(scenario), params=asked, headers={"If-None-Match": first.headers["ETag"]})

    assert (first.status_code, again.status_code) == (200, 304)
    async with service.database.transaction() as session:
        assert (await session.exec(select(AuditEntry.id))).all() == before


async def test_where_there_is_no_slot_one_neutral_sentence_says_so(service: Service) -> None:
    scenario = await make_scenario(service.database, consented=False)
    await add_host(service.database)
    caller = await service.caller(Scope.BOOKINGS_READ, role=Role.FRONT_END, partner_id=scenario.partner)

    found = (await caller.get(slots_of(scenario), params={"every": 120})).json()

    assert found["items"] == []
    assert found["for_user"] == "This session cannot be booked at the moment; please ask your programme's coordinator."


async def test_slots_of_others_and_of_a_pairing_that_has_ended_are_refused(service: Service) -> None:
    scenario = await make_scenario(service.database)
    stranger = await service.caller(Scope.BOOKINGS_READ, partner_id=(await make_scenario(service.database)).partner)
    writer = await service.caller(Scope.BOOKINGS_WRITE)
    reader = await service.caller(Scope.BOOKINGS_READ)

    problem(await stranger.get(slots_of(scenario)), 404, "not-found")
    problem(await writer.get(slots_of(scenario)), 403, "not-permitted")
    async with service.database.transaction() as session:
        (await session.get_one(Pairing, scenario.pairing)).active = False
    problem(await reader.get(slots_of(scenario)), 409, "wrong-state")


async def test_a_range_that_makes_no_sense_or_is_too_long_is_refused_in_words(service: Service) -> None:
    scenario = await make_scenario(service.database)
    reader = await service.caller(Scope.BOOKINGS_READ)
    day = next_working_day()
    cases: tuple[tuple[dict[str, Any], str], ...] = (
        ({"from": day, "to": day}, "query.to"),
        ({"from": day, "to": day + timedelta(days=63)}, "query.to"),
        ({"from": day, "to": day + timedelta(days=31), "every": 15}, "query.every"),
        ({"from": "tomorrow"}, "query.from"),
        ({"minutes": 0}, "query.minutes"),
    )
    for asked, field in cases:
        refused = problem(await reader.get(slots_of(scenario), params=asked), 422, "invalid-fields")
        assert [each["field"] for each in refused["errors"]] == [field], asked


@given(
    st.integers(0, 230 * 24 * 60),
    st.integers(1, 100),
    st.sampled_from([5, 15, 30, 45, 60, 24 * 60]),
)
def test_the_grid_has_every_time_of_it_once_across_clock_changes(minutes: int, hours: int, every: int) -> None:
    zone, step = ZoneInfo("Europe/London"), timedelta(minutes=every)
    first = datetime(2026, 3, 20, tzinfo=UTC) + timedelta(minutes=minutes)
    times = list(grid(first, first + timedelta(hours=hours), step, zone))

    assert times == sorted(set(times))
    assert all(first <= each < first + timedelta(hours=hours) for each in times)
    assert all(later - earlier <= step for earlier, later in pairwise(times))
    if every <= 60 and not 60 % every:
        assert all(each.minute % every == 0 for each in times)


async def test_a_website_lists_who_can_be_booked_without_ages_risks_and_measures(service: Service) -> None:
    scenario = await make_scenario(service.database)
    ended = await add_pairing(service.database, scenario)
    async with service.database.transaction() as session:
        (await session.get_one(Pairing, ended.pairing)).active = False
        (await session.get_one(Pairing, scenario.pairing)).safety = {"meeting.audio": "computer-only"}
    await make_scenario(service.database)
    website = await service.caller(Scope.BOOKINGS_READ, role=Role.FRONT_END, partner_id=scenario.partner)
    writer = await service.caller(Scope.BOOKINGS_WRITE)

    found = await website.get("/v1/pairings", params={"bookable": True})

    (pairing,) = found.json()["items"]
    assert pairing == {
        "id": str(scenario.pairing),
        "partner_id": str(scenario.partner),
        "programme_id": str(scenario.programme),
        "programme": "Virtual mentoring",
        "time_zone": "Europe/London",
        "mentor_id": str(scenario.mentor),
        "mentee_id": str(scenario.mentee),
        "names": {"mentor": "A mentor", "mentee": "A mentee"},
    }
    for query in ({}, {"bookable": False}):
        problem(await website.get("/v1/pairings", params=query), 403, "not-permitted")
    problem(await writer.get("/v1/pairings", params={"bookable": True}), 403, "not-permitted")
    problem(await website.get("/v1/pairings", params={"bookable": True, "active": False}), 422, "invalid-fields")
