from enum import StrEnum


class HostOutcome(StrEnum):
    FAILED = "failed"
    NOT_PROVEN = "not_proven"
    PROVEN = "proven"
    WAITING = "waiting"

    def __str__(self) -> str:
        return str(self.value)
