"""What may be stored of a webhook delivery (Zoom's documentation, "Meeting webhooks"): a list, key by key.

What is not on the list is left out, also under keys that Zoom adds later. What only a person's name, address or number
could tell (the same guest again, why somebody left) is replaced: by a keyed hash, by one of a few known words. Of a name only
the code that we gave it is kept, of a registrant's address only what we have made up.
"""

import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from app.kit.identifiers import alias_in, display_code_in

_LONGEST_TEXT: Final = 128
_LONGEST_LIST: Final = 50
_DEEPEST: Final = 4
_SETTING_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,79}")

PSEUDONYM: Final = "pseudonym"
"""The key of a participant's keyed hash in what is stored."""

DISPLAY_CODE: Final = "display_code"
"""The key of the code that a participant's name ends with: ours and opaque, empty where it has none. The name is not stored."""

ALIAS: Final = "alias"
"""The key of the part before the @ of a registrant's address, where it has the form of those that we give: it names nobody."""

LEFT_BECAUSE: Final = "left_because"
"""The key of the reason why somebody left, in one of the words of `why_left`."""


def without_secrets(payload: Mapping[str, Any], *, event: str = "", pseudonym_key: bytes = b"") -> dict[str, Any]:
    """Return the part of an event's payload that may be stored.

    It tells which meeting, when, which of its settings changed, what was shared or recorded, and the opaque ids of who
    took part. It leaves out topics, passcodes, links, tokens, names, e-mail addresses, telephone numbers and network addresses,
    also under keys that Zoom adds.

    Args:
        payload: As Zoom sent it.
        event: Zoom's name of the event; those about the settings of a user, a group or the account tell their switches.
        pseudonym_key: What a participant's address is hashed with, so that the same guest can be recognised. Without
            one no pseudonym is made.
    """
    kept = _allowed(payload, _OF_SETTINGS if event.endswith("settings_updated") else _STORED)
    for key in ("object", "old_object"):
        participant = _mapping(_mapping(payload.get(key)).get("participant"))
        if participant and isinstance(_mapping(kept.get(key)).get("participant"), dict):
            kept[key]["participant"] |= _replacements(participant, pseudonym_key)
        registrant = _mapping(_mapping(payload.get(key)).get("registrant"))
        if (alias := alias_in(registrant.get("email"))) and isinstance(kept[key].get("registrant"), dict):
            kept[key]["registrant"][ALIAS] = alias
    return kept


def pseudonym_of(participant: Mapping[str, Any], key: bytes) -> str | None:
    """Return a keyed hash of what identifies a guest beyond one connection, or None where nothing does.

    That is the e-mail address or the telephone number that Zoom knows of, never the display name, which anybody can choose.
    """
    if not key:
        return None
    for name in ("email", "user_email", "phone_number"):
        value = str(participant.get(name) or "").strip().lower()
        if value:
            return hmac.new(key, value.encode(errors="surrogatepass"), hashlib.sha256).hexdigest()[:32]
    return None


def why_left(reason: object) -> str | None:
    """Return why somebody left as one of a few words: Zoom's own text contains names, and its wording is not fixed."""
    if not isinstance(reason, str) or not reason:
        return None
    # After the last mark: before it stands who left, under a name that may say anything.
    said = re.split(r"reason\s*:", reason, flags=re.IGNORECASE)[-1].casefold()
    return next((word for part, word in _REASONS if part in said), "other")


_REASONS: Final = (
    ("host ended", "host_ended"),
    ("ended by host", "host_ended"),
    ("removed", "removed"),
    ("exceeded free meeting", "time_limit"),
    ("waiting room", "put_in_waiting_room"),
    ("breakout", "breakout_room"),
    ("disconnect", "disconnected"),
    ("connection", "disconnected"),
    ("left the meeting", "left"),
)


def _replacements(participant: Mapping[str, Any], key: bytes) -> dict[str, str]:
    name = participant.get("user_name")
    is_named = isinstance(name, str) and bool(name.strip())
    told = {
        PSEUDONYM: pseudonym_of(participant, key),
        DISPLAY_CODE: (display_code_in(name) or "") if is_named else None,
        LEFT_BECAUSE: why_left(participant.get("leave_reason")),
    }
    return {name: value for name, value in told.items() if value is not None}


