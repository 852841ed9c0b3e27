"""What a programme allows in the room of a session, and what is done by itself about what it does not allow.

A room is the running Zoom meeting. Here is what a policy says of it; what follows from what is seen there is for others to say.
"""

from datetime import timedelta
from typing import Annotated, Final

from pydantic import AfterValidator, Field

from app.policy.outcomes import OrderedText
from app.policy.tighter import Ordered, Tighter

LONGEST_OVERRUN: Final = timedelta(hours=2)
"""The longest that any programme may let a room stay open after its session's end."""


class RoomAction(OrderedText):
    """What is done by itself, from the least to the most; people are told in any case."""

    ALERT = "alert"
    STOP = "stop"
    """What was started is stopped in the running meeting; where Zoom offers no way to, people are told alone."""
    END = "end"
    """The room is ended for everybody. The session's time stays as it was booked."""


def _not_stop(action: RoomAction) -> RoomAction:
    if action is RoomAction.STOP:
        raise ValueError("must be alert or end: there is nothing that could be stopped alone")
    return action


_Action = Annotated[RoomAction, Field(strict=False)]
_AlertOrEnd = Annotated[
    RoomAction, Field(strict=False, json_schema_extra={"enum": ["alert", "end"]}), AfterValidator(_not_stop)
]


class RoomRules(Ordered):
    """What a policy says of rooms. Of a value and a partner's own, the tighter counts."""

    opens_early_minutes: Annotated[
        int,
        Field(ge=0, le=60, description="How long before its session a room may be opened; earlier, it is ended"),
        Tighter.LOWER,
    ] = 15
    overrun_minutes: Annotated[
        int,
        Field(
            ge=0,
            le=int(LONGEST_OVERRUN / timedelta(minutes=1)),
            description="How long after its session's end a room may stay open; then it is ended",
        ),
        Tighter.LOWER,
    ] = 15
    host_missing_minutes: Annotated[
        int,
        Field(ge=1, le=60, description="How long after the start the host is waited for until people are told"),
        Tighter.LOWER,
    ] = 10
    admit_within_minutes: Annotated[
        int,
        Field(ge=1, le=60, description="How long somebody may wait to be let in until people are told"),
        Tighter.LOWER,
    ] = 5
    held_minutes: Annotated[
        int,
        Field(
            ge=1, le=60, description="How long mentor and mentee must have been in together for a session to be held"
        ),
        Tighter.HIGHER,
    ] = 10
    loosened: Annotated[
        _AlertOrEnd,
        Field(
            description="What is done where safety settings of a running meeting are loosened and cannot be repaired"
        ),
        Tighter.HIGHER,
    ] = RoomAction.ALERT
    recording: Annotated[
        _Action,
        Field(
            description="What is done about a recording, AI Companion, a transcript or a stream without consents of both"
        ),
        Tighter.HIGHER,
    ] = RoomAction.STOP
    stranger: Annotated[
        _AlertOrEnd,
        Field(description="What is done where somebody is inside whom nobody expects"),
        Tighter.HIGHER,
    ] = RoomAction.ALERT

    @property
    def opens_early(self) -> timedelta:
        """How long before its session a room may be opened."""
        return timedelta(minutes=self.opens_early_minutes)

    @property
    def overruns(self) -> timedelta:
        """How long after its session's end a room may stay open."""
        return timedelta(minutes=self.overrun_minutes)

    @property
    def host_missing_after(self) -> timedelta:
        """How long after the start the host is waited for until people are told."""
        return timedelta(minutes=self.host_missing_minutes)

    @property
    def admit_within(self) -> timedelta:
        """How long somebody may wait to be let in until people are told."""
        return timedelta(minutes=self.admit_within_minutes)

    @property
    def held_from(self) -> timedelta:
        """How long mentor and mentee must have been in together for a session to be held."""
        return timedelta(minutes=self.held_minutes)
