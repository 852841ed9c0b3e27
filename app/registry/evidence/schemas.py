"""API schemas for evidence."""

from datetime import date, datetime
from typing import Annotated, Final
from uuid import UUID

from pydantic import Field

from app.http.fields import Day, Line, Paragraph, Schema
from app.policy import EvidenceKind, describe_evidence

_KINDS: Final = "What it shows, and about whom it is given: " + "; ".join(
    f"`{each.kind}`: about a {' or a '.join(each.about)}, by `{each.named_by}`" for each in describe_evidence()
)
_KIND: Final = "What it shows."
_VALID_UNTIL: Final = "The last day on which it counts; null where it does not run out."
_DOCUMENT: Final = (
    "Where the document or message is kept: a reference, not its content. Needed for every consent: partner_written_consent "
    "counts as written by it."
)
_MEASURES: Final = "What was agreed; needed for at_risk_measures, and for it alone. They are kept encrypted."
_EDITION: Final = "Which version of the code of conduct was accepted; for code_of_conduct_accepted alone."


class Measures(Schema):
    """What was agreed for a pairing of which somebody is an adult at risk."""

    agreed: Paragraph = Field(
        description="What was agreed: what mentor, mentee and partner do, and what the meeting must have."
    )
    discussed_with: Line = Field(
        description="With whom it was discussed, by their part: the partner's safeguarding lead, say."
    )
    review_on: Day = Field(description="The day on which they are reviewed, within a year: after it they do not count.")


class EvidenceContent(Schema):
    """A fact that the rules need, whatever it is about."""

    kind: EvidenceKind = Field(description=_KINDS)
    valid_from: Day | None = Field(
        default=None, description="The first day on which it counts, not after today. Today (UTC) where it is left out."
    )
    valid_until: Day | None = Field(default=None, description=_VALID_UNTIL)
    document: Line | None = Field(default=None, description=_DOCUMENT)
    edition: Annotated[Line, Field(max_length=60)] | None = Field(default=None, description=_EDITION)
    measures: Measures | None = Field(default=None, description=_MEASURES)


class EvidenceGive(EvidenceContent):
    """A fact that the rules need, about exactly one: a partner, a person or a pairing."""

    partner_id: UUID | None = Field(default=None, description="The partner that it is about.")
    person_id: UUID | None = Field(default=None, description="The mentor or mentee that it is about.")
    pairing_id: UUID | None = Field(default=None, description="The pairing that it is about.")


class EvidenceWithdraw(Schema):
    """Why evidence no longer counts."""

    reason: Paragraph = Field(description="For the record of the programme; kept out of the audit trail.")


class EvidenceRead(Schema):
    """A dated, attributable fact. It is given and may be withdrawn; it is never edited."""

    id: UUID = Field(description="The evidence's id.")
    kind: EvidenceKind = Field(description=_KIND)
    partner_id: UUID = Field(
        description="The partner that it belongs to; it is about the partner itself when it names neither person nor pairing."
    )
    person_id: UUID | None = Field(description="The mentor or mentee that it is about.")
    pairing_id: UUID | None = Field(description="The pairing that it is about.")
    valid_from: date = Field(description="The first day on which it counts.")
    valid_until: date | None = Field(description=_VALID_UNTIL)
    document: str | None = Field(description=_DOCUMENT)
    edition: str | None = Field(description=_EDITION)
    has_measures: bool = Field(
        description="Whether it says which measures were agreed: `/v1/evidence/{id}/measures` shows them."
    )
    given_by: UUID = Field(description="The id of the API key that gave it.")
    created_at: datetime = Field(description="When it was given.")
    withdrawn_at: datetime | None = Field(description="When it was withdrawn; it has not counted since.")
    withdrawn_by: UUID | None = Field(description="The id of the API key that withdrew it.")
    withdrawal_reason: str | None = Field(description="Why it was withdrawn.")


class EvidenceWithdrawn(EvidenceRead):
    """Evidence that was withdrawn, and whether the same is still said by a newer piece."""

    still_counting: UUID | None = Field(
        description="The newer evidence of this kind about the same subject, which stands: withdraw it too where the consent "
        "itself is withdrawn. Null where nothing is left that counts."
    )
