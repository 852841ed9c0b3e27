"""What a verified webhook delivery says (Zoom's documentation, "Meeting webhooks").

Only the envelope is taken for granted, and the event's name. Unknown events, keys and types of ids are normal. What of it
may be stored is in `app.zoom.stored_event`.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

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
    # Zoom has three names for the number and two for the uuid, which `meeting.rtms_*` tells outside of the object.
    numbers = (_integer(subject.get(key)) for key in ("id", "meeting_id", "meeting_number"))
    uuids = (_text(each) for each in (subject.get("uuid"), subject.get("meeting_uuid"), payload.get("meeting_uuid")))
    meeting_id = next((each for each in numbers if each is not None), None) if of_meeting else None
    meeting_uuid = next((each for each in uuids if each is not None), None) if of_meeting else None
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
