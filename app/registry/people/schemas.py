"""API schemas for mentors and mentees."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from pydantic import MISSING, Field, StrictBool

from app.http.fields import Day, EmailAddress, Line, Paragraph, Schema
from app.registry.people.models import PersonRole
from app.registry.programmes.schemas import TimeZone

_NAME: Final = "The name that coordinators know the person by. Its first word is what the other person is told."
_EMAIL: Final = "For the programme alone; the other party never sees it."
_BIRTH_DATE: Final = "Required for a mentee: the rules look at the age on the day of the session."
_ADULT_AT_RISK: Final = "Whether the person is an adult at risk, for whom the rules ask for more."
_TIME_ZONE: Final = (
    "Where they are, by its IANA name: their page then tells times there, too. null where it is as the programme's."
)

_OTHER: Final = (
    "true where somebody of this name is on file in the other role, and this is another person. Without it that is refused, so "
    "that nobody is recorded a second time in the wrong role."
)
_CORRECTION: Final = "Why it is corrected. Kept with the value from before; kept out of the audit trail."


class PersonCreate(Schema):
    """A new mentor or mentee."""

    partner_id: UUID = Field(description="The partner through which the person takes part.")
    role: PersonRole = Field(description="mentor or mentee.")
    name: Line = Field(description=_NAME)
    email: EmailAddress | None = Field(default=None, description=_EMAIL)
    birth_date: Day | None = Field(default=None, description=_BIRTH_DATE)
    adult_at_risk: StrictBool = Field(default=False, description=_ADULT_AT_RISK)
    other_of_this_name: StrictBool = Field(default=False, description=_OTHER)
    time_zone: TimeZone | None = Field(default=None, description=_TIME_ZONE)


class PersonChange(Schema):
    """What may change about a person. What is left out stays as it is; the partner never changes."""

    name: Line | MISSING = Field(default=MISSING, description=_NAME)
    email: EmailAddress | MISSING | None = Field(default=MISSING, description=f"{_EMAIL} null removes it.")
    birth_date: Day | MISSING | None = Field(
        default=MISSING, description=f"{_BIRTH_DATE} null removes it, for a mentor only."
    )
    adult_at_risk: StrictBool | MISSING = Field(default=MISSING, description=_ADULT_AT_RISK)
    role: PersonRole | MISSING = Field(
        default=MISSING,
        description="Only to correct a mistake: with `reason`, while the person is in no pairing and no evidence is about them.",
    )
    reason: Paragraph | MISSING = Field(default=MISSING, description=_CORRECTION)
    time_zone: TimeZone | MISSING | None = Field(default=MISSING, description=_TIME_ZONE)


class PersonRead(Schema):
    """A mentor or a mentee."""

    id: UUID = Field(description="The person's id.")
    partner_id: UUID = Field(description="The partner through which the person takes part.")
    role: PersonRole = Field(description="mentor or mentee.")
    name: str = Field(description=_NAME)
    email: str | None = Field(description=_EMAIL)
    birth_date: date | None = Field(description=_BIRTH_DATE)
    adult_at_risk: bool = Field(description=_ADULT_AT_RISK)
    archived_at: datetime | None = Field(description="Since when they are archived; null where they are not.")
    time_zone: str | None = Field(description=_TIME_ZONE)
    created_at: datetime = Field(description="When the person was added.")
    updated_at: datetime = Field(description="When the person was last changed.")
