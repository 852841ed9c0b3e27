from enum import StrEnum


class ContactReadOf(StrEnum):
    PARTNER = "partner"
    PROGRAMME = "programme"

    def __str__(self) -> str:
        return str(self.value)
