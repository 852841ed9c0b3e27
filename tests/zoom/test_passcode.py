"""Passcodes have the full length, and meet what the account demands."""

import re

from hypothesis import given
from hypothesis import strategies as st

from app.zoom.passcode import PASSCODE_PATTERN, PasscodeRequirement, new_passcode
from app.zoom.sandbox.meetings.passcodes import passcode_problem

_DEMANDS = (
    "have_letter",
    "have_number",
    "have_special_character",
    "have_upper_and_lower_characters",
    "only_allow_numeric",
)
_requirements = st.fixed_dictionaries(
    {
        "length": st.integers(0, 10),
        "consecutive_characters_length": st.sampled_from([0, 4, 5, 6, 7, 8]),
        **{name: st.booleans() for name in _DEMANDS},
    }
)


@given(_requirements)
def test_a_passcode_is_of_full_length_and_meets_whatever_the_account_demands(requirement: dict[str, int]) -> None:
    passcode = new_passcode(PasscodeRequirement.read(requirement))

    host = {f"meeting_security.meeting_password_requirement.{name}": value for name, value in requirement.items()}
    assert passcode_problem(passcode, host) is None
    assert len(passcode) == 10


@given(_requirements, st.from_regex(PASSCODE_PATTERN, fullmatch=True))
def test_whether_a_passcode_is_enough_is_judged_as_zoom_does(requirement: dict[str, int], passcode: str) -> None:
    host = {f"meeting_security.meeting_password_requirement.{name}": value for name, value in requirement.items()}

    assert PasscodeRequirement.read(requirement).is_met_by(passcode) == (passcode_problem(passcode, host) is None)


def test_where_nothing_is_demanded_a_passcode_meets_the_strictest_policy() -> None:
    for _ in range(300):
        passcode = new_passcode()
        assert PASSCODE_PATTERN.fullmatch(passcode)
        for kind in ("[A-Z]", "[a-z]", "[0-9]", "[@_*-]"):
            assert re.search(kind, passcode)
        assert not set("0O1Il") & set(passcode)


def test_passcodes_do_not_repeat_not_even_those_of_digits() -> None:
    digits = PasscodeRequirement(digits_only=True)

    assert len({new_passcode() for _ in range(1_000)}) == 1_000
    assert len({new_passcode(digits) for _ in range(1_000)}) == 1_000


def test_what_zoom_says_in_another_form_is_not_taken_for_a_demand() -> None:
    assert PasscodeRequirement.read({"length": None, "only_allow_numeric": "yes"}) == PasscodeRequirement()
