"""What the API speaks of hosts."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from pydantic import MISSING, Field, StrictBool

from app.http.fields import Schema
from app.registry.models import Licence
from app.registry.schemas.programmes import PoolName

_POOL: Final = "Programmes that use this pool have their meetings created under this host."
_ENABLED: Final = "Whether it may be used; a coordinator takes a host out of use by setting it to false."


class HostChange(Schema):
    """What may change about a host here; the rest is Zoom's. What is left out stays as it is."""

    pool: PoolName | MISSING = Field(default=MISSING, description=_POOL)
    enabled: StrictBool | MISSING = Field(default=MISSING, description=_ENABLED)


class HostRead(Schema):
    """A Zoom user of the account that meetings are created under."""

    id: UUID = Field(description="The host's id.")
    zoom_user_id: str = Field(description="The user's id at Zoom.")
    email: str = Field(description="The address that the user signs in to Zoom with.")
    pool: str = Field(description=_POOL)
    licence: Licence = Field(
        description="What the Zoom licence allows: a basic user holds sessions of at most 30 minutes."
    )
    active: bool = Field(description="Whether Zoom lets the user in.")
    enabled: bool = Field(description=_ENABLED)
    proven: bool = Field(description="Whether all its safety settings were read back from Zoom and found right.")
    proof: list[dict[str, Any]] = Field(description="Each of these settings: what is required, and what was found.")
    proven_at: datetime | None = Field(description="When the settings were last read.")
