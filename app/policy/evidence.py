"""Evidence as the rules see it: what kinds there are, about whom, and how a kind stands on a day."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, model_validator


class Subject(StrEnum):
    """Whom or what a piece of evidence is about."""

    PARTNER = "partner"
    MENTOR = "mentor"
    MENTEE = "mentee"
    PAIRING = "pairing"


class EvidenceKind(StrEnum):
    """Every kind of evidence that a rule of the catalogue may ask for."""

    PARTNER_WRITTEN_CONSENT = "partner_written_consent"
    VIRTUAL_MEETING_CONSENT = "virtual_meeting_consent"
    CHILD_PROTECTION_TRAINING = "child_protection_training"
    AT_RISK_MEASURES = "at_risk_measures"
    AT_RISK_MENTOR_CONSENT = "at_risk_mentor_consent"
    AT_RISK_MENTOR_TRAINING = "at_risk_mentor_training"
    MENTOR_INDUCTION = "mentor_induction"
    MENTEE_INDUCTION = "mentee_induction"
    CODE_OF_CONDUCT_ACCEPTED = "code_of_conduct_accepted"
    TECHNOLOGY_CONFIRMED = "technology_confirmed"
    RECORDING_CONSENT = "recording_consent"


_EACH_PERSON = frozenset({Subject.MENTOR, Subject.MENTEE})
_MENTOR = frozenset({Subject.MENTOR})

SUBJECTS_OF: Mapping[EvidenceKind, frozenset[Subject]] = MappingProxyType(
    {
        EvidenceKind.PARTNER_WRITTEN_CONSENT: frozenset({Subject.PARTNER}),
        EvidenceKind.VIRTUAL_MEETING_CONSENT: _EACH_PERSON,
        EvidenceKind.CHILD_PROTECTION_TRAINING: _MENTOR,
        EvidenceKind.AT_RISK_MEASURES: frozenset({Subject.PAIRING}),
        EvidenceKind.AT_RISK_MENTOR_CONSENT: _MENTOR,
        EvidenceKind.AT_RISK_MENTOR_TRAINING: _MENTOR,
        EvidenceKind.MENTOR_INDUCTION: _MENTOR,
        EvidenceKind.MENTEE_INDUCTION: frozenset({Subject.MENTEE}),
        EvidenceKind.CODE_OF_CONDUCT_ACCEPTED: _MENTOR,
        EvidenceKind.TECHNOLOGY_CONFIRMED: _EACH_PERSON,
        EvidenceKind.RECORDING_CONSENT: _EACH_PERSON,
    }
)
"""Whom evidence of each kind can be about; the one table of it."""


class EvidenceFact(BaseModel):
    """One piece of evidence. It holds from `valid_from` to `valid_until`, both days included, unless withdrawn.

    `edition` names the version of what was accepted, of a code of conduct for example.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: UUID
    kind: EvidenceKind
    about: Subject
    valid_from: date
    valid_until: date | None = None
    withdrawn: bool = False
    edition: str | None = None

    @model_validator(mode="after")
    def _is_about_a_fitting_subject(self) -> Self:
        if self.about not in SUBJECTS_OF[self.kind]:
            raise ValueError(f"evidence of the kind {self.kind} cannot be about the {self.about}")
        return self

    def holds_on(self, day: date) -> bool:
        """Whether it counts on this day."""
        return not self.withdrawn and self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


class Standing(StrEnum):
    """How a kind of evidence stands on a day; the value completes a sentence that names the evidence."""

    HOLDS = "holds on the day of the session"
    NOT_ON_FILE = "is not on file"
    WITHDRAWN = "has been withdrawn"
    ENDED = "ends before the day of the session"
    NOT_YET = "starts only after the day of the session"


class EvidenceStanding(NamedTuple):
    """How a kind of evidence about a subject stands, with the ids of all that count, sorted."""

    standing: Standing
    holding_ids: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether at least one piece counts."""
        return self.standing is Standing.HOLDS


def standing_of(
    evidence: Iterable[EvidenceFact], kind: EvidenceKind, about: Subject, day: date, *, edition: str | None = None
) -> EvidenceStanding:
    """How this kind of evidence about this subject stands on this day; of one edition only, if one is named.

    One piece that counts is enough, whatever became of others: giving evidence can therefore never
    make anything worse, nor withdrawing it better. Where none counts, the latest one says why.
    """
    on_file = [
        each
        for each in evidence
        if each.kind is kind and each.about is about and (edition is None or each.edition == edition)
    ]
    holding = sorted([str(each.id) for each in on_file if each.holds_on(day)])
    if holding:
        return EvidenceStanding(Standing.HOLDS, tuple(holding))
    if not on_file:
        return EvidenceStanding(Standing.NOT_ON_FILE)
    latest = max(on_file, key=lambda each: (each.valid_from, each.id))
    if latest.withdrawn:
        return EvidenceStanding(Standing.WITHDRAWN)
    return EvidenceStanding(Standing.NOT_YET if latest.valid_from > day else Standing.ENDED)
