from enum import StrEnum


class ConditionCode(StrEnum):
    ACTIVE = "active"
    CHANGES = "changes"
    ENABLED = "enabled"
    LICENCE = "licence"
    MAILS = "mails"
    SYNCHRONISED = "synchronised"

    def __str__(self) -> str:
        return str(self.value)
