"""What the client asks of its limiter, and what it tells it."""

from collections.abc import Mapping
from datetime import timedelta

import httpx
import pytest

from app.zoom.client import Observation, ZoomClient
from app.zoom.configuration import RetryPolicy
from app.zoom.errors import Circumstances, Operation, QuotaExhaustedError, RateLimitedError
from app.zoom.limits.lanes import Lane
from tests.support.zoom_api import API, CONFIGURATION, MEETING_ID, meeting_answer, transport, zoom_api
from tests.support.zoom_calls import EXPIRED, WRITES, all_of

DEFAULT = CONFIGURATION.patience


class Recorder:
    """A limiter that lets everything pass, but for the calls after `allowed`, and remembers."""

    def __init__(self, allowed: int = 1_000) -> None:
        self.allowed = allowed
        self.asked: list[tuple[Operation, Lane, timedelta]] = []
        self.answers: list[tuple[Operation, str | None]] = []
        self.refusals: list[RateLimitedError] = []

    async def acquire(self, operation: Operation, lane: Lane, patience: timedelta) -> None:
        self.asked.append((operation, lane, patience))
        if len(self.asked) > self.allowed:
            raise QuotaExhaustedError(Circumstances(operation), retry_after=timedelta(minutes=3))

    def answered(self, operation: Operation, headers: Mapping[str, str]) -> None:
        self.answers.append((operation, headers.get("x-ratelimit-category")))

    def refused(self, operation: Operation, error: RateLimitedError) -> None:
        self.refusals.append(error)

    async def expected_wait(self, operation: Operation, lane: Lane, *, ahead: int = 0) -> timedelta:
        return timedelta(seconds={Lane.URGENT: 0, Lane.NORMAL: 10, Lane.BULK: 20}[lane] + ahead)


async def test_a_call_is_made_in_the_lane_and_with_the_patience_of_its_client() -> None:
    recorder = Recorder()
    api = zoom_api()
    api.get(f"{API}/meetings/{MEETING_ID}").respond(json=meeting_answer())
    api.put(f"{API}/meetings/{MEETING_ID}/status").respond(204)
    async with ZoomClient(CONFIGURATION, limiter=recorder, transport=transport(api)) as client:
        await client.meeting(MEETING_ID)
        await client.in_lane(Lane.URGENT).end_meeting(MEETING_ID)
        sweep = client.in_lane(Lane.BULK, patience=timedelta(minutes=5))
        await sweep.meeting(MEETING_ID)
        await client.meeting(MEETING_ID)
    assert [(operation, lane) for operation, lane, _ in recorder.asked] == [
        (Operation.GET_MEETING, Lane.NORMAL),
        (Operation.END_MEETING, Lane.URGENT),
        (Operation.GET_MEETING, Lane.BULK),
        (Operation.GET_MEETING, Lane.NORMAL),
    ]
    assert [patience for *_, patience in recorder.asked] == [DEFAULT, DEFAULT, timedelta(minutes=5), DEFAULT]
    assert api["token"].call_count == 1


async def test_every_request_takes_a_turn_of_its_own() -> None:
    recorder = Recorder()
    api = zoom_api()
    pages: list[dict[str, object]] = [{"users": [], "next_page_token": token} for token in ("next", "")]
    api.get(f"{API}/users").side_effect = [httpx.Response(503), EXPIRED, *(httpx.Response(200, json=p) for p in pages)]
    configuration = CONFIGURATION.model_copy(update={"retries": RetryPolicy(first_pause=0, jitter=0)})
    async with ZoomClient(configuration, limiter=recorder, transport=transport(api)) as client:
        assert await all_of(client.users()) == []
    assert len(recorder.asked) == api.calls.call_count - api["token"].call_count == 4


async def test_a_call_without_a_turn_is_not_sent_and_says_when_to_come_back() -> None:
    api = zoom_api()
    route = api.route(url__startswith=API)
    seen: list[Observation] = []
    async with ZoomClient(
        CONFIGURATION, limiter=Recorder(allowed=0), transport=transport(api), observe=seen.append
    ) as client:
        with pytest.raises(QuotaExhaustedError) as information:
            await WRITES["create"](client)
    assert information.value.retry_after == timedelta(minutes=3)
    assert route.call_count == 0
    assert [(each.error, each.status, each.requests) for each in seen] == [("QuotaExhaustedError", None, 0)]


async def test_the_limiter_learns_from_every_answer_and_every_refusal() -> None:
    recorder = Recorder()
    api = zoom_api()
    limited = httpx.Response(429, headers={"x-ratelimit-category": "Heavy", "retry-after": "7"})
    found = httpx.Response(404, json={"code": 3001}, headers={"x-ratelimit-category": "Light"})
    api.route(url__startswith=API).side_effect = [limited, found]
    async with ZoomClient(CONFIGURATION, limiter=recorder, transport=transport(api)) as client:
        for calling in (WRITES["create"], WRITES["delete"]):
            with pytest.raises(Exception, match="_meeting"):
                await calling(client)
    assert recorder.answers == [(Operation.CREATE_MEETING, "Heavy"), (Operation.DELETE_MEETING, "Light")]
    assert [refusal.retry_after for refusal in recorder.refusals] == [timedelta(seconds=7)]


async def test_a_turn_is_not_spent_on_waiting_for_a_token() -> None:
    recorder = Recorder()
    api = zoom_api()
    api["token"].side_effect = httpx.ConnectError("no route")
    async with ZoomClient(CONFIGURATION, limiter=recorder, transport=transport(api)) as client:
        with pytest.raises(Exception, match="ConnectError"):
            await client.meeting(MEETING_ID)
    assert recorder.asked == []
