"""Passcodes of meetings: at most ten of `A-Z a-z 0-9 @ - _ *` (Zoom's API reference, create a meeting, `password`)."""

import re
import secrets
from itertools import pairwise

# Without 0, 1, I, O and l: a passcode may be read aloud or typed from paper.
_UPPER = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_LOWER = "abcdefghijkmnopqrstuvwxyz"
_DIGITS = "23456789"
_SPECIAL = "@-_*"
_CLASSES = (_UPPER, _LOWER, _DIGITS, _SPECIAL)

PASSCODE_PATTERN = re.compile(r"[A-Za-z0-9@_*-]{1,10}")
"""What Zoom accepts."""


def new_passcode(length: int) -> str:
    """Return a random passcode that meets any passcode policy Zoom offers, except digits only.

    It has a letter of each case, a digit and a special character, and no three characters in a row that repeat or count
    up or down (Zoom's policies refuse runs of four and more).

    Raises:
        ValueError: `length` is not 8, 9 or 10.
    """
    if not 8 <= length <= 10:
        msg = "A passcode has 8 to 10 characters."
        raise ValueError(msg)
    while True:
        passcode = "".join(secrets.choice("".join(_CLASSES)) for _ in range(length))
        if all(set(passcode) & set(kind) for kind in _CLASSES) and not _has_run(passcode.lower()):
            return passcode


def _has_run(text: str) -> bool:
    steps = [ord(after) - ord(before) for before, after in pairwise(text)]
    return any(first == second and first in {-1, 0, 1} for first, second in pairwise(steps))
