"""API schemas for partners and for a partner's own guidance, parts of which the measures for a pairing share."""

from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from pydantic import MISSING, Field, JsonValue

from app.http.fields import Line, Paragraph, Schema
from app.policy import Severity
from app.registry.contacts.schemas import COORDINATORS, SAFEGUARDING, Contact, ContactsIfAny
from app.registry.policies.schemas import MOST_NAMES


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
    reason: Paragraph | MISSING = Field(
        default=MISSING,
        description="Why it is corrected. Kept with the value from before; kept out of the audit trail.",
    )


class PartnerRead(Schema):
    """A youth organisation that delivers a programme."""

    id: UUID = Field(description="The partner's id.")
    name: str = Field(description="The organisation's name.")
    coordinators: list[Contact] = Field(description=COORDINATORS)
    safeguarding_contacts: list[Contact] = Field(description=SAFEGUARDING)
    archived_at: datetime | None = Field(description="Since when it is archived; null where it is not.")
    created_at: datetime = Field(description="When it was added.")
    updated_at: datetime = Field(description="When it was last changed.")


_RULES: Final = (
    "By the rule's code: /v1/policy/rules lists them. A rule that is left out stays as the programme takes it."
)
_ROOM: Final = (
    "Rules of the room by name: /v1/policy/rules lists them. One that is left out stays as the programme has it."
)
_DOORS: Final = (
    "Rules of the doors by name: /v1/policy/rules lists them. One that is left out stays as the programme has it."
)
_OPENING: Final = (
    "Who opens the room, by name: /v1/policy/rules lists the names. One that is left out stays as the programme has it."
)
_SAFETY: Final = "The level of each safety setting by its code. One that is left out stays as the programme has it."

Levels = Annotated[dict[str, str], Field(max_length=MOST_NAMES)]
"""Levels of safety settings by code; whether there are such levels is for the policy to say."""


class RuleTightening(Schema):
    """How strictly a rule is taken at the least."""

    severity: Severity = Field(
        default=Severity.OFF,
        description="At least this happens when the rule does not hold: n/a (as the programme says), warn, approve or deny.",
    )
    parameters: dict[str, JsonValue] = Field(
        default_factory=dict,
        description="At least this strict, by parameter; what is left out stays as the programme has it.",
    )


class GuidanceWrite(Schema):
    """The whole of a partner's own guidance. With what it leaves out, the programme's rules hold unchanged."""

    rules: dict[str, RuleTightening] = Field(default_factory=dict, max_length=MOST_NAMES, description=_RULES)
    safety: Levels = Field(default_factory=dict, description=_SAFETY)
    room: dict[str, JsonValue] = Field(default_factory=dict, max_length=MOST_NAMES, description=_ROOM)
    doors: dict[str, JsonValue] = Field(default_factory=dict, max_length=MOST_NAMES, description=_DOORS)
    opening: dict[str, JsonValue] = Field(default_factory=dict, max_length=MOST_NAMES, description=_OPENING)


class GuidanceRead(Schema):
    """A partner's own guidance, on top of the rules of every programme that it delivers."""

    partner_id: UUID = Field(description="The partner.")
    rules: dict[str, RuleTightening] = Field(default_factory=dict, description=_RULES)
    safety: dict[str, str] = Field(default_factory=dict, description=_SAFETY)
    room: dict[str, JsonValue] = Field(default_factory=dict, description=_ROOM)
    doors: dict[str, JsonValue] = Field(default_factory=dict, description=_DOORS)
    opening: dict[str, JsonValue] = Field(default_factory=dict, description=_OPENING)
