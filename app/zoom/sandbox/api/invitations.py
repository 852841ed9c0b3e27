"""Zoom's calls for an invitation's text and for links with a name in them."""

from datetime import UTC
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.zoom.sandbox.account.directory import Account
from app.zoom.sandbox.account.limit_tables import Label
from app.zoom.sandbox.api.answers import Answer, invalid_fields
from app.zoom.sandbox.api.fields import INVALID
from app.zoom.sandbox.api.meetings import demanded_meeting
from app.zoom.sandbox.api.requests import Operation, ZoomRequest
from app.zoom.sandbox.api.views import join_url
from app.zoom.sandbox.identifiers import invite_token
from app.zoom.sandbox.meetings.meeting_state import Meeting

_MOST: Final = 500
_LONGEST: Final = 7_776_000
_USUAL: Final = 7200


def get_invitation(account: Account, request: ZoomRequest) -> Answer:
    """Answer "Get meeting invitation": the text holds the link and the passcode."""
    meeting = demanded_meeting(account, request)
    return Answer(200, {"invitation": _text(account, meeting), "sip_links": []})


def create_invite_links(account: Account, request: ZoomRequest) -> Answer:
    """Answer "Create a meeting's invite links"."""
    meeting = demanded_meeting(account, request)
    body = request.json_object()
    attendees, ttl = body.get("attendees"), body.get("ttl", _USUAL)
    problems: dict[str, str] = {}
    if type(ttl) is not int or not 0 <= ttl <= _LONGEST:
        problems["ttl"] = INVALID
    if not isinstance(attendees, list) or not 1 <= len(attendees) <= _MOST or not all(map(_is_named, attendees)):
        problems["attendees"] = INVALID
    if problems or not isinstance(attendees, list):
        raise invalid_fields(problems)
    until = int(account.clock.now().timestamp()) + ttl
    link = f"{account.configuration.web_url}/w/{meeting.id}?tk="
    links = [
        {"name": each["name"], "join_url": link + invite_token(each["name"], meeting=meeting.id, until=until)}
        for each in attendees
    ]
    return Answer(201, {"attendees": links})


def _is_named(attendee: Any) -> bool:
    name = attendee.get("name") if isinstance(attendee, dict) else None
    return isinstance(name, str) and 1 <= len(name) <= 64


def _text(account: Account, meeting: Meeting) -> str:
    host = account.state.users.get(meeting.host_id)
    when = f"Time: {_local_time(meeting)}\r\n" if meeting.start_time else ""
    passcode = f"Passcode: {meeting.password}\r\n" if meeting.password else ""
    return (
        f"{(host.display_name or host.email) if host else ''} is inviting you to a scheduled Zoom meeting.\r\n\r\n"
        f"Topic: {meeting.topic}\r\n{when}\r\n"
        f"Join Zoom Meeting\r\n{join_url(account, meeting)}\r\n\r\n"
        f"Meeting ID: {_spaced(meeting.id)}\r\n{passcode}"
    )


def _local_time(meeting: Meeting) -> str:
    """Return the start in the meeting's time zone, which is named by its city (assumed: Zoom has names of its own)."""
    start = meeting.start_time
    if start is None:
        return ""
    try:
        zone, name = ZoneInfo(meeting.timezone), meeting.timezone.rpartition("/")[2].replace("_", " ")
    except (ZoneInfoNotFoundError, ValueError):
        zone, name = None, ""
    if zone is None or name == "UTC":
        return f"{start.astimezone(UTC):%b %d, %Y %I:%M %p} Universal Time UTC"
    return f"{start.astimezone(zone):%b %d, %Y %I:%M %p} {name}"


def _spaced(number: int) -> str:
    """Return a meeting's number as Zoom prints it: 3, 4 and the remaining digits."""
    digits = str(number)
    return f"{digits[:3]} {digits[3:7]} {digits[7:]}"


OPERATIONS = (
    Operation(
        "get_invitation",
        "GET",
        "/meetings/{meeting}/invitation",
        Label.LIGHT,
        "meeting:read:invitation",
        "meeting:read:admin",
        get_invitation,
    ),
    Operation(
        "create_invite_links",
        "POST",
        "/meetings/{meeting}/invite_links",
        Label.LIGHT,
        "meeting:write:invite_links",
        "meeting:write:admin",
        create_invite_links,
    ),
)
