"""Which calls the client sends again by itself, and when it stops."""

import asyncio
from datetime import UTC, datetime, timedelta

import httpx
import pytest
import time_machine

from app.zoom.client import Observation, ZoomClient
from app.zoom.configuration import CircuitPolicy, RetryPolicy, ZoomTimeouts
from app.zoom.errors import MeetingNotFoundError, OutcomeUnknownError, RateLimitedError, ZoomError, ZoomUnavailableError
from tests.support.zoom_api import API, CONFIGURATION, MEETING_ID, meeting_answer, transport, zoom_api
from tests.support.zoom_calls import READS, WRITES, Calling

QUICK = RetryPolicy(attempts=3, first_pause=0.001, longest_pause=0.5, jitter=0.001)
REPEATING = CONFIGURATION.model_copy(update={"retries": QUICK})
ONCE = {"create", "update"}
PER_SECOND = {"code": 429, "message": "You have reached the maximum per-second rate limit for this API."}
PER_DAY = {"code": 429, "message": "You have reached the maximum daily rate limit for this API."}


async def requests_of(calling: Calling, *answers: httpx.Response | Exception) -> tuple[int, ZoomError | None]:
    """Return how many requests a call sends to a Zoom that gives these answers, the last for ever, and its error."""
    api = zoom_api()
    route = api.route(url__startswith=API)
    route.side_effect = [*answers, *answers[-1:] * 10]
    async with ZoomClient(REPEATING, transport=transport(api)) as client:
        try:
            await calling(client)
        except ZoomError as error:
            return route.call_count, error
    return route.call_count, None


def parameters(*names: str) -> pytest.MarkDecorator:
    calls = READS | WRITES
    return pytest.mark.parametrize("calling", [calls[name] for name in names], ids=names)


@parameters(*READS, *(name for name in WRITES if name not in ONCE))
@pytest.mark.parametrize("lost", [httpx.ReadTimeout("slow"), httpx.Response(503)], ids=["timeout", "503"])
async def test_a_call_that_may_be_repeated_is_tried_three_times(
    calling: Calling, lost: httpx.Response | Exception
) -> None:
    requests, error = await requests_of(calling, lost)
    assert requests == 3
    assert isinstance(error, ZoomUnavailableError | OutcomeUnknownError)


@parameters(*sorted(ONCE))
@pytest.mark.parametrize(
    "lost",
    [httpx.ReadTimeout("slow"), httpx.Response(503), httpx.ConnectError("no route"), httpx.Response(429)],
    ids=["timeout", "503", "not sent", "429"],
)
async def test_creating_and_changing_a_meeting_are_never_repeated(
    calling: Calling, lost: httpx.Response | Exception
) -> None:
    requests, error = await requests_of(calling, lost)
    assert requests == 1
    assert error is not None


@pytest.mark.parametrize(
    "later", [httpx.ConnectError("no route"), httpx.Response(429, json=PER_DAY)], ids=["not sent", "429"]
)
async def test_a_repeat_that_was_not_carried_out_does_not_hide_that_the_first_may_have_been(
    later: httpx.Response | Exception,
) -> None:
    _, error = await requests_of(WRITES["delete"], httpx.Response(503), later)
    assert type(error) is OutcomeUnknownError
    assert error.http_status == 503


async def test_a_repeat_that_is_answered_settles_what_the_first_left_open() -> None:
    gone = httpx.Response(404, json={"code": 3001, "message": "Meeting does not exist: 85746065432."})
    requests, error = await requests_of(WRITES["delete"], httpx.ReadTimeout("slow"), gone)
    assert (requests, type(error)) == (2, MeetingNotFoundError)
    assert await requests_of(WRITES["end"], httpx.ReadTimeout("slow"), httpx.Response(204)) == (2, None)


async def test_a_read_whose_answer_is_cut_off_is_repeated() -> None:
    cut_off = httpx.Response(200, text='{"id": 8574606')
    assert await requests_of(READS["meeting"], cut_off, httpx.Response(200, json=meeting_answer())) == (2, None)


