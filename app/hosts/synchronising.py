"""Synchronising hosts as work of the worker: asked for in one transaction, done in small ones, its progress for all to read."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.principal import Principal
from app.audit import service as audit
from app.audit.origin import ActorKind, Origin
from app.hosts.models import Host, HostOutcome, HostSyncOutcome, HostSyncRun, HostSyncState
from app.hosts.proving import prove_hosts, take_hosts
from app.hosts.schemas import HostRead, HostSyncOutcomeRead, HostSyncRead
from app.installation.trust import require_trust
from app.kit.clock import utc_now
from app.kit.database import Database
from app.kit.errors import NotFoundError, NotPermittedError
from app.kit.jobs import enqueue_host_sync
from app.kit.logging import current_request_id
from app.kit.settling import announce
from app.zoom.client import ZoomClient
from app.zoom.errors import ZoomError
from app.zoom.reactions import problem_of

UNFINISHED: Final = frozenset({HostSyncState.WAITING, HostSyncState.RUNNING})
KEPT: Final = timedelta(days=30)

log = structlog.get_logger(__name__)


async def request_sync(session: AsyncSession, principal: Principal, emails: Sequence[str] | None) -> HostSyncRun:
    """Ask the worker for a synchronisation.

    Raises:
        NotPermittedError: The key is a partner's.
    """
    if principal.partner_id is not None:
        message = "Hosts belong to the organisation; a partner's key may not change them."
        raise NotPermittedError(message)
    sync = HostSyncRun(
        requested_by=principal.key_id,
        request_id=current_request_id(),
        emails=list(emails) if emails is not None else None,
    )
    session.add(sync)
    await session.flush()
    await audit.append(session, origin=principal.origin, action="host_sync.requested", subject=("host_sync", sync.id))
    await enqueue_host_sync(session, sync.id)
    return sync


async def read_sync(session: AsyncSession, principal: Principal, sync_id: UUID) -> HostSyncRead:
    """Return a synchronisation as far as it is.

    Raises:
        NotFoundError: There is none, or the key is a partner's.
    """
    sync = await session.get(HostSyncRun, sync_id) if principal.partner_id is None else None
    if sync is None:
        message = "Synchronisation not found. POST /v1/hosts/sync begins one; it is kept for 30 days."
        raise NotFoundError(message)
    rows = await session.exec(
        select(HostSyncOutcome, Host)
        .join(Host, col(Host.id) == col(HostSyncOutcome.host_id))
        .where(HostSyncOutcome.sync_id == sync_id)
        .order_by(col(Host.id))
    )
    hosts = [
        HostSyncOutcomeRead(outcome=row.outcome, problem=row.problem, host=HostRead.model_validate(host))
        for row, host in rows
    ]
    outcomes = [each.outcome for each in hosts]
    return HostSyncRead(
        id=sync.id,
        state=sync.state,
        problem=sync.problem,
        requested_at=sync.requested_at,
        finished_at=sync.finished_at,
        waiting=outcomes.count(HostOutcome.WAITING),
        proven=outcomes.count(HostOutcome.PROVEN),
        not_proven=len(outcomes) - outcomes.count(HostOutcome.PROVEN) - outcomes.count(HostOutcome.WAITING),
        hosts=hosts,
    )


async def run_sync(database: Database, zoom: ZoomClient, sync_id: UUID) -> None:
    """Do what was asked for, or go on with it where another worker was interrupted.

    Raises:
        RecoveringError: The database may be older than what was last done at Zoom: a person decides first.
    """
    async with database.transaction() as session:
        await require_trust(session)
        sync = await session.get(HostSyncRun, sync_id, with_for_update=True)
        if sync is None or sync.state not in UNFINISHED:
            return
        sync.state = HostSyncState.RUNNING
        origin = Origin(ActorKind.KEY, str(sync.requested_by), sync.request_id)
        emails = sync.emails
        outcomes = (await session.exec(select(HostSyncOutcome).where(HostSyncOutcome.sync_id == sync_id))).all()
        waiting: Sequence[UUID] = [each.host_id for each in outcomes if each.outcome is HostOutcome.WAITING]

    async def found(session: AsyncSession, host_ids: Sequence[UUID]) -> None:
        session.add_all(HostSyncOutcome(sync_id=sync_id, host_id=host_id) for host_id in host_ids)

    async def told(host_id: UUID, is_proven: bool, error: ZoomError | None) -> None:  # noqa: FBT001  # as it is called
        async with database.transaction() as session:
            row = await session.get_one(HostSyncOutcome, (sync_id, host_id))
            row.problem = problem_of(error) if error is not None else None
            missing = HostOutcome.NOT_PROVEN if error is None else HostOutcome.FAILED
            row.outcome = HostOutcome.PROVEN if is_proven else missing

    try:
        if not outcomes:
            waiting = await take_hosts(database, zoom, origin, emails, found=found)
    except ZoomError as error:
        log.warning("host_sync.failed", error=type(error).__name__)
        await _finish(database, sync_id, HostSyncState.FAILED, problem_of(error))
        return
    await prove_hosts(database, zoom, origin, waiting, told=told)
    await _finish(database, sync_id, HostSyncState.DONE)


async def forget_syncs(session: AsyncSession) -> None:
    """Delete the synchronisations that were asked for long ago."""
    old = select(col(HostSyncRun.id)).where(col(HostSyncRun.requested_at) < utc_now() - KEPT)
    await session.exec(delete(HostSyncOutcome).where(col(HostSyncOutcome.sync_id).in_(old)))
    await session.exec(delete(HostSyncRun).where(col(HostSyncRun.id).in_(old)))


async def _finish(database: Database, sync_id: UUID, state: HostSyncState, problem: str | None = None) -> None:
    async with database.transaction() as session:
        sync = await session.get_one(HostSyncRun, sync_id, with_for_update=True)
        sync.state, sync.problem, sync.finished_at, sync.emails = state, problem, utc_now(), None
        # Whoever waits for it here waits as for a booking: by its id.
        await announce(session, sync_id)
