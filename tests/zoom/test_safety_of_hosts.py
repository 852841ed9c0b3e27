"""A host's settings: the smallest change makes them proven, and nothing loosened or missing is."""

import pytest
from hypothesis import given

from app.zoom.safety import ProofState, host_settings_changes, prove_host
from app.zoom.schemas import UserSettings
from tests.zoom.safety_profiles import (
    BASELINE,
    READ_ONLY,
    demanded_host_fields,
    loose_host,
    placed,
    profiles,
    removed,
    settled,
    state_of,
)


@given(profiles)
def test_a_loose_host_is_proven_after_the_change_and_needs_no_further_one(required: dict[str, str]) -> None:
    host = settled(loose_host(required), host_settings_changes(required, loose_host(required)))
    assert prove_host(required, host).is_proven
    assert host_settings_changes(required, host) == {}


@given(profiles)
def test_only_what_is_demanded_of_a_host_is_changed(required: dict[str, str]) -> None:
    changes = host_settings_changes(required, loose_host())
    paths = {f"{group}.{name}" for group, values in changes.items() for name in values}
    assert paths == {path for path, _, _ in demanded_host_fields(required)} - READ_ONLY


@given(profiles)
def test_every_loosened_or_missing_field_of_a_host_is_noticed(required: dict[str, str]) -> None:
    host = settled(loose_host(required), host_settings_changes(required, loose_host(required)))
    for path, code, loosened in demanded_host_fields(required):
        for damaged, state in (
            (placed(host.model_dump(), path, loosened), ProofState.DIFFERING),
            (removed(host.model_dump(), path), ProofState.NOT_PROVEN),
        ):
            settings = UserSettings.model_validate(damaged)
            proof = prove_host(required, settings)
            assert [row.code for row in proof.differences()] == [code]
            assert state_of(proof, code) is state
            repaired = settled(settings, host_settings_changes(required, settings))
            assert prove_host(required, repaired).is_proven == (path not in READ_ONLY)


@pytest.mark.parametrize(
    ("code", "path"),
    [("meeting.screen-share", "in_meeting.screen_sharing"), ("meeting.lasting-chat", "in_meeting.chat")],
)
def test_a_host_who_has_it_switched_off_altogether_needs_no_change(code: str, path: str) -> None:
    host = UserSettings.model_validate(placed({}, path, value=False))
    assert state_of(prove_host({}, host), code) is ProofState.PROVEN
    assert set(host_settings_changes({}, host)["in_meeting"]) & {"who_can_share_screen", "auto_saving_chat"} == (
        {"auto_saving_chat"} if code == "meeting.screen-share" else {"who_can_share_screen"}
    )


def test_ai_companion_which_the_api_cannot_switch_off_comes_with_what_a_person_does() -> None:
    host = UserSettings.model_validate(placed({}, "in_meeting.ai_companion_questions.enable", value=True))
    proof = prove_host(BASELINE, host)
    row = next(row for row in proof.settings if row.code == "meeting.ai-companion")
    assert row.state is ProofState.DIFFERING
    assert "web portal" in str(row.instruction)
    assert "ai_companion_questions" not in str(host_settings_changes(BASELINE, host))
