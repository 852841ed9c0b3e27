"""The safety profile's words and Zoom's fields, written down a second time, and a Zoom that does as it is told."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from hypothesis import strategies as st
from pydantic import SecretStr

from app.zoom.safety import (
    Proof,
    ProofState,
    meeting_settings,
    new_passcode,
)
from app.zoom.schemas import Meeting, UserSettings
from tests.support.zoom_api import meeting_answer

# Loosest to tightest, as the safety profile has them.
LEVELS: dict[str, tuple[str, ...]] = {
    "meeting.waiting-room": ("off", "on"),
    "meeting.passcode": ("none", "8", "10"),
    "meeting.join-before-host": ("allowed", "off"),
    "meeting.recording": ("allowed", "off"),
    "meeting.ai-companion": ("allowed", "off"),
    "meeting.personal-id": ("allowed", "never"),
    "meeting.screen-share": ("everyone", "host", "nobody"),
    "meeting.file-transfer": ("allowed", "off"),
    "meeting.removed-cannot-rejoin": ("may-rejoin", "stay-out"),
    "meeting.lasting-chat": ("allowed", "in-meeting-only", "chat-off"),
    "meeting.video-on-entry": ("on", "off", "no-video"),
    "meeting.audio": ("computer-and-telephone", "computer-only"),
    "meeting.listing": ("public", "private"),
    "meeting.one-device-each": ("any", "one"),
    "meeting.lock-when-complete": ("open", "lock"),
    "meeting.encryption": ("enhanced", "end-to-end"),
    # No programme's choice: registration is proven in a test of its own.
    "meeting.admission": ("invite-link",),
}
BASELINE = {code: levels[-1] for code, levels in LEVELS.items()} | {
    "meeting.passcode": "8",
    "meeting.screen-share": "host",
    "meeting.lasting-chat": "in-meeting-only",
    "meeting.video-on-entry": "off",
    "meeting.audio": "computer-and-telephone",
    "meeting.encryption": "enhanced",
}
LOOSEST = {code: levels[0] for code, levels in LEVELS.items()}

# Which field stands for which setting, what loosens it, and from which level on that matters.
MEETING_FIELDS: dict[str, tuple[str, Any, int]] = {
    "waiting_room": ("meeting.waiting-room", False, 1),
    "waiting_room_options.mode": ("meeting.waiting-room", "follow_setting", 1),
    "waiting_room_options.who_goes_to_waiting_room": ("meeting.waiting-room", "users_not_in_account", 1),
    "breakout_room.enable": ("meeting.waiting-room", True, 1),
    "join_before_host": ("meeting.join-before-host", True, 1),
    "alternative_hosts": ("meeting.join-before-host", "colleague@example.org", 1),
    "auto_recording": ("meeting.recording", "cloud", 1),
    "auto_start_meeting_summary": ("meeting.ai-companion", True, 1),
    "auto_start_ai_companion_questions": ("meeting.ai-companion", True, 1),
    "use_pmi": ("meeting.personal-id", True, 1),
    "continuous_meeting_chat.enable": ("meeting.lasting-chat", True, 1),
    "host_video": ("meeting.video-on-entry", True, 1),
    "participant_video": ("meeting.video-on-entry", True, 1),
    "disable_participant_video": ("meeting.video-on-entry", False, 2),
    "audio": ("meeting.audio", "both", 1),
    "private_meeting": ("meeting.listing", False, 1),
    "allow_multiple_devices": ("meeting.one-device-each", True, 1),
    "encryption_type": ("meeting.encryption", "enhanced_encryption", 1),
    "approval_type": ("meeting.admission", 0, 0),
}
# Zoom leaves it out where breakout rooms are switched off for the account.
MAY_BE_MISSING = {"breakout_room.enable"}

# No real answer shows it: it is asked for, and stands in nobody's way.
NEVER_BLOCKS = {"private_meeting"}
# What may be missing of a meeting once the host's own settings prove the same.
UNTOLD = {
    "waiting_room_options.mode": "meeting.waiting-room",
    "waiting_room_options.who_goes_to_waiting_room": "meeting.waiting-room",
    "auto_start_meeting_summary": "meeting.ai-companion",
    "auto_start_ai_companion_questions": "meeting.ai-companion",
}
WAITING_ROOM = "meeting_security.waiting_room_settings"

HOST_FIELDS: dict[str, tuple[str, Any, tuple[str, ...]]] = {
    "recording.local_recording": ("meeting.recording", True, ("off",)),
    "recording.cloud_recording": ("meeting.recording", True, ("off",)),
    "recording.auto_recording": ("meeting.recording", "local", ("off",)),
    "in_meeting.meeting_summary_with_ai_companion.enable": ("meeting.ai-companion", True, ("off",)),
    "in_meeting.ai_companion_questions.enable": ("meeting.ai-companion", True, ("off",)),
    "in_meeting.who_can_share_screen": ("meeting.screen-share", "all", ("host",)),
    "in_meeting.who_can_share_screen_when_someone_is_sharing": ("meeting.screen-share", "all", ("host",)),
    "in_meeting.screen_sharing": ("meeting.screen-share", True, ("nobody",)),
    "in_meeting.file_transfer": ("meeting.file-transfer", True, ("off",)),
    "in_meeting.auto_saving_chat": ("meeting.lasting-chat", True, ("in-meeting-only",)),
    "in_meeting.allow_users_save_chats": ("meeting.lasting-chat", 3, ("in-meeting-only",)),
    "in_meeting.chat": ("meeting.lasting-chat", True, ("chat-off",)),
    "meeting_security.end_to_end_encrypted_meetings": ("meeting.encryption", False, ("end-to-end",)),
}
READ_ONLY = {"in_meeting.meeting_summary_with_ai_companion.enable", "in_meeting.ai_companion_questions.enable"}

profiles = st.fixed_dictionaries({code: st.sampled_from(levels) for code, levels in LEVELS.items()})


def placed(values: Mapping[str, Any], path: str, value: Any) -> dict[str, Any]:
    changed = deepcopy(dict(values))
    *parents, name = path.split(".")
    place = changed
    for parent in parents:
        place = place.setdefault(parent, {})
    place[name] = value
    return changed


def removed(values: Mapping[str, Any], path: str) -> dict[str, Any]:
    changed = deepcopy(dict(values))
    *parents, name = path.split(".")
    place = changed
    for parent in parents:
        place = place.get(parent, {})
    place.pop(name, None)
    return changed


def made(required: Mapping[str, str], passcode: SecretStr, **changes: Any) -> Meeting:
    """Return the meeting of a Zoom that does as it is told."""
    answer = {"settings": meeting_settings(required), "password": passcode.get_secret_value()} | changes
    return Meeting.model_validate(meeting_answer(**answer))


def patched(meeting: Meeting, body: Mapping[str, Any]) -> Meeting:
    settings = {**meeting.settings, **body.get("settings", {})}
    password = body.get("password", meeting.password.get_secret_value() if meeting.password else None)
    return Meeting.model_validate(meeting_answer(settings=settings, password=password))


def loose_host(required: Mapping[str, str] = LOOSEST) -> UserSettings:
    """Return the settings of a host with everything open that Zoom lets us close, and AI Companion as required."""
    values: dict[str, Any] = {}
    for path, (code, loosened, _) in HOST_FIELDS.items():
        values = placed(values, path, required[code] == "allowed" if path in READ_ONLY else loosened)
    return UserSettings.model_validate(values)


def settled(host: UserSettings, changes: Mapping[str, Mapping[str, Any]]) -> UserSettings:
    values = host.model_dump()
    return UserSettings.model_validate({group: {**values[group], **changes.get(group, {})} for group in values})


def state_of(proof: Proof, code: str) -> ProofState:
    return next(row.state for row in proof.settings if row.code == code)


def passcodes(required: Mapping[str, str]) -> SecretStr:
    return SecretStr(new_passcode()[: 10 if required.get("meeting.passcode") == "10" else 8])


def demanded_meeting_fields(required: Mapping[str, str]) -> Iterator[tuple[str, str, Any]]:
    for path, (code, loosened, first) in MEETING_FIELDS.items():
        if LEVELS[code].index(required[code]) >= first and path not in NEVER_BLOCKS:
            yield path, code, loosened


def demanded_host_fields(required: Mapping[str, str]) -> Iterator[tuple[str, str, Any]]:
    for path, (code, loosened, levels) in HOST_FIELDS.items():
        if required[code] in levels:
            yield path, code, loosened