def _single(names: str) -> dict[str, None]:
    return dict.fromkeys(names.split())


def _settings(value: object, depth: int = 0) -> dict[str, Any]:
    """Return the switches among a user's or an account's settings: true or false names nobody."""
    kept: dict[str, Any] = {}
    for key, inner in _mapping(value).items():
        if not isinstance(key, str) or not _SETTING_NAME.fullmatch(key):
            continue
        if isinstance(inner, bool):
            kept[key] = inner
        elif isinstance(inner, dict) and depth < _DEEPEST and (deeper := _settings(inner, depth + 1)):
            kept[key] = deeper
    return kept


def _words(value: object) -> list[str]:
    """Return a list's texts that are names of settings or assets."""
    items = value if isinstance(value, list) else []
    return [item for item in items[:_LONGEST_LIST] if isinstance(item, str) and item.isidentifier() and _is_plain(item)]


_MEETING_SETTINGS: Final[Mapping[str, Any]] = {
    **_single(
        "waiting_room join_before_host jbh_time use_pmi auto_recording host_video participant_video mute_upon_entry "
        "audio approval_type registration_type meeting_authentication enforce_login watermark "
        "auto_start_meeting_summary who_will_receive_summary auto_start_ai_companion_questions who_can_ask_questions "
        "private_meeting encryption_type allow_host_control_participant_mute_state email_in_attendee_report"
    ),
    "continuous_meeting_chat": _single("enable"),
}
_SUBJECT: Final[Mapping[str, Any]] = {
    **_single(
        "id uuid meeting_id meeting_number meeting_uuid host_id meeting_host_id type start_time end_time timezone duration "
        "creation_source meeting_start_time meeting_end_time summary_start_time summary_end_time breakout_room_uuid "
        "attach_type recording_count participants_count complete_time reason_type is_breakout_room"
    ),
    "occurrences": _single("occurrence_id start_time duration status"),
    "settings": _MEETING_SETTINGS,
    "participant": {
        **_single(
            "id user_id parent_user_id bind_user_id participant_uuid bind_participant_uuid participant_user_id registrant_id "
            "join_time leave_time date_time old_role new_role call_type"
        ),
        "sharing_details": _single("content source link_source date_time"),
    },
    "registrant": _single("id status"),
    "recording_file": _single("recording_start recording_end"),
    "ai_companion": {**_single("questions summary"), "deleted_assets": _words},
    "live_streaming": _single("service date_time"),
    "chat_message": _single("date_time sender_session_id sender_type recipient_session_id recipient_type"),
    "chat_message_file": _single(
        "date_time sender_session_id sender_type recipient_session_id recipient_type file_size"
    ),
    "armn_details": {
        **_single("post_time"),
        "recommended_enable_settings": _words,
        "recommended_disable_settings": _words,
    },
}
_STORED: Final[Mapping[str, Any]] = {
    **_single("account_id operator_id operation scope time_stamp meeting_uuid stop_reason deauthorization_time"),
    "object": _SUBJECT,
    "old_object": _SUBJECT,
}
"""Keys that may be stored: a mapping for an object or a list of objects, None for a single value, a function that says what."""

_OF_SETTINGS: Final[Mapping[str, Any]] = {
    **_STORED,
    **{key: {**_single("id"), "settings": _settings} for key in ("object", "old_object")},
}


def _allowed(values: Mapping[str, Any], allowed: Mapping[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for key, inner in allowed.items():
        value = values.get(key)
        if inner is None:
            if key in values and _is_plain(value):
                kept[key] = value
        elif callable(inner):
            keep: Callable[[object], Any] = inner
            if key in values:
                kept[key] = keep(value)
        elif isinstance(value, dict):
            kept[key] = _allowed(value, inner)
        elif isinstance(value, list):
            kept[key] = [_allowed(item, inner) for item in value if isinstance(item, dict)]
    return kept


def _is_plain(value: object) -> bool:
    """Tell whether a value is a single one, and no address or link where an id or a time belongs."""
    if isinstance(value, str):
        return len(value) <= _LONGEST_TEXT and value.isprintable() and "@" not in value and "://" not in value
    return value is None or isinstance(value, bool | int)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
