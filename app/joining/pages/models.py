"""The tables of the participants' pages: what a programme says on them, and who failed at a door."""

import base64
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from app.kit.clock import utc_now
from app.kit.database import EMPTY_OBJECT, Instant, text_enum


class ProgrammePage(SQLModel, table=True):
    """What a programme says on the pages of its participants. What it leaves open is the product's."""

    __tablename__ = "programme_page"

    programme_id: UUID = Field(primary_key=True, foreign_key="programme.id")
    # The language of its words (BCP 47), by which dates and times are written, too.
    language: str = Field(default="en-GB", max_length=20, sa_column_kwargs={"server_default": "en-GB"})
    # Key of the catalogue -> its own sentence, in place of the product's.
    words: dict[str, str] = Field(
        default_factory=dict, sa_column=Column(JSONB, nullable=False, server_default=EMPTY_OBJECT)
    )
    emergency_number: str = Field(default="999", max_length=20, sa_column_kwargs={"server_default": "999"})
    helplines: list[dict[str, str]] | None = Field(default=None, sa_column=Column(JSONB(none_as_null=True)))
    code_of_conduct: str | None = Field(default=None, sa_column=Column(Text))
    # Base64 of a small picture, and its media type.
    logo: str | None = Field(default=None, sa_column=Column(Text))
    logo_type: str | None = Field(default=None, max_length=20)
    # After which session of a pairing, and which questions: `mid_point` and `end_point`.
    feedback: dict[str, Any] = Field(
        default_factory=dict, sa_column=Column(JSONB, nullable=False, server_default=EMPTY_OBJECT)
    )
    version: int = 1
    created_at: datetime = Field(default_factory=utc_now, sa_type=Instant)
    updated_at: datetime = Field(default_factory=utc_now, sa_type=Instant)

    @property
    def logo_bytes(self) -> bytes | None:
        """The logo as a picture; None where the programme has none."""
        return base64.b64decode(self.logo) if self.logo is not None else None


class AttemptKind(StrEnum):
    """What is limited at the doors."""

    WRONG_LINK = "wrong_link"
    PRESS = "press"


class AttemptCount(SQLModel, table=True):
    """How much somebody has used up of the attempts that they have in a minute. PostgreSQL loses it when it crashes."""

    __tablename__ = "attempt_count"
    __table_args__ = ({"prefixes": ["UNLOGGED"]},)

    kind: AttemptKind = Field(sa_column=Column(text_enum(AttemptKind), primary_key=True))
    # A keyed hash of an address, or of a link's id.
    whose: str = Field(max_length=32, primary_key=True)
    # By when all of it has refilled.
    used_until: datetime = Field(sa_type=Instant, index=True)


class DoorGuard(SQLModel, table=True):
    """How often somebody with a personal link did not know the second fact. A new link begins anew."""

    __tablename__ = "door_guard"

    link_id: UUID = Field(primary_key=True, foreign_key="personal_link.id")
    failures: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    locked_at: datetime | None = Field(default=None, sa_type=Instant)
    updated_at: datetime = Field(default_factory=utc_now, sa_type=Instant)
