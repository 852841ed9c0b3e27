"""Zoom's calls about meetings that were held, and its reports on them."""

import math
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any, Final

from app.zoom.sandbox.account.directory import Account
from app.zoom.sandbox.account.limit_tables import Label, Plan
from app.zoom.sandbox.api.answers import Answer, Refusal, invalid_fields, paid_accounts_only
from app.zoom.sandbox.api.fields import INVALID
from app.zoom.sandbox.api.paging import page_of
from app.zoom.sandbox.api.requests import Operation, ZoomRequest
from app.zoom.sandbox.clock import zoom_time
from app.zoom.sandbox.meetings.meeting_state import Instance, Meeting, Participant, Place, Stay

_REMEMBERED_FOR: Final = timedelta(days=365)
_INSTANCES_FOR: Final = timedelta(days=456)
"""About 15 months."""
_LONGEST_REPORT: Final = timedelta(days=31)

Row = Callable[[Participant, Stay, datetime], dict[str, Any]]
"""Makes a row of a list from somebody's stay and its end."""


def get_past_meeting(account: Account, request: ZoomRequest) -> Answer:
    """Answer "Get past meeting details"."""
    meeting, instance = _held(account, request)
    return Answer(200, {**_summary(account, meeting, instance), "host_id": meeting.host_id, "source": "Zoom"})


def list_past_instances(account: Account, request: ZoomRequest) -> Answer:
    """Answer "List past meeting instances"."""
    name = request.name("meeting")
    meeting = account.find_meeting(name)
    if meeting is None:
        raise Refusal.of(404, 3001, f"Meeting does not exist: {name}.")
    since = account.clock.now() - _INSTANCES_FOR
    instances = [
        {"uuid": instance.uuid, "start_time": zoom_time(instance.started_at)}
        for instance in meeting.instances
        if instance.ended_at and instance.started_at > since
    ]
    return Answer(200, {"meetings": instances})


def list_past_participants(account: Account, request: ZoomRequest) -> Answer:
    """Answer "Get past meeting participants": a row for each stay, and none if only one person ever came."""
    _, instance = _held(account, request)
    return _participants(account, request, instance, _past_participant)


def get_meeting_report(account: Account, request: ZoomRequest) -> Answer:
    """Answer "Get meeting detail reports"."""
    meeting, instance = _held(account, request)
    fields = [{"field": each["field"], "value": each["value"]} for each in meeting.tracking_fields]
    body = {
        **_summary(account, meeting, instance),
        "tracking_fields": fields,
        "custom_keys": meeting.settings.get("custom_keys", []),
    }
    return Answer(200, body)


def list_report_participants(account: Account, request: ZoomRequest) -> Answer:
    """Answer "Get meeting participant reports"."""
    _, instance = _held(account, request)
    with_registrants = request.query.get("include_fields") == "registrant_id"

    def row(person: Participant, stay: Stay, until: datetime) -> dict[str, Any]:
        registrant = {"registrant_id": person.registrant_id} if with_registrants else {}
        return {
            **_stay(person, stay, until),
            **registrant,
            "customer_key": person.customer_key,
            "participant_user_id": person.user,
            "bo_mtg_id": "",
        }

    return _participants(account, request, instance, row)


def list_user_meetings_report(account: Account, request: ZoomRequest) -> Answer:
    """Answer "Get meeting reports" of a user: what they held from one UTC date to another, a month at the most."""
    if account.plan is Plan.FREE:
        raise paid_accounts_only(account.configuration.account_id)
    user = account.user(request.name("user"))
    first, last = _dates(request)
    if request.query.get("type", "past") not in {"past", "pastOne", "pastJoined"}:
        raise invalid_fields({"type": INVALID})
    # Somebody alone is in no list of "pastOne": Zoom's word for meetings with more than one participant.
    several = request.query.get("type") == "pastOne"
    found = sorted(
        (
            (instance.started_at, meeting, instance)
            for meeting in account.meetings_of(user)
            for instance in meeting.instances
            if instance.ended_at is not None
            and first <= instance.ended_at.date() <= last
            and not (several and len(instance.participants) < 2)
        ),
        key=lambda each: each[0],
    )
    page = page_of([_summary(account, meeting, held) for _, meeting, held in found], request, account.clock.now())
    return Answer(200, {"from": first.isoformat(), "to": last.isoformat(), **page.keys, "meetings": list(page.items)})


def _dates(request: ZoomRequest) -> tuple[date, date]:
    """Return the dates of a report.

    Raises:
        Refusal: One is missing or is none, or there is more than a month between them.
    """
    named: dict[str, date] = {}
    problems: dict[str, str] = {}
    for name in ("from", "to"):
        try:
            named[name] = date.fromisoformat(request.query.get(name, ""))
        except ValueError:
            problems[name] = INVALID
    if problems:
        raise invalid_fields(problems)
    if not timedelta(0) <= named["to"] - named["from"] <= _LONGEST_REPORT:
        raise Refusal.of(400, 300, "The date range of a report cannot be longer than a month.")
    return named["from"], named["to"]


