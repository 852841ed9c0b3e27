"""A dead Zoom costs milliseconds: the circuit breaker, on a clock that the test moves."""

from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest

from app.zoom.answers import Call
from app.zoom.circuit import Circuit
from app.zoom.client import ZoomClient
from app.zoom.configuration import CircuitPolicy
from app.zoom.errors import MeetingNotFoundError, Operation, OutcomeUnknownError, ZoomError, ZoomUnavailableError
from tests.support.zoom_api import API, CONFIGURATION, MEETING_ID, meeting_answer, transport, zoom_api

CALL = Call(Operation.GET_MEETING, "GET", "/meetings/1")
POLICY = CircuitPolicy(failures=3, first_pause=1.0, longest_pause=5.0)


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def lose(circuit: Circuit, kind: type[ZoomError] = ZoomUnavailableError) -> None:
    with pytest.raises(kind), circuit.passage(CALL):
        raise kind(CALL.circumstances("lost"))


def open_circuit(clock: Callable[[], float]) -> Circuit:
    circuit = Circuit(POLICY, clock=clock)
    for _ in range(POLICY.failures):
        lose(circuit)
    return circuit


def open_for(circuit: Circuit) -> timedelta | None:
    """Return how long the circuit says that it is open; None when it lets a call pass."""
    try:
        circuit.check(CALL)
    except ZoomUnavailableError as error:
        return error.retry_after
    return None


@pytest.mark.parametrize("kind", [ZoomUnavailableError, OutcomeUnknownError])
def test_opens_after_failures_in_a_row(kind: type[ZoomError]) -> None:
    circuit = Circuit(POLICY, clock=Clock())
    for _ in range(POLICY.failures):
        assert open_for(circuit) is None
        lose(circuit, kind)
    assert open_for(circuit) == timedelta(seconds=1)


def test_a_refusal_of_zooms_is_a_sign_of_life() -> None:
    circuit = Circuit(POLICY, clock=Clock())
    for kind in [ZoomUnavailableError] * 2 + [MeetingNotFoundError] + [ZoomUnavailableError] * 2:
        lose(circuit, kind)
    assert open_for(circuit) is None


def test_after_the_pause_one_call_probes_and_the_others_still_fail_at_once() -> None:
    clock = Clock()
    circuit = open_circuit(clock)
    clock.now += 1.0
    with circuit.passage(CALL):
        with pytest.raises(ZoomUnavailableError), circuit.passage(CALL):
            pytest.fail("a second probe")
        assert open_for(circuit) == timedelta(seconds=1)
    assert open_for(circuit) is None


def test_a_probe_that_fails_opens_it_for_twice_as_long_up_to_a_limit() -> None:
    clock = Clock()
    circuit = open_circuit(clock)
    for pause in (2, 4, 5, 5):
        clock.now += 10
        lose(circuit)
        assert open_for(circuit) == timedelta(seconds=pause)


def test_a_probe_that_is_cancelled_leaves_the_next_call_to_probe() -> None:
    clock = Clock()
    circuit = open_circuit(clock)
    clock.now += 1.0
    with pytest.raises(KeyboardInterrupt), circuit.passage(CALL):
        raise KeyboardInterrupt
    assert open_for(circuit) is None


def test_failures_of_calls_that_were_under_way_do_not_lengthen_the_pause() -> None:
    circuit = Circuit(POLICY, clock=Clock())
    passages = [circuit.passage(CALL) for _ in range(20)]
    for passage in passages:
        passage.__enter__()
    for passage in passages:
        error = ZoomUnavailableError(CALL.circumstances("lost"))
        assert not passage.__exit__(ZoomUnavailableError, error, None)
    assert open_for(circuit) == timedelta(seconds=1)


def test_an_answer_to_a_call_that_was_under_way_closes_it() -> None:
    circuit = Circuit(POLICY, clock=Clock())
    with circuit.passage(CALL):
        for _ in range(POLICY.failures):
            lose(circuit)
        assert open_for(circuit) is not None
    assert open_for(circuit) is None


async def test_a_client_stops_asking_a_dead_zoom_and_says_when_to_come_back() -> None:
    api = zoom_api()
    route = api.get(f"{API}/meetings/{MEETING_ID}")
    route.side_effect = [httpx.Response(502)] * 3 + [httpx.Response(200, json=meeting_answer())]
    configuration = CONFIGURATION.model_copy(update={"circuit": POLICY})
    async with ZoomClient(configuration, transport=transport(api)) as client:
        for _ in range(3):
            with pytest.raises(ZoomUnavailableError):
                await client.meeting(MEETING_ID)
        with pytest.raises(ZoomUnavailableError) as open_now:
            await client.delete_meeting(MEETING_ID)
    assert route.call_count == 3
    assert open_now.value.retry_after is not None
    assert timedelta(0) < open_now.value.retry_after <= timedelta(seconds=1)


async def test_a_token_endpoint_that_is_dead_opens_the_circuit_too() -> None:
    api = zoom_api()
    api["token"].side_effect = httpx.ConnectError("no route")
    configuration = CONFIGURATION.model_copy(update={"circuit": POLICY})
    async with ZoomClient(configuration, transport=transport(api)) as client:
        for _ in range(10):
            with pytest.raises(ZoomUnavailableError):
                await client.meeting(MEETING_ID)
    assert api["token"].call_count == 3
