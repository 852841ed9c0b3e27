"""API schemas for programmes."""

from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Annotated, Final
from uuid import UUID

from pydantic import MISSING, AfterValidator, Field, StringConstraints

from app.http.fields import Line, Schema
from app.registry.contacts.schemas import COORDINATORS, SAFEGUARDING, Contact, Contacts, ContactsIfAny


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


class ProgrammeCreate(Schema):
    """A new programme."""

    name: Line = Field(description="What it is called.")
    pack: PackName = Field(description="The pack of rules that it starts with: /v1/policy/packs lists them.")
    time_zone: TimeZone = Field(description=_TIME_ZONE)
    host_pool: PoolName = Field(default="default", description=_HOST_POOL)
    safeguarding_contacts: Contacts = Field(description=SAFEGUARDING)
    coordinators: ContactsIfAny = Field(default_factory=list, description=COORDINATORS)


class ProgrammeChange(Schema):
    """What may change about a programme. What is left out stays as it is."""

    name: Line | MISSING = Field(default=MISSING, description="What it is called.")
    time_zone: TimeZone | MISSING = Field(default=MISSING, description=_TIME_ZONE)
    host_pool: PoolName | MISSING = Field(default=MISSING, description=_HOST_POOL)
    safeguarding_contacts: Contacts | MISSING = Field(
        default=MISSING, description=f"{SAFEGUARDING} This list replaces the whole of the one before."
    )
    coordinators: ContactsIfAny | MISSING = Field(
        default=MISSING, description=f"{COORDINATORS} This list replaces the whole of the one before."
    )


class ProgrammeRead(Schema):
    """What is being run, for whom to turn to, and by which rules."""

    id: UUID = Field(description="The programme's id.")
    name: str = Field(description="What it is called.")
    time_zone: str = Field(description=_TIME_ZONE)
    host_pool: str = Field(description=_HOST_POOL)
    safeguarding_contacts: list[Contact] = Field(description=SAFEGUARDING)
    coordinators: list[Contact] = Field(description=COORDINATORS)
    policy_version: int = Field(description="The version of its policy that decides now.")
    created_at: datetime = Field(description="When it was added.")
    updated_at: datetime = Field(description="When it was last changed.")
