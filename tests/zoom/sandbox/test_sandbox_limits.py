"""The account's limits per second and per day, on a clock that stands still."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.zoom.sandbox import Label, Plan
from app.zoom.sandbox.account.limit_tables import LIMITS, LabelLimit, LimitHeaders, LimitTable
from app.zoom.sandbox.account.limits import AccountLimits
from app.zoom.sandbox.api.answers import Refusal
from app.zoom.sandbox.clock import SandboxClock
from app.zoom.sandbox.state import State
from tests.support.sandbox import HOST, SECOND_HOST, Zoom, answer, refused

PER_SECOND = "You have reached the maximum per-second rate limit for this API. Try again later."
NOON = "2031-05-06T12:00:00Z"
NOON_SECONDS = 1_935_835_200
MILLISECOND = timedelta(milliseconds=1)


@pytest.fixture
async def still(zoom: Zoom) -> AsyncIterator[Zoom]:
    """A sandbox whose clock stands at noon."""
    await zoom.control("PUT", "/time", {"now": NOON, "stopped": True})
    await zoom.sign_in()
    yield zoom
    await zoom.control("PUT", "/time", {"stopped": False})


async def limit(zoom: Zoom, limits: Any, headers: str = "documented") -> None:
    await zoom.control("PUT", "/limits", {"limits": limits, "headers": headers})


async def called(zoom: Zoom, path: str, times: int) -> list[httpx.Response]:
    return [await zoom.http.get(f"/v2{path}") for _ in range(times)]


def told(response: httpx.Response) -> dict[str, str]:
    return {
        name.removeprefix("x-ratelimit-"): value
        for name, value in response.headers.items()
        if name.startswith("x-ratelimit-")
    }


@pytest.mark.parametrize(
    ("plan", "path", "allowed"),
    [
        ("free", f"/users/{HOST}", 4),
        ("free", "/users", 2),
        ("pro", f"/users/{HOST}", 30),
        ("pro", "/users", 20),
        ("business", f"/users/{HOST}", 80),
        ("business", "/users", 60),
    ],
)
async def test_a_plan_allows_so_many_calls_in_a_second(still: Zoom, plan: str, path: str, allowed: int) -> None:
    await limit(still, plan)

    responses = await called(still, path, allowed + 2)

    assert [response.status_code for response in responses] == [200] * allowed + [429] * 2
    refused(responses[-1], 429, 429, PER_SECOND)
    await still.advance(1)
    assert (await still.http.get(f"/v2{path}")).status_code == 200


async def test_without_limits_nothing_is_counted(still: Zoom) -> None:
    responses = await called(still, "/users", 100)

    assert {response.status_code for response in responses} == {200}
    assert told(responses[-1]) == {"category": "Medium"}


async def test_headers_tell_what_remains_and_when_a_call_is_free_again(still: Zoom) -> None:
    await limit(still, "free")

    first, second, third = await called(still, "/users", 3)

    assert told(first) == {"category": "Medium", "type": "QPS", "limit": "2", "remaining": "1"}
    assert told(second)["remaining"] == "0"
    assert told(third) == {
        "category": "Medium",
        "type": "QPS",
        "limit": "2",
        "remaining": "0",
        "reset": str(NOON_SECONDS + 1),
    }
    assert "retry-after" not in third.headers


async def test_a_second_is_any_stretch_of_one(still: Zoom) -> None:
    await limit(still, "free")
    await called(still, "/users", 1)
    await still.advance(0.9)
    await called(still, "/users", 1)

    await still.advance(0.05)
    assert [response.status_code for response in await called(still, "/users", 1)] == [429]
    await still.advance(0.05)
    assert [response.status_code for response in await called(still, "/users", 2)] == [200, 429]


async def test_labels_have_limits_of_their_own(still: Zoom) -> None:
    await limit(still, "free")
    await called(still, "/users", 3)

    assert (await still.http.get(f"/v2/users/{HOST}")).status_code == 200


async def test_the_day_of_a_free_account_ends_at_midnight_utc(still: Zoom) -> None:
    await limit(still, "free")
    await still.control("POST", "/limits/calls", {"label": "Medium", "calls": 1999})
    await still.advance(1)

    last, over = await called(still, "/users", 2)

    assert told(last) == {"category": "Medium", "type": "Daily-limit", "limit": "2000", "remaining": "0"}
    assert "maximum daily rate limit" in answer(over, 429)["message"]
    assert over.headers["retry-after"] == "2031-05-07T00:00:00Z"
    await still.control("PUT", "/time", {"now": over.headers["retry-after"]})
    await still.sign_in()
    assert (await still.http.get("/v2/users")).status_code == 200


async def test_another_app_of_the_account_eats_from_the_same_limits(still: Zoom) -> None:
    await limit(still, "pro")

    await still.control("POST", "/limits/calls", {"label": "Medium", "calls": 20})

    refused(await still.http.get("/v2/users"), 429, 429, PER_SECOND)
    report = await still.control("GET", "/limits")
    assert {use["label"]: use["in_window"] for use in report["used"]}["Medium"] == 20


async def test_a_refused_call_costs_nothing_and_does_nothing(still: Zoom) -> None:
    await limit(still, {"labels": {"Medium": {"calls": 1}}})
    await still.create()

    response = await still.http.post(f"/v2/users/{HOST}/meetings", json={})

    refused(response, 429, 429, PER_SECOND)
    assert len(await still.alive_meetings()) == 1
    state = await still.control("GET", "/state")
    assert list(state["quota_used"].values()) == [1]


async def test_the_hosts_quota_is_refused_in_its_own_words_within_the_limits(still: Zoom) -> None:
    await limit(still, {"labels": {"Light": {"calls": 1000}, "Medium": {"calls": 1000}}})
    meeting = await still.create()
    for _ in range(99):
        await still.patch(meeting["id"], duration=30)

    response = await still.http.patch(f"/v2/meetings/{meeting['id']}", json={})

    assert "(100)" in answer(response, 429)["message"]
    assert told(response) == {"category": "Light", "type": "Daily-limit", "limit": "100", "remaining": "0"}
    await still.create(SECOND_HOST)


async def test_headers_can_be_as_few_as_were_measured(still: Zoom) -> None:
    await limit(still, "free", headers="measured")

    responses = await called(still, "/users", 3)

    assert [told(response) for response in responses] == [{"category": "Medium"}] * 3
    assert responses[-1].status_code == 429


async def test_a_call_with_a_bad_token_is_nobodys(still: Zoom) -> None:
    await limit(still, "free")
    bad = {"authorization": "Bearer x"}

    statuses = [(await still.http.get("/v2/users", headers=bad)).status_code for _ in range(4)]

    assert statuses == [401] * 4
    assert (await still.http.get("/v2/users")).status_code == 200


@pytest.mark.parametrize("limits", ["gold", {"labels": {"Tiny": {"calls": 1}}}, {"labels": {"Light": {"calls": 0}}}])
async def test_limits_that_make_no_sense_are_refused(zoom: Zoom, limits: Any) -> None:
    await zoom.control("PUT", "/limits", {"limits": limits}, status=422)


def counted(table: LimitTable) -> tuple[AccountLimits, SandboxClock]:
    clock = SandboxClock(moved=lambda: None)
    clock.stop()
    state = State(scopes=frozenset())
    limits = AccountLimits(clock, state=lambda: state)
    limits.use(table, LimitHeaders.DOCUMENTED)
    return limits, clock


@pytest.mark.parametrize(("plan", "pot"), [(Plan.PRO, 30_000), (Plan.BUSINESS, 60_000)])
def test_heavy_and_resource_intensive_calls_share_a_day(plan: Plan, pot: int) -> None:
    limits, _ = counted(LIMITS[plan].model_copy(update={"labels": {}}))
    limits.spend(Label.HEAVY, pot - 1)

    limits.count(Label.RESOURCE_INTENSIVE)

    for label in (Label.HEAVY, Label.RESOURCE_INTENSIVE):
        with pytest.raises(Refusal):
            limits.count(label)
    limits.count(Label.LIGHT)


@given(
    calls=st.integers(1, 5),
    seconds=st.integers(1, 3),
    steps=st.lists(st.integers(0, 1500), min_size=1, max_size=60),
)
def test_no_stretch_of_the_window_ever_holds_more_than_the_limit(calls: int, seconds: int, steps: list[int]) -> None:
    table = LimitTable(labels={Label.LIGHT: LabelLimit(calls=calls, seconds=seconds)})
    limits, clock = counted(table)
    allowed: list[int] = []
    now = 0
    for step in steps:
        clock.move_by(step * MILLISECOND)
        now += step
        try:
            limits.count(Label.LIGHT)
        except Refusal:
            recent = [each for each in allowed if each > now - 1000 * seconds]
            assert len(recent) == calls
        else:
            allowed.append(now)
            assert sum(each > now - 1000 * seconds for each in allowed) <= calls
