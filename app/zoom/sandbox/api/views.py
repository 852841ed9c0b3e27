"""Users and meetings as Zoom's API shows them."""

from datetime import timedelta
from typing import Any

from app.zoom.sandbox.account.directory import Account
from app.zoom.sandbox.account.user_settings import in_force
from app.zoom.sandbox.account.user_types import UserStatus
from app.zoom.sandbox.clock import zoom_time
from app.zoom.sandbox.identifiers import encrypted_passcode, host_token, registrant_token, telephone_passcode
from app.zoom.sandbox.meetings.meeting_state import Meeting, Occurrence, Registrant
from app.zoom.sandbox.state import User

LISTED_AGENDA = 250
"""Characters of an agenda that lists show."""


def user_view(account: Account, user: User) -> dict[str, Any]:
    """Return the answer to "Get a user"."""
    owner = account.owner is user
    return {
        **listed_user_view(account, user),
        "account_id": account.configuration.account_id,
        "role_name": "Owner" if owner else "Member",
        "use_pmi": False,
        "personal_meeting_url": f"{account.configuration.web_url}/j/{user.pmi}",
        "language": "en-US",
        "login_types": [100],
        "cluster": "us06",
    }


def listed_user_view(account: Account, user: User) -> dict[str, Any]:
    """Return an item of "List users". Nobody has an id before the invitation is accepted."""
    identity = {} if user.status is UserStatus.PENDING else {"id": user.id}
    return {
        **identity,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "display_name": user.display_name,
        "email": user.email,
        "type": int(user.type),
        "pmi": user.pmi,
        "timezone": user.timezone,
        "verified": 0 if user.status is UserStatus.PENDING else 1,
        "dept": "",
        "created_at": zoom_time(user.created_at),
        "group_ids": user.group_ids,
        "status": user.status.value,
        "role_id": "0" if account.owner is user else "2",
    }


def join_url(account: Account, meeting: Meeting) -> str:
    """Return the link for participants, with the passcode in it where the host's settings say so."""
    host = account.state.users.get(meeting.host_id)
    number = host.pmi if host and meeting.settings["use_pmi"] else meeting.id
    link = f"{account.configuration.web_url}/j/{number}"
    embedded = host is None or in_force(account.state, host, "meeting_security.embed_password_in_join_link")
    if not (meeting.password and embedded):
        return link
    return f"{link}?pwd={encrypted_passcode(meeting.password, meeting=meeting.id)}"


def registrant_join_url(account: Account, meeting: Meeting, registrant: Registrant) -> str:
    """Return a registrant's own link."""
    return f"{account.configuration.web_url}/w/{meeting.id}?tk={registrant_token(registrant.id, meeting=meeting.id)}"


def occurrence_view(occurrence: Occurrence) -> dict[str, Any]:
    """Return an item of a series' occurrences."""
    return {
        "occurrence_id": occurrence.id,
        "start_time": zoom_time(occurrence.start_time),
        "duration": occurrence.duration,
        "status": "deleted" if occurrence.deleted else "available",
    }


def upcoming_meeting_view(account: Account, meeting: Meeting, user: User) -> dict[str, Any]:
    """Return an item of "List upcoming meetings"."""
    return {
        "id": meeting.id,
        "topic": meeting.topic,
        "type": meeting.type,
        **({"start_time": zoom_time(meeting.start_time)} if meeting.start_time else {}),
        "duration": meeting.duration,
        "timezone": meeting.timezone,
        "created_at": zoom_time(meeting.created_at),
        "join_url": join_url(account, meeting),
        "passcode": meeting.password,
        "use_pmi": meeting.settings["use_pmi"],
        "is_host": meeting.host_id == user.id,
    }


