from enum import StrEnum


class DecisionOutcome(StrEnum):
    ALLOW = "allow"
    APPROVE = "approve"
    DENY = "deny"

    def __str__(self) -> str:
        return str(self.value)
