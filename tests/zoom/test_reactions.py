"""Every way that Zoom can fail has a type, and every type says what follows."""

from collections.abc import Iterator

import httpx
import pytest

from app.zoom.answers import Call
from app.zoom.endpoints import ENDPOINTS
from app.zoom.errors import MeetingNotFoundError, Operation, RefusedError, ZoomError, ZoomUnavailableError
from app.zoom.reactions import CODES, REACTIONS, Reaction, reaction_to
from tests.support.zoom_calls import READS, WRITES, caught, refusal

# The error tables of the endpoints that the client calls, and of the token endpoint.
DOCUMENTED = (
    *(124, 200, 300, 1001, 1010, 1108, 1120, 1122, *range(1204, 1212), 1228, 1233, 1234, 1242, 2001, 2306),
    *(3000, 3001, 3002, 3003, 3007, 3018, 3037, 3063, 3161, 4130),
    *(4700, 4702, 4704, 4705, 4706, 4711, 4717, 4735, 4741, 12702),
)


def leaves(kind: type[ZoomError]) -> Iterator[type[ZoomError]]:
    for each in kind.__subclasses__():
        yield each
        yield from leaves(each)


def test_every_type_of_failure_has_a_decision_and_no_other_does() -> None:
    assert set(REACTIONS) == set(leaves(ZoomError))
    assert set(REACTIONS.values()) == set(Reaction)


def test_every_documented_code_has_a_type() -> None:
    assert set(CODES) == set(DOCUMENTED)
    assert set(CODES.values()) <= set(REACTIONS)


@pytest.mark.parametrize("code", DOCUMENTED)
async def test_a_code_is_told_as_its_type(code: int) -> None:
    answers = [refusal(400, code)] * (2 if code == 124 else 1)
    error = await caught(READS["meeting"], *answers)
    assert type(error) is CODES[code]
    assert error.code == code
    assert reaction_to(error) is REACTIONS[CODES[code]]


async def test_an_unknown_code_is_final() -> None:
    assert reaction_to(await caught(READS["meeting"], refusal(400, 987_654))) is Reaction.GIVE_UP
    assert reaction_to(await caught(READS["meeting"], httpx.Response(405))) is Reaction.GIVE_UP


async def test_a_meeting_that_is_over_needs_no_deleting() -> None:
    over = refusal(400, 3007, "Sorry, you cannot delete this meeting since it has ended.")
    assert type(await caught(WRITES["delete"], over)) is MeetingNotFoundError


def test_every_operation_has_a_label_and_says_whether_it_may_be_repeated() -> None:
    assert set(ENDPOINTS) == set(Operation) - {Operation.TOKEN}
    assert not ENDPOINTS[Operation.CREATE_MEETING].is_repeatable


def test_an_error_carries_when_to_come_back_only_where_that_is_known() -> None:
    circumstances = Call(Operation.GET_MEETING, "GET", "/meetings/1").circumstances("lost")
    assert ZoomUnavailableError(circumstances).retry_after is None
    assert RefusedError(circumstances).retry_after is None
