"""Series: the sessions of a plan, all of them or none."""

import asyncio
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlmodel import select

from app.access.models import Role, Scope
from app.audit.origin import WORKER
from app.bookings import reservations
from app.bookings.lifecycle import change_state
from app.bookings.models import Booking, DecisionRecord, Reservation, Series
from app.bookings.reading import booking_for_update
from app.bookings.series.dates import SeriesDateError, days_of_series, moment_of
from app.bookings.states import BookingState
from app.kit.database import Database
from tests.support.scenario import Scenario, add_host, add_pairing, make_scenario
from tests.support.service import Service, problem, version_of
from tests.support.zoom import System, Zoom, eventually, running_system

LONDON = ZoneInfo("Europe/London")
ASYNC = {"Prefer": "respond-async"}
_OF_A_MOVE = frozenset({"starts_at", "ends_at", "agreed_by_both"})
OCTOBER = datetime(2027, 9, 29, 9, 0, tzinfo=LONDON)


@pytest.fixture
def autumn() -> Iterator[None]:
    """Let it be September 2027: the clocks go back on 31 October."""
    with time_machine.travel(OCTOBER, tick=True):
        yield


def series(scenario: Scenario, first: datetime, sessions: int = 7, **more: Any) -> dict[str, Any]:
    return {
        "pairing_id": str(scenario.pairing),
        "starts_at": first.isoformat(),
        "ends_at": (first + timedelta(hours=1)).isoformat(),
        "sessions": sessions,
        "agreed_by_both": True,
        **more,
    }


def local_starts(body: dict[str, Any]) -> list[datetime]:
    return [datetime.fromisoformat(each["starts_at"]).astimezone(LONDON) for each in body["bookings"]]


async def test_seven_weekly_hours_across_the_october_clock_change_are_seven_meetings_at_the_same_local_hour(
    autumn: None, sandbox_settings: Any, database: Database, zoom: Zoom
) -> None:
    async with running_system(sandbox_settings, database, zoom) as system:
        await zoom.control("PUT", "/time", {"now": OCTOBER.isoformat()})
        await system.proven_hosts()
        scenario = await make_scenario(database, pack_name="the-brokerage")
        coordinator = await system.caller()
        first = datetime(2027, 10, 7, 10, 0, tzinfo=LONDON)

        response = await coordinator.post("/v1/series", json=series(scenario, first), headers={"Prefer": "wait=20"})

        assert response.status_code == 201, response.text
        body = response.json()
        starts = local_starts(body)
        assert [each.date() for each in starts] == [date(2027, 10, 7) + timedelta(weeks=week) for week in range(7)]
        assert {each.time() for each in starts} == {time(10)}
        assert {each.utcoffset() for each in starts} == {timedelta(hours=1), timedelta(0)}
        meetings = await zoom.meetings()
        assert {each["meeting"]["zoom_meeting_id"] for each in body["bookings"]} == {each["id"] for each in meetings}
        assert len(meetings) == 7
        assert {each["start_time"][11:16] for each in meetings} == {"09:00", "10:00"}


async def test_with_the_fifth_of_seven_in_clash_none_is_booked_and_the_answer_names_the_fifth(
    service: Service, autumn: None
) -> None:
    scenario = await make_scenario(service.database, pack_name="the-brokerage")
    # A host is left for everybody: the mentor alone is in the way.
    for zoom_user_id in ("host-1", "host-2"):
        await add_host(service.database, zoom_user_id)
    other = await add_pairing(service.database, scenario, mentor=scenario.mentor)
    coordinator = await service.caller()
    first = datetime(2027, 10, 7, 10, 0, tzinfo=LONDON)
    # The clocks have gone back by then.
    fifth = datetime(2027, 11, 4, 10, 30, tzinfo=LONDON)
    in_the_way = {
        "pairing_id": str(other.pairing),
        "starts_at": fifth.isoformat(),
        "ends_at": (fifth + timedelta(hours=1)).isoformat(),
        "agreed_by_both": True,
    }
    assert (await coordinator.post("/v1/bookings", json=in_the_way, headers=ASYNC)).status_code == 202

    refused = problem(await coordinator.post("/v1/series", json=series(scenario, first)), 422, "series-refused")

    assert [each["position"] for each in refused["sessions"]] == [5]
    (in_clash,) = refused["sessions"]
    assert "already booked" in in_clash["detail"]
    assert "mentor" in in_clash["detail"]
    assert {finding["code"] for finding in in_clash["findings"] if finding["outcome"] == "deny"} == {"schedule.clash"}
    assert "session 5" in refused["detail"]
    async with service.database.transaction() as session:
        (booked,) = (await session.exec(select(Booking))).all()
        assert booked.pairing_id == other.pairing
        assert (await session.exec(select(Series))).all() == []
        assert len((await session.exec(select(Reservation))).all()) == 3


