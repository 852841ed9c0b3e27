from enum import StrEnum


class Reporter(StrEnum):
    COORDINATOR = "coordinator"
    MENTEE = "mentee"
    MENTOR = "mentor"
    SOMEBODY_ELSE = "somebody_else"

    def __str__(self) -> str:
        return str(self.value)
