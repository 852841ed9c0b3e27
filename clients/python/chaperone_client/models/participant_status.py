from enum import StrEnum


class ParticipantStatus(StrEnum):
    JOINED = "joined"
    LEFT = "left"
    LINK_GIVEN = "link_given"
    OPENED = "opened"
    REMOVED = "removed"
    WAITING = "waiting"
    WITHOUT_LINK = "without_link"

    def __str__(self) -> str:
        return str(self.value)