async def test_every_session_that_cannot_be_is_named_and_every_decision_about_one_is_kept(service: Service) -> None:
    scenario = await make_scenario(service.database, pack_name="mentor247")
    await add_host(service.database)
    coordinator = await service.caller()
    first = datetime.fromisoformat(str(scenario.booking(10)["starts_at"]))

    refused = problem(await coordinator.post("/v1/series", json=series(scenario, first, 5)), 422, "series-refused")

    assert [each["position"] for each in refused["sessions"]] == [4, 5]
    for each in refused["sessions"]:
        assert {finding["code"] for finding in each["findings"] if finding["outcome"] == "deny"} == {"plan.count"}
    async with service.database.transaction() as session:
        kept = {str(row.id) for row in (await session.exec(select(DecisionRecord))).all()}
    assert kept == {each["decision_id"] for each in refused["sessions"]}


async def test_days_that_the_caller_lists_and_bank_holidays_are_left_out(service: Service) -> None:
    with time_machine.travel(datetime(2027, 12, 1, 9, 0, tzinfo=LONDON), tick=True):
        scenario = await make_scenario(service.database)
        await add_host(service.database)
        coordinator = await service.caller()
        # A Monday; 27 and 28 December 2027 are substitute days, 3 January 2028 another.
        first = datetime(2027, 12, 13, 10, 0, tzinfo=LONDON)
        body = series(scenario, first, 3, skip=["2027-12-20"], skip_bank_holidays=True)

        response = await coordinator.post("/v1/series", json=body, headers=ASYNC)

        assert response.status_code == 202, response.text
        assert [each.date().isoformat() for each in local_starts(response.json())] == [
            "2027-12-13",
            "2028-01-10",
            "2028-01-17",
        ]


async def test_a_time_that_the_clocks_leave_out_is_refused(service: Service) -> None:
    with time_machine.travel(datetime(2027, 3, 1, 9, 0, tzinfo=LONDON), tick=True):
        scenario = await make_scenario(service.database)
        await add_host(service.database)
        coordinator = await service.caller()
        first = datetime(2027, 3, 21, 1, 30, tzinfo=LONDON)

        refused = problem(await coordinator.post("/v1/series", json=series(scenario, first, 2)), 422, "invalid-fields")

        assert "2027-03-28" in refused["errors"][0]["message"]


async def test_the_same_key_books_a_series_once(service: Service) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    coordinator = await service.caller()
    first = datetime.fromisoformat(str(scenario.booking(10)["starts_at"]))
    headers = {"Idempotency-Key": "one-plan", **ASYNC}

    one = await coordinator.post("/v1/series", json=series(scenario, first, 3), headers=headers)
    two = await coordinator.post("/v1/series", json=series(scenario, first, 3), headers=headers)

    assert one.json()["id"] == two.json()["id"]
    assert [each["id"] for each in one.json()["bookings"]] == [each["id"] for each in two.json()["bookings"]]


