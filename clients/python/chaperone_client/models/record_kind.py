from enum import StrEnum


class RecordKind(StrEnum):
    PAIRING = "pairing"
    PARTNER = "partner"
    PERSON = "person"

    def __str__(self) -> str:
        return str(self.value)
