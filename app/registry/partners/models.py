"""The table of partners."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from app.kit.clock import utc_now
from app.kit.database import EMPTY_LIST, EMPTY_OBJECT, Instant, empty_list
from app.kit.identifiers import new_id


class Partner(SQLModel, table=True):
    """A youth organisation that delivers a programme."""

    __tablename__ = "partner"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str = Field(max_length=200)
    # Whom to turn to, by what they are there for.
    coordinators: list[dict[str, str]] = Field(
        default_factory=empty_list, sa_column=Column(JSONB, nullable=False, server_default=EMPTY_LIST)
    )
    safeguarding_contacts: list[dict[str, str]] = Field(
        default_factory=empty_list, sa_column=Column(JSONB, nullable=False, server_default=EMPTY_LIST)
    )
    # Its own guidance, a `Tightening`: what it asks for on top of every programme's policy.
    guidance: dict[str, Any] = Field(
        default_factory=dict, sa_column=Column(JSONB, nullable=False, server_default=EMPTY_OBJECT)
    )
    # Recorded by mistake: it is on file, in no list, and nothing new refers to it.
    archived_at: datetime | None = Field(default=None, sa_type=Instant)
    # Why it was archived or restored last; the trail tells by whom.
    archive_reason: str | None = Field(default=None, max_length=2000)
    # Counts what changed of it that the rules look at, its evidence included.
    facts_version: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    version: int = 1
    created_at: datetime = Field(default_factory=utc_now, sa_type=Instant)
    updated_at: datetime = Field(default_factory=utc_now, sa_type=Instant)