async def test_a_series_is_moved_as_a_whole_or_not_at_all(service: Service) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    coordinator = await service.caller()
    first = datetime.fromisoformat(str(scenario.booking(10, days_ahead=14)["starts_at"])).astimezone(LONDON)
    created = await coordinator.post("/v1/series", json=series(scenario, first, 3, every_days=1), headers=ASYNC)
    path, tag = f"/v1/series/{created.json()['id']}", created.headers["ETag"]
    one_later = first + timedelta(days=1, hours=2)
    to = {
        "starts_at": one_later.isoformat(),
        "ends_at": (one_later + timedelta(minutes=30)).isoformat(),
        "agreed_by_both": True,
    }

    problem(await coordinator.patch(path, json=to), 428, "if-match-required")
    moved = await coordinator.patch(path, json=to, headers={"If-Match": tag, **ASYNC})

    assert moved.status_code == 202, moved.text
    assert local_starts(moved.json()) == [one_later + timedelta(days=day) for day in range(3)]
    assert {each["id"] for each in moved.json()["bookings"]} == {each["id"] for each in created.json()["bookings"]}
    problem(await coordinator.patch(path, json=to, headers={"If-Match": tag}), 412, "changed-meanwhile")

    too_long = to | {"ends_at": (one_later + timedelta(hours=3)).isoformat()}
    refused = problem(await coordinator.patch(path, json=too_long, headers={"If-Match": "*"}), 422, "series-refused")
    assert [each["position"] for each in refused["sessions"]] == [1, 2, 3]
    assert local_starts((await coordinator.get(path)).json()) == local_starts(moved.json())
    async with service.database.transaction() as session:
        assert len((await session.exec(select(Reservation))).all()) == 9


async def test_one_session_of_a_series_is_cancelled_alone_and_then_the_rest(system: System) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    first = datetime.fromisoformat(str(scenario.booking(10)["starts_at"]))
    created = (
        await coordinator.post("/v1/series", json=series(scenario, first, 3), headers={"Prefer": "wait=20"})
    ).json()
    assert [each["state"] for each in created["bookings"]] == ["confirmed"] * 3
    why = {"reason": "The mentee has found a job."}

    await coordinator.post(f"/v1/bookings/{created['bookings'][1]['id']}/cancel", json=why)
    states = [each["state"] for each in (await coordinator.get(f"/v1/series/{created['id']}")).json()["bookings"]]
    assert states == ["confirmed", "cancelled", "confirmed"]
    cancelled = await coordinator.post(f"/v1/series/{created['id']}/cancel", json=why)

    assert {each["state"] for each in cancelled.json()["bookings"]} == {"cancelled"}
    again = await coordinator.post(f"/v1/series/{created['id']}/cancel", json=why)
    assert version_of(again) == version_of(cancelled)


@pytest.mark.parametrize(("verb", "state"), [("approve", "provisioning"), ("decline", "declined")])
async def test_an_evening_series_is_judged_as_a_whole(service: Service, verb: str, state: str) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    coordinator = await service.caller()
    first = datetime.fromisoformat(str(scenario.booking(19)["starts_at"]))
    created = await coordinator.post("/v1/series", json=series(scenario, first, 3), headers=ASYNC)
    assert {each["state"] for each in created.json()["bookings"]} == {"awaiting_approval"}
    path = f"/v1/series/{created.json()['id']}/{verb}"

    judged = await coordinator.post(path, json={"reason": "As agreed."}, headers=ASYNC)

    assert {each["state"] for each in judged.json()["bookings"]} == {state}
    problem(await coordinator.post(path, json={"reason": "As agreed."}), 409, "wrong-state")


async def test_who_may_not_touch_a_series_is_refused(service: Service) -> None:
    scenario, elsewhere = await make_scenario(service.database), await make_scenario(service.database)
    await add_host(service.database)
    coordinator = await service.caller()
    first = datetime.fromisoformat(str(scenario.booking(10)["starts_at"]))
    body = series(scenario, first, 2)
    created = (await coordinator.post("/v1/series", json=body, headers=ASYNC)).json()
    path, why = f"/v1/series/{created['id']}", {"reason": "Not this time."}
    to = {key: body[key] for key in ("starts_at", "ends_at", "agreed_by_both")}
    nobody = await service.anonymous()
    stranger = await service.caller(partner_id=elsewhere.partner)
    without = await service.caller(Scope.AUDIT_READ)
    front_end = await service.caller(role=Role.FRONT_END)

    for client, status, kind in ((nobody, 401, "not-authenticated"), (without, 403, "not-permitted")):
        problem(await client.post("/v1/series", json=body), status, kind)
        problem(await client.get(path), status, kind)
        problem(await client.patch(path, json=to, headers={"If-Match": "*"}), status, kind)
        for verb in ("cancel", "approve", "decline"):
            problem(await client.post(f"{path}/{verb}", json=why), status, kind)
    problem(await stranger.post("/v1/series", json=body), 422, "invalid-fields")
    problem(await stranger.get(path), 404, "not-found")
    problem(await stranger.patch(path, json=to, headers={"If-Match": "*"}), 404, "not-found")
    for verb in ("cancel", "approve", "decline"):
        problem(await stranger.post(f"{path}/{verb}", json=why), 404, "not-found")
    problem(await front_end.post(f"{path}/approve", json=why), 409, "wrong-state")
    assert {each["state"] for each in (await coordinator.get(path)).json()["bookings"]} == {"provisioning"}


