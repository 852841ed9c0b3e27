from enum import StrEnum


class Severity(StrEnum):
    APPROVE = "approve"
    DENY = "deny"
    NA = "n/a"
    WARN = "warn"

    def __str__(self) -> str:
        return str(self.value)
