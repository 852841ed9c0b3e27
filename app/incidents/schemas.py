"""API schemas for incidents."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from app.http.fields import Paragraph, Schema
from app.incidents.models import IncidentKind


class IncidentRead(Schema):
    """Something a person must look at. What rests on the registry is neutral for a key without registry:read."""

    id: UUID
    kind: IncidentKind = Field(description="What it is about.")
    partner_id: UUID | None = Field(description="The partner concerned; none where it is the whole organisation.")
    booking_id: UUID | None = Field(description="The booking concerned.")
    host_id: UUID | None = Field(description="The Zoom host concerned.")
    proposed_change_id: UUID | None = Field(description="The proposed change concerned.")
    summary: str = Field(description="What is wrong.")
    remedy: str = Field(description="Who must do what.")
    details: dict[str, Any] = Field(description="What was seen: rules, settings before and after.")
    opened_at: datetime
    updated_at: datetime
    resolved_at: datetime | None = Field(description="Since when it is resolved; none while it is open.")
    resolved_by: UUID | None = Field(description="The key of who resolved it; none where it put itself right.")
    resolution: str | None = Field(description="How it was resolved.")


class Resolution(Schema):
    """How an incident was resolved."""

    resolution: Paragraph = Field(description="What was found and done. For the record of the programme.")
