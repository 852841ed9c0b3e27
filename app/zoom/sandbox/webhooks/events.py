"""The payloads of Zoom's meeting events ("Meeting events" in its webhook reference).

A meeting's number is a number in some events and text in others, as Zoom has it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from app.zoom.sandbox.account.directory import Account
from app.zoom.sandbox.api.views import creation_source, join_url, occurrence_view
from app.zoom.sandbox.clock import milliseconds, zoom_time
from app.zoom.sandbox.meetings.meeting_state import Meeting, Occurrence
from app.zoom.sandbox.state import User

_REPORTED_SETTINGS: Final = (
    *("host_video", "participant_video", "join_before_host", "jbh_time", "mute_upon_entry", "audio", "auto_recording"),
    *("use_pmi", "waiting_room", "watermark", "enforce_login", "enforce_login_domains", "approval_type"),
    *("registration_type", "alternative_hosts", "meeting_authentication", "authentication_option"),
    *("authentication_name", "authentication_domains", "meeting_invitees", "language_interpretation"),
    *("sign_language_interpretation", "continuous_meeting_chat", "auto_start_meeting_summary"),
    *("who_will_receive_summary", "auto_start_ai_companion_questions", "who_can_ask_questions"),
    *("summary_template_id", "allow_host_control_participant_mute_state", "email_in_attendee_report"),
)
"""The settings whose changes `meeting.updated` tells of; others change in silence."""

_NUMBER_IS_TEXT: Final = (
    *("meeting.participant_", "meeting.invitation_", "meeting.breakout_room_"),
    *("meeting.ended", "meeting.sharing_ended"),
)
_NUMBER_IS_NUMBER: Final = (
    "meeting.participant_jbh_waiting_left",
    "meeting.participant_phone_callout_",
    "meeting.participant_room_system_callout_",
)
_SAMPLES_AND_SDK_DIFFER: Final = ("meeting.started", "meeting.sharing_started")
"""A number in the samples of Zoom's reference, and text in the types of its SDK."""

_WEBINAR: Final = 5
"""Zoom's number for a webinar."""

Snapshot = Mapping[str, Any]
"""What `meeting.updated` can tell about a meeting at one moment."""


def snapshot(account: Account, meeting: Meeting) -> Snapshot:
    """Return what `meeting.updated` can tell about a meeting now."""
    return {
        "host_id": meeting.host_id,
        "topic": meeting.topic,
        "type": meeting.type,
        "start_time": zoom_time(meeting.start_time) if meeting.start_time else None,
        "duration": meeting.duration,
        "timezone": meeting.timezone,
        "join_url": join_url(account, meeting),
        "password": meeting.password,
        "agenda": meeting.agenda,
        "recurrence": meeting.recurrence,
        "tracking_fields": meeting.tracking_fields,
        "settings": {name: meeting.settings[name] for name in _REPORTED_SETTINGS if name in meeting.settings},
    }


def announce_updated(account: Account, meeting: Meeting, before: Snapshot, actor: User | None) -> None:
    """Send `meeting.updated` with what has changed since `before`, or nothing if that is nothing."""
    after = snapshot(account, meeting)
    changed = [name for name in after if after[name] != before[name] and name != "settings"]
    new: dict[str, Any] = {name: after[name] for name in changed}
    old: dict[str, Any] = {name: before[name] for name in changed}
    settings = [name for name in _REPORTED_SETTINGS if after["settings"].get(name) != before["settings"].get(name)]
    for values, source in ((new, after), (old, before)):
        if settings:
            values["settings"] = {name: source["settings"][name] for name in settings if name in source["settings"]}
    if not new:
        return
    payload = {
        **operator(account, actor),
        "scope": "all",
        "time_stamp": milliseconds(account.clock.now()),
        "object": {"id": meeting.id, "uuid": meeting.uuid, **new},
        "old_object": {"id": meeting.id, "uuid": meeting.uuid, **old},
    }
    account.announce("meeting.updated", payload)


def announce_created(account: Account, meeting: Meeting, actor: User | None) -> None:
    """Send `meeting.created`."""
    names = ("use_pmi", "alternative_hosts", "meeting_invitees", "join_before_host", "jbh_time")
    host = account.state.users.get(meeting.host_id)
    details = {
        **meeting_object(meeting),
        "join_url": join_url(account, meeting),
        "password": meeting.password,
        **({"pmi": str(host.pmi)} if host and meeting.settings["use_pmi"] else {}),
        "settings": {name: meeting.settings[name] for name in names},
        "creation_source": creation_source(meeting),
        **({"recurrence": meeting.recurrence} if meeting.recurrence else {}),
        **({"occurrences": [occurrence_view(each) for each in meeting.occurrences]} if meeting.occurrences else {}),
        **({"tracking_fields": meeting.tracking_fields} if meeting.tracking_fields else {}),
    }
    account.announce("meeting.created", {**operator(account, actor), "operation": "all", "object": details})


def announce_deleted(account: Account, meeting: Meeting, actor: User | None) -> None:
    """Send `meeting.deleted`."""
    _announce_done(account, "meeting.deleted", meeting, actor)


