"""What the API speaks of programmes."""

from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Annotated, Final, Self
from uuid import UUID

from pydantic import MISSING, AfterValidator, Field, StringConstraints, model_validator

from app.http.fields import EmailAddress, Line, Schema


@cache
def _time_zones() -> frozenset[str]:
    # The package's own list: what a machine has under /usr/share/zoneinfo differs from one to the next.
    return frozenset(files("tzdata").joinpath("zones").read_text().split())


def _known_zone(name: str) -> str:
    if name not in _time_zones():
        message = "is not a time zone; write it as Europe/London"
        raise ValueError(message)
    return name


TimeZone = Annotated[str, StringConstraints(max_length=64), AfterValidator(_known_zone)]
"""The name of a zone in the IANA time zone database."""

PoolName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
"""The name of a pool of hosts."""

PackName = Annotated[str, StringConstraints(max_length=60, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
"""The name of a pack of rules."""

_TIME_ZONE: Final = "The zone whose clock, working days and dates the rules go by, by its IANA name."
_HOST_POOL: Final = "Meetings are created under the hosts of this pool."
_CONTACTS: Final = (
    "Whom to turn to with a concern. Participants see them: give the address of a role, not of a private person."
)


class SafeguardingContact(Schema):
    """Somebody to turn to with a concern, by telephone or e-mail."""

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


Contacts = Annotated[list[SafeguardingContact], Field(min_length=1, max_length=20)]


class ProgrammeCreate(Schema):
    """A new programme."""

    name: Line = Field(description="What it is called.")
    pack: PackName = Field(description="The pack of rules that it starts with: /v1/policy/packs lists them.")
    time_zone: TimeZone = Field(description=_TIME_ZONE)
    host_pool: PoolName = Field(default="default", description=_HOST_POOL)
    safeguarding_contacts: Contacts = Field(description=_CONTACTS)


class ProgrammeChange(Schema):
    """What may change about a programme. What is left out stays as it is."""

    name: Line | MISSING = Field(default=MISSING, description="What it is called.")
    time_zone: TimeZone | MISSING = Field(default=MISSING, description=_TIME_ZONE)
    host_pool: PoolName | MISSING = Field(default=MISSING, description=_HOST_POOL)
    safeguarding_contacts: Contacts | MISSING = Field(
        default=MISSING, description=f"{_CONTACTS} This list replaces the whole of the one before."
    )


class ProgrammeRead(Schema):
    """What is being run, for whom to turn to, and by which rules."""

    id: UUID = Field(description="The programme's id.")
    name: str = Field(description="What it is called.")
    time_zone: str = Field(description=_TIME_ZONE)
    host_pool: str = Field(description=_HOST_POOL)
    safeguarding_contacts: list[SafeguardingContact] = Field(description=_CONTACTS)
    policy_version: int = Field(description="The version of its policy that decides now.")
    created_at: datetime = Field(description="When it was added.")
    updated_at: datetime = Field(description="When it was last changed.")
