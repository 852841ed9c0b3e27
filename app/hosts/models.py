"""The tables of what people have confirmed about hosts, and of the synchronisations of hosts."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import JSON, Column, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from app.kit.clock import utc_now
from app.kit.database import EMPTY_OBJECT, Instant, empty_list, text_enum
from app.kit.identifiers import new_id

CHANGES_PER_DAY: Final = 100
"""Meetings that Zoom lets be created or updated for one host on one UTC day."""


class Licence(StrEnum):
    """What a host's Zoom licence allows."""

    BASIC = "basic"
    LICENSED = "licensed"
    NONE = "none"


class Host(SQLModel, table=True):
    """A Zoom user of the account that meetings are created under."""

    __tablename__ = "host"
    __table_args__ = (Index("host_person_index", "person_id", unique=True),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    zoom_user_id: str = Field(max_length=100, unique=True)
    email: str = Field(max_length=254)
    pool: str = Field(default="default", max_length=64, index=True)
    licence: Licence = Field(sa_type=text_enum(Licence))
    active: bool
    # Taken out of use by a coordinator, whatever Zoom says.
    enabled: bool = True
    # The mentor whose own Zoom user this is: it holds their sessions and nobody else's, because they can start what it holds.
    person_id: UUID | None = Field(default=None, foreign_key="person.id")
    proven: bool = False
    proof: list[dict[str, Any]] = Field(default_factory=empty_list, sa_column=Column(JSONB, nullable=False))
    # Setting code -> level: what the host was proven for.
    safety: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSONB, nullable=False))
    proven_at: datetime | None = Field(default=None, sa_type=Instant)
    # What else was read with the proof, `HostConditions`: what passcodes must be, locks, mails, what Zoom refused to change.
    conditions: dict[str, Any] = Field(
        default_factory=dict, sa_column=Column(JSONB, nullable=False, server_default=EMPTY_OBJECT)
    )
    version: int = 1
    created_at: datetime = Field(default_factory=utc_now, sa_type=Instant)
    updated_at: datetime = Field(default_factory=utc_now, sa_type=Instant)

    def is_for(self, mentor_id: UUID) -> bool:
        """Tell whether it may hold sessions of this mentor: it is nobody's own user, or theirs."""
        return self.person_id is None or self.person_id == mentor_id


class HostUsage(SQLModel, table=True):
    """How many meetings were created or updated for a host on one UTC day: Zoom allows 100."""

    __tablename__ = "host_usage"

    host_id: UUID = Field(primary_key=True, foreign_key="host.id")
    day: date = Field(primary_key=True)
    changes: int = 0


class HostConfirmation(SQLModel, table=True):
    """Somebody looked at a setting of a host that Zoom's API does not show, and found it right. The newest one counts."""

    __tablename__ = "host_confirmation"
    __table_args__ = (Index("host_confirmation_host_index", "host_id", "code", "id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    host_id: UUID = Field(foreign_key="host.id")
    # The setting's code in the safety profile.
    code: str = Field(max_length=60)
    confirmed_by: UUID = Field(foreign_key="api_key.id")
    confirmed_at: datetime = Field(default_factory=utc_now, sa_type=Instant)
    valid_until: datetime = Field(sa_type=Instant)
    # When people were told that it ends soon.
    reminded_at: datetime | None = Field(default=None, sa_type=Instant)


class HostSyncState(StrEnum):
    """How far a synchronisation is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class HostOutcome(StrEnum):
    """What became of one host in a synchronisation."""

    WAITING = "waiting"
    PROVEN = "proven"
    NOT_PROVEN = "not_proven"
    FAILED = "failed"


class HostSyncRun(SQLModel, table=True):
    """A synchronisation that somebody asked for; the worker does it."""

    __tablename__ = "host_sync"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    requested_by: UUID = Field(foreign_key="api_key.id")
    request_id: str | None = Field(default=None, max_length=64)
    # Only these become hosts; forgotten when it is over.
    emails: list[str] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True), nullable=True))
    state: HostSyncState = Field(default=HostSyncState.WAITING, sa_type=text_enum(HostSyncState))
    # What keeps the whole of it from being done.
    problem: str | None = Field(default=None, max_length=500)
    requested_at: datetime = Field(default_factory=utc_now, sa_type=Instant, index=True)
    finished_at: datetime | None = Field(default=None, sa_type=Instant)


class HostSyncOutcome(SQLModel, table=True):
    """One host of a synchronisation."""

    __tablename__ = "host_sync_outcome"

    sync_id: UUID = Field(foreign_key="host_sync.id", primary_key=True)
    host_id: UUID = Field(foreign_key="host.id", primary_key=True)
    outcome: HostOutcome = Field(default=HostOutcome.WAITING, sa_type=text_enum(HostOutcome))
    problem: str | None = Field(default=None, max_length=500)
