"""What a plan asks for over time, judged by the sessions of the pairing that are in the database."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
import time_machine

from tests.support.scenario import Scenario, add_host, add_pairing, make_scenario
from tests.support.service import Service, problem

LONDON = ZoneInfo("Europe/London")
ASYNC = {"Prefer": "respond-async"}
CANCELLED = {"reason": "The mentee is ill."}


@pytest.fixture(autouse=True)
def _autumn() -> Iterator[None]:
    """Let it be the last Wednesday of September 2027, so that every day below is the weekday that it says."""
    with time_machine.travel(datetime(2027, 9, 29, 9, 0, tzinfo=LONDON), tick=True):
        yield


def october(day: int, hour: int = 10) -> datetime:
    return datetime.combine(date(2027, 10, day), time(hour), LONDON)


async def ask(client: httpx.AsyncClient, scenario: Scenario, starts_at: datetime) -> httpx.Response:
    body = {
        "pairing_id": str(scenario.pairing),
        "starts_at": starts_at.isoformat(),
        "ends_at": (starts_at + timedelta(hours=1)).isoformat(),
        "agreed_by_both": True,
    }
    return await client.post("/v1/bookings", json=body, headers=ASYNC)


async def booked(client: httpx.AsyncClient, scenario: Scenario, starts_at: datetime) -> dict[str, Any]:
    response = await ask(client, scenario, starts_at)
    assert response.status_code == 202, response.text
    booking: dict[str, Any] = response.json()
    assert booking["state"] == "provisioning"
    return booking


async def cancel(client: httpx.AsyncClient, booking: dict[str, Any]) -> None:
    response = await client.post(f"/v1/bookings/{booking['id']}/cancel", json=CANCELLED)
    assert response.json()["state"] == "cancelled", response.text


def finding(findings: list[dict[str, Any]], code: str) -> dict[str, Any]:
    (found,) = (each for each in findings if each["code"] == code)
    return found


def cadence(booking: dict[str, Any]) -> dict[str, Any]:
    return finding(booking["decision"]["findings"], "plan.cadence")


async def test_a_cancelled_session_frees_its_place_in_the_plan_for_one_other(service: Service) -> None:
    scenario = await make_scenario(service.database, pack_name="mentor247")
    await add_host(service.database)
    coordinator = await service.caller()
    plan = [await booked(coordinator, scenario, october(day)) for day in (4, 11, 18)]

    refused = problem(await ask(coordinator, scenario, october(25)), 422, "denied")
    assert [each["code"] for each in refused["findings"] if each["outcome"] == "deny"] == ["plan.count"]

    await cancel(coordinator, plan[1])
    await booked(coordinator, scenario, october(25))
    again = problem(await ask(coordinator, scenario, october(11)), 422, "denied")
    assert finding(again["findings"], "plan.count")["outcome"] == "deny"


async def test_the_sessions_of_another_pairing_take_no_place_in_the_plan(service: Service) -> None:
    scenario = await make_scenario(service.database, pack_name="mentor247")
    await add_host(service.database)
    other = await add_pairing(service.database, scenario, mentor=scenario.mentor)
    coordinator = await service.caller()
    for day in (4, 11, 18):
        await booked(coordinator, other, october(day))

    await booked(coordinator, scenario, october(25))


@pytest.mark.parametrize(
    ("there", "asked", "outcome"),
    [
        # From Thursday to Monday, from Friday to Wednesday, from Tuesday to Thursday of next week, and from Monday.
        pytest.param(7, 11, "warn", id="four days after"),
        pytest.param(8, 13, "pass", id="five days after"),
        pytest.param(12, 21, "pass", id="nine days after"),
        pytest.param(11, 21, "warn", id="ten days after"),
        pytest.param(11, 7, "warn", id="four days before"),
        pytest.param(13, 8, "pass", id="five days before"),
        pytest.param(21, 12, "pass", id="nine days before"),
        pytest.param(21, 11, "warn", id="ten days before"),
    ],
)
async def test_the_rhythm_is_judged_by_the_session_that_is_booked_before_or_after(
    service: Service, there: int, asked: int, outcome: str
) -> None:
    scenario = await make_scenario(service.database, pack_name="the-brokerage")
    await add_host(service.database)
    coordinator = await service.caller()
    alone = await booked(coordinator, scenario, october(there, 15))
    assert cadence(alone)["outcome"] == "n/a"

    # An hour of the day that would make another number of whole days does not matter.
    judged = await booked(coordinator, scenario, october(asked, 10))

    assert cadence(judged)["outcome"] == outcome
    if outcome == "warn":
        side = "after the previous session" if asked > there else "before the next session"
        assert f"{abs(asked - there)} days {side}" in cadence(judged)["sentence"]


async def test_of_several_sessions_the_nearest_on_each_side_counts(service: Service) -> None:
    scenario = await make_scenario(service.database, pack_name="the-brokerage")
    await add_host(service.database)
    coordinator = await service.caller()
    for day in (4, 11, 25, 29):
        await booked(coordinator, scenario, october(day))

    assert cadence(await booked(coordinator, scenario, october(18)))["outcome"] == "pass"


async def test_a_cancelled_session_has_no_part_in_the_rhythm(service: Service) -> None:
    scenario = await make_scenario(service.database, pack_name="the-brokerage")
    await add_host(service.database)
    coordinator = await service.caller()
    await booked(coordinator, scenario, october(5))
    too_soon = await booked(coordinator, scenario, october(8))
    assert cadence(too_soon)["outcome"] == "warn"

    await cancel(coordinator, too_soon)

    assert cadence(await booked(coordinator, scenario, october(12)))["outcome"] == "pass"
