"""What Zoom has told of a session, as facts: one shape for some ninety kinds of events, and for Zoom's answers to questions.

Pure. A fact holds no name, address, link or secret: those were left out before the event was stored. Facts may be
repeated, come late and in any order; whoever draws conclusions from them must come to the same ones.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final, Protocol


class FactKind(StrEnum):
    """What happened."""

    MEETING_CREATED = "meeting_created"
    MEETING_UPDATED = "meeting_updated"
    MEETING_DELETED = "meeting_deleted"
    MEETING_RECOVERED = "meeting_recovered"
    MEETING_STARTED = "meeting_started"
    MEETING_ENDED = "meeting_ended"
    CONVERTED_TO_WEBINAR = "converted_to_webinar"

    WAITING_FOR_HOST = "waiting_for_host"
    STOPPED_WAITING_FOR_HOST = "stopped_waiting_for_host"
    JOINED_BEFORE_HOST = "joined_before_host"
    WAITING_ROOM_JOINED = "waiting_room_joined"
    WAITING_ROOM_LEFT = "waiting_room_left"
    ADMITTED = "admitted"
    PUT_BACK = "put_back"
    JOINED = "joined"
    LEFT = "left"
    BOUND = "bound"
    ROLE_CHANGED = "role_changed"
    REGISTERED = "registered"
    UNREGISTERED = "unregistered"
    BREAKOUT_JOINED = "breakout_joined"
    BREAKOUT_LEFT = "breakout_left"

    RECORDING_STARTED = "recording_started"
    RECORDING_PAUSED = "recording_paused"
    RECORDING_RESUMED = "recording_resumed"
    RECORDING_STOPPED = "recording_stopped"
    RECORDING_COMPLETED = "recording_completed"
    TRANSCRIPT = "transcript"
    AI_STARTED = "ai_started"
    AI_STOPPED = "ai_stopped"
    SUMMARY = "summary"
    LIVE_STREAM_STARTED = "live_stream_started"
    LIVE_STREAM_STOPPED = "live_stream_stopped"
    RTMS_STARTED = "rtms_started"
    RTMS_STOPPED = "rtms_stopped"

    SHARING_STARTED = "sharing_started"
    SHARING_ENDED = "sharing_ended"
    FILE_SHARED = "file_shared"
    WHITEBOARD = "whiteboard"
    CHAT_MESSAGE = "chat_message"

    CALLED_OUT = "called_out"
    INVITED = "invited"
    RISK_ALERT = "risk_alert"

    HOST_SETTINGS_CHANGED = "host_settings_changed"
    ACCOUNT_SETTINGS_CHANGED = "account_settings_changed"
    HOST_DEACTIVATED = "host_deactivated"
    HOST_ACTIVATED = "host_activated"
    APP_DEAUTHORISED = "app_deauthorised"

    OTHER = "other"


class Source(StrEnum):
    """How it is known."""

    TOLD = "told"
    """Zoom sent an event."""
    ASKED = "asked"
    """No event came; Zoom said so when it was asked."""


@dataclass(frozen=True)
class Participant:
    """Who it is about, as far as Zoom tells without a name. Every field may be missing.

    Args:
        user_id: Their connection's number within one run of the meeting; new each time they join.
        participant_uuid: Zoom's id of the same, which a rejoin changes too.
        registrant_id: Their registration for the meeting: the same person each time.
        zoom_user_id: Zoom's id of a user of the account; empty for guests.
        pseudonym: A keyed hash of a guest's address or number: the same guest each time, within this installation.
        display_code: The code that their name in the meeting ends with; empty where Zoom tells a name without one. Anybody can
            write one: it tells who somebody is only where people come by links that carry their names.
    """

    user_id: str | None = None
    participant_uuid: str | None = None
    registrant_id: str | None = None
    zoom_user_id: str | None = None
    pseudonym: str | None = None
    display_code: str | None = None


@dataclass(frozen=True)
class Fact:
    """Something that happened at Zoom.

    Args:
        kind: What.
        event: Zoom's own name of the event; empty for an answer to a question.
        at: When it happened, by Zoom's clock; when it came in, where Zoom does not say.
        received_at: When it came in.
        meeting_id: The number of the meeting.
        meeting_uuid: The run of the meeting: each start has another.
        host_id: The Zoom user who hosts the meeting, or whom the event is about where it is about a user.
        participant: Whom it is about.
        bound_to: Whose connection `participant` was bound to, as a telephone is to a computer: both are one person.
        operator_id: The Zoom user who did it, where Zoom says.
        details: What else is told, by kind: `settings_before` and `settings_after`, `left_because`, `new_role`, `content`,
            `outcome` of a call, `registrant_id`, ... Never personal data.
        source: How it is known.
    """

    kind: FactKind
    event: str
    at: datetime
    received_at: datetime
    meeting_id: int | None = None
    meeting_uuid: str | None = None
    host_id: str | None = None
    participant: Participant | None = None
    bound_to: Participant | None = None
    operator_id: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict, hash=False)
    source: Source = Source.TOLD

    @property
    def is_about_host(self) -> bool:
        """Whether the participant is the meeting's host user."""
        who = self.participant
        return who is not None and who.zoom_user_id is not None and who.zoom_user_id == self.host_id


