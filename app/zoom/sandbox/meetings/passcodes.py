"""Which passcodes an account takes ("Meeting and webinar passcodes" in Zoom's support pages), and one that it takes."""

import re
import string
from collections.abc import Mapping
from itertools import pairwise
from typing import Any, Final

from app.zoom.sandbox.identifiers import Identifiers

_REQUIREMENT: Final = "meeting_security.meeting_password_requirement"
_FORM: Final = re.compile(r"[A-Za-z0-9@\-_*]{1,10}")
_FORM_MESSAGE: Final = (
    "Password may only contain the following characters: [a-z A-Z 0-9 @ - _ *]. Max of 10 characters."
)
_POLICY_MESSAGE: Final = "Password does not meet the minimum passcode requirements of the account."
_GENERATED_LENGTH: Final = 6


def passcode_problem(passcode: str, host: Mapping[str, Any]) -> str | None:
    """Return what is wrong with a passcode for a host with these settings in force, or None."""
    if not _FORM.fullmatch(passcode):
        return _FORM_MESSAGE
    return None if _meets_policy(passcode, host) else _POLICY_MESSAGE


def generated_passcode(identifiers: Identifiers, host: Mapping[str, Any]) -> str:
    """Return a passcode that the host's policy takes."""
    length = min(max(_GENERATED_LENGTH, host[f"{_REQUIREMENT}.length"]), 10)
    if host[f"{_REQUIREMENT}.only_allow_numeric"]:
        alphabet, start = string.digits, ""
    else:
        alphabet, start = string.ascii_letters + string.digits, "aZ7"
        if host[f"{_REQUIREMENT}.have_special_character"]:
            start += "@"
    while True:
        passcode = identifiers.passcode(length, alphabet)
        if _meets_policy(passcode, host):
            return passcode
        passcode = start + passcode[len(start) :]
        if _meets_policy(passcode, host):
            return passcode


def _meets_policy(passcode: str, host: Mapping[str, Any]) -> bool:
    def demands(name: str) -> bool:
        return bool(host[f"{_REQUIREMENT}.{name}"])

    run = host[f"{_REQUIREMENT}.consecutive_characters_length"]
    if len(passcode) < host[f"{_REQUIREMENT}.length"] or (run and _longest_run(passcode) >= run):
        return False
    if demands("only_allow_numeric"):
        return passcode.isdecimal()
    upper, lower = any(map(str.isupper, passcode)), any(map(str.islower, passcode))
    return not (
        (demands("have_letter") and not (upper or lower))
        or (demands("have_number") and not any(map(str.isdecimal, passcode)))
        or (demands("have_special_character") and passcode.isalnum())
        or (demands("have_upper_and_lower_characters") and not (upper and lower))
    )


def _longest_run(passcode: str) -> int:
    """Return the length of the longest piece like `aaaa`, `aBcd` or `4321`."""
    longest = 1
    for step in (-1, 0, 1):
        length = 1
        for left, right in pairwise(passcode.lower()):
            length = length + 1 if ord(right) - ord(left) == step else 1
            longest = max(longest, length)
    return longest
