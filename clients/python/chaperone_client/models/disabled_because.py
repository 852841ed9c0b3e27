from enum import StrEnum


class DisabledBecause(StrEnum):
    BY_PERSON = "by_person"
    FAILING = "failing"
    GONE = "gone"

    def __str__(self) -> str:
        return str(self.value)
