"""Synchronising hosts over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Request

from app.errors import NotPermittedError, ServiceUnavailableError
from app.http.authentication import RegistryWriter
from app.http.dependencies import DatabaseDependency
from app.http.problems import problems
from app.http.request_identity import current_request_id
from app.provisioning import hosts
from app.provisioning.examples import SYNC
from app.provisioning.failures import verdict_on
from app.provisioning.schemas import HostSync, HostSyncResult
from app.registry.schemas import HostRead
from app.zoom.client import ZoomClient
from app.zoom.errors import RateLimitedError, ZoomError

router = APIRouter(prefix="/v1/hosts", tags=["Hosts"])


@router.post(
    "/sync",
    summary="Read the account's hosts from Zoom and prove them safe",
    operation_id="sync_hosts",
    responses=problems(400, 413, 422),
)
async def sync_hosts(
    body: Annotated[HostSync, SYNC], principal: RegistryWriter, database: DatabaseDependency, request: Request
) -> HostSyncResult:
    """A host is used only while every one of its settings is proven. It can be repeated at any time.

    Screen sharing, file transfer, chat and recording are settings of the host, not of a meeting: they are set, and read back.
    """
    if principal.partner_id is not None:
        message = "Hosts belong to the organisation; a partner's key may not change them."
        raise NotPermittedError(message)
    zoom: ZoomClient = request.app.state.zoom
    try:
        synced = await hosts.sync_hosts(database, zoom, principal.origin(current_request_id()), body.emails)
    except ZoomError as error:
        retry_after = error.retry_after if isinstance(error, RateLimitedError) else None
        raise ServiceUnavailableError(verdict_on(error).problem, retry_after=retry_after) from error
    proven = sum(host.proven for host in synced)
    return HostSyncResult(
        proven=proven,
        not_proven=len(synced) - proven,
        hosts=[HostRead.model_validate(host) for host in synced],
    )
