"""The table of mentors and mentees."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, func, text
from sqlmodel import Field, SQLModel

from app.kit.clock import utc_now
from app.kit.database import Instant, text_enum
from app.kit.identifiers import new_id


class PersonRole(StrEnum):
    """What a person is in a pairing."""

    MENTOR = "mentor"
    MENTEE = "mentee"


class Person(SQLModel, table=True):
    """A mentor or a mentee, known through one partner."""

    __tablename__ = "person"
    __table_args__ = (
        # What rows that name a person with their partner refer to.
        Index("person_of_partner", "id", "partner_id", unique=True),
        # By which people are found: see `app.registry.names`.
        Index(
            "person_name_search_index",
            func.name_folded(text("name")).label("folded"),
            postgresql_using="gin",
            postgresql_ops={"folded": "gin_trgm_ops"},
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    partner_id: UUID = Field(foreign_key="partner.id", index=True)
    role: PersonRole = Field(sa_type=text_enum(PersonRole))
    name: str = Field(max_length=200)
    email: str | None = Field(default=None, max_length=254)
    birth_date: date | None = None
    adult_at_risk: bool = False
    # Recorded by mistake: it is on file, in no list, and nothing new refers to it.
    archived_at: datetime | None = Field(default=None, sa_type=Instant)
    # Why it was archived or restored last; the trail tells by whom.
    archive_reason: str | None = Field(default=None, max_length=2000)
    # Where they are, for the times on their page; None where it is as the programme's.
    time_zone: str | None = Field(default=None, max_length=64)
    # Counts what changed of it that the rules look at, its evidence included.
    facts_version: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    version: int = 1
    created_at: datetime = Field(default_factory=utc_now, sa_type=Instant)
    updated_at: datetime = Field(default_factory=utc_now, sa_type=Instant)
