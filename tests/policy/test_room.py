"""What a policy says of the room of a session and of incidents: defaults, limits, tightening, and what is a loosening."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.policy import (
    INCIDENTS,
    SESSION_INCIDENTS,
    IncidentKind,
    IncidentSeverity,
    Policy,
    PolicyDocument,
    PolicyError,
    RecordedDecision,
    RoomAction,
    RoomRules,
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

any_room = st.fixed_dictionaries(
    {},
    optional={
        "opens_early_minutes": st.integers(0, 60),
        "overrun_minutes": st.integers(0, 120),
        "host_missing_minutes": st.integers(1, 60),
        "admit_within_minutes": st.integers(1, 60),
        "held_minutes": st.integers(1, 60),
        "loosened": st.sampled_from(["alert", "end"]),
        "recording": st.sampled_from(["alert", "stop", "end"]),
        "stranger": st.sampled_from(["alert", "end"]),
    },
)


def document(room: Any = None, incidents: Any = None) -> PolicyDocument:
    return PolicyDocument.model_validate(on_pack({"pack": "mentor247", "title": "Ours"} | _named(room, incidents)))


def _named(room: Any, incidents: Any) -> dict[str, Any]:
    return {"room": room or {}, "incidents": incidents or {}}


def test_a_policy_that_says_nothing_of_the_room_has_the_defaults_and_every_kind_about_a_session_is_graded() -> None:
    for each in load_packs().values():
        assert each.room == RoomRules()
        assert each.incidents == {kind: INCIDENTS[kind].severity for kind in SESSION_INCIDENTS}
    assert INCIDENTS.keys() == set(IncidentKind)


@pytest.mark.parametrize(
    ("room", "incidents", "why"),
    [
        ({"opens_early_minutes": 61}, {}, "room, opens_early_minutes: Input should be less than or equal to 60"),
        ({"overrun_minutes": 121}, {}, "room, overrun_minutes: Input should be less than or equal to 120"),
        ({"overrun_minutes": "15"}, {}, "room, overrun_minutes: Input should be a valid integer"),
        ({"recording": "ignore"}, {}, "room, recording: Input should be 'alert', 'stop' or 'end'"),
        ({"stranger": "stop"}, {}, "room, stranger: must be alert or end"),
        ({"colour": 1}, {}, "room, colour: this is not a known name"),
        ({}, {"concern": "mild"}, "incidents, concern: Input should be 'low'"),
        ({}, {"zoom_account": "low"}, "incidents, zoom_account: is about no session"),
        ({}, {"noise": "low"}, "incidents, noise"),
    ],
)
def test_what_a_policy_cannot_say_of_the_room_is_refused_by_name(room: Any, incidents: Any, why: str) -> None:
    with pytest.raises(PolicyError) as refused:
        document(room, incidents)
    assert str(refused.value).startswith(why)


@given(any_room, any_room)
def test_a_partners_guidance_tightens_the_room_and_never_loosens_it(programmes: Any, partners: Any) -> None:
    policy = Policy(document(programmes), version=1)
    tightened = policy.tightened_by(checked_tightening({"room": partners})).document.room
    assert tightened.looser_than(policy.document.room) == []
    named = RoomRules(**{name: getattr(tightened, name) for name in partners})
    assert named.looser_than(RoomRules.model_validate(partners)) == []


@given(any_room, any_room)
def test_of_a_changed_room_the_tighter_counts_at_once_and_the_rest_waits_for_a_second_person(
    before: Any, wanted: Any
) -> None:
    was, wants = document(before), document(wanted)
    split = split_policy(was, wants)
    assert split.at_once.room.looser_than(was.room) == split.at_once.room.looser_than(wants.room) == []
    assert split.loosened == tuple(f"room.{name}" for name in wants.room.looser_than(was.room))
    guidance = split_guidance(Tightening(room=before), Tightening(room=wanted))
    given_up = {name for name in before if name not in wanted}
    assert given_up <= {name.removeprefix("room.") for name in guidance.loosened}
    assert split_guidance(Tightening(room=before), guidance.at_once).loosened == ()


def test_an_earlier_opening_a_longer_overrun_a_weaker_action_and_a_milder_incident_are_loosenings() -> None:
    before = document({"recording": "end"}, {"concern": "critical"})
    wanted = document(
        {"opens_early_minutes": 20, "overrun_minutes": 5, "recording": "stop", "held_minutes": 12},
        {"concern": "high", "screen_shared": "critical"},
    )

    split = split_policy(before, wanted)

    assert split.loosened == ("room.opens_early_minutes", "room.recording", "incidents.concern")
    at_once = split.at_once
    assert (at_once.room.opens_early_minutes, at_once.room.overrun_minutes) == (15, 5)
    assert at_once.room.recording is RoomAction.END
    assert at_once.incidents[IncidentKind.CONCERN] is IncidentSeverity.CRITICAL
    assert at_once.incidents[IncidentKind.SCREEN_SHARED] is IncidentSeverity.CRITICAL
    shown = differences(before, wanted)
    assert {name: each.direction for name, each in shown.room.items()} == {
        "opens_early_minutes": Direction.LOOSER,
        "overrun_minutes": Direction.TIGHTER,
        "recording": Direction.LOOSER,
        "held_minutes": Direction.TIGHTER,
    }
    assert shown.incidents["concern"].direction is Direction.LOOSER
    assert shown.incidents["screen_shared"].direction is Direction.TIGHTER
    assert below_pack(wanted) == ("room.opens_early_minutes", "incidents.concern")


def test_a_policy_from_before_there_were_rules_of_the_room_keeps_its_digest_and_its_decisions() -> None:
    written = pack("mentor247").model_dump(mode="json", exclude={"room", "incidents"})
    stored = Policy.stored(written, version=3)
    decision = decide(stored, facts())
    recorded = RecordedDecision.model_validate({**decision.as_json(), "digest": decision.digest})

    assert stored.document.room == RoomRules()
    assert stored.digest != Policy(pack("mentor247"), version=3).digest
    assert recompute(recorded, written).same
    # Guidance is among the facts of a decision: what it does not say is not in them.
    assert "room" not in Tightening(safety={"meeting.audio": "computer-only"}).model_dump(mode="json")
