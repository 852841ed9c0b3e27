from enum import StrEnum


class AttemptOutcome(StrEnum):
    DELIVERED = "delivered"
    NOT_REACHED = "not_reached"
    REFUSED = "refused"
    TIMED_OUT = "timed_out"

    def __str__(self) -> str:
        return str(self.value)
