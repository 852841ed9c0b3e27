"""Events: whether Zoom's reached the service that works on the same database."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col, select

from app.first_contact.report import ADMINISTRATOR, Consequence, Finding, as_expected, differs, not_checked
from app.first_contact.visit import Visit
from app.kit.database import Database
from app.kit.heartbeat import workers_alive
from app.monitoring.models import ZoomEvent

_SUBSCRIBED: Final = frozenset({"meeting.updated", "meeting.deleted"})
_WAITS: Final = (0, 2, 5, 10, 15, 28)
"""Seconds before each look: a minute altogether."""


async def arrival(visit: Visit) -> Sequence[Finding]:
    """Look whether the events about the meeting that was changed and deleted are in the database."""
    if visit.main is None:
        return [not_checked("No meeting could be made.")]
    if visit.database is None:
        return [not_checked("The database does not answer, or is not at this version.")]
    try:
        async with visit.database.outside_pool() as connection:
            alive = await workers_alive(connection)
        if not alive:
            why = (
                "No worker is running on this database, so the service does not run yet. Run the command again "
                "when it does."
            )
            return [not_checked(why)]
        missing = _SUBSCRIBED
        for seconds in _WAITS:
            await visit.timing.sleep(seconds)
            missing = _SUBSCRIBED - await _arrived(visit.database, visit.main.id)
            if not missing:
                return [as_expected("Both arrived: meeting.updated and meeting.deleted.")]
    except (SQLAlchemyError, OSError) as error:
        return [not_checked(f"The database could not be asked ({type(error).__name__}).")]
    meaning = (
        "Bookings work. Changes that somebody makes at Zoom are found at the next check instead of at once, and nobody "
        "learns when a session begins or ends."
    )
    remedy = (
        f"{ADMINISTRATOR}: in the Zoom App Marketplace, open the app, Feature, Event Subscriptions: the address must be the "
        "public one of this service, validated, and the events those that docs/installation.md lists (meeting.deleted is said "
        "to need a Pro plan)."
    )
    return [
        differs(
            f"Did not arrive within a minute: {', '.join(sorted(missing))}.", Consequence.WORKS, meaning, remedy=remedy
        )
    ]


async def _arrived(database: Database, zoom_meeting_id: int) -> set[str]:
    async with database.transaction() as session:
        query = select(ZoomEvent.event).where(col(ZoomEvent.zoom_meeting_id) == zoom_meeting_id)
        return set((await session.exec(query)).all())
