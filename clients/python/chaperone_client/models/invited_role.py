from enum import StrEnum


class InvitedRole(StrEnum):
    CARER = "carer"
    INTERPRETER = "interpreter"
    OBSERVER = "observer"

    def __str__(self) -> str:
        return str(self.value)
