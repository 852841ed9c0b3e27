"""Evidence as the rules see it: what kinds there are, about whom, and how a kind stands on a day."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple, Self
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


NEEDS_DOCUMENT: Final = frozenset({EvidenceKind.PARTNER_WRITTEN_CONSENT})
"""Kinds that count only with a reference to the document that shows them."""

IS_CONSENT: Final = frozenset(
    {
        EvidenceKind.PARTNER_WRITTEN_CONSENT,
        EvidenceKind.VIRTUAL_MEETING_CONSENT,
        EvidenceKind.AT_RISK_MENTOR_CONSENT,
        EvidenceKind.RECORDING_CONSENT,
    }
)
"""Kinds by which somebody agrees to something: who records one says where it can be seen that they did."""

HAS_EDITION: Final = frozenset({EvidenceKind.CODE_OF_CONDUCT_ACCEPTED})
"""Kinds that say which edition of something was accepted."""

SHOWS: Mapping[EvidenceKind, str] = MappingProxyType(
    {
        EvidenceKind.PARTNER_WRITTEN_CONSENT: "The partner allows virtual mentoring, in writing",
        EvidenceKind.VIRTUAL_MEETING_CONSENT: "The mentor or mentee agrees to meet virtually",
        EvidenceKind.CHILD_PROTECTION_TRAINING: "The mentor was trained in child protection",
        EvidenceKind.AT_RISK_MEASURES: "Measures were agreed for a pairing of which somebody is an adult at risk",
        EvidenceKind.AT_RISK_MENTOR_CONSENT: "The mentor agrees to work with an adult at risk",
        EvidenceKind.AT_RISK_MENTOR_TRAINING: "The mentor was trained to work with an adult at risk",
        EvidenceKind.MENTOR_INDUCTION: "The mentor completed the induction training",
        EvidenceKind.MENTEE_INDUCTION: "The mentee was trained on their role",
        EvidenceKind.CODE_OF_CONDUCT_ACCEPTED: "The mentor accepted the code of conduct",
        EvidenceKind.TECHNOLOGY_CONFIRMED: "The mentor or mentee has suitable technology and knows what it costs",
        EvidenceKind.RECORDING_CONSENT: "The mentor or mentee agrees that sessions may be recorded",
    }
)
"""What evidence of each kind shows, in words."""


class EvidenceFact(BaseModel):
    """One piece of evidence. It holds from `valid_from` to `valid_until`, both days included, unless withdrawn.

    `edition` names the version of what was accepted, of a code of conduct for example. `has_document`: whether it says where
    the document is that shows it; not the reference itself, which may name somebody.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: UUID
    kind: EvidenceKind
    about: Subject
    valid_from: date
    valid_until: date | None = None
    withdrawn: bool = False
    edition: str | None = None
    has_document: bool = False

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
    """How a kind of evidence about a subject stands, and the piece that says so: None where there is none."""

    standing: Standing
    newest: EvidenceFact | None = None

    @property
    def holds(self) -> bool:
        """Whether it counts."""
        return self.standing is Standing.HOLDS

    @property
    def holding_ids(self) -> list[str]:
        """The id of the piece that counts; empty where none does."""
        return [str(self.newest.id)] if self.holds and self.newest is not None else []


def standing_of(
    evidence: Iterable[EvidenceFact], kind: EvidenceKind, about: Subject, day: date, *, edition: str | None = None
) -> EvidenceStanding:
    """How this kind of evidence about this subject stands on this day; of one edition only, if one is named.

    The newest statement that has begun by then decides alone, as a person's last word does: what it replaced neither helps
    nor harms any more, withdrawn or not. Ids sort by age and tell which of two of one day is the newer.
    """
    on_file = [
        each
        for each in evidence
        if each.kind is kind and each.about is about and (edition is None or each.edition == edition)
    ]
    if not on_file:
        return EvidenceStanding(Standing.NOT_ON_FILE)
    begun = [each for each in on_file if each.valid_from <= day]
    newest = max(begun or on_file, key=lambda each: (each.valid_from, each.id))
    if newest.withdrawn:
        return EvidenceStanding(Standing.WITHDRAWN, newest)
    if newest.holds_on(day):
        return EvidenceStanding(Standing.HOLDS, newest)
    return EvidenceStanding(Standing.ENDED if begun else Standing.NOT_YET, newest)
