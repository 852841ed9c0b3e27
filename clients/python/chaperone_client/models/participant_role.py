from enum import StrEnum


class ParticipantRole(StrEnum):
    CARER = "carer"
    COORDINATOR = "coordinator"
    INTERPRETER = "interpreter"
    MENTEE = "mentee"
    MENTOR = "mentor"
    OBSERVER = "observer"

    def __str__(self) -> str:
        return str(self.value)