DAYS = st.dates(date(2026, 1, 1), date(2030, 12, 31))


@given(first=DAYS, sessions=st.integers(1, 20), every=st.integers(1, 30), skipped=st.frozensets(DAYS, max_size=30))
def test_days_of_a_series_keep_their_rhythm_and_miss_only_what_is_skipped(
    first: date, sessions: int, every: int, skipped: frozenset[date]
) -> None:
    days = days_of_series(first, sessions=sessions, every_days=every, is_skipped=skipped.__contains__)

    assert len(days) == sessions == len(set(days))
    assert not skipped & set(days)
    assert {(day - first).days % every for day in days} == {0}
    rhythm = {first + timedelta(days=step) for step in range(0, (days[-1] - first).days + 1, every)}
    assert rhythm - set(days) <= skipped


def test_a_series_of_which_everything_is_skipped_is_refused() -> None:
    with pytest.raises(SeriesDateError, match="skip"):
        days_of_series(date(2027, 1, 1), sessions=1, every_days=7, is_skipped=lambda _: True)


@given(day=DAYS, at=st.times())
def test_a_moment_shows_the_local_time_asked_for_or_is_refused(day: date, at: time) -> None:
    try:
        moment = moment_of(day, at, LONDON)
    except SeriesDateError:
        assert (day.month, at.hour, day.weekday()) == (3, 1, 6)
        return
    assert moment.astimezone(LONDON).replace(tzinfo=None) == datetime.combine(day, at)


async def test_who_moves_a_series_waits_for_its_sessions_before_its_people(service: Service) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    coordinator = await service.caller()
    first = datetime.fromisoformat(str(scenario.booking(10)["starts_at"]))
    made = (await coordinator.post("/v1/series", json=series(scenario, first, 2), headers=ASYNC)).json()
    to = {key: value for key, value in series(scenario, first + timedelta(hours=1)).items() if key in _OF_A_MOVE}

    async def waits() -> bool:
        async with service.database.transaction() as session:
            return bool(
                await (await session.connection()).scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted"))
            )

    # As a move of one session does: the booking first, then its people. In the other order the two wait in a circle.
    async with service.database.transaction() as session:
        await booking_for_update(session, UUID(made["bookings"][0]["id"]))
        moving = asyncio.create_task(
            coordinator.patch(f"/v1/series/{made['id']}", json=to, headers={"If-Match": "*", **ASYNC})
        )
        await eventually(waits)
        await (await session.connection()).execute(text("SET LOCAL lock_timeout = '500ms'"))
        await reservations.serialise(session, {scenario.mentor, scenario.mentee})

    assert (await moving).status_code == 202


async def test_a_session_that_is_tried_again_has_no_place_that_the_plan_has_given_to_others(service: Service) -> None:
    scenario = await make_scenario(service.database, pack_name="mentor247")
    await add_host(service.database)
    coordinator = await service.caller()
    first = datetime.fromisoformat(str(scenario.booking(10)["starts_at"]))
    made = (await coordinator.post("/v1/series", json=series(scenario, first, 3), headers=ASYNC)).json()
    async with service.database.transaction() as session:
        failed = await booking_for_update(session, UUID(made["bookings"][0]["id"]))
        await change_state(session, failed, BookingState.FAILED, origin=WORKER)
    fourth = scenario.booking(14)
    assert (await coordinator.post("/v1/bookings", json=fourth, headers=ASYNC)).status_code == 202

    refused = problem(await coordinator.post(f"/v1/bookings/{failed.id}/retry"), 422, "denied")

    assert {each["code"] for each in refused["findings"] if each["outcome"] == "deny"} == {"plan.count"}
