"""What Zoom tells of AI Companion in a session that must be without it.

Where Zoom does not show AI Companion for a host, it counts as not offered. An event that says otherwise refutes that.
"""

from typing import Final

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit.origin import Origin
from app.bookings.incidents import report_incident
from app.bookings.models import Booking, Meeting
from app.hosts.models import Host
from app.monitoring.facts import Fact, FactKind
from app.policy.incidents import IncidentKind

AI_FACTS: Final = frozenset({FactKind.AI_STARTED, FactKind.SUMMARY, FactKind.TRANSCRIPT})

_SETTING: Final = "meeting.ai-companion"
_ALLOWED: Final = "allowed"


async def note_ai_companion(session: AsyncSession, booking: Booking, fact: Fact, origin: Origin) -> None:
    """Open an incident where the session must be without AI Companion, and read its host's settings again before the next one."""
    if booking.safety.get(_SETTING) == _ALLOWED:
        return
    meeting = (
        await session.exec(select(Meeting).where(col(Meeting.zoom_meeting_id) == fact.meeting_id).limit(1))
    ).first()
    proof = [row for row in (meeting.proof if meeting is not None else ()) if row["code"] == _SETTING]
    await report_incident(
        session,
        origin,
        booking,
        IncidentKind.AI_COMPANION_USED,
        summary="Zoom says that AI Companion took part in a session that must be without it.",
        remedy="Ask the host who started it. The organisation's Zoom administrator deletes what it has written, switches AI "
        "Companion off for the account, and locks it; `chaperone doctor` says where.",
        details={"event": fact.event, "proven_by": {row["enforced_by"]: row["found"] for row in proof}},
    )
    if meeting is not None:
        await session.exec(update(Host).where(col(Host.id) == meeting.host_id).values(proven_at=None))