def meeting_view(account: Account, meeting: Meeting, *, previous: bool = False) -> dict[str, Any]:
    """Return the answer to "Get a meeting", without the link that makes its holder the host.

    A series shows its occurrences to come, or with `previous` all.
    """
    host = account.state.users.get(meeting.host_id)
    telephone = telephone_passcode(meeting.password, meeting=meeting.id) if meeting.password else ""
    encrypted = encrypted_passcode(meeting.password, meeting=meeting.id) if meeting.password else ""
    return {
        "uuid": meeting.uuid,
        "id": meeting.id,
        "host_id": meeting.host_id,
        "host_email": host.email if host else "",
        "topic": meeting.topic,
        "type": meeting.type,
        "status": meeting.status.value,
        **({"start_time": zoom_time(meeting.start_time)} if meeting.start_time else {}),
        "duration": meeting.duration,
        "timezone": meeting.timezone,
        **({"agenda": meeting.agenda} if meeting.agenda else {}),
        "created_at": zoom_time(meeting.created_at),
        "join_url": join_url(account, meeting),
        "password": meeting.password,
        "h323_password": telephone,
        "pstn_password": telephone,
        "encrypted_password": encrypted,
        **({"pmi": str(host.pmi)} if host and meeting.settings["use_pmi"] else {}),
        **_registration_url(account, meeting),
        **_occurrences(account, meeting, previous=previous),
        **({"recurrence": meeting.recurrence} if meeting.recurrence else {}),
        **({"tracking_fields": meeting.tracking_fields} if meeting.tracking_fields else {}),
        "settings": meeting.settings,
        "creation_source": creation_source(meeting),
        "pre_schedule": meeting.pre_schedule,
    }


def creation_source(meeting: Meeting) -> str:
    """Return Zoom's word for where a meeting was scheduled."""
    return "web_portal" if meeting.by_hand else "open_api"


def _registration_url(account: Account, meeting: Meeting) -> dict[str, str]:
    if not meeting.registration_is_on:
        return {}
    name = registrant_token("registration", meeting=meeting.id)
    return {"registration_url": f"{account.configuration.web_url}/meeting/register/{name}"}


def _occurrences(account: Account, meeting: Meeting, *, previous: bool) -> dict[str, Any]:
    if not meeting.occurrences:
        return {}
    now = account.clock.now()
    shown = [
        occurrence_view(each)
        for each in meeting.occurrences
        if previous or each.start_time + timedelta(minutes=each.duration) > now
    ]
    return {"occurrences": shown}


def host_meeting_view(account: Account, meeting: Meeting, *, previous: bool = False) -> dict[str, Any]:
    """Return the answer to "Get a meeting"; its start link is another one each time."""
    zak = host_token(user=meeting.host_id, meeting=meeting.id, now=account.clock.now())
    sign_in = "&sign_in=required" if account.beliefs.start_link_asks_to_sign_in else ""
    link = f"{account.configuration.web_url}/s/{meeting.id}?zak={zak}{sign_in}"
    return {**meeting_view(account, meeting, previous=previous), "start_url": link}


def host_occurrence_view(account: Account, meeting: Meeting, occurrence: Occurrence) -> dict[str, Any]:
    """Return the answer to "Get a meeting" about one occurrence: the series, with what that one has for itself."""
    return {
        **host_meeting_view(account, meeting),
        "start_time": zoom_time(occurrence.start_time),
        "duration": occurrence.duration,
        **({} if occurrence.agenda is None else {"agenda": occurrence.agenda}),
        "settings": {**meeting.settings, **occurrence.settings},
        "occurrences": [occurrence_view(occurrence)],
    }


def listed_meeting_view(account: Account, meeting: Meeting) -> dict[str, Any]:
    """Return an item of "List meetings": neither settings nor passcode nor status, and little of the agenda."""
    host = account.state.users.get(meeting.host_id)
    return {
        "uuid": meeting.uuid,
        "id": meeting.id,
        "host_id": meeting.host_id,
        "topic": meeting.topic,
        "type": meeting.type,
        **({"start_time": zoom_time(meeting.start_time)} if meeting.start_time else {}),
        "duration": meeting.duration,
        "timezone": meeting.timezone,
        **({"agenda": meeting.agenda[:LISTED_AGENDA]} if meeting.agenda else {}),
        "created_at": zoom_time(meeting.created_at),
        "join_url": join_url(account, meeting),
        **({"pmi": str(host.pmi)} if host and meeting.settings["use_pmi"] else {}),
    }
