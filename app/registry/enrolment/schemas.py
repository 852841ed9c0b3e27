"""API schemas for enrolling a pair."""

from typing import Annotated, Final, Literal, Self
from uuid import UUID

from pydantic import Field, StrictBool, model_validator

from app.http.fields import Day, EmailAddress, Line, Schema
from app.registry.evidence.schemas import EvidenceContent
from app.registry.partners.schemas import Levels

_MOST: Final = 20


class EnrolledPerson(Schema):
    """Somebody who is on file, by `id` alone; or somebody new, by `name` and the rest."""

    id: UUID | None = Field(default=None, description="The person's id, where they are on file already.")
    name: Line | None = Field(default=None, description="The name of somebody new.")
    email: EmailAddress | None = Field(
        default=None, description="For the programme alone; the other party never sees it."
    )
    birth_date: Day | None = Field(default=None, description="Required for a new mentee.")
    adult_at_risk: StrictBool = Field(default=False, description="Whether somebody new is an adult at risk.")
    other_of_this_name: StrictBool = Field(
        default=False,
        description="true where somebody of this name is on file in the other role, and this is another person.",
    )

    @model_validator(mode="after")
    def _is_known_or_new(self) -> Self:
        if (self.id is None) == (self.name is None):
            message = "write either the id of somebody on file, or the name of somebody new"
            raise ValueError(message)
        if self.id is not None and self.model_fields_set - {"id"}:
            message = "of somebody on file only the id is written; /v1/people/{id} changes the rest"
            raise ValueError(message)
        return self


class EnrolledEvidence(EvidenceContent):
    """A consent, a training or another fact about one of the two, or about their pairing."""

    about: Literal["mentor", "mentee", "pairing"] = Field(description="Whom or what it is about.")


class Enrolment(Schema):
    """A pair to enrol."""

    programme_id: UUID = Field(description="The programme in which they meet.")
    partner_id: UUID | None = Field(
        default=None, description="The partner through which they take part. Needed where one of them is new."
    )
    mentor: EnrolledPerson = Field(description="The mentor.")
    mentee: EnrolledPerson = Field(description="The mentee.")
    safety: Levels = Field(
        default_factory=dict,
        description="The levels of safety settings that measures for this pairing ask for, by code.",
    )
    evidence: Annotated[list[EnrolledEvidence], Field(max_length=_MOST)] = Field(
        default_factory=list, description="What is on paper already: consents, trainings, acceptances."
    )
