"""The tables of the audit trail. The database refuses UPDATE, DELETE and TRUNCATE on it (see the migrations)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, Identity, Index, Table, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from app.audit.origin import ActorKind
from app.kit.database import Instant, text_enum
from app.kit.identifiers import new_id


class AuditEntry(SQLModel, table=True):
    """One line of the trail. It names things by id only, so that it never becomes a copy of personal data."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("audit_entry_by_booking_index", "booking_id"),
        Index("audit_entry_by_partner_index", "partner_id"),
        Index("audit_entry_by_actor_index", "actor"),
        Index("audit_entry_by_action_index", "action"),
        Index("audit_entry_at_index", "at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    # Set by the database, whatever is sent; and so is the role.
    at: datetime = Field(
        default=None, sa_column=Column(Instant, server_default=text("clock_timestamp()"), nullable=False)
    )
    database_role: str | None = Field(default=None, max_length=63)
    actor_kind: ActorKind = Field(sa_type=text_enum(ActorKind))
    actor: str = Field(max_length=100)
    action: str = Field(max_length=100)
    subject_type: str = Field(max_length=40)
    subject_id: str = Field(max_length=100)
    # No foreign keys: the trail outlives what it tells of.
    partner_id: UUID | None = None
    booking_id: UUID | None = None
    before: dict[str, Any] | None = Field(default=None, sa_column=Column(JSONB(none_as_null=True)))
    after: dict[str, Any] | None = Field(default=None, sa_column=Column(JSONB(none_as_null=True)))
    decision_digest: str | None = Field(default=None, max_length=64)
    request_id: str | None = Field(default=None, max_length=100)


class AuditPosition(SQLModel, table=True):
    """Where an entry stands in the trail: 1, 2, 3 and so on, without gaps. What is read later has a higher position.

    The database alone writes it, once the entry has committed: see `place_audit_entries` in the migrations.
    """

    __tablename__ = "audit_position"

    position: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    entry_id: UUID = Field(unique=True)


# Entries that have no position yet, in the order in which they were written. The application cannot even read it.
unplaced = Table(
    "audit_unplaced",
    SQLModel.metadata,
    Column("number", BigInteger, Identity(always=True), nullable=False),
    Column("entry_id", Uuid, nullable=False),
)
