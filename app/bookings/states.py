"""The life of a booking: its states and the one table of what may follow what."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from app.errors import WrongStateError


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


_S = BookingState
TRANSITIONS: Final[Mapping[BookingState, frozenset[BookingState]]] = {
    _S.AWAITING_APPROVAL: frozenset({_S.PROVISIONING, _S.DECLINED, _S.CANCELLED}),
    _S.PROVISIONING: frozenset({_S.CONFIRMED, _S.FAILED, _S.BLOCKED, _S.SUSPENDED, _S.CANCELLED}),
    # A confirmed booking goes back to provisioning when it is moved, or when its meeting is gone from Zoom.
    _S.CONFIRMED: frozenset(
        {_S.PROVISIONING, _S.IN_PROGRESS, _S.COMPLETED, _S.NOT_HELD, _S.BLOCKED, _S.FAILED, _S.SUSPENDED, _S.CANCELLED}
    ),
    _S.IN_PROGRESS: frozenset({_S.COMPLETED}),
    # The room of a session that ended early may be opened again, after a lost connection for example.
    _S.COMPLETED: frozenset({_S.IN_PROGRESS}),
    _S.NOT_HELD: frozenset(),
    _S.DECLINED: frozenset(),
    _S.CANCELLED: frozenset(),
    _S.FAILED: frozenset({_S.CANCELLED}),
    _S.BLOCKED: frozenset({_S.CANCELLED}),
    _S.SUSPENDED: frozenset({_S.PROVISIONING, _S.CANCELLED}),
}

WANTS_MEETING: Final = frozenset({_S.PROVISIONING, _S.CONFIRMED})
"""In these states there must be exactly one proven meeting at Zoom."""

KEEPS_MEETING: Final = frozenset({_S.IN_PROGRESS, _S.COMPLETED, _S.NOT_HELD})
"""In these states the meeting is left as it is: it runs, or it is history."""

SETTLED: Final = frozenset(_S) - {_S.PROVISIONING}
"""In these states nothing is under way that a caller should wait for."""

MAY_MOVE: Final = frozenset({_S.PROVISIONING, _S.CONFIRMED})
"""In these states a booking can be rescheduled."""


def check_transition(before: BookingState, after: BookingState) -> None:
    """Check that a booking may go from `before` to `after`.

    Raises:
        WrongStateError: It may not.
    """
    if after not in TRANSITIONS[before]:
        message = f"The booking is {before.replace('_', ' ')}; from there it cannot become {after.replace('_', ' ')}."
        raise WrongStateError(message)
