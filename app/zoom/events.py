"""What a verified webhook delivery says (Zoom's documentation, "Meeting webhooks").

Only the envelope is taken for granted, and the event's name. Unknown events, keys and types of ids are normal. Nobody's
name, address or secret leaves this module: what is stored is listed key by key.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

_EVENT_NAME = re.compile(r"[A-Za-z0-9_.-]{1,100}")
_DIGITS = re.compile(r"[0-9]{1,19}")
# The alphabet of Zoom's own tokens. Whatever else were signed could serve as the signature of a forged event.
_PLAIN_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,64}")
_LARGEST_ID = 2**63 - 1
_LONGEST_TEXT = 128


class MalformedEventError(ValueError):
    """The body is no JSON object with an event's name, or a validation of the address without a token."""


@dataclass(frozen=True)
class ZoomEvent:
    """One event.

    `event_ts` is when it happened, which Zoom leaves out at times; deliveries come in any order. `meeting_uuid` names
    one instance of the meeting. `deduplication_key` is the same for every delivery of the event, and another for every
    other event. `payload` is as Zoom sent it, with personal data and secrets; `plain_token` is set on
    `endpoint.url_validation` only.
    """

    event: str
    event_ts: datetime | None
    account_id: str | None
    meeting_id: int | None
    meeting_uuid: str | None
    deduplication_key: str
    payload: Mapping[str, Any] = field(repr=False)
    plain_token: str | None = field(default=None, repr=False)


def parse_event(body: bytes) -> ZoomEvent:
    """Read a delivery whose signature was verified.

    Raises:
        MalformedEventError: The body is no JSON object with an event's name, or a validation without a token.
    """
    try:
        envelope = json.loads(body)
    except (ValueError, RecursionError):
        # Without its cause, whose text may quote the body.
        msg = "The body is no JSON."
        raise MalformedEventError(msg) from None
    name = envelope.get("event") if isinstance(envelope, dict) else None
    if not isinstance(name, str) or not _EVENT_NAME.fullmatch(name):
        msg = "The body names no event."
        raise MalformedEventError(msg)
    payload = _mapping(envelope.get("payload"))
    subject = _mapping(payload.get("object"))
    # Elsewhere `object.id` is a user's.
    of_meeting = name.startswith(("meeting.", "recording."))
    # Zoom has three names for the number.
    number = next((subject[key] for key in ("id", "meeting_id", "meeting_number") if key in subject), None)
    meeting_id = _integer(number) if of_meeting else None
    meeting_uuid = _text(subject.get("uuid", subject.get("meeting_uuid"))) if of_meeting else None
    milliseconds = _integer(envelope.get("event_ts"))
    return ZoomEvent(
        event=name,
        event_ts=_instant(milliseconds),
        account_id=_text(payload.get("account_id")),
        meeting_id=meeting_id,
        meeting_uuid=meeting_uuid,
        deduplication_key=f"{name}:{milliseconds}:{meeting_id}:{_digest(payload)}",
        payload=payload,
        plain_token=_plain_token(payload.get("plainToken")) if name == "endpoint.url_validation" else None,
    )


def without_secrets(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return the part of an event's payload that may be stored.

    It tells which meeting, when, which of its safety settings changed, and the opaque ids of who took part. It leaves
    out topics, passcodes, links, tokens, names, e-mail addresses, telephone numbers and network addresses, also under
    keys that Zoom adds.
    """
    return _allowed(payload, _STORED)


def _single(names: str) -> dict[str, None]:
    return dict.fromkeys(names.split())


_SETTINGS: Final[Mapping[str, Any]] = {
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
        "id uuid meeting_id meeting_number meeting_uuid host_id type start_time end_time timezone duration creation_source"
    ),
    "occurrences": _single("occurrence_id start_time duration status"),
    "settings": _SETTINGS,
    "participant": _single(
        "id user_id participant_uuid participant_user_id join_time leave_time date_time old_role new_role"
    ),
    "recording_file": _single("recording_start recording_end"),
    "ai_companion": _single("questions summary"),
}
_STORED: Final[Mapping[str, Any]] = {
    **_single("account_id operator_id operation scope time_stamp"),
    "object": _SUBJECT,
    "old_object": _SUBJECT,
}
"""Keys that may be stored: a mapping for an object or a list of objects, None for a single value."""


def _allowed(values: Mapping[str, Any], allowed: Mapping[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for key, inner in allowed.items():
        value = values.get(key)
        if inner is None:
            if key in values and _is_plain(value):
                kept[key] = value
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


def _digest(payload: Mapping[str, Any]) -> str:
    """Hash what the event says, however it was written; two events in one millisecond differ here."""
    canonical = json.dumps(payload, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _instant(milliseconds: int | None) -> datetime | None:
    try:
        return None if milliseconds is None else datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _integer(value: object) -> int | None:
    text = str(value) if isinstance(value, int | str) else ""
    return int(text) if _DIGITS.fullmatch(text) and int(text) <= _LARGEST_ID else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and 0 < len(value) <= _LONGEST_TEXT and value.isprintable() else None


def _plain_token(value: object) -> str:
    if not isinstance(value, str) or not _PLAIN_TOKEN.fullmatch(value):
        msg = "The validation carries no token in Zoom's form."
        raise MalformedEventError(msg)
    return value


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
