from enum import StrEnum


class InvitedRole(StrEnum):
    CARER = "carer"
    COORDINATOR = "coordinator"
    INTERPRETER = "interpreter"
    OBSERVER = "observer"

    def __str__(self) -> str:
        return str(self.value)
