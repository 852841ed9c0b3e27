"""The sections of a policy that take no part in the decision: they say what happens before, in and after a session."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from app.policy.doors import DoorRules
from app.policy.opening import OpeningRules
from app.policy.room import RoomRules
from app.policy.tighter import Ordered

SECTIONS: Final[Mapping[str, type[Ordered]]] = MappingProxyType(
    {"room": RoomRules, "doors": DoorRules, "opening": OpeningRules}
)
"""What each says, by its name in a policy and in a partner's own guidance. Their values have defaults and an order."""
