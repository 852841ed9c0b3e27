from enum import StrEnum


class SettingState(StrEnum):
    CONFIRMATION_EXPIRED = "confirmation_expired"
    CONFIRMATION_MISSING = "confirmation_missing"
    CONFIRMED = "confirmed"
    DIFFERING = "differing"
    LOCKED_BY_ACCOUNT = "locked_by_account"
    LOCKED_BY_GROUP = "locked_by_group"
    NOT_PROVEN = "not_proven"
    NOT_STANDING_IN = "not_standing_in"
    PROVEN = "proven"

    def __str__(self) -> str:
        return str(self.value)
