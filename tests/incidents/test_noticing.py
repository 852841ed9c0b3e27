"""What several notice at the same moment."""

import asyncio

from sqlalchemy import text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit.models import AuditEntry
from app.audit.origin import WORKER
from app.incidents.models import Incident
from app.incidents.service import open_incident
from app.kit.database import Database
from app.policy.incidents import IncidentKind
from tests.support.zoom import eventually


async def notice(session: AsyncSession, operation: str) -> Incident:
    incident = await open_incident(
        session,
        WORKER,
        IncidentKind.ZOOM_ACCOUNT,
        summary="Zoom refuses our credentials.",
        remedy="Ask the administrator.",
        details={"operation": operation},
    )
    assert incident is not None
    return incident


async def test_what_two_notice_at_the_same_moment_is_one_incident_and_nobodys_work_fails(database: Database) -> None:
    async def as_another() -> None:
        async with database.transaction() as session:
            await notice(session, "create_meeting")

    async def waits() -> bool:
        async with database.transaction() as session:
            waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
            return bool(await (await session.connection()).scalar(waiting))

    async with database.transaction() as session:
        await notice(session, "get_meeting")
        other = asyncio.create_task(as_another())
        await eventually(waits)
    await other

    async with database.transaction() as session:
        (incident,) = (await session.exec(select(Incident))).all()
        actions = [entry.action for entry in await session.exec(select(AuditEntry).order_by(col(AuditEntry.id)))]
    assert incident.details == {"operation": "create_meeting"}
    assert incident.version == 2
    assert actions == ["incident.opened", "incident.renewed"]
