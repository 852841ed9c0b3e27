"""API schemas for the audit trail."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Self
from uuid import UUID

from pydantic import Field

from app.audit.origin import ActorKind
from app.audit.service import PlacedEntry
from app.http.fields import Schema


class AuditOrder(StrEnum):
    """In which order the trail is read."""

    OLDEST_FIRST = "oldest_first"
    NEWEST_FIRST = "newest_first"


class AuditEntryRead(Schema):
    """One line of the audit trail."""

    id: UUID
    position: int = Field(
        description="Where it stands in the trail: 1, 2, 3 and so on. What becomes readable later has a higher position."
    )
    at: datetime = Field(description="When it was written, by the clock of the database.")
    actor_kind: ActorKind = Field(
        description="key: a caller; system: the service itself; zoom: an event from Zoom; "
        "operator: the command line; participant: somebody on their own page."
    )
    actor: str = Field(description="The id of the API key, or the part of the service.")
    action: str = Field(description="What was done.", examples=["booking.requested"])
    subject_type: str = Field(description="What kind of thing it was done to.", examples=["booking"])
    subject_id: str = Field(description="The id of that thing.")
    booking_id: UUID | None = Field(description="The booking that it belongs to, if it belongs to one.")
    before: dict[str, Any] | None = Field(description="What changed: as it was. Never personal data.")
    after: dict[str, Any] | None = Field(description="What changed: as it is since.")
    decision_digest: str | None = Field(description="The digest of the decision that it rests on.")
    request_id: str | None = Field(description="The request in which it happened.")
    database_role: str | None = Field(
        description="The role that wrote it, as the database saw it; null for entries from before it was noted."
    )

    @classmethod
    def of(cls, placed: PlacedEntry) -> Self:
        """Return what the API tells of an entry."""
        told = placed.entry.model_dump(exclude={"partner_id"})
        return cls.model_validate({**told, "position": placed.position})
