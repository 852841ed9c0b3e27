"""The events that subscribers are told of. PURE: an event is what a line of the audit trail means to others.

So it is written in the transaction that causes it, once, and stands in the trail's order. Whatever leaves a line in the trail
becomes an event by an entry in this catalogue.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from app.access.models import Scope


class EventType(StrEnum):
    """What happened."""

    BOOKING_REQUESTED = "booking.requested"
    APPROVAL_NEEDED = "approval.needed"
    OPENING_NEEDED = "opening.needed"
    BOOKING_PROVISIONING = "booking.provisioning"
    BOOKING_CONFIRMED = "booking.confirmed"
    BOOKING_MOVED = "booking.moved"
    BOOKING_MOVE_DECLINED = "booking.move_declined"
    BOOKING_MOVE_EXPIRED = "booking.move_expired"
    BOOKING_MOVE_WITHDRAWN = "booking.move_withdrawn"
    BOOKING_SUSPENDED = "booking.suspended"
    BOOKING_IN_PROGRESS = "booking.in_progress"
    BOOKING_ENDED = "booking.ended"
    BOOKING_COMPLETED = "booking.completed"
    BOOKING_NOT_HELD = "booking.not_held"
    BOOKING_CANCELLED = "booking.cancelled"
    BOOKING_DECLINED = "booking.declined"
    BOOKING_FAILED = "booking.failed"
    BOOKING_BLOCKED = "booking.blocked"
    SESSION_CORRECTED = "session.corrected"
    INCIDENT_OPENED = "incident.opened"
    INCIDENT_RENEWED = "incident.renewed"
    INCIDENT_ACKNOWLEDGED = "incident.acknowledged"
    INCIDENT_RESOLVED = "incident.resolved"
    CONCERN_REPORTED = "concern.reported"
    PARTNER_CREATED = "partner.created"
    PARTNER_CHANGED = "partner.changed"
    PROGRAMME_CREATED = "programme.created"
    PROGRAMME_CHANGED = "programme.changed"
    PROGRAMME_POLICY_CHANGED = "programme.policy_changed"
    PERSON_CREATED = "person.created"
    PERSON_CHANGED = "person.changed"
    PAIRING_CREATED = "pairing.created"
    PAIRING_CHANGED = "pairing.changed"
    EVIDENCE_GIVEN = "evidence.given"
    EVIDENCE_WITHDRAWN = "evidence.withdrawn"
    WEBHOOK_TEST = "webhook.test"


@dataclass(frozen=True)
class EventDescription:
    """An event: what it says, who may be told of it, and which lines of the trail it is."""

    title: str
    scopes: frozenset[Scope]
    actions: tuple[str, ...]
    state: str | None = None
    """The state of its subject afterwards, where the trail's line need not say it."""
    when: Callable[[Mapping[str, Any]], bool] | None = None
    """Which of those lines it is, by what they tell of the subject as it is since; None for all."""


_AWAITING_APPROVAL: Final = "awaiting_approval"
_CONCERN: Final = "concern"

_COORDINATOR: Final = "coordinator"

_BOOKINGS: Final = frozenset({Scope.BOOKINGS_READ})
_INCIDENTS: Final = frozenset({Scope.INCIDENTS_WRITE, Scope.AUDIT_READ})
_REGISTRY: Final = frozenset({Scope.REGISTRY_READ})


def _waits_for_approval(after: Mapping[str, Any]) -> bool:
    return after.get("state") == _AWAITING_APPROVAL


def _is_concern(after: Mapping[str, Any]) -> bool:
    return after.get("kind") == _CONCERN


def _is_for_a_coordinator(after: Mapping[str, Any]) -> bool:
    # Of a way that did not work the line says what is offered next.
    return bool(after.get("offered_next", _COORDINATOR) == _COORDINATOR)


def _booking(title: str, *actions: str, **more: Any) -> EventDescription:
    return EventDescription(title, _BOOKINGS, actions, **more)


def _incident(title: str, *actions: str, **more: Any) -> EventDescription:
    return EventDescription(title, _INCIDENTS, actions, **more)


def _registry(title: str, *actions: str) -> EventDescription:
    return EventDescription(title, _REGISTRY, actions)


def _changed(title: str, subject: str) -> EventDescription:
    return _registry(title, f"{subject}.changed", f"{subject}.archived", f"{subject}.restored")


