"""Passcodes of meetings: at most ten of `A-Z a-z 0-9 @ - _ *` (Zoom's API reference, create a meeting, `password`)."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, Self

# Without 0, 1, I, O and l: a passcode may be read aloud or typed from paper.
_UPPER = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_LOWER = "abcdefghijkmnopqrstuvwxyz"
_DIGITS = "23456789"
_SPECIAL = "@-_*"
_CLASSES = (_UPPER, _LOWER, _DIGITS, _SPECIAL)
_ALL_DIGITS = "0123456789"

PASSCODE_PATTERN = re.compile(r"[A-Za-z0-9@_*-]{1,10}")
"""What Zoom accepts."""

PASSCODE_LENGTH: Final = 10
"""The most characters that Zoom takes, and what every passcode has: one of digits only is not shorter than the others."""

_LEAST_RUN: Final = 2
"""No passcode of two characters is without a run of one."""


@dataclass(frozen=True)
class PasscodeRequirement:
    """What an account demands of passcodes (`meeting_password_requirement` in Zoom's settings).

    `shortest_run_refused` is Zoom's `consecutive_characters_length`: so many characters in a row that repeat, or count up or
    down, are refused; 0 where none are. With `digits_only` the demands for other characters do not apply.
    """

    length: int = 0
    digits_only: bool = False
    letter: bool = False
    digit: bool = False
    special: bool = False
    both_cases: bool = False
    shortest_run_refused: int = 0

    @classmethod
    def read(cls, requirement: Mapping[str, Any]) -> Self:
        """Read Zoom's object. What it leaves out is not demanded."""
        return cls(
            length=_number(requirement.get("length")),
            digits_only=requirement.get("only_allow_numeric") is True,
            letter=requirement.get("have_letter") is True,
            digit=requirement.get("have_number") is True,
            special=requirement.get("have_special_character") is True,
            both_cases=requirement.get("have_upper_and_lower_characters") is True,
            shortest_run_refused=_number(requirement.get("consecutive_characters_length")),
        )

    def is_met_by(self, passcode: str) -> bool:
        """Tell whether Zoom would take this passcode, as far as passcodes of ten characters can meet the requirement."""
        run = self.shortest_run_refused
        if len(passcode) < min(self.length, PASSCODE_LENGTH) or (run >= _LEAST_RUN and _longest_run(passcode) >= run):
            return False
        if self.digits_only:
            return set(passcode) <= set(_ALL_DIGITS)
        upper, lower = any(map(str.isupper, passcode)), any(map(str.islower, passcode))
        return (
            (not self.letter or upper or lower)
            and (not self.both_cases or (upper and lower))
            and (not self.digit or any(map(str.isdigit, passcode)))
            and (not self.special or bool(set(passcode) & set(_SPECIAL)))
        )


def new_passcode(requirement: PasscodeRequirement | None = None) -> str:
    """Return a random passcode of ten characters that an account with this requirement takes.

    Unless only digits are allowed it meets any requirement that Zoom offers: it has a letter of each case, a digit and a special
    character. No three characters in a row repeat or count up or down (Zoom's policies refuse runs of four and more).
    """
    demanded = requirement or PasscodeRequirement()
    classes = (_ALL_DIGITS,) if demanded.digits_only else _CLASSES
    while True:
        passcode = "".join(secrets.choice("".join(classes)) for _ in range(PASSCODE_LENGTH))
        has_all = all(set(passcode) & set(kind) for kind in classes)
        if has_all and _longest_run(passcode) < 3 and demanded.is_met_by(passcode):  # as the docstring says
            return passcode


def _longest_run(passcode: str) -> int:
    """Return the length of the longest piece like `aaa`, `aBc` or `321`."""
    longest, length, last = 1, 1, None
    for before, after in pairwise(passcode.lower()):
        step = ord(after) - ord(before)
        length = length + 1 if step == last and step in {-1, 0, 1} else 2 if step in {-1, 0, 1} else 1
        longest, last = max(longest, length), step
    return longest


def _number(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