class StoredEvent(Protocol):
    """An event as it was stored; `payload` is what `app.zoom.stored_event` leaves of it."""

    @property
    def event(self) -> str:
        """Zoom's name of it."""

    @property
    def happened_at(self) -> datetime | None:
        """Zoom's time stamp of it, which may be missing."""

    @property
    def received_at(self) -> datetime:
        """When it came in."""

    @property
    def zoom_meeting_id(self) -> int | None:
        """The number of the meeting."""

    @property
    def meeting_uuid(self) -> str | None:
        """The run of the meeting."""

    @property
    def payload(self) -> Mapping[str, Any]:
        """What may be stored of it."""

    @property
    def source(self) -> str:
        """How it is known."""


_KINDS: Final[Mapping[str, FactKind]] = {
    "meeting.created": FactKind.MEETING_CREATED,
    "meeting.updated": FactKind.MEETING_UPDATED,
    "meeting.deleted": FactKind.MEETING_DELETED,
    "meeting.permanently_deleted": FactKind.MEETING_DELETED,
    "meeting.recovered": FactKind.MEETING_RECOVERED,
    "meeting.started": FactKind.MEETING_STARTED,
    "meeting.ended": FactKind.MEETING_ENDED,
    "meeting.converted_to_webinar": FactKind.CONVERTED_TO_WEBINAR,
    "meeting.participant_jbh_waiting": FactKind.WAITING_FOR_HOST,
    "meeting.participant_jbh_waiting_left": FactKind.STOPPED_WAITING_FOR_HOST,
    "meeting.participant_jbh_joined": FactKind.JOINED_BEFORE_HOST,
    "meeting.participant_joined_waiting_room": FactKind.WAITING_ROOM_JOINED,
    "meeting.participant_left_waiting_room": FactKind.WAITING_ROOM_LEFT,
    "meeting.participant_admitted": FactKind.ADMITTED,
    "meeting.participant_put_in_waiting_room": FactKind.PUT_BACK,
    "meeting.participant_joined": FactKind.JOINED,
    "meeting.participant_left": FactKind.LEFT,
    "meeting.participant_bind": FactKind.BOUND,
    "meeting.participant_role_changed": FactKind.ROLE_CHANGED,
    "meeting.participant_joined_breakout_room": FactKind.BREAKOUT_JOINED,
    "meeting.participant_left_breakout_room": FactKind.BREAKOUT_LEFT,
    "meeting.registration_created": FactKind.REGISTERED,
    "meeting.registration_approved": FactKind.REGISTERED,
    "meeting.registration_denied": FactKind.UNREGISTERED,
    "meeting.registration_cancelled": FactKind.UNREGISTERED,
    "meeting.registration_deleted": FactKind.UNREGISTERED,
    "recording.started": FactKind.RECORDING_STARTED,
    "recording.paused": FactKind.RECORDING_PAUSED,
    "recording.resumed": FactKind.RECORDING_RESUMED,
    "recording.stopped": FactKind.RECORDING_STOPPED,
    "recording.completed": FactKind.RECORDING_COMPLETED,
    "recording.transcript_completed": FactKind.TRANSCRIPT,
    "meeting.aic_transcript_completed": FactKind.TRANSCRIPT,
    "meeting.ai_companion_started": FactKind.AI_STARTED,
    "meeting.ai_companion_stopped": FactKind.AI_STOPPED,
    "meeting.summary_completed": FactKind.SUMMARY,
    "meeting.summary_updated": FactKind.SUMMARY,
    "meeting.summary_shared": FactKind.SUMMARY,
    "meeting.summary_recovered": FactKind.SUMMARY,
    "meeting.live_streaming_started": FactKind.LIVE_STREAM_STARTED,
    "meeting.live_streaming_stopped": FactKind.LIVE_STREAM_STOPPED,
    "meeting.rtms_started": FactKind.RTMS_STARTED,
    "meeting.rtms_stopped": FactKind.RTMS_STOPPED,
    "meeting.sharing_started": FactKind.SHARING_STARTED,
    "meeting.sharing_ended": FactKind.SHARING_ENDED,
    "meeting.breakout_room_sharing_started": FactKind.SHARING_STARTED,
    "meeting.breakout_room_sharing_ended": FactKind.SHARING_ENDED,
    "meeting.chat_message_file_sent": FactKind.FILE_SHARED,
    "meeting.chat_message_sent": FactKind.CHAT_MESSAGE,
    "meeting.risk_alert": FactKind.RISK_ALERT,
    "user.settings_updated": FactKind.HOST_SETTINGS_CHANGED,
    "account.settings_updated": FactKind.ACCOUNT_SETTINGS_CHANGED,
    "account.lock_settings_updated": FactKind.ACCOUNT_SETTINGS_CHANGED,
    "group.settings_updated": FactKind.ACCOUNT_SETTINGS_CHANGED,
    "group.lock_settings_updated": FactKind.ACCOUNT_SETTINGS_CHANGED,
    "user.deactivated": FactKind.HOST_DEACTIVATED,
    "user.deleted": FactKind.HOST_DEACTIVATED,
    "user.disassociated": FactKind.HOST_DEACTIVATED,
    "user.activated": FactKind.HOST_ACTIVATED,
    "app_deauthorized": FactKind.APP_DEAUTHORISED,
}
_CALLED: Final = re.compile(r"meeting\.participant_(phone|room_system)_callout_([a-z_]+)")
_INVITED: Final = re.compile(r"meeting\.invitation_([a-z_]+)")


