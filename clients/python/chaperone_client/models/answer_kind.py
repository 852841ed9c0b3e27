from enum import StrEnum


class AnswerKind(StrEnum):
    ANOTHER_TIME = "another_time"
    CANNOT_COME = "cannot_come"
    END_POINT = "end_point"
    MID_POINT = "mid_point"
    TOOK_PLACE = "took_place"

    def __str__(self) -> str:
        return str(self.value)
