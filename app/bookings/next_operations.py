"""What can be done next about a booking, by its state and by what the caller's key may do."""

from collections.abc import Mapping, Sequence
from typing import Final, Literal, NamedTuple

from pydantic import Field

from app.access.models import Role, Scope
from app.access.principal import Principal
from app.bookings.models import Booking
from app.bookings.states import STANDS_AT_ZOOM, BookingState
from app.http.fields import Schema


class NextOperation(Schema):
    """Something that can be done next."""

    operation: str = Field(description="The operation's id, as in the OpenAPI document.", examples=["approve_booking"])
    name: str = Field(description="What the docs page calls it.", examples=["Approve a session"])
    method: Literal["GET", "POST", "PUT", "PATCH"] = Field(description="The HTTP method.")
    path: str = Field(description="Where, with the ids filled in.")


class _Operation(NamedTuple):
    """An operation on a booking: what it is called, where it is, and which scope it needs."""

    operation: str
    name: str
    method: Literal["GET", "POST", "PATCH"]
    path: str
    scope: Scope
    by_coordinators_alone: bool = False


_APPROVE: Final = _Operation(
    "approve_booking",
    "Approve a session",
    "POST",
    "/v1/bookings/{id}/approve",
    Scope.APPROVALS_WRITE,
    True,  # noqa: FBT003
)
_DECLINE: Final = _Operation(
    "decline_booking",
    "Decline a session",
    "POST",
    "/v1/bookings/{id}/decline",
    Scope.APPROVALS_WRITE,
    True,  # noqa: FBT003
)
_APPROVE_MOVE: Final = _Operation(
    "approve_move",
    "Approve another time for a session",
    "POST",
    "/v1/bookings/{id}/move/approve",
    Scope.APPROVALS_WRITE,
    True,  # noqa: FBT003
)
_DECLINE_MOVE: Final = _Operation(
    "decline_move",
    "Decline another time for a session",
    "POST",
    "/v1/bookings/{id}/move/decline",
    Scope.APPROVALS_WRITE,
    True,  # noqa: FBT003
)
_DECISION: Final = _Operation(
    "get_booking_decision",
    "Read the decision about a session",
    "GET",
    "/v1/bookings/{id}/decision",
    Scope.BOOKINGS_READ,
)
_GIVE: Final = _Operation("give_evidence", "Record a consent or training", "POST", "/v1/evidence", Scope.REGISTRY_WRITE)
_MOVE: Final = _Operation(
    "move_booking", "Move a session to another time", "PATCH", "/v1/bookings/{id}", Scope.BOOKINGS_WRITE
)
_CANCEL: Final = _Operation(
    "cancel_booking", "Cancel a session", "POST", "/v1/bookings/{id}/cancel", Scope.BOOKINGS_WRITE
)
_RETRY: Final = _Operation(
    "retry_booking", "Retry making the meeting", "POST", "/v1/bookings/{id}/retry", Scope.BOOKINGS_WRITE
)
_END: Final = _Operation(
    "end_booking", "End the room of a session", "POST", "/v1/bookings/{id}/end", Scope.BOOKINGS_WRITE
)
_CONCERN: Final = _Operation(
    "report_concern",
    "Report a concern about a session",
    "POST",
    "/v1/bookings/{id}/concerns",
    Scope.BOOKINGS_WRITE,
)
_RECORD: Final = _Operation(
    "get_session", "Read what happened in a session", "GET", "/v1/bookings/{id}/session", Scope.BOOKINGS_READ
)

_STORY: Final = _Operation(
    "get_booking_story",
    "Read the story of a booking",
    "GET",
    "/v1/bookings/{id}/story",
    Scope.AUDIT_READ,
)

_INVITE: Final = _Operation(
    "invite_participant",
    "Invite somebody to a session",
    "POST",
    "/v1/bookings/{id}/participants",
    Scope.BOOKINGS_WRITE,
    True,  # noqa: FBT003
)
_LINKS: Final = _Operation(
    "get_personal_links", "Get the personal links of a session", "POST", "/v1/bookings/{id}/links", Scope.LINKS_READ
)
_PARTICIPANTS: Final = _Operation(
    "list_participants",
    "List who takes part in a session",
    "GET",
    "/v1/bookings/{id}/participants",
    Scope.BOOKINGS_READ,
)

_S = BookingState
_BY_STATE: Final[Mapping[BookingState, tuple[_Operation, ...]]] = {
    _S.AWAITING_APPROVAL: (_DECISION, _APPROVE, _DECLINE, _CANCEL),
    _S.PROVISIONING: (_CANCEL,),
    _S.CONFIRMED: (_MOVE, _CANCEL, _CONCERN, _STORY),
    _S.IN_PROGRESS: (_END, _CONCERN),
    _S.COMPLETED: (_RECORD, _CONCERN),
    _S.NOT_HELD: (_RECORD,),
    _S.DECLINED: (_DECISION,),
    _S.CANCELLED: (_STORY,),
    _S.FAILED: (_STORY, _RETRY, _CANCEL),
    _S.BLOCKED: (_STORY, _RETRY, _CANCEL),
    _S.SUSPENDED: (_STORY, _DECISION, _GIVE, _CANCEL),
}
_ENDED: Final = (_RECORD, _CONCERN, _CANCEL)
"""Of a session that was ended and whose time is not over."""


def next_of(principal: Principal, booking: Booking, *, move_waits: bool = False) -> list[NextOperation]:
    """Return what the caller can do next about a booking, or about the other time that waits for a coordinator."""
    of_state = _ENDED if booking.is_ended and booking.state in STANDS_AT_ZOOM else _BY_STATE[booking.state]
    return _permitted(principal, booking, (_APPROVE_MOVE, _DECLINE_MOVE) if move_waits else of_state)


def next_for_opening(principal: Principal, booking: Booking, *, has_coordinator: bool) -> list[NextOperation]:
    """Return what the caller can do next about a room that a coordinator is to open."""
    return _permitted(principal, booking, (_LINKS, _PARTICIPANTS) if has_coordinator else (_INVITE, _LINKS))


def _permitted(principal: Principal, booking: Booking, operations: Sequence[_Operation]) -> list[NextOperation]:
    return [
        NextOperation(
            operation=each.operation, name=each.name, method=each.method, path=each.path.format(id=booking.id)
        )
        for each in operations
        if principal.may(each.scope) and (principal.role is Role.COORDINATOR or not each.by_coordinators_alone)
    ]
