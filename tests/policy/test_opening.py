"""What a policy says of who opens the room: defaults, limits, tightening, and what is a loosening."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.policy import (
    OpeningRules,
    OpeningWay,
    Policy,
    PolicyDocument,
    PolicyError,
    Tightening,
    checked_tightening,
    load_packs,
    on_pack,
    pack,
)
from app.policy.differences import Direction, differences
from app.policy.loosening import split_policy

any_opening = st.fixed_dictionaries(
    {},
    optional={
        "who": st.sampled_from(["mentor", "coordinator"]),
        "ways": st.lists(st.sampled_from(["own_user", "host_link"]), unique=True),
        "ask_minutes_before": st.integers(0, 60),
        "tell_minutes_before": st.integers(0, 240),
    },
)


def document(opening: Any = None) -> PolicyDocument:
    return PolicyDocument.model_validate(on_pack({"pack": "mentor247", "title": "Ours", "opening": opening or {}}))


def test_the_mentor_opens_by_every_way_and_mentor247_asks_for_five_minutes_before() -> None:
    published = {
        "who": "mentor",
        "ways": ["own_user", "host_link", "coordinator"],
        "ask_minutes_before": 0,
        "tell_minutes_before": 60,
    }
    assert {name: each.opening.model_dump(mode="json") for name, each in load_packs().items()} == {
        name: {**published, "ask_minutes_before": 5} if name == "mentor247" else published for name in load_packs()
    }


@pytest.mark.parametrize(
    ("opening", "why"),
    [
        ({"who": "mentee"}, "opening, who: Input should be 'mentor' or 'coordinator'"),
        ({"ways": ["zak"]}, "opening, ways, 0: Input should be 'own_user', 'host_link' or 'coordinator'"),
        ({"ways": ["host_link", "host_link"]}, "opening, ways: must name each way once"),
        ({"ways": ["coordinator", "host_link"]}, "opening, ways: must name coordinator last"),
        ({"tell_minutes_before": 241}, "opening, tell_minutes_before: Input should be less than or equal to 240"),
        ({"ask_minutes_before": 61}, "opening, ask_minutes_before: Input should be less than or equal to 60"),
    ],
)
def test_what_a_policy_cannot_say_of_opening_is_refused_by_name(opening: Any, why: str) -> None:
    with pytest.raises(PolicyError) as refused:
        document(opening)
    assert str(refused.value).startswith(why)


@given(any_opening)
def test_whatever_a_policy_says_a_coordinator_is_always_the_last_way_and_the_only_one_where_they_open(
    opening: Any,
) -> None:
    rules = document(opening).opening
    assert rules.offered[-1] is OpeningWay.COORDINATOR
    assert (len(rules.offered) == 1) == (rules.who == "coordinator" or opening.get("ways") == [])


@given(any_opening, any_opening)
def test_a_partners_guidance_tightens_the_opening_and_never_loosens_it(programmes: Any, partners: Any) -> None:
    policy = Policy(document(programmes), version=1)
    tightened = policy.tightened_by(checked_tightening({"opening": partners})).document.opening
    assert tightened.looser_than(policy.document.opening) == []
    assert tightened.offered[-1] is OpeningWay.COORDINATOR


def test_another_way_or_the_mentor_instead_of_a_coordinator_is_a_loosening_and_another_order_is_none() -> None:
    before = document({"who": "coordinator", "ways": ["own_user"]})
    wanted = document({"who": "mentor", "ways": ["host_link", "own_user"]})

    split = split_policy(before, wanted)

    assert split.loosened == ("opening.who", "opening.ways")
    assert (split.at_once.opening.who, split.at_once.opening.ways) == ("coordinator", before.opening.ways)
    assert differences(before, wanted).opening["ways"].direction is Direction.LOOSER
    reordered = document({"ways": ["host_link", "own_user"]})
    assert split_policy(document(), reordered).at_once.opening.ways[0] is OpeningWay.HOST_LINK


def test_a_policy_from_before_it_said_who_opens_has_the_defaults() -> None:
    written = pack("mentor247").model_dump(mode="json", exclude={"opening"})
    assert Policy.stored(written, version=3).document.opening == OpeningRules()
    assert "opening" not in Tightening(room={"stranger": "end"}).model_dump(mode="json")
