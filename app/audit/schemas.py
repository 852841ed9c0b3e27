"""What the API tells of the trail."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from app.audit.origin import ActorKind
from app.http.fields import Schema


class AuditEntryRead(Schema):
    """One line of the audit trail."""

    id: UUID
    at: datetime = Field(description="When it happened.")
    actor_kind: ActorKind = Field(description="key: a caller; system: the service itself; zoom: an event from Zoom.")
    actor: str = Field(description="The id of the API key, or the part of the service.")
    action: str = Field(description="What was done.", examples=["booking.requested"])
    subject_type: str = Field(description="What kind of thing it was done to.", examples=["booking"])
    subject_id: str = Field(description="The id of that thing.")
    booking_id: UUID | None = Field(description="The booking that it belongs to, if it belongs to one.")
    before: dict[str, Any] | None = Field(description="What changed: as it was. Never personal data.")
    after: dict[str, Any] | None = Field(description="What changed: as it is since.")
    decision_digest: str | None = Field(description="The digest of the decision that it rests on.")
    request_id: str | None = Field(description="The request in which it happened.")
