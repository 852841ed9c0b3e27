"""Hosts over HTTP: listing and changing them, synchronising with Zoom, readiness, and what only a person can confirm."""

import asyncio
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response, status

from app.access.authentication import HostSyncReader, RegistryReader, RegistryWriter
from app.hosts import confirmations, readiness
from app.hosts import service as hosts
from app.hosts import synchronising as host_sync
from app.hosts.examples import CONFIRM, SYNC, SYNC_ID
from app.hosts.models import Host, HostConfirmation, HostSyncRun
from app.hosts.schemas import (
    HostChange,
    HostConfirm,
    HostConfirmationRead,
    HostRead,
    HostReadinessRead,
    HostSync,
    HostSyncRead,
)
from app.http.answers import PLACED, VERSIONED, Page, retry_after
from app.http.dependencies import DatabaseDependency, SessionDependency
from app.http.idempotency import IdempotencyDependency
from app.http.parameters import IfMatchDependency, PageDependency, PreferDependency
from app.http.problems import problems
from app.installation.recovering import NOT_WHILE_RECOVERING
from app.kit.clock import utc_now
from app.kit.errors import ServiceUnavailableError
from app.kit.settling import SettlingBookings, wait_at_most
from app.registry import examples
from app.registry.answers import Written, show, show_page, show_written
from app.registry.programmes.schemas import PoolName
from app.registry.visibility import get, list_page
from app.zoom.client import ZoomClient
from app.zoom.errors import ZoomError
from app.zoom.reactions import problem_of

router = APIRouter(prefix="/v1/hosts", tags=["Administration"])

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
    summary="Change a host",
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
    """New meetings are created under the hosts of their programme's pool that are enabled. Meetings that are there stay.

    A mentor who has a Zoom user of the account opens their sessions by signing in as themselves: link the host to them. What it
    holds ahead for other people moves to other hosts.
    """
    return show_written(
        response, HostRead, await hosts.change_host(session, principal, host_id, body, if_match), principal
    )


READING_TIME: Final = 10.0
"""Seconds that a reader waits for Zoom."""
LOOK_AGAIN: Final = 2
"""Seconds after which to look again how far a synchronisation is."""
SyncId = Annotated[UUID, Path(description="The synchronisation's id.", openapi_examples=SYNC_ID)]
_AS_STORED: Final = "With fresh=false the answer is what was stored."


@router.post(
    "/sync",
    summary="Synchronise hosts with Zoom",
    operation_id="sync_hosts",
    dependencies=[NOT_WHILE_RECOVERING],
    responses={
        202: {
            "model": HostSyncRead,
            "description": "Accepted, and not finished yet. Read its progress at Location.",
            "headers": PLACED | retry_after("In how many seconds to look again."),
        },
        200: {"headers": PLACED},
        **problems(400, 409, 413, 422),
    },
)
async def sync_hosts(
    body: Annotated[HostSync, SYNC],
    principal: RegistryWriter,
    database: DatabaseDependency,
    idempotency: IdempotencyDependency,
    prefer: PreferDependency,
    request: Request,
    response: Response,
) -> HostSyncRead:
    """A host is used only while every one of its settings is proven. It can be repeated at any time.

    Screen sharing, file transfer, chat and recording are settings of the host, not of a meeting: they are set, and read back.
    A worker does it; the answer is 200 when it is finished within the time that `Prefer` gives it, and 202 before.
    """
    settling: SettlingBookings = request.app.state.settling
    async with AsyncExitStack() as watching:
        async with database.transaction() as session:
            sync = await idempotency.once(
                session,
                principal,
                body,
                create=lambda: host_sync.request_sync(session, principal, body.emails),
                load=lambda sync_id: session.get_one(HostSyncRun, sync_id),
            )
            finished = await watching.enter_async_context(settling.watch(sync.id))
        if sync.state in host_sync.UNFINISHED:
            await wait_at_most(finished, prefer.wait)
    async with database.transaction() as session:
        shown = await host_sync.read_sync(session, principal, sync.id)
    response.headers["Location"] = f"/v1/hosts/syncs/{shown.id}"
    if shown.state in host_sync.UNFINISHED:
        response.status_code = status.HTTP_202_ACCEPTED
        response.headers["Retry-After"] = str(LOOK_AGAIN)
    return shown


@router.get(
    "/syncs/{sync_id}",
    summary="Read a synchronisation of hosts",
    operation_id="get_host_sync",
    responses=problems(404, 422),
)
async def get_host_sync(sync_id: SyncId, principal: HostSyncReader, session: SessionDependency) -> HostSyncRead:
    """Its state, how many hosts are proven, and what became of each. It is kept for 30 days."""
    return await host_sync.read_sync(session, principal, sync_id)


@router.get(
    "/{host_id}/readiness",
    summary="Check whether a host is ready",
    operation_id="get_host_readiness",
    responses=problems(404, 422),
)
async def get_host_readiness(
    host_id: HostId,
    principal: RegistryReader,
    database: DatabaseDependency,
    request: Request,
    *,
    fresh: Annotated[bool, Query(description="Ask Zoom now; false answers with what was stored.")] = True,
) -> HostReadinessRead:
    """Licence, activity, changes left today, and each safety setting: what is required, what was found, and a remedy.

    Nothing is changed: *Read the account's hosts from Zoom* sets and proves. What only a person can see in Zoom's portal is
    shown as confirmed until when, as missing, or as expired; that alone does not keep a host from being used, because the
    host is told of it in writing with every meeting.
    """
    now = utc_now()
    async with database.transaction() as session:
        host = await get(session, principal, Host, host_id)
        (known,) = await readiness.known_hosts(session, [host], now=now)
    reading = await _read(request.app.state.zoom, known) if fresh else None
    return HostReadinessRead.model_validate(readiness.readiness_of(known, reading, now=now))


async def _read(zoom: ZoomClient, known: readiness.KnownHost) -> readiness.HostReading:
    try:
        async with asyncio.timeout(READING_TIME):
            return await readiness.read_host(zoom, known.host.zoom_user_id, known.required)
    except TimeoutError:
        message = f"Zoom does not answer in time. Try again. {_AS_STORED}"
        raise ServiceUnavailableError(message) from None
    except ZoomError as error:
        raise ServiceUnavailableError(f"{problem_of(error)} {_AS_STORED}", retry_after=error.retry_after) from error


@router.post(
    "/{host_id}/confirmations",
    summary="Confirm a setting of a host",
    operation_id="confirm_host_setting",
    status_code=status.HTTP_201_CREATED,
    responses=problems(400, 404, 409, 413, 422),
)
async def confirm_host_setting(
    host_id: HostId,
    body: Annotated[HostConfirm, CONFIRM],
    principal: RegistryWriter,
    session: SessionDependency,
    idempotency: IdempotencyDependency,
) -> HostConfirmationRead:
    """Somebody looked in Zoom's portal, and found it right. It counts for a while; then somebody looks again.

    The newest confirmation of a setting counts: to correct one, confirm again. A host without it stays in use, because it is
    told in writing, with every meeting, what to look after; `chaperone doctor` and the host's readiness show what is missing
    or over.
    """
    kept = await idempotency.once(
        session,
        principal,
        body,
        create=lambda: confirmations.confirm(session, principal, host_id, body.code, timedelta(days=body.valid_days)),
        load=lambda confirmation_id: session.get_one(HostConfirmation, confirmation_id),
    )
    return HostConfirmationRead.model_validate(kept)
