"""What a policy says of how people come in: defaults, limits, tightening, and what is a loosening."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.policy import (
    DisplayName,
    DoorRules,
    Policy,
    PolicyDocument,
    PolicyError,
    RecordedDecision,
    SecondFact,
    Tightening,
    checked_tightening,
    decide,
    load_packs,
    on_pack,
    pack,
    recompute,
)
from app.policy.differences import Direction, differences
from app.policy.loosening import below_pack, split_guidance, split_policy
from tests.support.policy_examples import facts

any_doors = st.fixed_dictionaries(
    {},
    optional={
        "opener_from_minutes": st.integers(0, 60),
        "others_from_minutes": st.integers(0, 60),
        "second_fact": st.sampled_from([*SecondFact]).map(str),
        "display_name": st.sampled_from([*DisplayName]).map(str),
        "declining_cancels": st.booleans(),
        "personal_links_only": st.booleans(),
        "extra_people": st.integers(0, 10),
    },
)


def document(doors: Any = None) -> PolicyDocument:
    return PolicyDocument.model_validate(on_pack({"pack": "mentor247", "title": "Ours", "doors": doors or {}}))


def test_the_published_defaults_are_what_every_pack_has() -> None:
    published = {
        "opener_from_minutes": 15,
        "others_from_minutes": 10,
        "second_fact": "none",
        "display_name": "first_name",
        "declining_cancels": False,
        "personal_links_only": True,
        "extra_people": 2,
    }
    assert [each.doors.model_dump(mode="json") for each in load_packs().values()] == [published] * len(load_packs())


@pytest.mark.parametrize(
    ("doors", "why"),
    [
        ({"opener_from_minutes": 61}, "doors, opener_from_minutes: Input should be less than or equal to 60"),
        ({"others_from_minutes": -1}, "doors, others_from_minutes: Input should be greater than or equal to 0"),
        ({"second_fact": "fingerprint"}, "doors, second_fact: Input should be 'none', 'birthday' or 'code'"),
        ({"display_name": "full_name"}, "doors, display_name: Input should be 'first_name' or 'role_and_code'"),
        ({"declining_cancels": 1}, "doors, declining_cancels: Input should be a valid boolean"),
        ({"extra_people": 11}, "doors, extra_people: Input should be less than or equal to 10"),
        ({"colour": 1}, "doors, colour: this is not a known name"),
    ],
)
def test_what_a_policy_cannot_say_of_doors_is_refused_by_name(doors: Any, why: str) -> None:
    with pytest.raises(PolicyError) as refused:
        document(doors)
    assert str(refused.value).startswith(why)


@given(any_doors, any_doors)
def test_a_partners_guidance_tightens_the_doors_and_never_loosens_them(programmes: Any, partners: Any) -> None:
    policy = Policy(document(programmes), version=1)
    tightened = policy.tightened_by(checked_tightening({"doors": partners})).document.doors
    assert tightened.looser_than(policy.document.doors) == []
    named = DoorRules(**{name: getattr(tightened, name) for name in partners})
    assert named.looser_than(DoorRules.model_validate(partners)) == []


@given(any_doors, any_doors)
def test_of_changed_doors_the_tighter_counts_at_once_and_the_rest_waits_for_a_second_person(
    before: Any, wanted: Any
) -> None:
    was, wants = document(before), document(wanted)
    split = split_policy(was, wants)
    assert split.at_once.doors.looser_than(was.doors) == split.at_once.doors.looser_than(wants.doors) == []
    assert split.loosened == tuple(f"doors.{name}" for name in wants.doors.looser_than(was.doors))
    guidance = split_guidance(Tightening(doors=before), Tightening(doors=wanted))
    assert split_guidance(Tightening(doors=before), guidance.at_once).loosened == ()


def test_an_earlier_door_a_weaker_second_fact_more_people_and_a_longer_name_are_loosenings() -> None:
    before = document({"second_fact": "code", "display_name": "role_and_code"})
    wanted = document(
        {"opener_from_minutes": 20, "second_fact": "birthday", "extra_people": 3, "others_from_minutes": 5}
    )

    split = split_policy(before, wanted)

    assert split.loosened == (
        "doors.opener_from_minutes",
        "doors.second_fact",
        "doors.display_name",
        "doors.extra_people",
    )
    assert split.at_once.doors == DoorRules(
        second_fact=SecondFact.CODE, display_name=DisplayName.ROLE_AND_CODE, others_from_minutes=5
    )
    assert {name: each.direction for name, each in differences(before, wanted).doors.items()} == {
        "opener_from_minutes": Direction.LOOSER,
        "others_from_minutes": Direction.TIGHTER,
        "second_fact": Direction.LOOSER,
        "display_name": Direction.LOOSER,
        "extra_people": Direction.LOOSER,
    }
    assert below_pack(wanted) == ("doors.opener_from_minutes", "doors.extra_people")


def test_a_policy_from_before_there_were_doors_keeps_its_digest_and_its_decisions() -> None:
    written = pack("mentor247").model_dump(mode="json", exclude={"doors"})
    stored = Policy.stored(written, version=3)
    decision = decide(stored, facts())
    recorded = RecordedDecision.model_validate({**decision.as_json(), "digest": decision.digest})

    assert stored.document.doors == DoorRules()
    assert recompute(recorded, written).same
    assert "doors" not in Tightening(room={"stranger": "end"}).model_dump(mode="json")
