"""The tables of proposed changes and of the values that facts had before: JSON, encrypted, bound to its row."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from pydantic_core import to_jsonable_python
from sqlalchemy import ARRAY, Column, Index, String, Text, text
from sqlmodel import Field, SQLModel

from app.kit.clock import utc_now
from app.kit.database import Instant, text_enum
from app.kit.encryption import KeyRing, context_of
from app.kit.identifiers import new_id

PROPOSAL_KEPT: Final = timedelta(days=14)
"""A proposed change that nobody has decided about by then has expired."""

POLICY: Final = "policy"
"""The field of a programme that its policy is, which has a table of its own."""


class ChangeSubject(StrEnum):
    """What a proposed change is about."""

    PERSON = "person"
    PAIRING = "pairing"
    PARTNER = "partner"
    PROGRAMME = "programme"


class ProposalState(StrEnum):
    """What has become of a proposed change."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"


class ProposedChange(SQLModel, table=True):
    """A change that loosens something. It counts only once a coordinator's key of another person has confirmed it."""

    __tablename__ = "proposed_change"
    __table_args__ = (
        Index("proposed_change_partner_index", "partner_id", "id"),
        Index("proposed_change_subject_index", "subject_id", "id"),
        Index("proposed_change_open_index", "expires_at", postgresql_where=text("state = 'open'")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    subject_type: ChangeSubject = Field(sa_type=text_enum(ChangeSubject))
    # No foreign key: it is one of four tables'. Nothing in them is ever deleted.
    subject_id: UUID
    # None for what is the organisation's alone.
    partner_id: UUID | None = Field(default=None, foreign_key="partner.id")
    fields: list[str] = Field(sa_column=Column(ARRAY(String), nullable=False))
    # Fields, rules and settings that would be looser, by name.
    loosened: list[str] = Field(sa_column=Column(ARRAY(String), nullable=False))
    # The values before and after, encrypted.
    content: str = Field(sa_column=Column(Text, nullable=False))
    state: ProposalState = Field(default=ProposalState.OPEN, sa_type=text_enum(ProposalState))
    proposed_by: UUID = Field(foreign_key="api_key.id")
    created_at: datetime = Field(default_factory=utc_now, sa_type=Instant)
    expires_at: datetime = Field(default_factory=lambda: utc_now() + PROPOSAL_KEPT, sa_type=Instant)
    # None where nobody decided: it expired, or was superseded by a change of the same field.
    decided_by: UUID | None = Field(default=None, foreign_key="api_key.id")
    decided_at: datetime | None = Field(default=None, sa_type=Instant)
    reason: str | None = Field(default=None, max_length=2000)
    version: int = 1


class PreviousValues(SQLModel, table=True):
    """What fields of a row were until somebody changed them, encrypted: for an investigation."""

    __tablename__ = "previous_values"
    __table_args__ = (Index("previous_values_subject_index", "subject_id", "id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    subject_type: ChangeSubject = Field(sa_type=text_enum(ChangeSubject))
    subject_id: UUID
    partner_id: UUID | None = Field(default=None, foreign_key="partner.id")
    # The version of the row that had these values.
    subject_version: int
    fields: list[str] = Field(sa_column=Column(ARRAY(String), nullable=False))
    content: str = Field(sa_column=Column(Text, nullable=False))
    replaced_at: datetime = Field(default_factory=utc_now, sa_type=Instant)
    replaced_by: UUID = Field(foreign_key="api_key.id")
    # Why, where whoever corrected it said so.
    reason: str | None = Field(default=None, max_length=2000)


COLUMN: Final = "content"


def sealed(row: ProposedChange | PreviousValues, values: Mapping[str, Any], key_ring: KeyRing) -> str:
    """Return values in the form that the row keeps them in."""
    return key_ring.encrypt(json.dumps(to_jsonable_python(values)), context=context_of(row, COLUMN))


def opened(row: ProposedChange | PreviousValues, key_ring: KeyRing) -> dict[str, Any]:
    """Return the values that a row keeps.

    Raises:
        DecryptionError: They cannot be read.
    """
    values: dict[str, Any] = json.loads(key_ring.decrypt(row.content, context=context_of(row, COLUMN)))
    return values
