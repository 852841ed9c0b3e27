"""A participant who acts on their page. The trail names them; where a key must be named, it is the one that issued their link."""

from dataclasses import dataclass
from uuid import UUID

from app.access.models import Role
from app.access.principal import Principal
from app.audit.origin import ActorKind, Origin
from app.joining.links.service import FoundLink
from app.kit.logging import current_request_id


@dataclass(frozen=True, kw_only=True)
class ActingParticipant(Principal):
    """Somebody with a personal link. They see their own partner's data alone, and have no scope of the API."""

    participant_id: UUID

    @property
    def origin(self) -> Origin:
        """Return how the audit trail names them."""
        return Origin(kind=ActorKind.PARTICIPANT, actor=str(self.participant_id), request_id=current_request_id())


def acting(found: FoundLink) -> ActingParticipant:
    """Return whoever has a link, as a caller of the services that they act through."""
    return ActingParticipant(
        key_id=found.link.issued_by,
        name="participant",
        role=Role.FRONT_END,
        scopes=frozenset(),
        partner_id=found.booking.partner_id,
        participant_id=found.participant.id,
    )
