"""A host's settings: the smallest change makes them proven, and nothing loosened or missing is."""

from typing import Any

import pytest
from hypothesis import given

from app.zoom.safety import (
    EnforcedBy,
    Proof,
    ProofState,
    codes_standing_in,
    host_settings_changes,
    needs_account,
    prove_host,
)
from app.zoom.schemas import AccountSettings, UserSettings
from tests.zoom.safety_profiles import (
    BASELINE,
    READ_ONLY,
    WAITING_ROOM,
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


def standing_in(proof: Proof) -> frozenset[str]:
    """Return what a host stands in for at the baseline."""
    own = (row for row in proof.settings if row.enforced_by is EnforcedBy.HOST)
    return codes_standing_in(BASELINE, ((row.code, row.state, row.required) for row in own))


def host_with(**waiting_room: Any) -> UserSettings:
    values = settled(loose_host(BASELINE), host_settings_changes(BASELINE, loose_host(BASELINE))).model_dump()
    return UserSettings.model_validate(placed(values, WAITING_ROOM, waiting_room))


EVERYBODY = {"participants_to_place_in_waiting_room": 0, "whitelisted_domains_for_waiting_room": ""}


@pytest.mark.parametrize(
    "found",
    [
        EVERYBODY | {"participants_to_place_in_waiting_room": 1},
        EVERYBODY | {"whitelisted_domains_for_waiting_room": "example.org"},
        {"whitelisted_domains_for_waiting_room": ""},
        {},
    ],
)
def test_a_host_stands_in_for_the_waiting_room_only_if_everybody_waits(found: dict[str, Any]) -> None:
    proof = prove_host(BASELINE, host_with(**found))

    # Its meetings may still prove themselves, so that the host can be used.
    assert proof.is_proven
    assert state_of(proof, "meeting.waiting-room") is ProofState.NOT_STANDING_IN
    assert "meeting.waiting-room" not in standing_in(proof)
    assert "example.org" not in repr(proof)
    assert "meeting.waiting-room" in standing_in(prove_host(BASELINE, host_with(**EVERYBODY)))


def test_who_waits_is_set_for_the_host_where_zoom_shows_it_and_left_alone_elsewhere() -> None:
    loose = host_with(participants_to_place_in_waiting_room=2, whitelisted_domains_for_waiting_room="example.org")

    assert host_settings_changes(BASELINE, loose) == {"meeting_security": {"waiting_room_settings": EVERYBODY}}
    assert host_settings_changes(BASELINE, host_with()) == {}


AI_SWITCHES = sorted(READ_ONLY)


@pytest.mark.parametrize("missing", [AI_SWITCHES, AI_SWITCHES[:1]])
def test_ai_switches_that_zoom_leaves_out_are_proven_by_the_account_alone(missing: list[str]) -> None:
    values = host_with(**EVERYBODY).model_dump()
    for path in missing:
        values = removed(values, path)
    host = UserSettings.model_validate(values)

    def account(**switches: Any) -> AccountSettings:
        return AccountSettings.model_validate({"in_meeting": switches})

    off, on = {"enable": False}, {"enable": True}
    name = missing[0].split(".")[1]
    assert needs_account(BASELINE, host)
    assert not needs_account(BASELINE, host_with(**EVERYBODY))
    unread, told_on = prove_host(BASELINE, host), prove_host(BASELINE, host, account(**{name: on}))
    assert [state_of(each, "meeting.ai-companion") for each in (unread, told_on)] == [ProofState.NOT_PROVEN] * 2
    assert "meeting.ai-companion" not in standing_in(told_on)
    for told in (account(), account(**{name: off})):
        proof = prove_host(BASELINE, host, told)
        assert proof.is_proven
        assert "meeting.ai-companion" in standing_in(proof)
