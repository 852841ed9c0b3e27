from enum import StrEnum


class ChangeSubject(StrEnum):
    PAIRING = "pairing"
    PARTNER = "partner"
    PERSON = "person"
    PROGRAMME = "programme"

    def __str__(self) -> str:
        return str(self.value)
