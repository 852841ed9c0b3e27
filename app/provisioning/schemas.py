"""What the API speaks of hosts' synchronisation."""

from pydantic import Field

from app.http.fields import EmailAddress, Schema
from app.registry.schemas import HostRead


class HostSync(Schema):
    """Which users of the Zoom account to take as hosts."""

    emails: list[EmailAddress] | None = Field(
        default=None,
        max_length=2000,
        description="Only these users become hosts; hosts that are known already stay. Leave it out to take every user.",
    )


class HostSyncResult(Schema):
    """The hosts after synchronisation."""

    proven: int = Field(description="Hosts whose Zoom settings were read back and found safe.")
    not_proven: int = Field(description="Hosts that are not used: `proof` says which setting stands in the way.")
    hosts: list[HostRead]
