from enum import StrEnum


class EndedBy(StrEnum):
    CHAPERONE = "chaperone"
    HOST = "host"
    LAST_PERSON = "last_person"
    TIME_LIMIT = "time_limit"
    UNKNOWN = "unknown"

    def __str__(self) -> str:
        return str(self.value)
