"""Looking through Zoom, every week, for meetings that no booking has."""

from datetime import timedelta
from typing import Final

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit.origin import WORKER
from app.installation.trust import is_comparison_due, note_compared
from app.kit.clock import utc_now
from app.kit.database import Database
from app.kit.jobs import enqueue_look_for_unknown, enqueue_remove_unknown
from app.recovery.comparison import compare
from app.recovery.models import Choice, Mismatch
from app.recovery.register import keep, report_unknown
from app.zoom.client import ZoomClient
from app.zoom.limits.lanes import Lane

EVERY: Final = timedelta(days=7)
PATIENCE: Final = timedelta(minutes=2)
"""How long a call waits for its turn in the account's budget: everything else goes first."""

REMOVED_WITHIN: Final = timedelta(minutes=10)
"""What should have been deleted by then is asked for again, whatever became of its job."""


async def look_for_unknown(database: Database, zoom: ZoomClient) -> None:
    """Tell people, by an incident for each host, of meetings at Zoom that carry a reference of ours and that no booking has.

    Raises:
        ZoomError: Zoom does not answer, or refuses; nothing is kept then.
    """
    comparison = await compare(database, zoom.in_lane(Lane.BULK, patience=PATIENCE), all_kinds=False)
    async with database.transaction() as session:
        await keep(session, WORKER, comparison, all_kinds=False)
        await report_unknown(session, WORKER, comparison.hosts)
        await note_compared(session)


async def ask_when_due(session: AsyncSession) -> None:
    """Ask for the weekly look when it is due, and again for what should have been deleted by now."""
    if await is_comparison_due(session, EVERY):
        await enqueue_look_for_unknown(session)
    overdue = select(col(Mismatch.id)).where(
        col(Mismatch.closed_at).is_(None),
        col(Mismatch.choice) == Choice.DELETE,
        col(Mismatch.decided_at) < utc_now() - REMOVED_WITHIN,
    )
    await enqueue_remove_unknown(session, (await session.exec(overdue)).all())
