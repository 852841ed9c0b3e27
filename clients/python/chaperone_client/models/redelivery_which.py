from enum import StrEnum


class RedeliveryWhich(StrEnum):
    FAILED = "failed"
    ONE = "one"
    RANGE = "range"

    def __str__(self) -> str:
        return str(self.value)
