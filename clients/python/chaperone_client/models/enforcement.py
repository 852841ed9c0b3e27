from enum import StrEnum


class Enforcement(StrEnum):
    ASKED_OF_HOST = "asked_of_host"
    LOCKED = "locked"
    SET = "set"

    def __str__(self) -> str:
        return str(self.value)
