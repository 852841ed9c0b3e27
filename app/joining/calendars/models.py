"""The table of calendars that people subscribe to."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from app.kit.clock import utc_now
from app.kit.database import Instant
from app.kit.identifiers import new_id


class PersonCalendar(SQLModel, table=True):
    """The address of a person's calendar, with a token of its own: kept as a personal link is."""

    __tablename__ = "person_calendar"
    __table_args__ = (
        Index(
            "person_calendar_one_live_per_person",
            "person_id",
            unique=True,
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    digest: str = Field(max_length=64, unique=True)
    # Encrypted, so that a repeated answer tells the same address; empty once it is revoked.
    token: str = Field(max_length=400)
    issued_by: UUID = Field(foreign_key="api_key.id")
    issued_at: datetime = Field(default_factory=utc_now, sa_type=Instant)
    revoked_at: datetime | None = Field(default=None, sa_type=Instant)