def _held(account: Account, request: ZoomRequest) -> tuple[Meeting, Instance]:
    """Return the instance that a path names, or the latest one of the meeting that it names.

    Raises:
        Refusal: It is unknown, is not over, is too old, or the account is not a paid one.
    """
    if account.plan is Plan.FREE:
        raise paid_accounts_only(account.configuration.account_id)
    name = request.name("meeting")
    meeting = account.find_meeting(name)
    if meeting is None:
        raise Refusal.of(404, 3001, "This meeting is not available or the meeting ID is invalid.")
    instances = [each for each in meeting.instances if each.uuid == name] or meeting.instances
    known_until = account.clock.now() - timedelta(seconds=account.beliefs.past_participants_delay_seconds)
    ended = [each for each in instances if each.ended_at and each.ended_at <= known_until]
    if not ended or (name != str(meeting.id) and instances[0].uuid != name):
        raise Refusal.of(404, 3001, "The meeting ID is invalid or the meeting has not ended.")
    if ended[-1].started_at < account.clock.now() - _REMEMBERED_FOR:
        raise Refusal.of(400, 12702, "Can not access a meeting a year ago.")
    return meeting, ended[-1]


def _summary(account: Account, meeting: Meeting, instance: Instance) -> dict[str, Any]:
    host = account.state.users.get(meeting.host_id)
    ended_at = instance.ended_at or account.clock.now()
    present = [(stay, until) for _, stay, until in _stays(instance) if stay.place is Place.MEETING]
    return {
        "uuid": instance.uuid,
        "id": meeting.id,
        "type": meeting.type,
        "topic": meeting.topic,
        "user_name": host.display_name if host else "",
        "user_email": host.email if host else "",
        "start_time": zoom_time(instance.started_at),
        "end_time": zoom_time(ended_at),
        "duration": _minutes(ended_at - instance.started_at),
        "total_minutes": sum(_minutes(until - stay.since) for stay, until in present),
        "participants_count": len(present),
        "dept": "",
    }


def _participants(account: Account, request: ZoomRequest, instance: Instance, row: Row) -> Answer:
    alone = len(instance.participants) < 2
    rows = [] if alone else [row(person, stay, until) for person, stay, until in _stays(instance)]
    page = page_of(rows, request, account.clock.now())
    keys = {name: value for name, value in page.keys.items() if name != "page_number"}
    return Answer(200, {**keys, "participants": list(page.items)})


def _stays(instance: Instance) -> Iterator[tuple[Participant, Stay, datetime]]:
    """Return every stay with its end, in the order in which they began."""
    stays = [(person, stay) for person in instance.participants.values() for stay in person.stays]
    for person, stay in sorted(stays, key=lambda each: each[1].since):
        yield person, stay, stay.until or instance.ended_at or stay.since


def _past_participant(person: Participant, stay: Stay, until: datetime) -> dict[str, Any]:
    return {
        **_stay(person, stay, until),
        "registrant_id": person.registrant_id,
        "internal_user": bool(person.user),
    }


def _stay(person: Participant, stay: Stay, until: datetime) -> dict[str, Any]:
    return {
        "id": person.user,
        "user_id": stay.user_id,
        "name": person.name,
        # Zoom shows the addresses of the account's users and of registrants alone.
        "user_email": person.email if person.user or person.registrant_id else "",
        "join_time": zoom_time(stay.since),
        "leave_time": zoom_time(until),
        "duration": int((until - stay.since).total_seconds()),
        "failover": False,
        "status": stay.place.value,
    }


def _minutes(length: timedelta) -> int:
    return math.ceil(length.total_seconds() / 60)


OPERATIONS = (
    Operation(
        "list_user_meetings_report",
        "GET",
        "/report/users/{user}/meetings",
        Label.HEAVY,
        "report:read:user",
        "report:read:admin",
        list_user_meetings_report,
    ),
    Operation(
        "get_past_meeting",
        "GET",
        "/past_meetings/{meeting}",
        Label.LIGHT,
        "meeting:read:past_meeting",
        "meeting:read:admin",
        get_past_meeting,
    ),
    Operation(
        "list_past_instances",
        "GET",
        "/past_meetings/{meeting}/instances",
        Label.MEDIUM,
        "meeting:read:list_past_instances",
        "meeting:read:admin",
        list_past_instances,
    ),
    Operation(
        "list_past_participants",
        "GET",
        "/past_meetings/{meeting}/participants",
        Label.MEDIUM,
        "meeting:read:list_past_participants",
        "meeting:read:admin",
        list_past_participants,
    ),
    Operation(
        "get_meeting_report",
        "GET",
        "/report/meetings/{meeting}",
        Label.HEAVY,
        "report:read:meeting",
        "report:read:admin",
        get_meeting_report,
    ),
    Operation(
        "list_report_participants",
        "GET",
        "/report/meetings/{meeting}/participants",
        Label.HEAVY,
        "report:read:list_meeting_participants",
        "report:read:admin",
        list_report_participants,
    ),
)
