from enum import StrEnum


class AttendeeRole(StrEnum):
    GUEST = "guest"
    HOST = "host"
    MENTEE = "mentee"
    MENTOR = "mentor"
    UNKNOWN = "unknown"

    def __str__(self) -> str:
        return str(self.value)
