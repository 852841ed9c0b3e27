"""API schemas for incidents."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from app.http.fields import Line, Paragraph, Schema
from app.incidents.models import IncidentState
from app.policy.incidents import IncidentKind, IncidentSeverity


class NamesRead(Schema):
    """Who meets in the session."""

    mentor: str = Field(description="The mentor's name.")
    mentee: str = Field(description="The mentee's name.")


class DoneRead(Schema):
    """Something that was done by itself."""

    at: datetime
    action: str = Field(description="What was done, for example end_room or stop_recording.")
    outcome: str = Field(description="What became of it.")


class IncidentRead(Schema):
    """Something a person must look at. What rests on the registry is neutral for a key without registry:read."""

    id: UUID
    kind: IncidentKind = Field(description="What it is about.")
    severity: IncidentSeverity = Field(description="How grave it is, by the programme's policy.")
    state: IncidentState = Field(description="open, acknowledged once a person has seen it, or resolved.")
    partner_id: UUID | None = Field(description="The partner concerned; none where it is the whole organisation.")
    programme_id: UUID | None = Field(description="The programme concerned.")
    booking_id: UUID | None = Field(description="The booking concerned.")
    host_id: UUID | None = Field(description="The Zoom host concerned.")
    proposed_change_id: UUID | None = Field(description="The proposed change concerned.")
    names: NamesRead | None = Field(
        default=None, description="Who meets in the session; for keys that may read the registry."
    )
    summary: str = Field(description="What is wrong.")
    remedy: str = Field(description="Who must do what.")
    details: dict[str, Any] = Field(description="What was seen: rules, settings before and after.")
    done: list[DoneRead] = Field(description="What was done by itself, in its order.")
    count: int = Field(description="How often it was seen. What is seen again is not another incident.")
    opened_at: datetime
    last_seen_at: datetime = Field(description="When it was seen last.")
    updated_at: datetime
    assigned_to: str | None = Field(description="Who looks after it, by a label of your own.")
    acknowledged_at: datetime | None = Field(description="When a person first acknowledged it.")
    acknowledged_by: UUID | None = Field(description="The key of who acknowledged it.")
    resolved_at: datetime | None = Field(description="Since when it is resolved; none before.")
    resolved_by: UUID | None = Field(description="The key of who resolved it; none where it put itself right.")
    resolution: str | None = Field(description="How it was resolved.")


class Assignment(Schema):
    """Who looks after an incident."""

    assigned_to: Line | None = Field(
        description="A label of your own, such as a role or a staff number; null for nobody. It is not in the audit trail."
    )


class Resolution(Schema):
    """How an incident was resolved."""

    resolution: Paragraph = Field(description="What was found and done. For the record of the programme.")


class ReportRead(Schema):
    """What somebody reported."""

    incident_id: UUID
    text: str = Field(
        description="In their own words. It is stored encrypted; each reading is an entry in the audit trail."
    )
