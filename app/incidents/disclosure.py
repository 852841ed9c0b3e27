"""What an incident tells whom: what rests on the registry is for keys that may read the registry."""

from collections.abc import Iterable, Mapping
from typing import Final

from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.models import Scope
from app.access.principal import Principal
from app.incidents.models import Incident
from app.incidents.people import names_of
from app.incidents.schemas import IncidentRead, NamesRead
from app.policy.incidents import IncidentKind

# What happened at Zoom, or did not happen in time. Another kind is withheld, so that a new one is private until somebody decides.
_TELLS_OF_NOBODY: Final = frozenset(
    {
        IncidentKind.APPROVAL_EXPIRED,
        IncidentKind.SETTINGS_LOOSENED,
        IncidentKind.MEETING_CHANGED,
        IncidentKind.MEETING_DELETED,
        IncidentKind.MEETING_UNSAFE,
        IncidentKind.MEETING_OUTSIDE_PRODUCT,
        IncidentKind.EXTRA_MEETING,
        IncidentKind.HOST_UNUSABLE,
        IncidentKind.HOST_DEACTIVATED,
        IncidentKind.PROVISIONING_STUCK,
        IncidentKind.ZOOM_ACCOUNT,
        IncidentKind.APP_DEAUTHORIZED,
        IncidentKind.WEBHOOKS_SILENT,
        IncidentKind.WEBHOOK_DISABLED,
        IncidentKind.CONFIRMATION_ENDING,
        IncidentKind.ROOM_OPENED_EARLY,
        IncidentKind.ROOM_OPEN_TOO_LONG,
        IncidentKind.HOST_MISSING,
        IncidentKind.NOBODY_ADMITS,
        IncidentKind.RECORDING_STARTED,
        IncidentKind.TRANSCRIPT_MADE,
        IncidentKind.LIVE_STREAM_STARTED,
        IncidentKind.MEDIA_STREAM_STARTED,
        IncidentKind.CONVERTED_TO_WEBINAR,
        IncidentKind.STRANGER_WAITING,
        IncidentKind.STRANGER_INSIDE,
        IncidentKind.NEVER_ADMITTED,
        IncidentKind.LINK_PUBLIC,
    }
)
_NEUTRAL: Final[Mapping[str, object]] = {
    "summary": "Something needs the attention of a coordinator. What it is rests on the registry, which this key may not read.",
    "remedy": "Ask a coordinator of the programme to look at this incident.",
    "details": {},
    "assigned_to": None,
    "resolution": None,
}


async def incidents_for(
    session: AsyncSession, principal: Principal, incidents: Iterable[Incident]
) -> list[IncidentRead]:
    """Return incidents as this caller may see them."""
    rows = list(incidents)
    shown = [IncidentRead.model_validate(row) for row in rows]
    if not principal.may(Scope.REGISTRY_READ):
        return [each.model_copy(update=_NEUTRAL) if each.kind not in _TELLS_OF_NOBODY else each for each in shown]
    names = await names_of(session, {row.booking_id for row in rows if row.booking_id is not None})
    return [
        each.model_copy(update={"names": NamesRead.model_validate(names[each.booking_id])})
        if each.booking_id is not None and each.booking_id in names
        else each
        for each in shown
    ]
