"""API schemas for people to turn to: of a programme and of each partner, by what they are there for."""

from enum import StrEnum
from typing import Annotated, Final, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from app.http.fields import EmailAddress, Line, Schema

SAFEGUARDING: Final = (
    "Whom to turn to with a concern. Participants see them: give the address of a role, not of a private person."
)
COORDINATORS: Final = (
    "Whom to turn to about sessions, and who puts right what a finding says is missing. Give the address of a role."
)


class ContactRole(StrEnum):
    """What a contact is there for."""

    COORDINATOR = "coordinator"
    SAFEGUARDING_LEAD = "safeguarding_lead"


class Contact(Schema):
    """Somebody to turn to, by telephone or e-mail."""

    name: Line = Field(description="Who answers.")
    role: Line | None = Field(default=None, description="What they are in the organisation.")
    phone: Annotated[str, StringConstraints(pattern=r"^\+?[0-9 ()./-]{3,30}$")] | None = Field(
        default=None, description="The telephone number."
    )
    email: EmailAddress | None = Field(default=None, description="The e-mail address.")

    @model_validator(mode="after")
    def _can_be_reached(self) -> Self:
        if self.phone is None and self.email is None:
            message = "give a phone number or an e-mail address, so that they can be reached"
            raise ValueError(message)
        return self


Contacts = Annotated[list[Contact], Field(min_length=1, max_length=20)]
ContactsIfAny = Annotated[list[Contact], Field(max_length=20)]


class ContactRead(Contact):
    """Somebody to turn to about a pairing and its sessions."""

    contact_role: ContactRole = Field(
        description="What they are there for: remedies of findings speak of the partner's coordinator."
    )
    of: Literal["partner", "programme"] = Field(description="Whose contact it is. The partner's come first.")


class ContactList(Schema):
    """Whom to turn to about a pairing and its sessions."""

    items: list[ContactRead] = Field(
        description="Coordinators before safeguarding leads, the partner's before the programme's."
    )
