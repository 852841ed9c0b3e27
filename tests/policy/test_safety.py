"""The laws of the safety profile: it can be tightened and nothing else."""

from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.policy import SETTINGS, PolicyError, SafetyProfile

# Written out a second time: others speak of these settings and levels by these very words.
FLOOR = {
    "meeting.waiting-room": "on",
    "meeting.passcode": "8",
    "meeting.join-before-host": "off",
    "meeting.recording": "off",
    "meeting.ai-companion": "off",
    "meeting.personal-id": "never",
    "meeting.screen-share": "host",
    "meeting.file-transfer": "off",
    "meeting.removed-cannot-rejoin": "stay-out",
    "meeting.lasting-chat": "in-meeting-only",
    "meeting.video-on-entry": "off",
    "meeting.audio": "computer-and-telephone",
    "meeting.listing": "private",
    "meeting.one-device-each": "one",
    "meeting.lock-when-complete": "lock",
    "meeting.encryption": "enhanced",
}
TIGHTER_THAN_FLOOR = {
    "meeting.passcode": "10",
    "meeting.screen-share": "nobody",
    "meeting.lasting-chat": "chat-off",
    "meeting.video-on-entry": "no-video",
    "meeting.audio": "computer-only",
    "meeting.encryption": "end-to-end",
}
LOOSER_THAN_FLOOR = [
    (setting.code, level) for setting in SETTINGS for level in setting.levels[: setting.rank(setting.baseline)]
]

profiles = st.fixed_dictionaries(
    {}, optional={each.code: st.sampled_from(each.levels[each.rank(each.baseline) :]) for each in SETTINGS}
).map(SafetyProfile)


def test_the_baseline_is_the_published_one() -> None:
    assert SafetyProfile.baseline().levels() == FLOOR


def test_the_tightest_profile_is_the_published_one() -> None:
    assert SafetyProfile({each.code: each.levels[-1] for each in SETTINGS}).levels() == FLOOR | TIGHTER_THAN_FLOOR


@pytest.mark.parametrize(("code", "level"), LOOSER_THAN_FLOOR)
def test_a_profile_looser_than_the_baseline_cannot_be_made(code: str, level: str) -> None:
    with pytest.raises(PolicyError, match=rf"{code}: the level {level} is looser than the floor"):
        SafetyProfile({code: level})


def test_all_that_is_wrong_with_a_profile_is_named_at_once() -> None:
    with pytest.raises(PolicyError) as refused:
        SafetyProfile({"meeting.recording": "allowed", "meeting.audio": "loud", "meeting.colour": "red"})
    assert str(refused.value) == (
        "meeting.recording: the level allowed is looser than the floor of every programme, off; "
        "meeting.audio: its level must be one of computer-and-telephone, computer-only; "
        "meeting.colour: there is no such setting"
    )


def test_a_profile_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        SafetyProfile.baseline().ranks = (0,) * len(SETTINGS)  # type: ignore[misc]  # the attempt is the test


@given(profiles, profiles, profiles)
def test_combining_does_not_depend_on_grouping(one: SafetyProfile, two: SafetyProfile, three: SafetyProfile) -> None:
    combine = SafetyProfile.combine
    assert combine(one, combine(two, three)) == combine(combine(one, two), three) == combine(one, two, three)


@given(profiles, profiles)
def test_combining_does_not_depend_on_order(one: SafetyProfile, two: SafetyProfile) -> None:
    assert SafetyProfile.combine(one, two) == SafetyProfile.combine(two, one) == one.tighten(two)


@given(profiles)
def test_combining_with_itself_or_the_baseline_changes_nothing(profile: SafetyProfile) -> None:
    assert profile.tighten(profile) == profile == profile.tighten(SafetyProfile.baseline())


@given(profiles, profiles)
def test_combining_never_loosens_and_takes_only_levels_asked_for(one: SafetyProfile, two: SafetyProfile) -> None:
    both = one.tighten(two)
    assert both.is_at_least_as_tight_as(one)
    assert both.is_at_least_as_tight_as(two)
    assert all(level in {one.levels()[code], two.levels()[code]} for code, level in both.levels().items())


@given(profiles, profiles)
def test_one_profile_is_as_tight_as_another_when_adding_the_other_changes_nothing(
    one: SafetyProfile, two: SafetyProfile
) -> None:
    assert one.is_at_least_as_tight_as(two) == (one.tighten(two) == one)


@given(profiles)
def test_a_profile_comes_back_from_its_levels_with_the_same_hash(profile: SafetyProfile) -> None:
    again = SafetyProfile(profile.levels())
    assert (again, hash(again)) == (profile, hash(profile))


def test_a_profile_shows_what_is_tighter_than_the_baseline() -> None:
    assert (
        repr(SafetyProfile({"meeting.audio": "computer-only"})) == "SafetyProfile({'meeting.audio': 'computer-only'})"
    )


def test_nothing_combined_is_the_baseline() -> None:
    assert SafetyProfile.combine() == SafetyProfile.baseline()
