"""Where an action came from."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class ActorKind(StrEnum):
    """What kind of actor did something."""

    KEY = "key"
    SYSTEM = "system"
    ZOOM = "zoom"
    OPERATOR = "operator"
    PARTICIPANT = "participant"
    """A mentor, a mentee or an invited person, on their own page."""


@dataclass(frozen=True)
class Origin:
    """Who acts, and in which request. `actor` is an identifier, never a name."""

    kind: ActorKind
    actor: str
    request_id: str | None = None


WORKER: Final = Origin(ActorKind.SYSTEM, "worker")
ZOOM: Final = Origin(ActorKind.ZOOM, "webhook")
OPERATOR: Final = Origin(ActorKind.OPERATOR, "command-line")