def facts_of(stored: StoredEvent) -> tuple[Fact, ...]:
    """Return what an event tells: mostly one fact, more where it tells several things at once.

    An event that nobody knows is a fact, too, of the kind `other`.
    """
    subject = _mapping(stored.payload.get("object"))
    kind, told = _kind_of(stored.event)
    who = _mapping(subject.get("participant"))
    fact = Fact(
        kind=kind,
        event=stored.event,
        at=_time_of(kind, subject, who) or stored.happened_at or stored.received_at,
        received_at=stored.received_at,
        meeting_id=stored.zoom_meeting_id,
        meeting_uuid=stored.meeting_uuid,
        host_id=_host_of(stored.event, subject),
        participant=_participant(subject, who),
        bound_to=_bound_to(who),
        operator_id=_text(stored.payload.get("operator_id")),
        details={**told, **_details(stored.payload, subject, who)},
        source=Source(stored.source),
    )
    return (fact, *_also(fact))


def _kind_of(event: str) -> tuple[FactKind, dict[str, Any]]:
    """Return the kind of an event, and what its name tells beyond that."""
    if called := _CALLED.fullmatch(event):
        return FactKind.CALLED_OUT, {"through": called[1], "outcome": called[2]}
    if invited := _INVITED.fullmatch(event):
        return FactKind.INVITED, {"outcome": invited[1]}
    return _KINDS.get(event, FactKind.OTHER), {}


