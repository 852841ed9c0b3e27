"""The table of mentors and mentees."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index
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
    # What rows that name a person with their partner refer to.
    __table_args__ = (Index("person_of_partner", "id", "partner_id", unique=True),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    partner_id: UUID = Field(foreign_key="partner.id", index=True)
    role: PersonRole = Field(sa_type=text_enum(PersonRole))
    name: str = Field(max_length=200)
    email: str | None = Field(default=None, max_length=254)
    birth_date: date | None = None
    adult_at_risk: bool = False
    # Counts what changed of it that the rules look at, its evidence included.
    facts_version: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    version: int = 1
    created_at: datetime = Field(default_factory=utc_now, sa_type=Instant)
    updated_at: datetime = Field(default_factory=utc_now, sa_type=Instant)
