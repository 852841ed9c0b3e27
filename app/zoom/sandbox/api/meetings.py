"""Zoom's calls about meetings."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from app.zoom.sandbox.account.directory import Account
from app.zoom.sandbox.account.limit_tables import Label
from app.zoom.sandbox.account.quota import count_change
from app.zoom.sandbox.api.answers import NO_CONTENT, Answer, Refusal, hosting_not_allowed, invalid_fields
from app.zoom.sandbox.api.fields import INVALID
from app.zoom.sandbox.api.paging import page_of
from app.zoom.sandbox.api.requests import Operation, ZoomRequest
from app.zoom.sandbox.api.showing import as_listed, as_shown, is_in_lists
from app.zoom.sandbox.api.views import (
    host_meeting_view,
    host_occurrence_view,
    listed_meeting_view,
    upcoming_meeting_view,
)
from app.zoom.sandbox.meetings import holding, series
from app.zoom.sandbox.meetings import scheduled as meetings
from app.zoom.sandbox.meetings.meeting_state import INSTANT, Meeting
from app.zoom.sandbox.state import User

_UPCOMING = timedelta(hours=24)
_LONGEST_AGO = datetime.min.replace(tzinfo=UTC)


def create_meeting(account: Account, request: ZoomRequest) -> Answer:
    """Answer "Create a meeting"."""
    host = account.host(request.name("user"))
    count_change(account, host)
    meeting = meetings.create(account, host, request.json_object())
    return Answer(201, as_shown(account, host_meeting_view(account, meeting)))


def list_meetings(account: Account, request: ZoomRequest) -> Answer:
    """Answer "List meetings". Instant, deleted and expired ones, and personal rooms, are never in it."""
    host = account.host(request.name("user"))
    wanted = _kind(request.query.get("type") or "scheduled", account.clock.now())
    first, last = _day(request, "from"), _day(request, "to")
    everything = first is not None or last is not None
    found = [
        meeting
        for meeting in account.meetings_of(host)
        if meeting.type != INSTANT
        and account.is_alive(meeting)
        and wanted(meeting)
        and _within(meeting, first, last)
        and is_in_lists(account, meeting, also_far_ahead=everything)
    ]
    found.sort(key=lambda meeting: (meeting.start_time or _LONGEST_AGO, meeting.id))
    page = page_of(found, request, account.clock.now())
    items = [as_listed(account, listed_meeting_view(account, meeting)) for meeting in page.items]
    return Answer(200, {**page.keys, "meetings": items})


def list_upcoming_meetings(account: Account, request: ZoomRequest) -> Answer:
    """Answer "List upcoming meetings": of the next 24 hours, also those that the user is only invited to."""
    user = account.user(request.name("user"))
    now = account.clock.now()
    found = [
        meeting
        for meeting in account.state.meetings.values()
        if account.is_alive(meeting)
        and is_in_lists(account, meeting)
        and meeting.start_time is not None
        and now <= meeting.start_time <= now + _UPCOMING
        and (meeting.host_id == user.id or _is_invited(meeting, user))
    ]
    found.sort(key=lambda meeting: (meeting.start_time or _LONGEST_AGO, meeting.id))
    views = [as_listed(account, upcoming_meeting_view(account, meeting, user)) for meeting in found]
    return Answer(200, {"total_records": len(views), "meetings": views})


def get_meeting(account: Account, request: ZoomRequest) -> Answer:
    """Answer "Get a meeting", or one occurrence of a series."""
    meeting = demanded_meeting(account, request)
    if occurrence_id := request.query.get("occurrence_id"):
        occurrence = series.find_occurrence(meeting, occurrence_id)
        return Answer(200, as_shown(account, host_occurrence_view(account, meeting, occurrence)))
    previous = request.query.get("show_previous_occurrences") == "true"
    return Answer(200, as_shown(account, host_meeting_view(account, meeting, previous=previous)))


def update_meeting(account: Account, request: ZoomRequest) -> Answer:
    """Answer "Update a meeting": the same empty answer whether or not a lock held something back."""
    meeting = demanded_meeting(account, request)
    count_change(account, account.user(meeting.host_id))
    body = request.json_object()
    if meeting.is_started:
        raise Refusal.of(400, 3000, "You cannot update or delete meetings that have started using this method.")
    if occurrence_id := request.query.get("occurrence_id"):
        occurrence = series.find_occurrence(meeting, occurrence_id)
        series.update_occurrence(account, meeting, occurrence, body, actor=account.owner)
    else:
        meetings.update(account, meeting, body, actor=account.owner)
    return NO_CONTENT


def delete_meeting(account: Account, request: ZoomRequest) -> Answer:
    """Answer "Delete a meeting": without an occurrence the whole series goes."""
    meeting = demanded_meeting(account, request)
    if occurrence_id := request.query.get("occurrence_id"):
        occurrence = series.find_occurrence(meeting, occurrence_id)
        series.delete_occurrence(account, meeting, occurrence, actor=account.owner)
    else:
        meetings.delete(account, meeting, actor=account.owner)
    return NO_CONTENT


def update_status(account: Account, request: ZoomRequest) -> Answer:
    """Answer "Update meeting status": also with 204 when nothing was running."""
    match request.json_object().get("action"):
        case "end":
            holding.end(account, demanded_meeting(account, request))
        case "recover":
            meetings.recover(account, request.name("meeting"), actor=account.owner)
        case _:
            raise invalid_fields({"action": INVALID})
    return NO_CONTENT


def demanded_meeting(account: Account, request: ZoomRequest) -> Meeting:
    """Return the meeting that a path names.

    Raises:
        Refusal: There is none, or its host may not hold meetings.
    """
    meeting = account.meeting(request.name("meeting"))
    host = account.state.users.get(meeting.host_id)
    if host is None or not host.may_host:
        raise hosting_not_allowed()
    return meeting


def _is_invited(meeting: Meeting, user: User) -> bool:
    invited = {str(each.get("email", "")).lower() for each in meeting.settings["meeting_invitees"]}
    hosts = {name.strip().lower() for name in meeting.settings["alternative_hosts"].replace(",", ";").split(";")}
    return user.email.lower() in invited | hosts


def _kind(name: str, now: datetime) -> Callable[[Meeting], bool]:
    match name:
        case "scheduled":
            return lambda _: True
        case "live":
            return lambda meeting: meeting.is_started
        case "upcoming" | "upcoming_meetings":
            return lambda meeting: meeting.is_started or meetings.starts_after(meeting, now)
        case "previous_meetings":
            return lambda meeting: not (meeting.is_started or meetings.starts_after(meeting, now))
        case _:
            raise invalid_fields({"type": INVALID})


def _day(request: ZoomRequest, name: str) -> date | None:
    text = request.query.get(name)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise invalid_fields({name: INVALID}) from None


def _within(meeting: Meeting, first: date | None, last: date | None) -> bool:
    if meeting.start_time is None:
        return True
    day = meeting.start_time.date()
    return (first is None or first <= day) and (last is None or day <= last)


OPERATIONS = (
    Operation(
        "create_meeting",
        "POST",
        "/users/{user}/meetings",
        Label.MEDIUM,
        "meeting:write:meeting",
        "meeting:write:admin",
        create_meeting,
    ),
    Operation(
        "list_meetings",
        "GET",
        "/users/{user}/meetings",
        Label.MEDIUM,
        "meeting:read:list_meetings",
        "meeting:read:admin",
        list_meetings,
    ),
    Operation(
        "list_upcoming_meetings",
        "GET",
        "/users/{user}/upcoming_meetings",
        Label.MEDIUM,
        "meeting:read:list_upcoming_meetings",
        "meeting:read:admin",
        list_upcoming_meetings,
    ),
    Operation(
        "get_meeting",
        "GET",
        "/meetings/{meeting}",
        Label.LIGHT,
        "meeting:read:meeting",
        "meeting:read:admin",
        get_meeting,
    ),
    Operation(
        "update_meeting",
        "PATCH",
        "/meetings/{meeting}",
        Label.LIGHT,
        "meeting:update:meeting",
        "meeting:write:admin",
        update_meeting,
    ),
    Operation(
        "delete_meeting",
        "DELETE",
        "/meetings/{meeting}",
        Label.LIGHT,
        "meeting:delete:meeting",
        "meeting:write:admin",
        delete_meeting,
    ),
    Operation(
        "update_status",
        "PUT",
        "/meetings/{meeting}/status",
        Label.LIGHT,
        "meeting:update:status",
        "meeting:write:admin",
        update_status,
    ),
)
