from enum import StrEnum


class Outcome(StrEnum):
    APPROVE = "approve"
    DENY = "deny"
    NA = "n/a"
    PASS = "pass"
    WARN = "warn"

    def __str__(self) -> str:
        return str(self.value)
