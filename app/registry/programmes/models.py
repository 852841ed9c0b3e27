"""The table of programmes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, ForeignKeyConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from app.kit.clock import utc_now
from app.kit.database import EMPTY_LIST, Instant, empty_list
from app.kit.identifiers import new_id


class Programme(SQLModel, table=True):
    """What is being run: a policy, a time zone, safeguarding contacts, a host pool."""

    __tablename__ = "programme"
    # At the end of a transaction: a programme and the first version of its policy name each other.
    __table_args__ = (
        ForeignKeyConstraint(
            ["id", "policy_version"],
            ["policy_version.programme_id", "policy_version.version"],
            deferrable=True,
            initially="DEFERRED",
            use_alter=True,
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str = Field(max_length=200)
    time_zone: str = Field(max_length=64)
    host_pool: str = Field(max_length=64)
    safeguarding_contacts: list[dict[str, str]] = Field(sa_column=Column(JSONB, nullable=False))
    coordinators: list[dict[str, str]] = Field(
        default_factory=empty_list, sa_column=Column(JSONB, nullable=False, server_default=EMPTY_LIST)
    )
    policy_version: int = 1
    # Counts what changed of it that the rules look at, its evidence included.
    facts_version: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    version: int = 1
    created_at: datetime = Field(default_factory=utc_now, sa_type=Instant)
    updated_at: datetime = Field(default_factory=utc_now, sa_type=Instant)
