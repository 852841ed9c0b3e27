"""The table of incidents."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from app.kit.clock import utc_now
from app.kit.database import Instant, empty_list, text_enum
from app.kit.identifiers import new_id
from app.policy.incidents import IncidentKind, IncidentSeverity


class IncidentState(StrEnum):
    """Where an incident is in its life."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"


class Incident(SQLModel, table=True):
    """Something a person must look at. What has the same `merge_key` as an incident that is not resolved is merged into it."""

    __tablename__ = "incident"
    __table_args__ = (
        Index(
            "incident_one_unresolved_per_merge_key",
            "merge_key",
            unique=True,
            postgresql_where=text("resolved_at IS NULL"),
        ),
        Index("incident_merge_key_index", "merge_key", "last_seen_at"),
        Index("incident_partner_index", "partner_id", "id"),
        Index("incident_booking_index", "booking_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    kind: IncidentKind = Field(sa_type=text_enum(IncidentKind))
    severity: IncidentSeverity = Field(
        sa_type=text_enum(IncidentSeverity), sa_column_kwargs={"server_default": IncidentSeverity.MEDIUM.value}
    )
    # None where it concerns the whole organisation, as a host does.
    partner_id: UUID | None = Field(default=None, foreign_key="partner.id")
    programme_id: UUID | None = Field(default=None, foreign_key="programme.id")
    booking_id: UUID | None = Field(default=None, foreign_key="booking.id")
    host_id: UUID | None = Field(default=None, foreign_key="host.id")
    proposed_change_id: UUID | None = Field(default=None, foreign_key="proposed_change.id")
    # What it is about: its kind, whose it is and who or what is concerned there. None for what is never merged.
    merge_key: str | None = Field(default=None, max_length=300)
    summary: str = Field(max_length=2000)
    remedy: str = Field(max_length=4000)
    details: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSONB, nullable=False))
    # What was done by itself, in its order: `at`, `action`, `outcome`.
    done: list[dict[str, Any]] = Field(
        default_factory=empty_list, sa_column=Column(JSONB, nullable=False, server_default=text("'[]'"))
    )
    # What a person reported, encrypted.
    report: str | None = None
    # How often it was seen, and when last.
    count: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    last_seen_at: datetime = Field(
        default_factory=utc_now, sa_type=Instant, sa_column_kwargs={"server_default": text("now()")}
    )
    opened_at: datetime = Field(default_factory=utc_now, sa_type=Instant)
    updated_at: datetime = Field(default_factory=utc_now, sa_type=Instant)
    # Who looks after it, by a label of the organisation's own.
    assigned_to: str | None = Field(default=None, max_length=200)
    acknowledged_at: datetime | None = Field(default=None, sa_type=Instant)
    acknowledged_by: UUID | None = Field(default=None, foreign_key="api_key.id")
    resolved_at: datetime | None = Field(default=None, sa_type=Instant)
    # None where what was wrong has put itself right.
    resolved_by: UUID | None = Field(default=None, foreign_key="api_key.id")
    resolution: str | None = Field(default=None, max_length=2000)
    version: int = 1

    @property
    def state(self) -> IncidentState:
        """Where it is in its life."""
        if self.resolved_at is not None:
            return IncidentState.RESOLVED
        return IncidentState.OPEN if self.acknowledged_at is None else IncidentState.ACKNOWLEDGED
