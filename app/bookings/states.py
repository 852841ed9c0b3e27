"""The life of a booking: its states and the one table of what may follow what."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Final

from app.kit.errors import WrongStateError

LONGEST_SESSION: Final = timedelta(hours=24)
"""No session lasts longer, so what may still go on began within this time."""


class BookingState(StrEnum):
    """Where a booking is in its life."""

    AWAITING_APPROVAL = "awaiting_approval"
    PROVISIONING = "provisioning"
    CONFIRMED = "confirmed"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    NOT_HELD = "not_held"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    FAILED = "failed"
    BLOCKED = "blocked"
    SUSPENDED = "suspended"


class MoveState(StrEnum):
    """What became of another time that was proposed for a session."""

    AWAITING_APPROVAL = "awaiting_approval"
    APPROVED = "approved"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


_S = BookingState
TRANSITIONS: Final[Mapping[BookingState, frozenset[BookingState]]] = {
    # To confirmed at once, here and below, goes a session that needs no meeting.
    _S.AWAITING_APPROVAL: frozenset({_S.PROVISIONING, _S.CONFIRMED, _S.SUSPENDED, _S.DECLINED, _S.CANCELLED}),
    # Back to the coordinator where a fact has changed and now asks for an approval.
    # Over it is from here where the meeting of a session that was held is gone, or could not be made safer.
    _S.PROVISIONING: frozenset(
        {
            _S.AWAITING_APPROVAL,
            _S.CONFIRMED,
            _S.COMPLETED,
            _S.NOT_HELD,
            _S.FAILED,
            _S.BLOCKED,
            _S.SUSPENDED,
            _S.CANCELLED,
        }
    ),
    # A confirmed booking goes back to provisioning when it is moved, when it must be safer than it was, or when its
    # meeting is gone from Zoom.
    _S.CONFIRMED: frozenset(
        {
            _S.AWAITING_APPROVAL,
            _S.PROVISIONING,
            _S.IN_PROGRESS,
            _S.COMPLETED,
            _S.NOT_HELD,
            _S.BLOCKED,
            _S.FAILED,
            _S.SUSPENDED,
            _S.CANCELLED,
        }
    ),
    # As confirmed: that a room is open is shown to people and changes nothing else. It closes and opens again.
    _S.IN_PROGRESS: frozenset(
        {
            _S.AWAITING_APPROVAL,
            _S.PROVISIONING,
            _S.CONFIRMED,
            _S.COMPLETED,
            _S.NOT_HELD,
            _S.BLOCKED,
            _S.FAILED,
            _S.SUSPENDED,
            _S.CANCELLED,
        }
    ),
    # A coordinator corrects what was seen, and an event that comes late does.
    _S.COMPLETED: frozenset({_S.NOT_HELD}),
    _S.NOT_HELD: frozenset({_S.COMPLETED}),
    _S.DECLINED: frozenset(),
    _S.CANCELLED: frozenset(),
    # A coordinator may have it tried again.
    _S.FAILED: frozenset({_S.AWAITING_APPROVAL, _S.PROVISIONING, _S.CANCELLED}),
    _S.BLOCKED: frozenset({_S.AWAITING_APPROVAL, _S.PROVISIONING, _S.CANCELLED}),
    _S.SUSPENDED: frozenset(
        {_S.AWAITING_APPROVAL, _S.PROVISIONING, _S.CONFIRMED, _S.COMPLETED, _S.NOT_HELD, _S.CANCELLED}
    ),
}

STANDS_AT_ZOOM: Final = frozenset({_S.CONFIRMED, _S.IN_PROGRESS})
"""In these states the booking's meeting is there and was proven; whether its room is open is all that differs."""

WANTS_MEETING: Final = STANDS_AT_ZOOM | {_S.PROVISIONING}
"""In these states there must be exactly one proven meeting at Zoom, whether its room is open or not."""

KEEPS_MEETING: Final = frozenset({_S.COMPLETED, _S.NOT_HELD})
"""In these states the meeting is history. Its room stays closed."""

SETTLED: Final = frozenset(_S) - {_S.PROVISIONING}
"""In these states nothing is under way that a caller should wait for."""

MAY_MOVE: Final = frozenset({_S.AWAITING_APPROVAL, _S.PROVISIONING, _S.CONFIRMED, _S.SUSPENDED})
"""In these states a booking can be rescheduled, and the rules decide about it again when a fact changes."""

STANDS: Final = frozenset({_S.PROVISIONING, _S.CONFIRMED, _S.SUSPENDED})
"""In these states a session keeps its time while another one, which a coordinator must approve, is only proposed."""

MAY_RETRY: Final = frozenset({_S.FAILED, _S.BLOCKED})
"""In these states a coordinator can have the meeting attempted again."""

COUNTS: Final = frozenset(
    {_S.AWAITING_APPROVAL, _S.PROVISIONING, _S.CONFIRMED, _S.SUSPENDED, _S.IN_PROGRESS, _S.COMPLETED}
)
"""In these states a session is one of the sessions of its pairing's plan."""


HELD: Final = frozenset({_S.COMPLETED})
"""In these states a session has taken place."""


def check_transition(before: BookingState, after: BookingState) -> None:
    """Check that a booking may go from `before` to `after`.

    Raises:
        WrongStateError: It may not.
    """
    if after not in TRANSITIONS[before]:
        message = f"The booking is {before.replace('_', ' ')}; from there it cannot become {after.replace('_', ' ')}."
        raise WrongStateError(message)
