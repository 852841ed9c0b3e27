"""The guard: before a worker changes anything at Zoom, the database must be known to be as new as Zoom."""

from collections.abc import Mapping
from typing import Any, Final

import structlog

from app.audit.origin import WORKER, Origin
from app.incidents.service import open_incident
from app.installation.trust import Trust, begin, mark_seen, note_compared, recognise, trust_in, was_absent
from app.kit.database import Database
from app.policy.incidents import IncidentKind
from app.recovery.comparison import compare
from app.recovery.looking import PATIENCE
from app.recovery.register import HOW_TO_DECIDE, counted, keep
from app.zoom.client import ZoomClient
from app.zoom.errors import ZoomError
from app.zoom.limits.lanes import Lane

RESTORED: Final = "The database is not the one that was last used: it was restored from a backup, or moved."
OLDER: Final = "After a start of the database, or a time without workers, Zoom was not as the database knows it."

log = structlog.get_logger(__name__)


async def may_work(database: Database, zoom: ZoomClient, *, origin: Origin = WORKER) -> bool:
    """Tell whether a worker may change anything at Zoom; find it out first where it is not known.

    Called by each worker when it begins, and when it has lost its connection: a database is not put back under one.
    """
    async with database.transaction() as session:
        trust = await trust_in(session)
        if trust is Trust.TRUSTED and not await was_absent(session):
            await mark_seen(session)
            return True
    if trust is Trust.RECOVERING:
        return False
    if trust is Trust.RESTORED:
        await begin_recovery(database, origin, because=RESTORED)
    try:
        comparison = await compare(database, zoom.in_lane(Lane.BULK, patience=PATIENCE), all_kinds=True)
    except ZoomError as error:
        log.warning("recovery.zoom_not_compared", error=type(error).__name__)
        return False
    async with database.transaction() as session:
        new = await keep(session, origin, comparison, all_kinds=True)
        if trust is not Trust.RESTORED and not new:
            await recognise(session, origin, why="Zoom was found to be as the database knows it.")
            await note_compared(session)
            return True
    await begin_recovery(database, origin, because=RESTORED if trust is Trust.RESTORED else OLDER, found=counted(new))
    return False


async def begin_recovery(
    database: Database, origin: Origin, *, because: str, found: Mapping[str, Any] | None = None
) -> None:
    """Change nothing at Zoom and show no link from now on, and tell people that one of them must decide."""
    async with database.transaction() as session:
        if await begin(session, origin, because=because):
            log.error("recovery.begun", because=because)
        elif found is None:
            return
        await open_incident(
            session,
            origin,
            IncidentKind.DATABASE_RESTORED,
            summary=f"{because} Until somebody has decided, sessions cannot be booked or changed, links are not shown, and "
            "nothing is changed at Zoom.",
            remedy=HOW_TO_DECIDE,
            details={"found": dict(found or {})},
        )
