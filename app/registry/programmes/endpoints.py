"""Programmes over HTTP."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Path, Response, status
from fastapi.responses import JSONResponse

from app.access.authentication import RegistryReader, RegistryWriter
from app.http.answers import CREATED, VERSIONED, Page
from app.http.dependencies import SessionDependency, SettingsDependency
from app.http.idempotency import IdempotencyDependency
from app.http.parameters import IfMatchDependency, PageDependency
from app.http.problems import problems
from app.registry import examples
from app.registry.answers import CHANGED, Written, show, show_change, show_created, show_page
from app.registry.programmes import service as programmes
from app.registry.programmes.models import Programme
from app.registry.programmes.schemas import ProgrammeChange, ProgrammeCreate, ProgrammeRead
from app.registry.visibility import get, list_page

PATH: Final = "/v1/programmes"
router = APIRouter(prefix=PATH, tags=["Programmes"])

ProgrammeId = Annotated[UUID, Path(description="The programme's id.", openapi_examples=examples.PROGRAMME_ID)]


@router.post(
    "",
    summary="Add a programme",
    operation_id="create_programme",
    status_code=status.HTTP_201_CREATED,
    responses={**CREATED, **problems(400, 409, 413, 422)},
)
async def create_programme(
    body: Annotated[ProgrammeCreate, examples.CREATE_PROGRAMME],
    principal: RegistryWriter,
    session: SessionDependency,
    idempotency: IdempotencyDependency,
    response: Response,
) -> ProgrammeRead | Written:
    """It starts with the rules of a pack, as version 1 of its policy. Only a coordinator of the organisation may add one."""
    programme = await idempotency.once(
        session,
        principal,
        body,
        create=lambda: programmes.create_programme(session, principal, body),
        load=lambda programme_id: get(session, principal, Programme, programme_id),
    )
    return show_created(response, ProgrammeRead, programme, PATH, principal)


@router.get("", summary="List programmes", operation_id="list_programmes", responses=problems(422))
async def list_programmes(
    principal: RegistryReader, session: SessionDependency, page: PageDependency
) -> Page[ProgrammeRead]:
    """All programmes of the organisation, oldest first."""
    return show_page(ProgrammeRead, await list_page(session, principal, Programme, page), page)


@router.get(
    "/{programme_id}",
    summary="Read a programme",
    operation_id="get_programme",
    responses={**VERSIONED, **problems(404, 422)},
)
async def get_programme(
    programme_id: ProgrammeId, principal: RegistryReader, session: SessionDependency, response: Response
) -> ProgrammeRead:
    """The programme as it is now. Its ETag says which version you have read."""
    return show(response, ProgrammeRead, await get(session, principal, Programme, programme_id))


@router.patch(
    "/{programme_id}",
    summary="Change a programme",
    operation_id="change_programme",
    response_model=ProgrammeRead | Written,
    responses={**CHANGED, **problems(400, 404, 412, 413, 422, 428)},
)
async def change_programme(
    programme_id: ProgrammeId,
    body: Annotated[ProgrammeChange, examples.CHANGE_PROGRAMME],
    principal: RegistryWriter,
    session: SessionDependency,
    if_match: IfMatchDependency,
    settings: SettingsDependency,
    response: Response,
) -> ProgrammeRead | Written | JSONResponse:
    """Its name, time zone, hosts or safeguarding contacts. Sessions that are booked keep their times, and are decided again.

    Only a coordinator of the organisation may change a programme: several partners may deliver it. Another time zone waits until
    a coordinator's key of another person has confirmed it (202), because it moves working hours and birthdays.
    """
    programme, requested = await programmes.change_programme(
        session, principal, programme_id, body, if_match, settings.key_ring
    )
    return show_change(response, ProgrammeRead, programme, requested, principal)
