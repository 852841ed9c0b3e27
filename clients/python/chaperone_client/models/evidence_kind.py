from enum import StrEnum


class EvidenceKind(StrEnum):
    AT_RISK_MEASURES = "at_risk_measures"
    AT_RISK_MENTOR_CONSENT = "at_risk_mentor_consent"
    AT_RISK_MENTOR_TRAINING = "at_risk_mentor_training"
    CHILD_PROTECTION_TRAINING = "child_protection_training"
    CODE_OF_CONDUCT_ACCEPTED = "code_of_conduct_accepted"
    MENTEE_INDUCTION = "mentee_induction"
    MENTOR_INDUCTION = "mentor_induction"
    PARTNER_WRITTEN_CONSENT = "partner_written_consent"
    RECORDING_CONSENT = "recording_consent"
    TECHNOLOGY_CONFIRMED = "technology_confirmed"
    VIRTUAL_MEETING_CONSENT = "virtual_meeting_consent"

    def __str__(self) -> str:
        return str(self.value)
