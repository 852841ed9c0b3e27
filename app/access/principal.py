"""Who is calling, once they are known."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from app.access.models import Role, Scope
from app.audit.origin import ActorKind, Origin
from app.kit.errors import NotAuthenticatedError, NotPermittedError
from app.kit.logging import current_request_id


@dataclass(frozen=True)
class Principal:
    """An authenticated caller: what it may do, and which partner's data it may see (None: the whole organisation's).

    `person` is the label of who holds the key, for comparison alone: it belongs in no log, answer or trail. `may_act_alone`
    says that the organisation has switched the second person off. `sees_trusted_database` is what was read with the key: whether
    the database is known to be as new as what was last done at Zoom.
    """

    key_id: UUID
    name: str
    role: Role
    scopes: frozenset[Scope]
    partner_id: UUID | None
    person: str | None = None
    may_act_alone: bool = False
    sees_trusted_database: bool = False

    def may(self, scope: Scope) -> bool:
        """Tell whether the caller has `scope`, by itself or through `admin`."""
        return scope in self.scopes or Scope.ADMIN in self.scopes

    def require_coordinator(self, act: str) -> None:
        """Check that the caller is a coordinator.

        Args:
            act: What only a coordinator may do, as it follows "can".

        Raises:
            NotPermittedError: It is not.
        """
        if self.role is not Role.COORDINATOR:
            message = f"Only a coordinator's key can {act}."
            raise NotPermittedError(message)

    @property
    def origin(self) -> Origin:
        """Return how the audit trail names this caller."""
        return Origin(kind=ActorKind.KEY, actor=str(self.key_id), request_id=current_request_id())


class LapsedKeyError(NotAuthenticatedError):
    """The key was a caller's own, and is none any more. The answer is that to any other text; the trail tells whose."""

    def __init__(self, detail: str, *, principal: Principal, reason: Literal["expired", "revoked"]) -> None:
        self.principal = principal
        self.reason = reason
        super().__init__(detail)
