"""Entries of the audit trail in plain sentences. PURE: nothing is asked and nothing is known of the time."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from app.access.models import Role
from app.audit.models import AuditEntry
from app.audit.origin import ActorKind
from app.bookings.words import local_time
from app.policy.incidents import INCIDENTS, IncidentKind

CHECKS: Final = frozenset({"booking.checked", "booking.decided_again"})
"""What asks the rules; what follows from the answer is an entry of its own."""

_ACTORS: Final[Mapping[ActorKind, str]] = {
    ActorKind.SYSTEM: "Chaperone",
    ActorKind.ZOOM: "Zoom",
    ActorKind.OPERATOR: "The operator",
}
_ROLES: Final[Mapping[Role, str]] = {Role.COORDINATOR: "A coordinator", Role.FRONT_END: "A booking website"}
_REQUESTED: Final[Mapping[str, str]] = {
    "awaiting_approval": " It waits for a coordinator's approval.",
    "provisioning": " Its Zoom meeting is being made.",
    "confirmed": " It needs no Zoom meeting.",
}
_OUTCOMES: Final[Mapping[str, str]] = {
    "allow": "the session is allowed",
    "approve": "a coordinator must approve the session",
    "deny": "the session is not allowed",
}
# {who} acted; {problem} is what stood in the way, with a space before it.
_SENTENCES: Final[Mapping[str, str]] = {
    "booking.awaiting_approval": "The session waits for a coordinator's approval.",
    "booking.confirmed": "The session is confirmed: its meeting was made and proven safe.",
    "booking.in_progress": "The room opened.",
    "booking.completed": "The session is over; it took place.",
    "booking.not_held": "The session is over; it did not take place.",
    "booking.declined": "{who} declined the session.{problem}",
    "booking.cancelled": "{who} cancelled the session.",
    "booking.failed": "Zoom refused the meeting for good.{problem}",
    "booking.blocked": "No safe meeting could be made.{problem}",
    "booking.suspended": "The session was suspended. Its meeting is removed from Zoom, and nobody can join.",
    "booking.move_approved": "{who} approved the other time.",
    "booking.move_declined": "{who} declined the other time; the session stays where it was.",
    "booking.move_expired": "Nobody approved the other time before it was too late; the session stays where it was.",
    "booking.move_withdrawn": "The other time was withdrawn; the session stays where it was.",
    "booking.move_refused": "{who} asked for another time, and the rules did not allow it.",
    "booking.approval_refused": "{who} wanted to approve the session, and the rules did not allow it any more.",
    "booking.retry_refused": "{who} wanted the meeting to be tried again, and the rules did not allow it any more.",
    "booking.end_requested": "{who} asked for the room to be ended.",
    "booking.ended": "The session was ended for good: its meeting is removed, and nobody can open the room again.",
    "booking.host_changed": "Another Zoom host holds the session now.",
    "booking.concern_reported": "Somebody reported a concern.",
    "meeting.created": "The Zoom meeting was made.",
    "meeting.adopted": "The Zoom meeting was found at Zoom and taken over.",
    "meeting.updated": "The Zoom meeting was changed to what the session needs.",
    "meeting.repaired": "Settings of the meeting were changed back to what the session needs.",
    "meeting.removed": "The Zoom meeting was removed.",
    "meeting.gone": "The Zoom meeting was gone from Zoom.",
    "meeting.room_ended": "The room was ended for everybody.",
    "meeting.link_read": "{who} read the link of the meeting.",
    "personal_link.issued": "{who} gave out a personal link.",
    "personal_link.read": "{who} read a personal link.",
    "personal_link.revoked": "{who} revoked a personal link.",
    "session.corrected": "{who} corrected the record of the session.",
    "session.opening_needed": "People were told that a coordinator is to open the room.",
    "session.opening_failed": "A way to open the room did not work.",
    "session.way_in_given": "A participant pressed the button and was given the way in.",
}
_INCIDENT_VERBS: Final[Mapping[str, str]] = {
    "opened": "An incident was opened",
    "renewed": "An incident was seen again",
    "acknowledged": "{who} acknowledged an incident",
    "assigned": "{who} assigned an incident",
    "resolved": "An incident was resolved",
    "report_read": "{who} read what was reported",
}


def who_acted(entry: AuditEntry, role: Role | None) -> str:
    """Return who acted, by their part and never by a name."""
    return _ACTORS.get(entry.actor_kind) or (_ROLES[role] if role is not None else "Somebody with an API key")


def sentence_of(entry: AuditEntry, role: Role | None, time_zone: str) -> str:
    """Return what an entry tells, in one sentence."""
    who, after, before = who_acted(entry, role), entry.after or {}, entry.before or {}
    tell = _TOLD_BY_CONTENT.get(entry.action)
    if tell is not None:
        return tell(who, before, after, time_zone)
    subject, _, verb = entry.action.partition(".")
    if subject == "incident" and verb in _INCIDENT_VERBS:
        kind = after.get("kind")
        title = f": {INCIDENTS[IncidentKind(kind)].title}" if kind in set(IncidentKind) else ""
        return f"{_INCIDENT_VERBS[verb].format(who=who)}{title}."
    problem = f" {after['problem']}" if after.get("problem") else ""
    known = _SENTENCES.get(entry.action)
    # A new action is told plainly until somebody writes its sentence.
    return known.format(who=who, problem=problem) if known else f"{subject.capitalize()}: {verb}.".replace("_", " ")


def _requested(who: str, _: Mapping[str, Any], after: Mapping[str, Any], time_zone: str) -> str:
    return f"{who} booked the session for {_time(after, time_zone)}.{_REQUESTED.get(str(after.get('state')), '')}"


def _provisioning(who: str, before: Mapping[str, Any], _: Mapping[str, Any], __: str) -> str:
    match before.get("state"):
        case "awaiting_approval":
            return f"{who} approved the session; its Zoom meeting is being made."
        case "suspended":
            return "The session is allowed again; its Zoom meeting is being made."
        case _:
            return "The Zoom meeting is being made."


def _moved(who: str, before: Mapping[str, Any], after: Mapping[str, Any], time_zone: str) -> str:
    return f"{who} moved the session from {_time(before, time_zone)} to {_time(after, time_zone)}."


def _move_proposed(who: str, _: Mapping[str, Any], after: Mapping[str, Any], time_zone: str) -> str:
    return f"{who} proposed {_time(after, time_zone)} for the session; that waits for a coordinator's approval."


def _checked(who: str, _: Mapping[str, Any], after: Mapping[str, Any], __: str) -> str:
    return f"{who} asked what the rules would say: {_outcome(after)}."


def _decided_again(_: str, before: Mapping[str, Any], after: Mapping[str, Any], __: str) -> str:
    same = "still " if before.get("outcome") == after.get("outcome") else ""
    return f"The rules were asked again: {same}{_outcome(after)}."


def _time(told: Mapping[str, Any], time_zone: str) -> str:
    starts_at = told.get("starts_at")
    return local_time(datetime.fromisoformat(starts_at), time_zone) if isinstance(starts_at, str) else "another time"


def _outcome(after: Mapping[str, Any]) -> str:
    return _OUTCOMES.get(str(after.get("outcome")), "there is an answer")


_TOLD_BY_CONTENT: Final[Mapping[str, Callable[[str, Mapping[str, Any], Mapping[str, Any], str], str]]] = {
    "booking.requested": _requested,
    "booking.provisioning": _provisioning,
    "booking.moved": _moved,
    "booking.move_proposed": _move_proposed,
    "booking.checked": _checked,
    "booking.decided_again": _decided_again,
}
