from enum import StrEnum


class ReasonReadFixedBy(StrEnum):
    ADMINISTRATOR = "administrator"
    BOOKER = "booker"
    COORDINATOR = "coordinator"

    def __str__(self) -> str:
        return str(self.value)
