"""API schemas for archiving."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from app.http.fields import Paragraph, Schema


class ArchiveReason(Schema):
    """Why a record is archived, or taken back."""

    reason: Paragraph = Field(description="For the record of the programme; kept out of the audit trail.")


class RecordKind(StrEnum):
    """What can be archived."""

    PERSON = "person"
    PAIRING = "pairing"
    PARTNER = "partner"


class ArchivedRead(Schema):
    """Whether a record is archived."""

    kind: RecordKind = Field(description="What it is.")
    id: UUID = Field(description="Its id.")
    archived_at: datetime | None = Field(description="Since when it is archived; null where it is in use.")
    version: int = Field(description="Its version since then.")
