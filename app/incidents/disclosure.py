"""What an incident tells whom: what rests on the registry is for keys that may read the registry."""

from collections.abc import Mapping
from typing import Final

from app.access.models import Scope
from app.access.principal import Principal
from app.incidents.models import Incident, IncidentKind
from app.incidents.schemas import IncidentRead

# What happened at Zoom, or did not happen in time. Another kind is withheld, so that a new one is private until somebody decides.
_TELLS_OF_NOBODY: Final = frozenset(
    {
        IncidentKind.APPROVAL_EXPIRED,
        IncidentKind.SETTINGS_LOOSENED,
        IncidentKind.MEETING_UNSAFE,
        IncidentKind.EXTRA_MEETING,
        IncidentKind.HOST_UNUSABLE,
        IncidentKind.PROVISIONING_STUCK,
        IncidentKind.ZOOM_ACCOUNT,
        IncidentKind.CONFIRMATION_ENDING,
        IncidentKind.ROOM_OPENED_EARLY,
        IncidentKind.ROOM_OPEN_TOO_LONG,
    }
)
_NEUTRAL: Final[Mapping[str, object]] = {
    "summary": "Something needs the attention of a coordinator. What it is rests on the registry, which this key may not read.",
    "remedy": "Ask a coordinator of the programme to look at this incident.",
    "details": {},
    "resolution": None,
}


def incident_for(principal: Principal, incident: Incident) -> IncidentRead:
    """Return an incident as this caller may see it."""
    read = IncidentRead.model_validate(incident)
    if incident.kind in _TELLS_OF_NOBODY or principal.may(Scope.REGISTRY_READ):
        return read
    return read.model_copy(update=_NEUTRAL)
