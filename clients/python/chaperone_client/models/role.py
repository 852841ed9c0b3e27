from enum import StrEnum


class Role(StrEnum):
    COORDINATOR = "coordinator"
    FRONT_END = "front_end"

    def __str__(self) -> str:
        return str(self.value)