def announce_occurrence_updated(
    account: Account, meeting: Meeting, before: Occurrence, after: Occurrence, actor: User | None
) -> None:
    """Send `meeting.updated` about one occurrence, or nothing if nothing has changed that it tells of."""
    old, new = _occurrence_values(before), _occurrence_values(after)
    changed = [name for name in new if old.get(name) != new[name]]
    if not changed:
        return
    payload = {
        **operator(account, actor),
        "scope": "single",
        "time_stamp": milliseconds(account.clock.now()),
        "object": {"id": meeting.id, "uuid": meeting.uuid, **_of_one(after, new, changed)},
        "old_object": {"id": meeting.id, "uuid": meeting.uuid, **_of_one(before, old, changed)},
    }
    account.announce("meeting.updated", payload)


def announce_occurrence_deleted(account: Account, meeting: Meeting, occurrence: Occurrence, actor: User | None) -> None:
    """Send `meeting.deleted` about one occurrence."""
    gone = {"occurrence_id": occurrence.id, "start_time": zoom_time(occurrence.start_time)}
    details = {**meeting_object(meeting), "occurrences": [gone]}
    account.announce("meeting.deleted", {**operator(account, actor), "operation": "single", "object": details})


def _occurrence_values(occurrence: Occurrence) -> dict[str, Any]:
    return {
        "start_time": zoom_time(occurrence.start_time),
        "duration": occurrence.duration,
        "agenda": occurrence.agenda or "",
        "settings": occurrence.settings,
    }


def _of_one(occurrence: Occurrence, values: Mapping[str, Any], changed: Sequence[str]) -> dict[str, Any]:
    """Return what has changed of one occurrence: its times within a list, as the series has others."""
    times = {name: values[name] for name in ("start_time", "duration")}
    others = {name: values[name] for name in changed if name not in times}
    return {"occurrences": [{"occurrence_id": occurrence.id, **times}], **others}


def announce_recovered(account: Account, meeting: Meeting, actor: User | None) -> None:
    """Send `meeting.recovered`."""
    _announce_done(account, "meeting.recovered", meeting, actor)


def announce_started(account: Account, meeting: Meeting, started_at: datetime) -> None:
    """Send `meeting.started`, with the real start and the uuid of the new instance."""
    announce_about(account, "meeting.started", meeting, {"start_time": zoom_time(started_at)})


def announce_ended(account: Account, meeting: Meeting, *, started_at: datetime, ended_at: datetime) -> None:
    """Send `meeting.ended`; `duration` is the scheduled one."""
    times = {"start_time": zoom_time(started_at), "end_time": zoom_time(ended_at)}
    announce_about(account, "meeting.ended", meeting, times)


def announce_converted_to_webinar(account: Account, meeting: Meeting, actor: User | None) -> None:
    """Send `meeting.converted_to_webinar`."""
    payload = {**operator(account, actor), "object": meeting_object(meeting) | {"type": _WEBINAR}}
    account.announce("meeting.converted_to_webinar", payload)


def announce_found_in_public(account: Account, meeting: Meeting, details: Mapping[str, Any]) -> None:
    """Send `meeting.risk_alert`: the link stands where everybody can read it; `details` win over the usual ones."""
    found = {
        "post_platform": "a public forum",
        "social_link": "https://forum.example.org/posts/1",
        "post_time": zoom_time(account.clock.now()),
        "post_user": "somebody",
        "meeting_url": join_url(account, meeting).partition("?")[0],
        "recommended_enable_settings": ["enablePassword", "enableWaitingRoom"],
        "recommended_disable_settings": ["enableScreenShare"],
        **details,
    }
    host = account.state.users.get(meeting.host_id)
    usual = {name: value for name, value in meeting_object(meeting).items() if name != "duration"}
    about = {**usual, "host_email": host.email if host else "", "armn_details": found}
    payload = {"account_id": account.configuration.account_id, "object": about}
    account.announce("meeting.risk_alert", payload)


def announce_about(
    account: Account,
    event: str,
    meeting: Meeting,
    details: Mapping[str, Any] | None = None,
    payload: Mapping[str, Any] | None = None,
) -> None:
    """Send an event about a meeting, with what it tells of it beside the usual, and beside the object."""
    about = {**meeting_object(meeting), "id": meeting_number(account, event, meeting), **(details or {})}
    account.announce(event, {"account_id": account.configuration.account_id, **(payload or {}), "object": about})


def meeting_number(account: Account, event: str, meeting: Meeting) -> int | str:
    """Return a meeting's number as an event tells it: a number, or text."""
    if event in _SAMPLES_AND_SDK_DIFFER:
        is_text = account.beliefs.number_of_started_is_text
    else:
        is_text = event.startswith(_NUMBER_IS_TEXT) and not event.startswith(_NUMBER_IS_NUMBER)
    return str(meeting.id) if is_text else meeting.id


def _announce_done(account: Account, event: str, meeting: Meeting, actor: User | None) -> None:
    account.announce(event, {**operator(account, actor), "operation": "all", "object": meeting_object(meeting)})


def operator(account: Account, actor: User | None) -> dict[str, Any]:
    """Return the part of a payload that tells who did it."""
    who = {} if actor is None else {"operator": actor.email, "operator_id": actor.id}
    return {"account_id": account.configuration.account_id, **who}


def meeting_object(meeting: Meeting) -> dict[str, Any]:
    """Return what every event tells of a meeting."""
    start = {"start_time": zoom_time(meeting.start_time)} if meeting.start_time else {}
    return {
        "id": meeting.id,
        "uuid": meeting.uuid,
        "host_id": meeting.host_id,
        "topic": meeting.topic,
        "type": meeting.type,
        **start,
        "timezone": meeting.timezone,
        "duration": meeting.duration,
    }
