"""The kinds of incidents: what people must look at, and how grave it is unless a programme says otherwise."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple

from app.policy.outcomes import OrderedText


class IncidentSeverity(OrderedText):
    """How grave an incident is, from what can wait to what cannot."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class IncidentKind(StrEnum):
    """What an incident is about."""

    BOOKING_SUSPENDED = "booking_suspended"
    APPROVAL_EXPIRED = "approval_expired"
    SETTINGS_LOOSENED = "settings_loosened"
    MEETING_CHANGED = "meeting_changed"
    MEETING_DELETED = "meeting_deleted"
    MEETING_UNSAFE = "meeting_unsafe"
    EXTRA_MEETING = "extra_meeting"
    HOST_UNUSABLE = "host_unusable"
    HOST_DEACTIVATED = "host_deactivated"
    PROVISIONING_STUCK = "provisioning_stuck"
    ZOOM_ACCOUNT = "zoom_account"
    CONFIRMATION_ENDING = "confirmation_ending"
    CHANGE_PROPOSED = "change_proposed"
    UNKNOWN_MEETING = "unknown_meeting"
    DATABASE_RESTORED = "database_restored"
    SESSION_OVERRAN = "session_overran"
    ROOM_OPENED_EARLY = "room_opened_early"
    ROOM_OPEN_TOO_LONG = "room_open_too_long"
    HOST_MISSING = "host_missing"
    OPENING_FAILED = "opening_failed"
    NOBODY_ADMITS = "nobody_admits"
    RECORDING_STARTED = "recording_started"
    AI_COMPANION_USED = "ai_companion_used"
    TRANSCRIPT_MADE = "transcript_made"
    LIVE_STREAM_STARTED = "live_stream_started"
    MEDIA_STREAM_STARTED = "media_stream_started"
    FILE_SHARED = "file_shared"
    WHITEBOARD_SHARED = "whiteboard_shared"
    SCREEN_SHARED = "screen_shared"
    CONVERTED_TO_WEBINAR = "converted_to_webinar"
    CALLED_FROM_OUTSIDE = "called_from_outside"
    STRANGER_WAITING = "stranger_waiting"
    STRANGER_INSIDE = "stranger_inside"
    NEVER_ADMITTED = "never_admitted"
    LINK_USED_TWICE = "link_used_twice"
    LINK_PUBLIC = "link_public"
    MEETING_OUTSIDE_PRODUCT = "meeting_outside_product"
    APP_DEAUTHORIZED = "app_deauthorized"
    WEBHOOKS_SILENT = "webhooks_silent"
    WEBHOOK_DISABLED = "webhook_disabled"
    CONCERN = "concern"
    CANNOT_COME = "cannot_come"
    ANOTHER_TIME_WANTED = "another_time_wanted"
    SECOND_FACT_WRONG = "second_fact_wrong"


class IncidentDescription(NamedTuple):
    """What a kind means and how grave it is by default. Of what is about a session its programme may say how grave it is."""

    title: str
    severity: IncidentSeverity
    of_session: bool = True


