"""Passcodes meet the strictest passcode policy that Zoom offers."""

import re
from itertools import pairwise

import pytest

from app.zoom.passcode import PASSCODE_PATTERN, new_passcode


@pytest.mark.parametrize("length", [8, 9, 10])
def test_every_passcode_meets_every_policy(length: int) -> None:
    for _ in range(300):
        passcode = new_passcode(length)
        assert len(passcode) == length
        assert PASSCODE_PATTERN.fullmatch(passcode)
        for kind in ("[A-Z]", "[a-z]", "[0-9]", "[@_*-]"):
            assert re.search(kind, passcode)
        steps = [ord(after) - ord(before) for before, after in pairwise(passcode.lower())]
        assert not any(one == other and one in (-1, 0, 1) for one, other in pairwise(steps))
        assert not set("0O1Il") & set(passcode)


def test_passcodes_do_not_repeat() -> None:
    assert len({new_passcode(8) for _ in range(1_000)}) == 1_000


@pytest.mark.parametrize("length", [-1, 0, 7, 11])
def test_a_length_that_is_unsafe_or_that_zoom_refuses_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="8 to 10"):
        new_passcode(length)
