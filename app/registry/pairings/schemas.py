"""API schemas for pairings."""

from datetime import datetime
from typing import Final
from uuid import UUID

from pydantic import MISSING, Field, StrictBool

from app.http.fields import Paragraph, Schema
from app.incidents.schemas import NamesRead
from app.registry.partners.schemas import Levels

_ACTIVE: Final = "Whether the two may still meet."
_SAFETY: Final = (
    "The levels of safety settings, by code, that the measures for this pairing ask for, such as those for an adult at risk. "
    "Every meeting of the two is at least as tight; a setting that is left out is as the programme has it."
)


_AGENDA: Final = (
    "What the two want to talk about. Both read it on their pages, so it names nobody and holds nothing private."
)


class PairingCreate(Schema):
    """A new pairing. Its partner is that of its mentor and mentee."""

    programme_id: UUID = Field(description="The programme in which they meet.")
    mentor_id: UUID = Field(description="The mentor.")
    mentee_id: UUID = Field(description="The mentee, of the same partner.")
    safety: Levels = Field(default_factory=dict, description=_SAFETY)
    agenda: Paragraph | None = Field(default=None, description=_AGENDA)


class PairingChange(Schema):
    """What may change about a pairing. What is left out stays as it is."""

    active: StrictBool | MISSING = Field(default=MISSING, description=_ACTIVE)
    safety: Levels | MISSING = Field(
        default=MISSING, description=f"{_SAFETY} These replace the whole of the ones before."
    )
    reason: Paragraph | MISSING = Field(
        default=MISSING,
        description="Why it is corrected. Kept with the value from before; kept out of the audit trail.",
    )
    agenda: Paragraph | MISSING | None = Field(default=MISSING, description=f"{_AGENDA} null removes it.")


class PairingRead(Schema):
    """One mentor and one mentee in one programme at one partner."""

    id: UUID = Field(description="The pairing's id.")
    partner_id: UUID = Field(description="The partner of both.")
    programme_id: UUID = Field(description="The programme in which they meet.")
    mentor_id: UUID = Field(description="The mentor.")
    mentee_id: UUID = Field(description="The mentee.")
    names: NamesRead | None = Field(default=None, description="Who they are.")
    active: bool = Field(description=_ACTIVE)
    safety: dict[str, str] = Field(description=_SAFETY)
    archived_at: datetime | None = Field(description="Since when it is archived; null where it is not.")
    agenda: str | None = Field(description=_AGENDA)
    created_at: datetime = Field(description="When the two were paired.")
    updated_at: datetime = Field(description="When the pairing was last changed.")


class BookablePairingRead(Schema):
    """Two who may meet, as whoever books for them needs to know them: without ages, risks and measures."""

    id: UUID = Field(description="The pairing's id.")
    partner_id: UUID = Field(description="The partner of both.")
    programme_id: UUID = Field(description="The programme in which they meet.")
    programme: str = Field(description="The programme's name.")
    time_zone: str = Field(description="The programme's time zone.")
    mentor_id: UUID = Field(description="The mentor.")
    mentee_id: UUID = Field(description="The mentee.")
    names: NamesRead = Field(description="Who they are.")
