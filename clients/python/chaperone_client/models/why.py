from enum import StrEnum


class Why(StrEnum):
    ALONE = "alone"
    HELD = "held"
    NOBODY_CAME = "nobody_came"
    NOT_ADMITTED = "not_admitted"
    NOT_OVER = "not_over"
    ONLY_MENTEE = "only_mentee"
    ONLY_MENTOR = "only_mentor"
    ROOM_OPEN = "room_open"
    TELEPHONE = "telephone"
    TOO_SHORT = "too_short"

    def __str__(self) -> str:
        return str(self.value)
