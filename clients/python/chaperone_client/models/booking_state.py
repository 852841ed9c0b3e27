from enum import StrEnum


class BookingState(StrEnum):
    AWAITING_APPROVAL = "awaiting_approval"
    BLOCKED = "blocked"
    CANCELLED = "cancelled"
    COMPLETED = "completed"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    FAILED = "failed"
    IN_PROGRESS = "in_progress"
    NOT_HELD = "not_held"
    PROVISIONING = "provisioning"
    SUSPENDED = "suspended"

    def __str__(self) -> str:
        return str(self.value)
