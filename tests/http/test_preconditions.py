"""If-Match: which version a change is meant for."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kit.errors import PreconditionFailedError, PreconditionRequiredError
from app.kit.preconditions import IfMatch, entity_tag


@dataclass
class Thing:
    """Something that counts its changes."""

    version: int


@pytest.mark.parametrize("header", ["*", '"3"', ' "3" ', '"2", "3"', '"3","4"', '"x", *'])
def test_a_change_of_the_present_version_may_go_ahead(header: str) -> None:
    IfMatch(header).require(Thing(3))


# A weak tag never matches here: RFC 9110, section 13.1.1, asks for the strong comparison.
@pytest.mark.parametrize("header", ['"2"', "3", 'W/"3"', '"3', '""', ",", '"03"'])
def test_a_change_of_another_version_may_not(header: str) -> None:
    with pytest.raises(PreconditionFailedError):
        IfMatch(header).require(Thing(3))


@pytest.mark.parametrize("header", [None, ""])
def test_a_change_of_no_version_in_particular_may_not(header: str | None) -> None:
    with pytest.raises(PreconditionRequiredError):
        IfMatch(header).require(Thing(3))


@given(st.integers(1), st.integers(1))
def test_two_versions_have_the_same_tag_only_if_they_are_the_same(first: int, second: int) -> None:
    assert (entity_tag(Thing(first)) == entity_tag(Thing(second))) is (first == second)
