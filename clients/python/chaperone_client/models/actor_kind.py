from enum import StrEnum


class ActorKind(StrEnum):
    KEY = "key"
    OPERATOR = "operator"
    PARTICIPANT = "participant"
    SYSTEM = "system"
    ZOOM = "zoom"

    def __str__(self) -> str:
        return str(self.value)
