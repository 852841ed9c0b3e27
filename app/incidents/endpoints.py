"""Incidents over HTTP."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Body, Path, Query, Response
from fastapi.openapi.models import Example

from app.access.authentication import IncidentsReader, IncidentsWriter
from app.http.answers import VERSIONED, Page, set_entity_tag
from app.http.dependencies import SessionDependency
from app.http.parameters import PageDependency
from app.http.problems import problems
from app.incidents import service
from app.incidents.disclosure import incident_for
from app.incidents.examples import INCIDENT
from app.incidents.models import IncidentKind
from app.incidents.schemas import IncidentRead, Resolution
from app.kit.pagination import cut

router = APIRouter(prefix="/v1/incidents", tags=["Incidents"])

IncidentId = Annotated[
    UUID,
    Path(
        description="The incident's id.",
        openapi_examples={"demo": Example(summary="The demo's incident", value=str(INCIDENT))},
    ),
]
_RESOLUTION: Final = Body(
    openapi_examples={
        "demo": Example(
            summary="What was done",
            value={"resolution": "We spoke with the mentor. The session takes place by telephone instead."},
        )
    }
)


@router.get("", summary="List incidents", operation_id="list_incidents", responses=problems(422))
async def list_incidents(
    principal: IncidentsReader,
    session: SessionDependency,
    page: PageDependency,
    is_open: Annotated[bool | None, Query(description="true: only open ones. false: only resolved ones.")] = None,
    kind: Annotated[IncidentKind | None, Query(description="Only incidents of this kind.")] = None,
    booking_id: Annotated[UUID | None, Query(description="Only those about this booking.")] = None,
) -> Page[IncidentRead]:
    """What people must look at, or have looked at, in the order it was noticed."""
    rows = await service.list_incidents(
        session,
        principal,
        limit=page.limit + 1,
        after_id=page.after_id,
        is_open=is_open,
        kind=kind,
        booking_id=booking_id,
    )
    shown, next_cursor = cut(rows, page)
    return Page[IncidentRead](items=[incident_for(principal, row) for row in shown], next_cursor=next_cursor)


@router.get(
    "/{incident_id}",
    summary="Read an incident",
    operation_id="get_incident",
    responses={**VERSIONED, **problems(404, 422)},
)
async def get_incident(
    incident_id: IncidentId, principal: IncidentsReader, session: SessionDependency, response: Response
) -> IncidentRead:
    """What is wrong, who must do what, and how it was resolved if it was."""
    incident = await service.incident_by_id(session, principal, incident_id)
    set_entity_tag(response, incident)
    return incident_for(principal, incident)


@router.post(
    "/{incident_id}/resolve",
    summary="Resolve an incident",
    operation_id="resolve_incident",
    responses={**VERSIONED, **problems(400, 404, 409, 413, 422)},
)
async def resolve_incident(
    incident_id: IncidentId,
    body: Annotated[Resolution, _RESOLUTION],
    principal: IncidentsWriter,
    session: SessionDependency,
    response: Response,
) -> IncidentRead:
    """Write down that you looked at it and what you did. This alone lifts nothing: a suspended session stays suspended.

    Only a coordinator's key may. An incident about a proposed change is resolved by confirming or declining the change.
    """
    incident = await service.resolve_incident(session, principal, incident_id, body.resolution)
    set_entity_tag(response, incident)
    return incident_for(principal, incident)
