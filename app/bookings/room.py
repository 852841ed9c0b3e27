"""The room of a session, which is its running Zoom meeting: when it may be open, and what follows when it is.

What Zoom tells of a room moves the room, never the protection, which is a matter of time. A room opens and closes any number
of times; the state of a booking says what is wanted. Pure: the facts come in, what follows comes out.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from app.bookings.states import KEEPS_MEETING, WANTS_MEETING, BookingState
from app.policy.room import RoomRules

NOT_HELD_AFTER: Final = timedelta(minutes=15)
"""How long after the end of a session whose room nobody saw open its late events are waited for."""


ROOM_ENDED: Final = "meeting.room_ended"
"""What the trail calls it when Chaperone has had a room ended at Zoom."""


class RoomStep(StrEnum):
    """What follows from a room."""

    PROTECT = "protect"
    """The meeting must be there, as wanted and proven, whether the room is open or not."""
    END_EARLY_ROOM = "end_early_room"
    """It is open before anybody may be in it: it is ended and reported, and the session stays ahead."""
    END_LATE_ROOM = "end_late_room"
    """It is open for too long, or again after the session: it is ended and reported."""
    COMPLETE = "complete"
    """The session is over and was held."""
    AWAIT_EVENTS = "await_events"
    """The session is over; nobody saw its room open, and events may still come."""
    CALL_NOT_HELD = "call_not_held"
    """The session is over and was not held."""
    REMOVE = "remove"
    """No meeting must be there: a room that is open is ended, the meeting is deleted."""
    LEAVE = "leave"
    """It is history."""


def is_in_time(starts_at: datetime, ends_at: datetime, rules: RoomRules, at: datetime) -> bool:
    """Tell whether a room that is seen open at a moment is the session, rather than somebody's trial before or after it."""
    return starts_at - rules.opens_early <= at <= ends_at


def what_follows(
    state: BookingState,
    starts_at: datetime,
    ends_at: datetime,
    rules: RoomRules,
    *,
    is_open: bool,
    is_held: bool,
    now: datetime,
) -> RoomStep:
    """Return what follows for a session from its room.

    Args:
        state: What is wanted for the booking.
        starts_at: The session's start.
        ends_at: The session's end.
        rules: When its room may be open.
        is_open: Whether the room is open, by Zoom's own answer.
        is_held: Whether the room has been seen open in the session's time.
        now: The present moment.
    """
    if state in KEEPS_MEETING:
        return RoomStep.END_LATE_ROOM if is_open else RoomStep.LEAVE
    if state not in WANTS_MEETING:
        return RoomStep.REMOVE
    if is_open:
        if now < starts_at - rules.opens_early:
            return RoomStep.END_EARLY_ROOM
        return RoomStep.PROTECT if now < ends_at + rules.overruns else RoomStep.END_LATE_ROOM
    if now < ends_at:
        return RoomStep.PROTECT
    return _of_a_session_that_is_over(ends_at, is_held=is_held, now=now)


def _of_a_session_that_is_over(ends_at: datetime, *, is_held: bool, now: datetime) -> RoomStep:
    if is_held:
        return RoomStep.COMPLETE
    return RoomStep.AWAIT_EVENTS if now < ends_at + NOT_HELD_AFTER else RoomStep.CALL_NOT_HELD
