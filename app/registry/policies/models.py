"""The table of policies' versions, and the policy that a version holds."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Column
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from app.kit.clock import utc_now
from app.kit.database import Instant
from app.policy import Policy


class PolicyVersion(SQLModel, table=True):
    """One version of a programme's policy. It is never changed: bookings refer to the version that decided them."""

    __tablename__ = "policy_version"

    programme_id: UUID = Field(primary_key=True, foreign_key="programme.id")
    version: int = Field(primary_key=True)
    document: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    digest: str = Field(max_length=64)
    created_at: datetime = Field(default_factory=utc_now, sa_type=Instant)
    created_by: UUID | None = Field(default=None, foreign_key="api_key.id")

    @property
    def id(self) -> UUID:
        """Where it stands in the list of its programme's versions, in the form that a cursor takes."""
        return UUID(int=self.version)


_POLICIES_KEPT: Final = 256
_policies: dict[tuple[UUID, int], Policy] = {}


def kept_policy(programme_id: UUID, version: int) -> Policy | None:
    """Return a version of a programme's policy if it was read before; a version never changes."""
    return _policies.get((programme_id, version))


def policy_of(row: PolicyVersion) -> Policy:
    """Return the policy that a stored version holds."""
    key = (row.programme_id, row.version)
    if key not in _policies:
        while len(_policies) >= _POLICIES_KEPT:
            del _policies[next(iter(_policies))]
        _policies[key] = Policy.stored(row.document, row.version)
    return _policies[key]
