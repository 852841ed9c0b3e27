"""Holding a meeting: who starts it, who comes, when it is over, and when Zoom ends it by itself."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from app.zoom.sandbox.account.directory import Account
from app.zoom.sandbox.account.limit_tables import CONCURRENT_MEETINGS
from app.zoom.sandbox.account.user_settings import in_force
from app.zoom.sandbox.account.user_types import UserType
from app.zoom.sandbox.meetings import ai_companion, attendance, recordings, streams
from app.zoom.sandbox.meetings.meeting_state import (
    INSTANT,
    Instance,
    Meeting,
    MeetingStatus,
    NotPossibleError,
    Participant,
    Place,
    RegistrantStatus,
    Role,
)
from app.zoom.sandbox.state import User
from app.zoom.sandbox.webhooks import events
from app.zoom.sandbox.webhooks import participant_events as people

LONGEST: Final[Mapping[UserType, timedelta]] = {
    UserType.BASIC: timedelta(minutes=40),
    UserType.LICENSED: timedelta(hours=30),
}
"""How long a meeting may run, by its host's licence (Zoom's support page "Time limits for Zoom meetings")."""

_TOO_LONG: Final[Mapping[UserType, str]] = {UserType.BASIC: "Exceeded free meeting minutes limit."}


class HostBusyError(NotPossibleError):
    """The host holds as many meetings as the plan allows; Zoom's client would ask to end one."""


