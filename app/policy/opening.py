"""Who opens the room of a session, and by which way in at Zoom.

Zoom's accounts differ in what they let a host do without signing in, so a programme names its ways in the order in which they are
offered. Here is what a policy says; where a press leads is for `app.joining.opening`.
"""

from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Any, Final

from pydantic import AfterValidator, Field

from app.policy.outcomes import OrderedText
from app.policy.tighter import Ordered, Tighter

LONGEST_NOTICE: Final = timedelta(hours=4)
"""How long before the start people can be told of a room that a coordinator is to open."""


class Opener(OrderedText):
    """Who opens the room, from the least to the most supervised."""

    MENTOR = "mentor"
    COORDINATOR = "coordinator"


class OpeningWay(StrEnum):
    """How whoever opens the room comes in as its host."""

    OWN_USER = "own_user"
    """The mentor has a Zoom user of the account, which is the host, and signs in as themselves."""
    HOST_LINK = "host_link"
    """The mentor gets the host's start link, fetched from Zoom at the press."""
    COORDINATOR = "coordinator"
    """A coordinator opens the room, and admits mentor and mentee: by signing in to Zoom as the host."""


def _ending_with_a_coordinator(ways: Any) -> tuple[OpeningWay, ...]:
    if len(set(ways)) != len(ways):
        raise ValueError("must name each way once")
    if OpeningWay.COORDINATOR in ways[:-1]:
        raise ValueError("must name coordinator last: nothing is offered after it")
    return (*(each for each in ways if each is not OpeningWay.COORDINATOR), OpeningWay.COORDINATOR)


class OpeningRules(Ordered):
    """What a policy says of opening the room. Of a value and a partner's own, the tighter counts."""

    who: Annotated[
        Opener,
        Field(strict=False, description="Who opens the room: the mentor, or a coordinator"),
        Tighter.HIGHER,
    ] = Opener.MENTOR
    ways: Annotated[
        tuple[Annotated[OpeningWay, Field(strict=False)], ...],
        Field(
            strict=False,
            max_length=len(OpeningWay),
            description="The ways in for whoever opens the room, in the order in which they are offered; "
            "a coordinator who signs in to Zoom is always the last",
        ),
        AfterValidator(_ending_with_a_coordinator),
        Tighter.FEWER,
    ] = (OpeningWay.OWN_USER, OpeningWay.HOST_LINK, OpeningWay.COORDINATOR)
    ask_minutes_before: Annotated[
        int,
        Field(ge=0, le=60, description="How long before the start whoever opens the room is asked to do so"),
        Tighter.HIGHER,
    ] = 0
    tell_minutes_before: Annotated[
        int,
        Field(
            ge=0,
            le=int(LONGEST_NOTICE / timedelta(minutes=1)),
            description="How long before the start people are told of a room that a coordinator is to open",
        ),
        Tighter.HIGHER,
    ] = 60

    @property
    def offered(self) -> tuple[OpeningWay, ...]:
        """The ways in for the mentor, in the order in which they are offered."""
        return self.ways if self.who is Opener.MENTOR else (OpeningWay.COORDINATOR,)

    @property
    def offered_to_coordinators(self) -> tuple[OpeningWay, ...]:
        """The ways in for a coordinator who opens the room: the mentor's own user is not theirs."""
        return tuple(way for way in self.ways if way is not OpeningWay.OWN_USER)

    @property
    def asked_before(self) -> timedelta:
        """How long before the start the opener is asked to open the room."""
        return timedelta(minutes=self.ask_minutes_before)

    @property
    def told_before(self) -> timedelta:
        """How long before the start people are told of a room that a coordinator is to open."""
        return timedelta(minutes=self.tell_minutes_before)