_T = EventType
EVENTS: Final[Mapping[EventType, EventDescription]] = MappingProxyType(
    {
        _T.BOOKING_REQUESTED: _booking(
            "A session was booked, and its meeting is being made",
            "booking.requested",
            when=lambda after: not _waits_for_approval(after),
        ),
        _T.APPROVAL_NEEDED: EventDescription(
            "A session, or another time for one, waits for a coordinator's approval",
            _BOOKINGS | {Scope.APPROVALS_WRITE},
            ("booking.requested", "booking.awaiting_approval", "booking.move_proposed"),
            when=lambda after: _waits_for_approval(after) or "move_id" in after,
        ),
        _T.OPENING_NEEDED: _booking(
            "A coordinator is to open the room of a session",
            "session.opening_needed",
            "session.opening_failed",
            when=_is_for_a_coordinator,
        ),
        _T.BOOKING_PROVISIONING: _booking("A session's meeting is being made, or made anew", "booking.provisioning"),
        _T.BOOKING_CONFIRMED: _booking("A session has its meeting, proven safe", "booking.confirmed"),
        _T.BOOKING_MOVED: _booking("A session has another time", "booking.moved"),
        _T.BOOKING_MOVE_DECLINED: _booking("Another time for a session was declined", "booking.move_declined"),
        _T.BOOKING_MOVE_EXPIRED: _booking("Nobody decided in time about another time", "booking.move_expired"),
        _T.BOOKING_MOVE_WITHDRAWN: _booking("Another time for a session was withdrawn", "booking.move_withdrawn"),
        _T.BOOKING_SUSPENDED: _booking("A session is suspended: a fact that it needs is missing", "booking.suspended"),
        _T.BOOKING_IN_PROGRESS: _booking("A session's room is open", "booking.in_progress"),
        _T.BOOKING_ENDED: _booking(
            "A session was ended because somebody asked for that: nobody can open its room again", "booking.ended"
        ),
        _T.BOOKING_COMPLETED: _booking("A session was held", "booking.completed"),
        _T.BOOKING_NOT_HELD: _booking("A session was not held", "booking.not_held"),
        _T.BOOKING_CANCELLED: _booking("A session was cancelled", "booking.cancelled"),
        _T.BOOKING_DECLINED: _booking("A session was not approved", "booking.declined"),
        _T.BOOKING_FAILED: _booking("A session's meeting could not be made", "booking.failed"),
        _T.BOOKING_BLOCKED: _booking("No safe meeting could be made for a session", "booking.blocked"),
        _T.SESSION_CORRECTED: _booking("The record of a session was corrected", "session.corrected"),
        _T.INCIDENT_OPENED: _incident(
            "A person must look at something",
            "incident.opened",
            state="open",
            when=lambda after: not _is_concern(after),
        ),
        _T.CONCERN_REPORTED: _incident(
            "Somebody reported a concern about a session", "incident.opened", state="open", when=_is_concern
        ),
        _T.INCIDENT_RENEWED: _incident("What an incident tells of was seen again", "incident.renewed"),
        _T.INCIDENT_ACKNOWLEDGED: _incident(
            "Somebody looks after an incident", "incident.acknowledged", state="acknowledged"
        ),
        _T.INCIDENT_RESOLVED: _incident("An incident is resolved", "incident.resolved", state="resolved"),
        _T.PARTNER_CREATED: _registry("A partner was added", "partner.created"),
        _T.PARTNER_CHANGED: _changed("A partner, or its guidance, was changed", "partner"),
        _T.PROGRAMME_CREATED: _registry("A programme was added", "programme.created"),
        _T.PROGRAMME_CHANGED: _changed("A programme was changed", "programme"),
        _T.PROGRAMME_POLICY_CHANGED: _registry("A programme has another policy", "programme.policy_changed"),
        _T.PERSON_CREATED: _registry("A mentor or mentee was added", "person.created"),
        _T.PERSON_CHANGED: _changed("A mentor or mentee was changed", "person"),
        _T.PAIRING_CREATED: _registry("A mentor and a mentee were paired", "pairing.created"),
        _T.PAIRING_CHANGED: _changed("A pairing was changed, or has ended", "pairing"),
        _T.EVIDENCE_GIVEN: _registry("Evidence was given", "evidence.given"),
        _T.EVIDENCE_WITHDRAWN: _registry("Evidence was withdrawn", "evidence.withdrawn"),
        _T.WEBHOOK_TEST: EventDescription(
            "Somebody tries out a subscription", frozenset({Scope.WEBHOOKS_WRITE}), ("webhook.tested",)
        ),
    }
)

_BY_ACTION: Final[Mapping[str, Sequence[EventType]]] = {
    action: [event_type for event_type, each in EVENTS.items() if action in each.actions]
    for action in dict.fromkeys(action for each in EVENTS.values() for action in each.actions)
}
ACTIONS: Final = frozenset(_BY_ACTION)
"""The lines of the trail that may be events."""


def actions_of(types: Collection[EventType]) -> Collection[str]:
    """Return the lines of the trail among which events of these types are."""
    return sorted({action for event_type in types for action in EVENTS[event_type].actions})


def type_of(action: str, after: Mapping[str, Any]) -> EventType | None:
    """Return what a line of the trail is to subscribers; None where it is none of their business."""
    for event_type in _BY_ACTION.get(action, ()):
        when = EVENTS[event_type].when
        if when is None or when(after):
            return event_type
    return None


def types_for(may: Callable[[Scope], bool]) -> frozenset[EventType]:
    """Return what a caller may be told of, by what it may do."""
    return frozenset(
        event_type for event_type, each in EVENTS.items() if any(may(scope) for scope in sorted(each.scopes))
    )