class Newcomer(BaseModel):
    """Somebody who opens the link. `user` is the address or id of the account's user that they are signed in as."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(default="", max_length=64, examples=["A guest"])
    email: str = Field(default="", max_length=128)
    user: str | None = None
    registrant_id: str = ""
    customer_key: str = Field(default="", max_length=35)
    phone_number: str = Field(default="", pattern=r"^[0-9]*$", max_length=20, examples=["15550100100"])
    public_ip: str = ""
    browser: bool = Field(default=False, description="Comes with a browser instead of Zoom's client.")


def start(account: Account, meeting: Meeting) -> None:
    """Start a meeting as its host: a new instance with a uuid of its own. Nothing happens if it runs already.

    Those who wait for the host come in, or into the waiting room.

    Raises:
        HostBusyError: The host holds as many meetings as the plan allows.
    """
    if meeting.is_started:
        return
    host = account.user(meeting.host_id)
    running = sum(other.host_id == host.id for other in account.running.values())
    limit = CONCURRENT_MEETINGS[account.plan] if host.type is UserType.LICENSED else 1
    if running >= limit:
        message = "The host holds as many meetings as the plan allows."
        raise HostBusyError(message)
    now = account.clock.now()
    meeting.past_uuids.append(meeting.uuid)
    meeting.uuid = account.identifiers.meeting_uuid()
    meeting.status, meeting.started_at, meeting.used_at = MeetingStatus.STARTED, now, now
    instance = Instance(uuid=meeting.uuid, started_at=now)
    meeting.instances.append(instance)
    account.index(meeting)
    account.changed()
    events.announce_started(account, meeting, now)
    arrivals = list(meeting.arrivals.values())
    meeting.arrivals.clear()
    for person in arrivals:
        attendance.enter(account, meeting, instance, person)


def start_as(account: Account, meeting: Meeting, name: str | None) -> None:
    """Start a meeting as somebody's client does: they join it. Nothing happens if it runs already.

    Args:
        account: The account.
        meeting: The meeting.
        name: The id or address of the host or of an alternative host; None for the host.

    Raises:
        HostBusyError: The host holds as many meetings as the plan allows.
        NotPossibleError: There is no such user, or they may not start it.
    """
    if meeting.is_started:
        return
    newcomer = Newcomer(user=name or meeting.host_id)
    if _person(account, meeting, newcomer).role is not Role.HOST:
        message = "Only the host and alternative hosts can start the meeting."
        raise NotPossibleError(message)
    arrive(account, meeting, newcomer)


def end(account: Account, meeting: Meeting, *, reason: str = attendance.ENDED, at: datetime | None = None) -> None:
    """End a meeting, now or as of an earlier instant. Nothing happens if it does not run."""
    if not meeting.is_started:
        return
    now = at or account.clock.now()
    started_at = meeting.started_at or now
    if (instance := meeting.running) is not None:
        for person in instance.participants.values():
            attendance.leave(account, meeting, person, reason=reason, at=now)
        recordings.stop(account, meeting, instance, at=now)
        ai_companion.stop(account, meeting, instance)
        streams.stop_live_stream(account, meeting, instance, at=now)
        streams.stop_media_stream(account, instance, reason=streams.MEETING_ENDED)
        instance.ended_at = now
    meeting.status, meeting.started_at, meeting.used_at = MeetingStatus.WAITING, None, now
    if meeting.type == INSTANT:
        meeting.deleted_at = now
    account.index(meeting)
    account.changed()
    events.announce_ended(account, meeting, started_at=started_at, ended_at=now)


def arrive(account: Account, meeting: Meeting, newcomer: Newcomer, *, called: bool = False) -> Participant:
    """Let somebody open the link: the host starts the meeting, others come in, or wait.

    Who is `called` by the host needs neither to register nor to sign in.

    Raises:
        NotPossibleError: They may not come: no such user or registrant, not signed in, or the meeting is full.
    """
    person = _person(account, meeting, newcomer, called=called)
    if not meeting.is_started and (person.role is Role.HOST or _may_come_before_host(account, meeting)):
        start(account, meeting)
        if person.role is not Role.HOST:
            people.announce_joined_before_host(account, meeting, person)
    instance = meeting.running
    if instance is None:
        meeting.arrivals[person.uuid] = person
        if not newcomer.browser:
            people.announce_waiting_for_host(account, meeting, person)
        account.changed()
        return person
    if instance.toolbar.meeting_locked and person.role is not Role.HOST:
        message = "The host has locked the meeting."
        raise NotPossibleError(message)
    if {person.user, person.registrant_id}.intersection(instance.removed):
        message = "Who was removed from a meeting cannot come back into it."
        raise NotPossibleError(message)
    inside = sum(each.place is not Place.LEFT for each in instance.participants.values())
    host = account.user(meeting.host_id)
    if inside >= in_force(account.state, host, "feature.meeting_capacity"):
        message = "The meeting is full."
        raise NotPossibleError(message)
    attendance.enter(account, meeting, instance, person)
    return person


def is_hosted_by(meeting: Meeting, user: User) -> bool:
    """Tell whether somebody who is signed in holds a meeting, as its host or an alternative host."""
    return _role(meeting, user) is Role.HOST


def find_participant(meeting: Meeting, uuid: str) -> Participant | None:
    """Return somebody who waits for the host, or is or was in the running meeting."""
    instance = meeting.running
    return meeting.arrivals.get(uuid) or (instance.participants.get(uuid) if instance else None)


def must_end_at(account: Account, meeting: Meeting) -> datetime | None:
    """Return when Zoom ends a running meeting by itself."""
    host = account.state.users.get(meeting.host_id)
    longest = LONGEST.get(host.type) if host else None
    return meeting.started_at + longest if meeting.started_at and longest else None


def end_overdue(account: Account) -> None:
    """End the meetings that have run for as long as they may, as of the instant when they should have ended."""
    now = account.clock.now()
    for meeting in list(account.running.values()):
        due = must_end_at(account, meeting)
        if due is not None and due <= now:
            host = account.state.users[meeting.host_id]
            end(account, meeting, reason=_TOO_LONG.get(host.type, attendance.ENDED), at=due)


def next_end(account: Account) -> datetime | None:
    """Return when the next running meeting must end."""
    return min(filter(None, (must_end_at(account, each) for each in account.running.values())), default=None)


def _person(account: Account, meeting: Meeting, newcomer: Newcomer, *, called: bool = False) -> Participant:
    user = _signed_in(account, newcomer)
    if user is None and meeting.settings["meeting_authentication"] and not called:
        message = "The meeting is for people who are signed in."
        raise NotPossibleError(message)
    registered = {}
    if newcomer.registrant_id or (meeting.registration_is_on and user is None and not called):
        registrant = meeting.registrants.get(newcomer.registrant_id)
        if registrant is None or registrant.status is not RegistrantStatus.APPROVED:
            message = "The meeting is for people whose registration was approved."
            raise NotPossibleError(message)
        _demand_free_link(account, meeting, registrant.id)
        names = (registrant.details["first_name"], registrant.details.get("last_name", ""))
        registered = {"name": " ".join(filter(None, names)), "email": registrant.email}
    return Participant(
        uuid=account.identifiers.opaque(),
        name=newcomer.name or (user.display_name if user else "") or registered.get("name", ""),
        email=user.email if user else newcomer.email or registered.get("email", ""),
        user=user.id if user else "",
        role=_role(meeting, user),
        **newcomer.model_dump(include={"registrant_id", "customer_key", "phone_number", "public_ip"}),
    )


def _demand_free_link(account: Account, meeting: Meeting, registrant_id: str) -> None:
    limit = account.beliefs.number_of_users_of_registrant_link
    instance = meeting.running
    there = [*meeting.arrivals.values(), *(instance.participants.values() if instance else ())]
    users = [each for each in there if each.registrant_id == registrant_id and each.place is not Place.LEFT]
    if limit is not None and len(users) >= limit:
        message = "The registrant's link is in use."
        raise NotPossibleError(message)


def _signed_in(account: Account, newcomer: Newcomer) -> User | None:
    if newcomer.user is None:
        return None
    if (user := account.find_user(newcomer.user)) is None:
        message = "There is no such user to be signed in as."
        raise NotPossibleError(message)
    return user


def _role(meeting: Meeting, user: User | None) -> Role:
    """Return what somebody is on arrival; alternative hosts may do what the host may."""
    if user is None:
        return Role.ATTENDEE
    alternative = {name.strip().lower() for name in meeting.settings["alternative_hosts"].replace(",", ";").split(";")}
    return Role.HOST if user.id == meeting.host_id or alternative & {user.id, user.email.lower()} else Role.ATTENDEE


def _may_come_before_host(account: Account, meeting: Meeting) -> bool:
    settings = meeting.settings
    if settings["waiting_room"] or not settings["join_before_host"]:
        return False
    early = timedelta(minutes=settings["jbh_time"])
    return not early or meeting.start_time is None or account.clock.now() >= meeting.start_time - early
