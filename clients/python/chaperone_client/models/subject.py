from enum import StrEnum


class Subject(StrEnum):
    MENTEE = "mentee"
    MENTOR = "mentor"
    PAIRING = "pairing"
    PARTNER = "partner"

    def __str__(self) -> str:
        return str(self.value)
