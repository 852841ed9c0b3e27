from enum import StrEnum


class NeedKind(StrEnum):
    APPROVAL = "approval"
    EVIDENCE_ENDING = "evidence_ending"
    INCIDENT = "incident"
    MOVE = "move"
    NO_MEETING = "no_meeting"
    OPENING = "opening"
    PROPOSED_CHANGE = "proposed_change"
    SUSPENDED = "suspended"

    def __str__(self) -> str:
        return str(self.value)
