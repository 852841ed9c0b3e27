"""API schemas for proposed changes, and of the values that facts had before."""

from datetime import datetime
from typing import Final
from uuid import UUID

from pydantic import Field, JsonValue

from app.http.fields import Paragraph, Schema
from app.registry.proposals.models import ChangeSubject, ProposalState

_SUBJECT_TYPE: Final = "What it is about: a person, a pairing, a partner or a programme."
_SUBJECT_ID: Final = "The id of what it is about."
_PARTNER: Final = "Whose it is; null for what is the organisation's alone."


class ValueChangeRead(Schema):
    """A value, and the one that is proposed for it."""

    before: JsonValue = Field(description="What counts until the change is confirmed.")
    after: JsonValue = Field(description="What counts from then on.")


class ProposedChangeSummary(Schema):
    """A change that loosens something, without its values."""

    id: UUID = Field(description="The proposed change's id.")
    subject_type: ChangeSubject = Field(description=_SUBJECT_TYPE)
    subject_id: UUID = Field(description=_SUBJECT_ID)
    partner_id: UUID | None = Field(description=_PARTNER)
    fields: list[str] = Field(description="The fields that would change.")
    loosened: list[str] = Field(description="The fields, rules and safety settings that would be looser.")
    state: ProposalState = Field(
        description="open: it waits for a second person. superseded: the same field was changed otherwise since."
    )
    proposed_by: UUID = Field(description="The id of the API key that proposed it.")
    created_at: datetime = Field(description="When it was proposed.")
    expires_at: datetime = Field(description="Until when somebody can decide about it.")
    decided_by: UUID | None = Field(description="The id of the API key that decided about it.")
    decided_at: datetime | None = Field(description="When it was no longer open.")
    reason: str | None = Field(description="Why it was confirmed, declined or withdrawn.")


class ProposedChangeRead(ProposedChangeSummary):
    """A change that loosens something. It counts once a coordinator's key of another person has confirmed it."""

    changes: dict[str, ValueChangeRead] | None = Field(
        description="The values by field; null to a key that may not read the registry."
    )


class ProposalJudgement(Schema):
    """Why a proposed change is confirmed, declined or withdrawn."""

    reason: Paragraph = Field(description="For the record of the programme; kept out of the audit trail. Name nobody.")


class ChangeProposed(Schema):
    """Part of a change, or all of it, waits for a second person. Until they confirm it, what was there before counts."""

    proposed_change: ProposedChangeSummary = Field(description="What waits. Location says where to read it.")
    took_effect: list[str] = Field(description="The fields that changed at once, because that loosened nothing.")


class PreviousValuesRead(Schema):
    """What fields were until somebody changed them."""

    id: UUID = Field(description="The id of this line.")
    subject_type: ChangeSubject = Field(description=_SUBJECT_TYPE)
    subject_id: UUID = Field(description=_SUBJECT_ID)
    partner_id: UUID | None = Field(description=_PARTNER)
    subject_version: int = Field(description="The version that had these values.")
    values: dict[str, JsonValue] = Field(description="The values by field.")
    replaced_at: datetime = Field(description="When they were replaced.")
    replaced_by: UUID = Field(description="The id of the API key that replaced them.")
    reason: str | None = Field(description="Why, where whoever corrected them said so.")
