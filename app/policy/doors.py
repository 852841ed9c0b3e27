"""How the people of a session come in: when, with which proof beside their personal link, and under which name.

A door is a personal link and its page. Here is what a policy says of doors; what a page shows and a button does is for others.
"""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from app.policy.outcomes import OrderedText
from app.policy.tighter import Ordered, Tighter


class SecondFact(OrderedText):
    """What somebody must know beside having the link, from the least to the most."""

    NONE = "none"
    BIRTHDAY = "birthday"
    """Day and month of their birth; where no birth date is on file, their code."""
    CODE = "code"
    """Six digits that reach them another way than the link does."""


class DisplayName(OrderedText):
    """What the others in the room see of somebody, from the most to the least."""

    FIRST_NAME = "first_name"
    ROLE_AND_CODE = "role_and_code"


class DoorRules(Ordered):
    """What a policy says of doors. Of a value and a partner's own, the tighter counts."""

    opener_from_minutes: Annotated[
        int,
        Field(ge=0, le=60, description="How long before the start whoever opens the room may go in"),
        Tighter.LOWER,
    ] = 15
    others_from_minutes: Annotated[
        int,
        Field(ge=0, le=60, description="How long before the start everybody else may go in"),
        Tighter.LOWER,
    ] = 10
    second_fact: Annotated[
        SecondFact,
        Field(strict=False, description="What somebody must know beside having their link"),
        Tighter.HIGHER,
    ] = SecondFact.NONE
    display_name: Annotated[
        DisplayName,
        Field(strict=False, description="What the others in the room see of somebody"),
        Tighter.HIGHER,
    ] = DisplayName.FIRST_NAME
    declining_cancels: Annotated[
        bool,
        Field(description="Whether a session is cancelled at once when somebody says that they cannot make it"),
        Tighter.HIGHER,
    ] = False
    personal_links_only: Annotated[
        bool,
        Field(description="Whether Zoom's own link is kept back: people come in by their personal links alone"),
        Tighter.HIGHER,
    ] = True
    extra_people: Annotated[
        int,
        Field(
            ge=0,
            le=10,
            description="How many people beside mentor and mentee, such as an interpreter, may be invited to a session",
        ),
        Tighter.LOWER,
    ] = 2

    @property
    def opener_from(self) -> timedelta:
        """How long before the start whoever opens the room may go in."""
        return timedelta(minutes=self.opener_from_minutes)

    @property
    def others_from(self) -> timedelta:
        """How long before the start everybody else may go in."""
        return timedelta(minutes=self.others_from_minutes)
