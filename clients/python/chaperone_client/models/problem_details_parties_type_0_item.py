from enum import StrEnum


class ProblemDetailsPartiesType0Item(StrEnum):
    HOST = "host"
    MENTEE = "mentee"
    MENTOR = "mentor"

    def __str__(self) -> str:
        return str(self.value)