_S, _K = IncidentSeverity, IncidentKind
INCIDENTS: Final[Mapping[IncidentKind, IncidentDescription]] = MappingProxyType(
    {
        _K.BOOKING_SUSPENDED: IncidentDescription("A session is suspended because a fact is missing", _S.MEDIUM),
        _K.APPROVAL_EXPIRED: IncidentDescription("Nobody approved a session in time", _S.LOW),
        _K.SETTINGS_LOOSENED: IncidentDescription("Safety settings of a meeting or its host were loosened", _S.HIGH),
        _K.MEETING_CHANGED: IncidentDescription("A meeting was changed at Zoom", _S.LOW),
        _K.MEETING_DELETED: IncidentDescription("A meeting was deleted at Zoom", _S.MEDIUM),
        _K.MEETING_UNSAFE: IncidentDescription("No safe meeting could be made", _S.HIGH),
        _K.EXTRA_MEETING: IncidentDescription("A meeting was made twice", _S.LOW),
        _K.HOST_UNUSABLE: IncidentDescription("A host cannot be used", _S.MEDIUM, of_session=False),
        _K.HOST_DEACTIVATED: IncidentDescription("A host was deactivated at Zoom", _S.MEDIUM, of_session=False),
        _K.PROVISIONING_STUCK: IncidentDescription("Something cannot be done at Zoom", _S.MEDIUM),
        _K.ZOOM_ACCOUNT: IncidentDescription("Zoom refuses this installation", _S.CRITICAL, of_session=False),
        _K.CONFIRMATION_ENDING: IncidentDescription("A confirmation about a host ends", _S.LOW, of_session=False),
        _K.CHANGE_PROPOSED: IncidentDescription("A change waits for a second person", _S.LOW, of_session=False),
        _K.UNKNOWN_MEETING: IncidentDescription(
            "A host has a meeting that no booking has", _S.MEDIUM, of_session=False
        ),
        _K.DATABASE_RESTORED: IncidentDescription("The database is older than Zoom", _S.CRITICAL, of_session=False),
        _K.SESSION_OVERRAN: IncidentDescription("A session was ended for the next one of its host", _S.LOW),
        _K.ROOM_OPENED_EARLY: IncidentDescription("A room was opened too early", _S.MEDIUM),
        _K.ROOM_OPEN_TOO_LONG: IncidentDescription("A room was open too long", _S.MEDIUM),
        _K.HOST_MISSING: IncidentDescription("The host has not come", _S.MEDIUM),
        _K.OPENING_FAILED: IncidentDescription("A way to open a room did not work", _S.HIGH),
        _K.NOBODY_ADMITS: IncidentDescription("Somebody waits and nobody admits them", _S.MEDIUM),
        _K.RECORDING_STARTED: IncidentDescription("A cloud recording was started", _S.HIGH),
        _K.AI_COMPANION_USED: IncidentDescription("AI Companion took part", _S.HIGH),
        _K.TRANSCRIPT_MADE: IncidentDescription("A transcript was made", _S.HIGH),
        _K.LIVE_STREAM_STARTED: IncidentDescription("A meeting was streamed live", _S.CRITICAL),
        _K.MEDIA_STREAM_STARTED: IncidentDescription("An app took up the media of a meeting (RTMS)", _S.HIGH),
        _K.FILE_SHARED: IncidentDescription("A file was shared", _S.MEDIUM),
        _K.WHITEBOARD_SHARED: IncidentDescription("A whiteboard was shared", _S.LOW),
        _K.SCREEN_SHARED: IncidentDescription("A participant shared a screen", _S.MEDIUM),
        _K.CONVERTED_TO_WEBINAR: IncidentDescription("A meeting was converted to a webinar", _S.HIGH),
        _K.CALLED_FROM_OUTSIDE: IncidentDescription("Somebody was called in from outside", _S.HIGH),
        _K.STRANGER_WAITING: IncidentDescription("Somebody whom nobody expects waits", _S.MEDIUM),
        _K.STRANGER_INSIDE: IncidentDescription("Somebody whom nobody expects is inside", _S.CRITICAL),
        _K.NEVER_ADMITTED: IncidentDescription("Somebody is inside who was never admitted", _S.HIGH),
        _K.LINK_USED_TWICE: IncidentDescription("One person's link is used twice at once", _S.HIGH),
        _K.LINK_PUBLIC: IncidentDescription("A meeting's link was found in public", _S.CRITICAL),
        _K.MEETING_OUTSIDE_PRODUCT: IncidentDescription(
            "A managed host made a meeting outside the product", _S.MEDIUM, of_session=False
        ),
        _K.APP_DEAUTHORIZED: IncidentDescription("The app was deauthorised at Zoom", _S.CRITICAL, of_session=False),
        _K.WEBHOOKS_SILENT: IncidentDescription("Zoom's events have not come for too long", _S.HIGH, of_session=False),
        _K.WEBHOOK_DISABLED: IncidentDescription("A website is no longer told of events", _S.MEDIUM, of_session=False),
        _K.CONCERN: IncidentDescription("Somebody reported a concern", _S.CRITICAL),
        _K.CANNOT_COME: IncidentDescription("Somebody cannot come to a session", _S.MEDIUM),
        _K.ANOTHER_TIME_WANTED: IncidentDescription("Somebody would like another time for a session", _S.LOW),
        _K.SECOND_FACT_WRONG: IncidentDescription("Somebody with a personal link failed at its second fact", _S.HIGH),
    }
)

SESSION_INCIDENTS: Final = tuple(kind for kind, each in INCIDENTS.items() if each.of_session)
"""The kinds of which a programme's policy says how grave they are, in the catalogue's order."""
