"""A meeting in Zoom's fields and back: what is sent proves itself, and nothing loosened or missing does."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from app.zoom.admission import ADMISSION, Admission
from app.zoom.safety import ProofState, meeting_settings, prove_meeting, repair
from app.zoom.safety.proof import host_keys, unproven_keys
from app.zoom.safety.table import Key, Level
from tests.zoom.safety_profiles import (
    BASELINE,
    LEVELS,
    MAY_BE_MISSING,
    MEETING_FIELDS,
    UNTOLD,
    demanded_meeting_fields,
    made,
    passcodes,
    patched,
    placed,
    profiles,
    removed,
    state_of,
)


def test_the_body_of_a_meeting_at_the_baseline() -> None:
    assert meeting_settings({}) == {
        "waiting_room": True,
        "waiting_room_options": {"mode": "custom", "who_goes_to_waiting_room": "everyone"},
        "join_before_host": False,
        "jbh_time": 0,
        "use_pmi": False,
        "auto_recording": "none",
        "private_meeting": True,
        "continuous_meeting_chat": {
            "enable": False,
            "auto_add_invited_external_users": False,
            "auto_add_meeting_participants": False,
        },
        "auto_start_meeting_summary": False,
        "auto_start_ai_companion_questions": False,
        "alternative_hosts": "",
        "approval_type": 2,
        "allow_multiple_devices": False,
        "breakout_room": {"enable": False},
        "host_video": False,
        "participant_video": False,
        "mute_upon_entry": True,
        "meeting_invitees": [],
        "email_notification": False,
        "push_change_to_calendar": False,
        "encryption_type": "enhanced_encryption",
        "audio": "both",
    }


def test_what_is_not_asked_for_is_held_to_the_baseline() -> None:
    assert meeting_settings({}) == meeting_settings(BASELINE)
    passcode = SecretStr("aB3-defg")
    assert prove_meeting({}, made({}, passcode), passcode=passcode) == prove_meeting(
        BASELINE, made(BASELINE, passcode), passcode=passcode
    )


def test_a_body_can_be_changed_without_changing_the_next_one() -> None:
    meeting_settings({})["breakout_room"]["enable"] = True
    meeting_settings({})["meeting_invitees"].append({"email": "someone@example.org"})
    assert meeting_settings({})["breakout_room"] == {"enable": False}
    assert meeting_settings({})["meeting_invitees"] == []


@given(profiles)
def test_a_meeting_that_is_as_it_was_sent_is_proven_and_needs_no_repair(required: dict[str, str]) -> None:
    passcode = passcodes(required)
    meeting = made(required, passcode)
    proof = prove_meeting(required, meeting, passcode=passcode)
    assert proof.is_proven
    assert proof.differences() == ()
    assert repair(required, meeting, passcode) == {}


@given(profiles, profiles)
def test_a_meeting_made_for_tighter_levels_is_proven(one: dict[str, str], other: dict[str, str]) -> None:
    looser = {code: min(one[code], other[code], key=LEVELS[code].index) for code in LEVELS}
    tighter = {code: max(one[code], other[code], key=LEVELS[code].index) for code in LEVELS}
    passcode = passcodes(tighter)
    assert prove_meeting(looser, made(tighter, passcode), passcode=passcode).is_proven


@given(profiles)
def test_every_loosened_field_of_a_meeting_is_noticed_and_repaired(required: dict[str, str]) -> None:
    passcode = passcodes(required)
    meeting = made(required, passcode)
    for path, code, loosened in demanded_meeting_fields(required):
        damaged = made(required, passcode, settings=placed(meeting.settings, path, loosened))
        proof = prove_meeting(required, damaged, passcode=passcode)
        assert [row.code for row in proof.differences()] == [code]
        assert state_of(proof, code) is ProofState.DIFFERING
        body = repair(required, damaged, passcode)
        assert list(body) == ["settings"]
        assert list(body["settings"]) == [path.partition(".")[0]]
        assert prove_meeting(required, patched(damaged, body), passcode=passcode).is_proven


@given(profiles)
def test_every_missing_field_of_a_meeting_is_not_proven_and_sent_again(required: dict[str, str]) -> None:
    passcode = passcodes(required)
    meeting = made(required, passcode)
    for path, code, _ in demanded_meeting_fields(required):
        for gone in {path, path.partition(".")[0]}:
            damaged = made(required, passcode, settings=removed(meeting.settings, gone))
            proof = prove_meeting(required, damaged, passcode=passcode)
            if path in MAY_BE_MISSING:
                assert proof.is_proven
                continue
            assert [row.code for row in proof.differences()] == [code]
            assert state_of(proof, code) is ProofState.NOT_PROVEN
            assert prove_meeting(
                required, patched(damaged, repair(required, damaged, passcode)), passcode=passcode
            ).is_proven


@given(profiles, st.sets(st.sampled_from(sorted(MEETING_FIELDS))), st.sets(st.sampled_from(sorted(MEETING_FIELDS))))
def test_any_damage_is_repaired_in_one_update(required: dict[str, str], loosened: set[str], gone: set[str]) -> None:
    passcode = passcodes(required)
    settings = meeting_settings(required)
    for path in loosened:
        settings = placed(settings, path, MEETING_FIELDS[path][1])
    for path in gone:
        settings = removed(settings, path)
    damaged = made(required, passcode, settings=settings, password="another")
    repaired = patched(damaged, repair(required, damaged, passcode))
    assert prove_meeting(required, repaired, passcode=passcode).is_proven


@given(profiles)
def test_a_meeting_without_settings_proves_nothing_that_is_demanded(required: dict[str, str]) -> None:
    passcode = passcodes(required)
    proof = prove_meeting(required, made(required, passcode, settings={}), passcode=passcode)
    codes = {code for path, code, _ in demanded_meeting_fields(required) if path not in MAY_BE_MISSING}
    assert {row.code for row in proof.differences()} == codes


EVERY_PATH = st.sampled_from(sorted(MEETING_FIELDS))


@given(profiles, st.sets(EVERY_PATH), st.sets(EVERY_PATH), st.sets(st.sampled_from(sorted(set(UNTOLD.values())))))
def test_a_meeting_is_proven_only_by_its_own_fields_or_where_the_host_stands_in(
    required: dict[str, str], loosened: set[str], gone: set[str], standing_in: set[str]
) -> None:
    passcode, settings = passcodes(required), meeting_settings(required)
    for path in loosened:
        settings = placed(settings, path, MEETING_FIELDS[path][1])
    for path in gone:
        settings = removed(settings, path)
    damaged = made(required, passcode, settings=settings)

    proof = prove_meeting(required, damaged, passcode=passcode, standing_in=standing_in)

    def holds(path: str, code: str) -> bool:
        deferred = path in UNTOLD and UNTOLD[path] in standing_in
        if path in gone:
            return path in MAY_BE_MISSING or deferred
        return path not in loosened or (deferred and MEETING_FIELDS[path][1] == "follow_setting")

    unproven = {code for path, code, _ in demanded_meeting_fields(required) if not holds(path, code)}
    assert {row.code for row in proof.differences()} == unproven


@pytest.mark.parametrize("path", sorted(UNTOLD))
def test_what_a_meeting_does_not_tell_is_proven_by_its_host_and_not_sent_again(path: str) -> None:
    passcode = SecretStr("aB3-defg")
    quiet = made({}, passcode, settings=removed(meeting_settings({}), path))

    assert not prove_meeting({}, quiet, passcode=passcode).is_proven
    assert prove_meeting({}, quiet, passcode=passcode, standing_in={UNTOLD[path]}).is_proven
    assert repair({}, quiet, passcode, {UNTOLD[path]}) == {}


@pytest.mark.parametrize("value", [None, False])
def test_what_no_real_answer_shows_is_reported_and_stands_in_nobodys_way(value: bool | None) -> None:
    passcode = SecretStr("aB3-defg")
    settings = meeting_settings({}) | {"private_meeting": value}
    if value is None:
        del settings["private_meeting"]
    meeting = made({}, passcode, settings=settings)

    proof = prove_meeting({}, meeting, passcode=passcode)

    assert (proof.is_proven, state_of(proof, "meeting.listing")) == (True, ProofState.ASKED)
    assert repair({}, meeting, passcode) == {}


@pytest.mark.parametrize("value", [1, "true", "True", None, [], {}])
def test_what_only_resembles_the_value_is_differing(value: Any) -> None:
    passcode = SecretStr("aB3-defg")
    meeting = made({}, passcode, settings=placed(meeting_settings({}), "waiting_room", value))
    proof = prove_meeting({}, meeting, passcode=passcode)
    assert state_of(proof, "meeting.waiting-room") is ProofState.DIFFERING


@pytest.mark.parametrize(
    ("level", "ours", "found", "state"),
    [
        ("8", "aB3-defg", "aB3-defg", ProofState.PROVEN),
        ("8", "aB3-defg", "1234567890", ProofState.DIFFERING),
        ("8", "aB3-defg", "AB3-DEFG", ProofState.DIFFERING),
        ("8", "aB3-defg", "", ProofState.NOT_PROVEN),
        ("8", "aB3-defg", None, ProofState.NOT_PROVEN),
        ("8", None, "aB3-defg", ProofState.DIFFERING),
        ("8", None, None, ProofState.NOT_PROVEN),
        ("10", "aB3-defg", "aB3-defg", ProofState.DIFFERING),
        ("10", "aB3-defgh2", "aB3-defgh2", ProofState.PROVEN),
        ("none", None, None, ProofState.PROVEN),
        ("none", None, "aB3-defg", ProofState.PROVEN),
        ("none", "aB3-defg", "another", ProofState.DIFFERING),
        ("none", "aB3-defg", None, ProofState.NOT_PROVEN),
    ],
)
def test_the_passcode_is_proven_only_as_ours_and_long_enough(
    level: str, ours: str | None, found: str | None, state: ProofState
) -> None:
    required = {"meeting.passcode": level}
    meeting = made(required, SecretStr("x"), password=found)
    passcode = None if ours is None else SecretStr(ours)
    proof = prove_meeting(required, meeting, passcode=passcode)
    assert state_of(proof, "meeting.passcode") is state
    assert repair(required, meeting, passcode) == ({"password": ours} if ours not in {None, found} else {})


@pytest.mark.parametrize("somebody", ["colleague@example.org", "zAyCxjabcdEFGHfpuQzzzz"])
def test_a_proof_does_not_name_an_alternative_host(somebody: str) -> None:
    passcode = SecretStr("aB3-defg")
    meeting = made({}, passcode, settings=meeting_settings({}) | {"alternative_hosts": somebody})
    row = prove_meeting({}, meeting, passcode=passcode).differences()[0]
    assert row.found == "alternative_hosts: another value"


def test_a_tighter_level_that_demands_no_field_proves_nothing() -> None:
    key = Key("in_meeting.chat", value=False)
    levels = (Level("off", host=(key,)), Level("tighter elsewhere", meeting=(Key("audio", value="voip"),)))
    assert unproven_keys(levels, host_keys, {"in_meeting": {"chat": True}}) == (key,)


def test_a_proof_tells_what_was_found_without_passcodes_and_addresses() -> None:
    passcode = SecretStr("aB3-defg")
    settings = meeting_settings({}) | {
        "waiting_room": False,
        "alternative_hosts": "colleague@example.org",
        "auto_recording": "cloud",
        "audio": "someone@example.org",
        "host_video": {"odd": "secret"},
    }
    del settings["private_meeting"]
    proof = prove_meeting({}, made({}, passcode, settings=settings, password="other-secret"), passcode=passcode)
    found = {row.code: row.found for row in proof.settings}
    assert found["meeting.waiting-room"] == "waiting_room: false"
    assert found["meeting.join-before-host"] == "alternative_hosts: another value"
    assert found["meeting.recording"] == "auto_recording: cloud"
    assert found["meeting.listing"] == "private_meeting: missing"
    assert found["meeting.personal-id"] == "use_pmi: false"
    shown = repr(proof)
    for secret in ("example.org", "secret", "aB3-defg"):
        assert secret not in shown


def test_a_way_to_come_in_is_proven_by_itself_alone_and_nobody_is_mailed() -> None:
    by_link, by_registration = {ADMISSION: Admission.INVITE_LINK}, {ADMISSION: Admission.REGISTRATION}
    registered = meeting_settings(by_registration)
    passcode = passcodes({})

    def differs(required: dict[str, Any], settings: dict[str, Any]) -> list[str]:
        proof = prove_meeting(required, made({}, passcode, settings=settings), passcode=passcode)
        return [row.code for row in proof.differences()]

    assert registered["approval_type"] == 1
    assert registered["registrants_email_notification"] is False
    assert registered["registrants_confirmation_email"] is False
    assert differs(by_registration, registered) == differs(by_link, meeting_settings(by_link)) == []
    assert differs(by_link, registered) == differs(by_registration, meeting_settings(by_link)) == [ADMISSION]
    assert differs(by_registration, registered | {"approval_type": 0}) == [ADMISSION]
    assert differs(by_registration, registered | {"registrants_confirmation_email": True}) == [ADMISSION]
