from enum import StrEnum


class Recipient(StrEnum):
    ORGANISATION = "organisation"
    PARTICIPANT = "participant"

    def __str__(self) -> str:
        return str(self.value)
