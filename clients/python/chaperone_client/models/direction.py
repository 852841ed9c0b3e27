from enum import StrEnum


class Direction(StrEnum):
    LOOSER = "looser"
    NEITHER = "neither"
    TIGHTER = "tighter"

    def __str__(self) -> str:
        return str(self.value)
