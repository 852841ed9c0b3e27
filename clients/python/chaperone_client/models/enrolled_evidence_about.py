from enum import StrEnum


class EnrolledEvidenceAbout(StrEnum):
    MENTEE = "mentee"
    MENTOR = "mentor"
    PAIRING = "pairing"

    def __str__(self) -> str:
        return str(self.value)
