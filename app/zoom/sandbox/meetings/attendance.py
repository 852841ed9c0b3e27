"""Where people are in a running meeting: waiting room, meeting, gone; each move with its events."""

from datetime import datetime
from typing import Final

from app.zoom.sandbox.account.directory import Account
from app.zoom.sandbox.account.user_settings import effective
from app.zoom.sandbox.meetings.meeting_state import Instance, Meeting, NotPossibleError, Participant, Place, Role, Stay
from app.zoom.sandbox.meetings.sharing import stop_sharing
from app.zoom.sandbox.webhooks import participant_events as events

LEFT: Final = "left the meeting"
REMOVED: Final = "Removed by host"
ENDED: Final = "Host ended the meeting."
TO_WAITING_ROOM: Final = "Moved to the waiting room"
"""Why somebody left. Zoom's own words are known for the first and the third; nobody should read the others."""
_BY_THE_HOST: Final = frozenset({REMOVED, ENDED, TO_WAITING_ROOM})


def enter(account: Account, meeting: Meeting, instance: Instance, person: Participant) -> None:
    """Let somebody come to a running meeting: into the waiting room, if that is where they belong."""
    instance.participants[person.uuid] = person
    now = account.clock.now()
    if person.role is Role.ATTENDEE and _must_wait(account, meeting, instance, person):
        _stay(account, person, Place.WAITING_ROOM, now)
        events.announce_waiting_room(account, meeting, person, "joined_waiting_room", now)
    else:
        _stay(account, person, Place.MEETING, now)
        events.announce_joined(account, meeting, person, now)
    account.changed()


def admit(account: Account, meeting: Meeting, person: Participant) -> None:
    """Let somebody in from the waiting room.

    Raises:
        NotPossibleError: They are not in it.
    """
    person.demand(Place.WAITING_ROOM)
    now = account.clock.now()
    events.announce_waiting_room(account, meeting, person, "admitted", now)
    events.announce_waiting_room(account, meeting, person, "left_waiting_room", now)
    kept = person.user_id if account.beliefs.user_id_kept_on_admission else None
    _stay(account, person, Place.MEETING, now, user_id=kept)
    events.announce_joined(account, meeting, person, now)
    account.changed()


def put_back(account: Account, meeting: Meeting, person: Participant) -> None:
    """Send somebody from the meeting to the waiting room.

    Raises:
        NotPossibleError: They are not in the meeting, or hold it.
    """
    person.demand(Place.MEETING)
    if person.role is Role.HOST:
        message = "The host cannot be put into the waiting room."
        raise NotPossibleError(message)
    now = account.clock.now()
    stop_sharing(account, meeting, person, now)
    events.announce_left(account, meeting, person, _leave_reason(person, TO_WAITING_ROOM), now)
    _stay(account, person, Place.WAITING_ROOM, now)
    events.announce_waiting_room(account, meeting, person, "put_in_waiting_room", now)
    account.changed()


def leave(
    account: Account, meeting: Meeting, person: Participant, *, reason: str = LEFT, at: datetime | None = None
) -> None:
    """Let somebody go, from wherever they are, now or as of an earlier instant. Nothing happens if they are gone."""
    now = at or account.clock.now()
    match person.place:
        case Place.MEETING:
            stop_sharing(account, meeting, person, now)
            events.announce_left(account, meeting, person, _leave_reason(person, reason), now)
        case Place.WAITING_ROOM:
            events.announce_waiting_room(account, meeting, person, "left_waiting_room", now)
        case Place.WAITING_FOR_HOST:
            meeting.arrivals.pop(person.uuid, None)
            events.announce_stopped_waiting_for_host(account, meeting, person)
        case Place.LEFT:
            return
    _end_stay(person, now)
    person.place, person.left_because = Place.LEFT, reason
    account.changed()


def remove(account: Account, meeting: Meeting, person: Participant) -> None:
    """Remove somebody, as the host does. A user or registrant cannot come back into this meeting then.

    Raises:
        NotPossibleError: They are the host, or not there any more.
    """
    if person.role is Role.HOST:
        message = "The host cannot be removed."
        raise NotPossibleError(message)
    if person.place is Place.LEFT:
        message = "The participant has left."
        raise NotPossibleError(message)
    if meeting.running is not None:
        meeting.running.removed += filter(None, (person.user, person.registrant_id))
    leave(account, meeting, person, reason=REMOVED)


def bind(account: Account, meeting: Meeting, person: Participant, telephone: Participant) -> None:
    """Let a telephone carry the sound of somebody who is there with a computer: two participants are one person.

    Raises:
        NotPossibleError: One of them is not in the meeting, or the telephone is none, or is bound.
    """
    person.demand(Place.MEETING)
    telephone.demand(Place.MEETING)
    if not telephone.phone_number or telephone.bound_to or person.uuid == telephone.uuid:
        message = "Only a telephone that belongs to nobody yet can be bound to a participant."
        raise NotPossibleError(message)
    telephone.bound_to = person.uuid
    events.announce_bound(account, meeting, person, telephone, account.clock.now())
    account.changed()


def change_role(account: Account, meeting: Meeting, person: Participant, role: Role) -> None:
    """Make somebody host, co-host or attendee. Nothing happens if they are that.

    Raises:
        NotPossibleError: They are not in the meeting.
    """
    person.demand(Place.MEETING)
    if person.role is not role:
        before, person.role = person.role, role
        events.announce_role_changed(account, meeting, person, before, account.clock.now())
        account.changed()


def _leave_reason(person: Participant, reason: str) -> str:
    """Return Zoom's text, which names the person and holds markup where the host is the cause."""
    if reason in _BY_THE_HOST:
        return f"{person.name} left the meeting.<br>Reason: {reason}"
    return f"left the meeting. Reason : {reason}"


def _must_wait(account: Account, meeting: Meeting, instance: Instance, person: Participant) -> bool:
    chosen = instance.toolbar.waiting_room
    if not (meeting.settings["waiting_room"] if chosen is None else chosen):
        return False
    options = meeting.settings["waiting_room_options"]
    if options["mode"] == "custom":
        who = options.get("who_goes_to_waiting_room", "everyone")
        invited = {each.get("email", "").lower() for each in meeting.settings["meeting_invitees"]}
        if who == "users_not_on_invite":
            return person.email.lower() not in invited
        return who == "everyone" or not person.user
    settings = effective(account.state, account.user(meeting.host_id))
    who = settings["meeting_security.waiting_room_settings.participants_to_place_in_waiting_room"]
    domains = settings["meeting_security.waiting_room_settings.whitelisted_domains_for_waiting_room"]
    allowed = {domain.strip().lower() for domain in domains.split(",")} - {""}
    is_allowed = who == 2 and person.email.rpartition("@")[2].lower() in allowed
    return who == 0 or not (person.user or is_allowed)


def _stay(account: Account, person: Participant, place: Place, now: datetime, *, user_id: str | None = None) -> None:
    _end_stay(person, now)
    person.place = place
    person.stays.append(Stay(place=place, user_id=user_id or account.identifiers.participant_number(), since=now))


def _end_stay(person: Participant, now: datetime) -> None:
    if person.stays and person.stays[-1].until is None:
        person.stays[-1].until = now
