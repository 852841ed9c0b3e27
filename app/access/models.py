"""The table of API keys."""

from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import ARRAY, Column, String
from sqlmodel import Field, SQLModel

from app.kit.clock import utc_now
from app.kit.database import Instant, text_enum
from app.kit.identifiers import new_id

LONGEST_PERSON: Final = 64


class Scope(StrEnum):
    """What an API key may do."""

    BOOKINGS_WRITE = "bookings:write"
    BOOKINGS_READ = "bookings:read"
    LINKS_READ = "links:read"
    REGISTRY_WRITE = "registry:write"
    REGISTRY_READ = "registry:read"
    APPROVALS_WRITE = "approvals:write"
    INCIDENTS_WRITE = "incidents:write"
    AUDIT_READ = "audit:read"
    WEBHOOKS_WRITE = "webhooks:write"
    ADMIN = "admin"


class Role(StrEnum):
    """On whose behalf a key acts; some rules let only a coordinator of the organisation do a thing."""

    COORDINATOR = "coordinator"
    FRONT_END = "front_end"


class ApiKey(SQLModel, table=True):
    """An API key. The key itself is shown once, when it is made; only its digest is here."""

    __tablename__ = "api_key"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str = Field(max_length=200)
    secret_digest: str = Field(max_length=64)
    role: Role = Field(sa_type=text_enum(Role))
    # Who holds it, by a label such as a staff number: here and nowhere else. None for keys that no person holds.
    person: str | None = Field(default=None, max_length=LONGEST_PERSON)
    scopes: list[str] = Field(sa_column=Column(ARRAY(String), nullable=False))
    partner_id: UUID | None = Field(default=None, foreign_key="partner.id", index=True)
    created_at: datetime = Field(default_factory=utc_now, sa_type=Instant)
    expires_at: datetime = Field(sa_type=Instant)
    revoked_at: datetime | None = Field(default=None, sa_type=Instant)
    # To the minute, so that using a key costs no write each time.
    last_used_at: datetime | None = Field(default=None, sa_type=Instant)


class LapsedKeyUse(SQLModel, table=True):
    """How many requests came in an hour with a key that has expired or was revoked; kept until the trail tells it."""

    __tablename__ = "lapsed_key_use"

    key_id: UUID = Field(primary_key=True)
    since: datetime = Field(primary_key=True, sa_type=Instant)
    partner_id: UUID | None = None
    reason: str = Field(max_length=40)
    requests: int
