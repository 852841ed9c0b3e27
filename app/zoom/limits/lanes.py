"""Who goes first when many want to call Zoom."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Lane(StrEnum):
    """What a call is for. The first goes first."""

    URGENT = "urgent"
    """Ending a meeting, repairing one that was loosened, removing one that must not take place."""
    PRESS = "press"
    """The way in of somebody who has pressed their button, and waits for the answer."""
    NORMAL = "normal"
    """What one booking needs."""
    BULK = "bulk"
    """Series, sweeps and synchronisation."""


@dataclass(frozen=True)
class Rules:
    """What a lane may take of the account's budget.

    `horizon` is how far ahead, in seconds, it may reserve: the queue that it may build up in front of the other lanes.
    A lane with a longer horizon still gets a turn where one with a shorter has to wait. `share_of_pace` and
    `share_of_day` are the parts of the calls per second and per day that it may use.
    """

    rank: int
    horizon: float
    share_of_pace: float
    share_of_day: float


LANES: Final[Mapping[Lane, Rules]] = {
    Lane.URGENT: Rules(0, horizon=10.0, share_of_pace=1.0, share_of_day=1.0),
    Lane.PRESS: Rules(1, horizon=2.0, share_of_pace=1.0, share_of_day=1.0),
    Lane.NORMAL: Rules(2, horizon=0.4, share_of_pace=1.0, share_of_day=0.95),
    Lane.BULK: Rules(3, horizon=0.2, share_of_pace=0.8, share_of_day=0.8),
}
