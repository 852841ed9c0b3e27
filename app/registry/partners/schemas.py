"""API schemas for partners."""

from datetime import datetime
from uuid import UUID

from pydantic import MISSING, Field

from app.http.fields import Line, Schema
from app.registry.contacts.schemas import COORDINATORS, SAFEGUARDING, Contact, ContactsIfAny


class PartnerCreate(Schema):
    """A new partner."""

    name: Line = Field(description="The organisation's name.")
    coordinators: ContactsIfAny = Field(default_factory=list, description=COORDINATORS)
    safeguarding_contacts: ContactsIfAny = Field(default_factory=list, description=SAFEGUARDING)


class PartnerChange(Schema):
    """What may change about a partner. What is left out stays as it is."""

    name: Line | MISSING = Field(default=MISSING, description="The organisation's name.")
    coordinators: ContactsIfAny | MISSING = Field(
        default=MISSING, description=f"{COORDINATORS} This list replaces the whole of the one before."
    )
    safeguarding_contacts: ContactsIfAny | MISSING = Field(
        default=MISSING, description=f"{SAFEGUARDING} This list replaces the whole of the one before."
    )


class PartnerRead(Schema):
    """A youth organisation that delivers a programme."""

    id: UUID = Field(description="The partner's id.")
    name: str = Field(description="The organisation's name.")
    coordinators: list[Contact] = Field(description=COORDINATORS)
    safeguarding_contacts: list[Contact] = Field(description=SAFEGUARDING)
    created_at: datetime = Field(description="When it was added.")
    updated_at: datetime = Field(description="When it was last changed.")
