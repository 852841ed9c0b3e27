from enum import StrEnum


class ProposalState(StrEnum):
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    EXPIRED = "expired"
    OPEN = "open"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"

    def __str__(self) -> str:
        return str(self.value)
