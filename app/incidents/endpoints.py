"""Incidents over HTTP."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Body, Depends, Path, Query, Response
from fastapi.openapi.models import Example

from app.access.authentication import IncidentsReader, IncidentsWriter, requires
from app.access.models import Scope
from app.http.answers import NO_STORE, VERSIONED, Page, set_entity_tag
from app.http.dependencies import SessionDependency, SettingsDependency
from app.http.fields import Line
from app.http.parameters import IfMatchDependency, PageDependency
from app.http.problems import problems
from app.incidents import handling, reports
from app.incidents.disclosure import incidents_for
from app.incidents.examples import INCIDENT, REPORTED_INCIDENT
from app.incidents.handling import IncidentFilter
from app.incidents.models import IncidentState
from app.incidents.schemas import Assignment, IncidentRead, ReportRead, Resolution
from app.kit.pagination import cut
from app.policy.incidents import IncidentKind, IncidentSeverity

router = APIRouter(prefix="/v1/incidents", tags=["Incidents"])

IncidentId = Annotated[
    UUID,
    Path(
        description="The incident's id.",
        openapi_examples={"demo": Example(summary="The demo's incident", value=str(INCIDENT))},
    ),
]
ReportedIncidentId = Annotated[
    UUID,
    Path(
        description="The incident's id.",
        openapi_examples={"demo": Example(summary="The demo's concern", value=str(REPORTED_INCIDENT))},
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
_ASSIGNMENT: Final = Body(
    openapi_examples={"demo": Example(summary="By role", value={"assigned_to": "Safeguarding lead"})}
)


@router.get("", summary="List incidents", operation_id="list_incidents", responses=problems(422))
async def list_incidents(
    principal: IncidentsReader,
    session: SessionDependency,
    page: PageDependency,
    state: Annotated[IncidentState | None, Query(description="Only those that are so far.")] = None,
    is_open: Annotated[
        bool | None, Query(description="true: only those that are not resolved. false: only resolved ones.")
    ] = None,
    kind: Annotated[IncidentKind | None, Query(description="Only incidents of this kind.")] = None,
    severity: Annotated[IncidentSeverity | None, Query(description="Only those that are so grave.")] = None,
    booking_id: Annotated[UUID | None, Query(description="Only those about this booking.")] = None,
    partner_id: Annotated[UUID | None, Query(description="Only those of this partner.")] = None,
    programme_id: Annotated[UUID | None, Query(description="Only those of this programme.")] = None,
    assigned_to: Annotated[Line | None, Query(description="Only those that this label looks after.")] = None,
    is_assigned: Annotated[
        bool | None, Query(description="true: only those that somebody looks after. false: only the others.")
    ] = None,
) -> Page[IncidentRead]:
    """What people must look at, or have looked at, in the order it was noticed."""
    wanted = IncidentFilter(
        state=state,
        is_open=is_open,
        kind=kind,
        severity=severity,
        booking_id=booking_id,
        partner_id=partner_id,
        programme_id=programme_id,
        assigned_to=assigned_to,
        is_assigned=is_assigned,
    )
    rows = await handling.list_incidents(session, principal, wanted, limit=page.limit + 1, after_id=page.after_id)
    shown, next_cursor = cut(rows, page)
    return Page[IncidentRead](items=await incidents_for(session, principal, shown), next_cursor=next_cursor)


@router.get(
    "/{incident_id}",
    summary="Read an incident",
    operation_id="get_incident",
    responses={**VERSIONED, **problems(404, 422)},
)
async def get_incident(
    incident_id: IncidentId, principal: IncidentsReader, session: SessionDependency, response: Response
) -> IncidentRead:
    """What is wrong, what was done by itself, who must do what, and how it was resolved if it was."""
    incident = await handling.incident_by_id(session, principal, incident_id)
    set_entity_tag(response, incident)
    return (await incidents_for(session, principal, [incident]))[0]


@router.get(
    "/{incident_id}/report",
    summary="Read what somebody reported",
    operation_id="get_incident_report",
    dependencies=[Depends(requires(Scope.REGISTRY_READ))],
    responses=problems(404, 422),
)
async def get_incident_report(
    incident_id: ReportedIncidentId,
    principal: IncidentsReader,
    session: SessionDependency,
    settings: SettingsDependency,
    response: Response,
) -> ReportRead:
    """A concern in the words of whoever reported it. Each reading is an entry in the audit trail; no other answer holds it."""
    incident = await handling.incident_by_id(session, principal, incident_id)
    text = await reports.read_report(session, principal, incident, settings.key_ring)
    response.headers["Cache-Control"] = NO_STORE
    return ReportRead(incident_id=incident.id, text=text)


@router.post(
    "/{incident_id}/acknowledge",
    summary="Acknowledge an incident",
    operation_id="acknowledge_incident",
    responses={**VERSIONED, **problems(404, 409, 412, 422)},
)
async def acknowledge_incident(
    incident_id: IncidentId,
    principal: IncidentsWriter,
    session: SessionDependency,
    if_match: IfMatchDependency,
    response: Response,
) -> IncidentRead:
    """Write down that you have seen it and that somebody looks into it. Only a coordinator's key may; again changes nothing."""
    incident = await handling.acknowledge(session, principal, incident_id, if_match)
    set_entity_tag(response, incident)
    return (await incidents_for(session, principal, [incident]))[0]


@router.patch(
    "/{incident_id}",
    summary="Assign an incident",
    operation_id="assign_incident",
    responses={**VERSIONED, **problems(400, 404, 409, 412, 413, 422, 428)},
)
async def assign_incident(
    incident_id: ReportedIncidentId,
    body: Annotated[Assignment, _ASSIGNMENT],
    principal: IncidentsWriter,
    session: SessionDependency,
    if_match: IfMatchDependency,
    response: Response,
) -> IncidentRead:
    """Say who looks after it, so that two people do not do the same. Only a coordinator's key may."""
    incident = await handling.assign(session, principal, incident_id, if_match, body.assigned_to)
    set_entity_tag(response, incident)
    return (await incidents_for(session, principal, [incident]))[0]


@router.post(
    "/{incident_id}/resolve",
    summary="Resolve an incident",
    operation_id="resolve_incident",
    responses={**VERSIONED, **problems(400, 404, 409, 412, 413, 422)},
)
async def resolve_incident(
    incident_id: IncidentId,
    body: Annotated[Resolution, _RESOLUTION],
    principal: IncidentsWriter,
    session: SessionDependency,
    if_match: IfMatchDependency,
    response: Response,
) -> IncidentRead:
    """Write down that you looked at it and what you did. This alone lifts nothing: a suspended session stays suspended.

    Only a coordinator's key may. An incident about a proposed change is resolved by confirming or declining the change.
    """
    incident = await handling.resolve_incident(session, principal, incident_id, if_match, body.resolution)
    set_entity_tag(response, incident)
    return (await incidents_for(session, principal, [incident]))[0]