def _also(fact: Fact) -> tuple[Fact, ...]:
    """Return what else a fact tells: what is shared may be a whiteboard, or a file."""
    if fact.kind is not FactKind.SHARING_STARTED:
        return ()
    content, comes_from = fact.details.get("content"), fact.details.get("source")
    kinds = [FactKind.WHITEBOARD] if content == "whiteboard" else []
    if comes_from or fact.details.get("link_source"):
        kinds.append(FactKind.FILE_SHARED)
    return tuple(replace(fact, kind=kind) for kind in kinds)


def _host_of(event: str, subject: Mapping[str, Any]) -> str | None:
    if event.startswith("user."):
        return _text(subject.get("id"))
    return _text(subject.get("host_id")) or _text(subject.get("meeting_host_id"))


def _participant(subject: Mapping[str, Any], who: Mapping[str, Any]) -> Participant | None:
    if not who:
        message = _mapping(subject.get("chat_message_file") or subject.get("chat_message"))
        sender = _text(message.get("sender_session_id"))
        return Participant(user_id=sender) if sender else None
    found = Participant(
        # In a breakout room Zoom counts anew; the connection to the meeting is the parent's.
        user_id=_text(who.get("parent_user_id")) or _text(who.get("user_id")),
        participant_uuid=_text(who.get("participant_uuid")),
        registrant_id=_text(who.get("registrant_id")),
        # `id` is to be removed (Zoom's changelog).
        zoom_user_id=_text(who.get("participant_user_id")) or _text(who.get("id")),
        pseudonym=_text(who.get("pseudonym")),
        display_code=_code(who.get("display_code")),
    )
    return None if replace(found, display_code=found.display_code or None) == Participant() else found


def _code(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _bound_to(who: Mapping[str, Any]) -> Participant | None:
    found = Participant(
        user_id=_text(who.get("bind_user_id")), participant_uuid=_text(who.get("bind_participant_uuid"))
    )
    return None if found == Participant() else found


def _time_of(kind: FactKind, subject: Mapping[str, Any], who: Mapping[str, Any]) -> datetime | None:
    """Return when it happened, from the event's own account of it: an event may be stamped later than what it tells of."""
    parts: list[object] = [who.get(key) for key in ("join_time", "leave_time", "date_time")]
    parts.append(_mapping(who.get("sharing_details")).get("date_time"))
    parts += [_mapping(subject.get(key)).get("date_time") for key in ("live_streaming", "chat_message_file")]
    if kind is FactKind.MEETING_STARTED:
        parts.append(subject.get("start_time"))
    if kind is FactKind.MEETING_ENDED:
        parts.append(subject.get("end_time"))
    return next((instant for instant in map(_instant, parts) if instant is not None), None)


def _details(payload: Mapping[str, Any], subject: Mapping[str, Any], who: Mapping[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {key: payload[key] for key in ("operation", "scope", "stop_reason") if payload.get(key)}
    told |= {key: subject[key] for key in ("start_time", "end_time", "duration", "timezone", "type") if key in subject}
    told |= {
        key: subject[key]
        for key in ("creation_source", "attach_type", "recording_count", "participants_count")
        if key in subject
    }
    if isinstance(subject.get("ai_companion"), dict):
        told["ai_companion"] = sorted(key for key, value in subject["ai_companion"].items() if value)
    if isinstance(subject.get("live_streaming"), dict):
        told["service"] = subject["live_streaming"].get("service")
    if isinstance(subject.get("armn_details"), dict):
        told |= subject["armn_details"]
    told |= {key: who[key] for key in ("left_because", "old_role", "new_role", "call_type") if who.get(key)}
    told |= {key: value for key, value in _mapping(who.get("sharing_details")).items() if value}
    registrant = _mapping(subject.get("registrant"))
    for name, key in (("registrant_id", "id"), ("alias", "alias"), ("registration", "status")):
        if (value := _text(registrant.get(key))) is not None:
            told[name] = value
    for name, values in (("settings_before", payload.get("old_object")), ("settings_after", subject)):
        if isinstance(settings := _mapping(values).get("settings"), dict):
            told[name] = settings
    return told


def _text(value: object) -> str | None:
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) and str(value) else None


def _instant(value: object) -> datetime | None:
    try:
        read = datetime.fromisoformat(value) if isinstance(value, str) and value else None
    except ValueError:
        return None
    return None if read is None or read.tzinfo is None else read.astimezone(UTC)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
