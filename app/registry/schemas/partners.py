"""What the API speaks of partners."""

from datetime import datetime
from uuid import UUID

from pydantic import MISSING, Field

from app.http.fields import Line, Schema


class PartnerCreate(Schema):
    """A new partner."""

    name: Line = Field(description="The organisation's name.")


class PartnerChange(Schema):
    """What may change about a partner. What is left out stays as it is."""

    name: Line | MISSING = Field(default=MISSING, description="The organisation's name.")


class PartnerRead(Schema):
    """A youth organisation that delivers a programme."""

    id: UUID = Field(description="The partner's id.")
    name: str = Field(description="The organisation's name.")
    created_at: datetime = Field(description="When it was added.")
    updated_at: datetime = Field(description="When it was last changed.")
