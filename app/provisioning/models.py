"""The table of what people have confirmed about hosts."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from app.clock import utc_now
from app.database import Instant
from app.identifiers import new_id


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
