"""What happens to scheduled meetings, whoever asks for it: the API, or the host in the portal."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from app.zoom.sandbox.account.directory import Account
from app.zoom.sandbox.account.user_settings import effective, locks_on
from app.zoom.sandbox.account.user_types import UserType
from app.zoom.sandbox.api.answers import Refusal, hosting_not_allowed, invalid_fields
from app.zoom.sandbox.api.fields import INVALID, without
from app.zoom.sandbox.api.meeting_requests import MeetingRequest, read_meeting_request
from app.zoom.sandbox.meetings import meeting_settings, series
from app.zoom.sandbox.meetings.meeting_state import INSTANT, RECURRING, Meeting, NotPossibleError
from app.zoom.sandbox.meetings.passcodes import generated_passcode
from app.zoom.sandbox.state import User
from app.zoom.sandbox.webhooks import events

_WITHOUT_START: Final = {INSTANT, 3}
_RECOVERABLE_FOR: Final = timedelta(days=7)
_PLAIN_FIELDS: Final = ("topic", "agenda", "type", "duration", "timezone", "recurrence", "pre_schedule")


def create(account: Account, host: User, body: Mapping[str, Any], *, by_hand: bool = False) -> Meeting:
    """Create a meeting for a host, or as the host does it by hand in the portal.

    Raises:
        Refusal: Zoom does not take the body.
    """
    values = effective(account.state, host)
    request = _request(account, body, host=values, timezone=host.timezone)
    sent = request.sent
    kind = sent.get("type", 2)
    if "schedule_for" in sent:
        host = _other_host(account, sent["schedule_for"], kind)
        values = effective(account.state, host)
    _check_alternative_hosts(account, request)
    now = account.clock.now().replace(microsecond=0)
    password = sent.get("password", "")
    if not password and (values["meeting_security.meeting_password"] or sent.get("default_password")):
        password = generated_passcode(account.identifiers, values)
    meeting = Meeting(
        id=_free_number(account),
        uuid=account.identifiers.meeting_uuid(),
        host_id=host.id,
        topic=sent.get("topic", "Zoom Meeting"),
        type=kind,
        agenda=sent.get("agenda", ""),
        start_time=None if kind in _WITHOUT_START else _start(account, request.start_time, now),
        duration=sent.get("duration", 60),
        timezone=sent.get("timezone", host.timezone),
        password=password,
        created_at=now,
        settings=meeting_settings.merged(
            meeting_settings.initial(values, account.profile.meeting_settings), request.settings
        ),
        recurrence=sent.get("recurrence"),
        tracking_fields=_tracking_fields(account, sent.get("tracking_fields", [])),
        pre_schedule=sent.get("pre_schedule", False),
        by_hand=by_hand,
    )
    _settle(account, meeting, host)
    series.plan(meeting)
    if meeting.type == RECURRING and not meeting.occurrences:
        raise invalid_fields({"recurrence.end_date_time": INVALID})
    account.state.meetings[meeting.id] = meeting
    account.index(meeting)
    account.changed()
    events.announce_created(account, meeting, host if by_hand else account.owner)
    return meeting


def update(account: Account, meeting: Meeting, body: Mapping[str, Any], *, actor: User | None) -> None:
    """Change what was sent, as far as locks let it.

    Raises:
        Refusal: Zoom does not take the body.
    """
    host = account.user(meeting.host_id)
    values = effective(account.state, host)
    request = _request(
        account, body, host=values, timezone=meeting.timezone, known_recurrence=meeting.recurrence is not None
    )
    _check_alternative_hosts(account, request)
    sent = request.sent
    new_host = _other_host(account, sent["schedule_for"], meeting.type) if "schedule_for" in sent else host
    before = events.snapshot(account, meeting)
    for name in _PLAIN_FIELDS:
        if name in sent:
            setattr(meeting, name, sent[name])
    # A start in the past is passed over, without an error.
    if request.start_time is not None and request.start_time >= account.clock.now():
        meeting.start_time = request.start_time
    if sent.keys() & {"type", "start_time", "timezone", "duration", "recurrence"}:
        series.plan(meeting)
    if sent.get("password") or ("password" in sent and not values["meeting_security.meeting_password"]):
        meeting.password = sent["password"]
    if "tracking_fields" in sent:
        meeting.tracking_fields = _tracking_fields(account, sent["tracking_fields"])
    if new_host is not host:
        account.change_host(meeting, new_host)
    meeting.settings = meeting_settings.merged(meeting.settings, request.settings)
    _settle(account, meeting, new_host)
    account.changed()
    events.announce_updated(account, meeting, before, actor)


def delete(account: Account, meeting: Meeting, *, actor: User | None) -> None:
    """Delete a meeting.

    Raises:
        Refusal: It is running, or Zoom still takes it for running.
    """
    if meeting.is_started or _has_just_ended(account, meeting):
        raise Refusal.of(400, 3002, "Sorry, you cannot delete this meeting since it is in progress.")
    meeting.deleted_at = account.clock.now()
    account.changed()
    events.announce_deleted(account, meeting, actor)


def convert_to_webinar(account: Account, meeting: Meeting, *, actor: User | None) -> None:
    """Make a meeting a webinar, as its host does in the portal: it is no meeting any more.

    Raises:
        NotPossibleError: It is running.
    """
    if meeting.is_started:
        message = "A running meeting cannot be made a webinar."
        raise NotPossibleError(message)
    meeting.converted_at = account.clock.now()
    account.changed()
    events.announce_converted_to_webinar(account, meeting, actor)


def recover(account: Account, name: str, *, actor: User | None) -> None:
    """Take back a deletion.

    Raises:
        Refusal: There is no such meeting, or it was deleted too long ago.
    """
    meeting = account.find_meeting(name)
    now = account.clock.now()
    if meeting is None or (meeting.deleted_at and meeting.deleted_at + _RECOVERABLE_FOR < now):
        raise account.unknown(name)
    if meeting.deleted_at is None:
        return
    meeting.deleted_at = None
    account.changed()
    events.announce_recovered(account, meeting, actor)


def _request(account: Account, body: Mapping[str, Any], **more: Any) -> MeetingRequest:
    beliefs = account.beliefs
    if beliefs.absent.meeting:
        body = without(body, beliefs.absent.meeting)
    return read_meeting_request(body, only_listed_zones=beliefs.unlisted_time_zone_refused, **more)


def _start(account: Account, wanted: datetime | None, now: datetime) -> datetime:
    if wanted is None or (wanted < now and account.beliefs.past_start_moved):
        return now
    return wanted


def _has_just_ended(account: Account, meeting: Meeting) -> bool:
    seconds = account.beliefs.in_progress_after_end_seconds
    ended_at = meeting.instances[-1].ended_at if seconds and meeting.instances else None
    return ended_at is not None and account.clock.now() < ended_at + timedelta(seconds=seconds)


def _settle(account: Account, meeting: Meeting, host: User) -> None:
    if host.type is not UserType.LICENSED or not account.beliefs.registration_offered:
        # Registration is for licensed hosts, and dropped without a word for others.
        meeting.settings["approval_type"] = 2
    locks = locks_on(account.state, host)
    if locks.get("meeting_security.meeting_password") is False:
        # Locked off for the account or the group: what was sent is dropped without a word.
        meeting.password = ""
    meeting.settings = meeting_settings.settled(
        meeting.settings,
        host=effective(account.state, host),
        locks=locks,
        has_passcode=bool(meeting.password),
        new_channel=account.identifiers.opaque,
    )


def _free_number(account: Account) -> int:
    while (number := account.identifiers.meeting_number()) in account.state.meetings:
        pass
    return number


def _other_host(account: Account, name: str, kind: int) -> User:
    """Return the user for whom a meeting is scheduled."""
    if kind == INSTANT:
        message = (
            "Instant meetings do not support the schedule_for parameter; you cannot schedule an instant meeting for "
            "another user."
        )
        raise Refusal.of(400, 3000, message)
    user = account.find_user(name)
    if user is None:
        message = "The value that you entered for the schedule_for field is invalid. Enter a valid value and try again."
        raise Refusal.of(400, 300, message)
    if not user.may_host:
        raise hosting_not_allowed()
    return user


def _check_alternative_hosts(account: Account, request: MeetingRequest) -> None:
    names = request.settings.get("alternative_hosts", "").replace(",", ";").split(";")
    for name in filter(None, map(str.strip, names)):
        user = account.find_user(name)
        if user is None or user.type is not UserType.LICENSED:
            raise invalid_fields({"settings.alternative_hosts": f"Invalid alternative host: {name}."})


def _tracking_fields(account: Account, sent: list[Any]) -> list[dict[str, Any]]:
    """Return those fields that the account has defined."""
    named = {item.get("field"): item for item in sent if isinstance(item, dict) and isinstance(item.get("field"), str)}
    return [
        {"field": name, "value": item.get("value", ""), "visible": True}
        for name, item in named.items()
        if name in account.configuration.tracking_fields
    ]


def starts_after(meeting: Meeting, instant: datetime) -> bool:
    """Tell whether a meeting, or one of a series, is still to come; one without a fixed time always is."""
    if meeting.occurrences:
        return any(each.start_time > instant for each in meeting.occurrences if not each.deleted)
    return meeting.start_time is None or meeting.start_time > instant
