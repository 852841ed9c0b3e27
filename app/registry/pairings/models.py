"""The table of pairings."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from app.kit.clock import utc_now
from app.kit.database import EMPTY_OBJECT, Instant
from app.kit.identifiers import new_id


class Pairing(SQLModel, table=True):
    """One mentor and one mentee in one programme at one partner."""

    __tablename__ = "pairing"
    __table_args__ = (
        UniqueConstraint("programme_id", "mentor_id", "mentee_id"),
        CheckConstraint("mentor_id <> mentee_id", name="two_people"),
        ForeignKeyConstraint(["mentor_id", "partner_id"], ["person.id", "person.partner_id"]),
        ForeignKeyConstraint(["mentee_id", "partner_id"], ["person.id", "person.partner_id"]),
        # What rows that name a pairing with its partner, or also with its programme, refer to.
        Index("pairing_of_partner", "id", "partner_id", unique=True),
        Index("pairing_of_partner_and_programme", "id", "partner_id", "programme_id", unique=True),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    partner_id: UUID = Field(foreign_key="partner.id", index=True)
    programme_id: UUID = Field(foreign_key="programme.id")
    mentor_id: UUID = Field(index=True)
    mentee_id: UUID = Field(index=True)
    active: bool = True
    # Setting code -> level: what the measures for this pairing ask for, such as those for an adult at risk.
    safety: dict[str, str] = Field(
        default_factory=dict, sa_column=Column(JSONB, nullable=False, server_default=EMPTY_OBJECT)
    )
    # Recorded by mistake: it is on file, in no list, and nothing new refers to it.
    archived_at: datetime | None = Field(default=None, sa_type=Instant)
    # Why it was archived or restored last; the trail tells by whom.
    archive_reason: str | None = Field(default=None, max_length=2000)
    # What the two want to talk about, for both to read.
    agenda: str | None = Field(default=None, max_length=2000)
    # Counts what changed of it that the rules look at, its evidence included.
    facts_version: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    version: int = 1
    created_at: datetime = Field(default_factory=utc_now, sa_type=Instant)
    updated_at: datetime = Field(default_factory=utc_now, sa_type=Instant)
