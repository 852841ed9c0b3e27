"""The table of personal links."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from app.kit.clock import utc_now
from app.kit.database import Instant
from app.kit.identifiers import new_id


class PersonalLink(SQLModel, table=True):
    """A link for one participant of one booking. What is found is the digest of its token; the token itself is nowhere in clear.

    It ends with its booking, a while after the session: see `app.joining.links.service.ends_at`.
    """

    __tablename__ = "personal_link"
    __table_args__ = (
        Index(
            "personal_link_one_live_per_participant",
            "participant_id",
            unique=True,
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    participant_id: UUID = Field(foreign_key="participant.id", index=True)
    # Which link of the participant's it is: calendar entries count on when the link in them changes.
    number: int
    digest: str = Field(max_length=64, unique=True)
    # Encrypted, so that calendar entries and a repeated answer hold the same link; empty once it is revoked, or has expired.
    token: str = Field(max_length=400)
    issued_by: UUID = Field(foreign_key="api_key.id")
    issued_at: datetime = Field(default_factory=utc_now, sa_type=Instant)
    revoked_at: datetime | None = Field(default=None, sa_type=Instant)
    # When its button was pressed for the first time, by a person: that a page is looked at says nothing, scanners do that.
    opened_at: datetime | None = Field(default=None, sa_type=Instant)
