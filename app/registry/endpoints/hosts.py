"""Hosts over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response

from app.http.answers import VERSIONED
from app.http.authentication import RegistryReader, RegistryWriter
from app.http.dependencies import SessionDependency
from app.http.pagination import Page
from app.http.parameters import IfMatchDependency, PageDependency
from app.http.problems import problems
from app.registry import examples
from app.registry.endpoints.answers import Written, show, show_page, show_written
from app.registry.models import Host
from app.registry.schemas import HostChange, HostRead
from app.registry.schemas.programmes import PoolName
from app.registry.services import hosts
from app.registry.visibility import get, list_page

router = APIRouter(prefix="/v1/hosts", tags=["Hosts"])

HostId = Annotated[UUID, Path(description="The host's id.", openapi_examples=examples.HOST_ID)]


@router.get("", summary="List hosts", operation_id="list_hosts", responses=problems(422))
async def list_hosts(
    principal: RegistryReader,
    session: SessionDependency,
    page: PageDependency,
    pool: Annotated[PoolName | None, Query(description="Only those in this pool.", examples=["default"])] = None,
) -> Page[HostRead]:
    """All hosts, oldest first. They are the organisation's: a partner's key sees none."""
    return show_page(HostRead, await list_page(session, principal, Host, page, pool=pool), page)


@router.get("/{host_id}", summary="Read a host", operation_id="get_host", responses={**VERSIONED, **problems(404, 422)})
async def get_host(
    host_id: HostId, principal: RegistryReader, session: SessionDependency, response: Response
) -> HostRead:
    """The host as it is known now. Where it is not proven, `proof` says which setting stands in the way."""
    return show(response, HostRead, await get(session, principal, Host, host_id))


@router.patch(
    "/{host_id}",
    summary="Put a host into a pool, or take it out of use",
    operation_id="change_host",
    responses={**VERSIONED, **problems(400, 404, 412, 413, 422, 428)},
)
async def change_host(
    host_id: HostId,
    body: Annotated[HostChange, examples.CHANGE_HOST],
    principal: RegistryWriter,
    session: SessionDependency,
    if_match: IfMatchDependency,
    response: Response,
) -> HostRead | Written:
    """New meetings are created under the hosts of their programme's pool that are enabled. Meetings that are there stay."""
    return show_written(
        response, HostRead, await hosts.change_host(session, principal, host_id, body, if_match), principal
    )
