"""Who opens the room of a session, and by which way in at Zoom.

Zoom's accounts differ in what they let a host do without signing in, so a programme names its ways in the order in which they are
offered. Here is what a policy says; where a press leads is for `app.joining.opening`.
"""

from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from app.policy.outcomes import OrderedText
from app.policy.tighter import Ordered, Tighter


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
    """A person who is signed in as the host opens the room, and admits mentor and mentee."""


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
            description="The ways in for a mentor who opens the room, in the order in which they are offered; "
            "a coordinator is always the last",
        ),
        AfterValidator(_ending_with_a_coordinator),
        Tighter.FEWER,
    ] = (OpeningWay.OWN_USER, OpeningWay.HOST_LINK, OpeningWay.COORDINATOR)
    ask_minutes_before: Annotated[
        int,
        Field(ge=0, le=60, description="How long before the start whoever opens the room is asked to do so"),
        Tighter.HIGHER,
    ] = 0

    @property
    def offered(self) -> tuple[OpeningWay, ...]:
        """The ways in, in the order in which they are offered."""
        return self.ways if self.who is Opener.MENTOR else (OpeningWay.COORDINATOR,)

    @property
    def asked_before(self) -> timedelta:
        """How long before the start the opener is asked to open the room."""
        return timedelta(minutes=self.ask_minutes_before)
