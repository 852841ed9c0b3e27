from enum import StrEnum


class SlotReadOutcome(StrEnum):
    ALLOW = "allow"
    APPROVE = "approve"

    def __str__(self) -> str:
        return str(self.value)
