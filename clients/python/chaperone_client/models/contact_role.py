from enum import StrEnum


class ContactRole(StrEnum):
    COORDINATOR = "coordinator"
    SAFEGUARDING_LEAD = "safeguarding_lead"

    def __str__(self) -> str:
        return str(self.value)
