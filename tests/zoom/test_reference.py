"""The reference in the agenda: found where it stands, and never mistaken for another."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.zoom.reference import agenda_for, carries_reference
from app.zoom.schemas import LISTED_AGENDA_LIMIT

references = st.text(string.ascii_letters + string.digits + "-_", min_size=1, max_size=64)


@given(references)
def test_an_agenda_carries_its_reference_within_what_lists_show(reference: str) -> None:
    assert carries_reference(agenda_for(reference)[:LISTED_AGENDA_LIMIT], reference)


@given(references, references)
def test_an_agenda_carries_no_other_reference(one: str, other: str) -> None:
    assert carries_reference(agenda_for(one), other) == (one == other)


@pytest.mark.parametrize("agenda", ["Hello.\nReference: abc\nBye.", "(Reference: abc)", "Reference: abc."])
def test_text_around_a_reference_does_not_hide_it(agenda: str) -> None:
    assert carries_reference(agenda, "abc")


@pytest.mark.parametrize("agenda", [None, "", "abc", "reference: abc", "Reference: abcd", "CrossReference: abc"])
def test_what_only_looks_like_it_is_not_it(agenda: str | None) -> None:
    assert not carries_reference(agenda, "abc")


@pytest.mark.parametrize("reference", ["", "a b", "a" * 65, "é", "a\n", "<b>"])
def test_a_reference_that_could_be_misread_is_refused(reference: str) -> None:
    with pytest.raises(ValueError, match="1 to 64"):
        agenda_for(reference)
