"""What holds for every proof: its order, what a person is told, and that the unknown is refused."""

from pathlib import Path

import pytest
from hypothesis import given
from pydantic import SecretStr

from app.zoom.safety import (
    EnforcedBy,
    UnknownSafetyError,
    host_settings_changes,
    meeting_settings,
    prove_host,
    prove_meeting,
    repair,
)
from app.zoom.safety.documentation import safety_as_markdown
from app.zoom.schemas import UserSettings
from tests.zoom.safety_profiles import LEVELS, loose_host, made, passcodes, profiles


def test_the_page_about_proofs_is_what_the_table_says() -> None:
    page = Path(__file__).parents[2] / "docs" / "safety.md"
    assert page.read_text(encoding="utf-8") == safety_as_markdown(), "docs/safety.md is stale: generate it again"


@given(profiles)
def test_rows_stand_in_one_order_and_a_person_is_told_what_zoom_does_not_offer(required: dict[str, str]) -> None:
    passcode = passcodes(required)
    meeting_proof = prove_meeting(required, made(required, passcode), passcode=passcode)
    host_proof = prove_host(required, loose_host(required))
    for proof in (meeting_proof, host_proof):
        codes = [row.code for row in proof.settings]
        assert codes == sorted(codes, key=list(LEVELS).index)
        assert all(row.required == required[row.code] for row in proof.settings)
    told = {
        row.code: row.instruction
        for proof in (meeting_proof, host_proof)
        for row in proof.settings
        if row.enforced_by is EnforcedBy.PERSON
    }
    asked = {"meeting.lock-when-complete": "lock", "meeting.removed-cannot-rejoin": "stay-out"}
    assert told.keys() == {code for code, level in asked.items() if required[code] == level}
    if "meeting.lock-when-complete" in told:
        assert "Lock meeting" in str(told["meeting.lock-when-complete"])
    if "meeting.removed-cannot-rejoin" in told:
        assert "Allow removed participants to rejoin" in str(told["meeting.removed-cannot-rejoin"])


@pytest.mark.parametrize("required", [{"meeting.waiting-room": "ON"}, {"meeting.weather": "fine"}], ids=str)
def test_a_setting_or_level_that_is_unknown_is_never_proven(required: dict[str, str]) -> None:
    passcode = SecretStr("aB3-defg")
    meeting = made({}, passcode)
    for attempt in (
        lambda: meeting_settings(required),
        lambda: prove_meeting(required, meeting, passcode=passcode),
        lambda: repair(required, meeting, passcode),
        lambda: prove_host(required, UserSettings()),
        lambda: host_settings_changes(required, UserSettings()),
    ):
        with pytest.raises(UnknownSafetyError):
            attempt()
