from enum import StrEnum


class Gap(StrEnum):
    END_MISSING = "end_missing"
    JOINING_MISSING = "joining_missing"
    LEAVING_MISSING = "leaving_missing"
    NOTHING_TOLD = "nothing_told"
    PEOPLE_MISSING = "people_missing"
    START_MISSING = "start_missing"

    def __str__(self) -> str:
        return str(self.value)