async def test_a_refusal_is_not_repeated() -> None:
    requests, _ = await requests_of(READS["meeting"], httpx.Response(404, json={"code": 3001, "message": ""}))
    assert requests == 1


async def test_a_limit_per_second_is_waited_for_where_that_is_short() -> None:
    limited = httpx.Response(429, json=PER_SECOND, headers={"retry-after": "0"})
    assert await requests_of(READS["meeting"], limited, httpx.Response(200, json=meeting_answer())) == (2, None)
    later = httpx.Response(429, json=PER_SECOND, headers={"retry-after": "30"})
    requests, error = await requests_of(READS["meeting"], later)
    assert (requests, type(error)) == (1, RateLimitedError)


async def test_a_limit_per_day_is_left_to_the_caller() -> None:
    requests, error = await requests_of(READS["meeting"], httpx.Response(429, json=PER_DAY))
    assert (requests, type(error)) == (1, RateLimitedError)


async def test_repeats_end_with_the_deadline_of_the_whole_call() -> None:
    async def never(_: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError

    observations: list[Observation] = []
    api = zoom_api()
    api.route(url__startswith=API).side_effect = never
    patient = RetryPolicy(attempts=1_000, first_pause=0.001, longest_pause=0.001, jitter=0)
    timeouts = ZoomTimeouts(total=0.02, whole=0.1)
    never_opens = CircuitPolicy(failures=1_000)
    configuration = CONFIGURATION.model_copy(update={"retries": patient, "timeouts": timeouts, "circuit": never_opens})
    async with ZoomClient(configuration, transport=transport(api), observe=observations.append) as client:
        with pytest.raises(ZoomUnavailableError):
            await client.meeting(MEETING_ID)
    (seen,) = observations
    assert 2 <= seen.requests <= 5
    assert seen.error == "ZoomUnavailableError"


async def test_an_open_circuit_is_not_waited_for() -> None:
    api = zoom_api()
    route = api.route(url__startswith=API)
    route.side_effect = [httpx.Response(503), httpx.Response(200, json=meeting_answer())]
    slow = RetryPolicy(attempts=5, first_pause=10.0, longest_pause=10.0)
    configuration = CONFIGURATION.model_copy(update={"retries": slow, "circuit": CircuitPolicy(failures=1)})
    async with ZoomClient(configuration, transport=transport(api)) as client:
        with pytest.raises(OutcomeUnknownError):
            await WRITES["create"](client)
        async with asyncio.timeout(5):
            with pytest.raises(ZoomUnavailableError):
                await client.meeting(MEETING_ID)
    assert route.call_count == 1


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"x-ratelimit-reset": "1799769605"}, timedelta(seconds=5)),
        ({"x-ratelimit-reset": "soon"}, None),
        ({"x-ratelimit-reset": "1799769605", "retry-after": "2"}, timedelta(seconds=2)),
        ({"x-ratelimit-reset": "1799769605", "retry-after": "soon"}, timedelta(seconds=5)),
        # Zoom's clock is an hour ahead of ours: its instants count from its own date.
        ({"x-ratelimit-reset": "1799773203", "date": "Tue, 12 Jan 2027 17:00:00 GMT"}, timedelta(seconds=3)),
        # They agree: ours is finer.
        ({"x-ratelimit-reset": "1799769605", "date": "Tue, 12 Jan 2027 15:59:59 GMT"}, timedelta(seconds=5)),
        ({"retry-after": "2027-01-12T17:00:07Z", "date": "Tue, 12 Jan 2027 17:00:00 GMT"}, timedelta(seconds=7)),
    ],
)
@time_machine.travel(datetime(2027, 1, 12, 16, tzinfo=UTC), tick=False)
async def test_the_wait_that_zoom_asks_for_is_read(headers: dict[str, str], wait: timedelta | None) -> None:
    answer = httpx.Response(429, json=PER_DAY, headers=headers)
    _, error = await requests_of(WRITES["create"], answer)
    assert isinstance(error, RateLimitedError)
    assert error.retry_after == wait
