"""Whether Zoom has been silent for implausibly long: something happened there that it must have told of, and nothing came."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit.origin import WORKER
from app.bookings.models import Booking
from app.bookings.states import BookingState
from app.incidents.service import close_incident, open_incident
from app.kit.clock import utc_now
from app.kit.database import as_utc
from app.monitoring.facts import Source
from app.monitoring.models import ZoomEvent
from app.policy.incidents import IncidentKind

MARGIN: Final = timedelta(minutes=15)
"""How long an event may take: one that comes later was tried again by Zoom."""
LOOKED_BACK: Final = timedelta(days=7)
SESSIONS_IN_SILENCE: Final = 3
"""One session that nobody came to makes no event; so many of them, one after the other, are not plausible."""

_EVIDENCE: Final = {
    "answers": "Zoom's own answers tell of a room that no event told of",
    "looks": "a look at Zoom found a room open that no event told of",
    "sessions": f"no event came during {SESSIONS_IN_SILENCE} sessions or more",
}
REMEDY: Final = (
    "In Zoom's App Marketplace look that the app is active, that its event subscription has this service's public address, is "
    "validated, and names the meeting events; `chaperone doctor` tells which deliveries were refused, and why."
)


@dataclass(frozen=True)
class Silence:
    """Since when nothing came (None: never anything), and what shows that something should have."""

    latest_at: datetime | None
    evidence: Sequence[str]

    @property
    def summary(self) -> str:
        """What is wrong, for people."""
        since = "Zoom has never sent an event" if self.latest_at is None else "Zoom has sent no event for a while"
        return f"{since}, although {'; '.join(_EVIDENCE[each] for each in self.evidence)}."


async def silence_at(session: AsyncSession, now: datetime) -> Silence | None:
    """Return that nothing comes from Zoom, where something must have come; None where all is plausible."""
    told = select(col(ZoomEvent.received_at)).where(col(ZoomEvent.source) == Source.TOLD)
    latest = (await session.exec(told.order_by(col(ZoomEvent.received_at).desc()).limit(1))).first()
    since = max(as_utc(latest), now - LOOKED_BACK) if latest is not None else now - LOOKED_BACK
    until = now - MARGIN
    answers = select(col(ZoomEvent.id)).where(
        col(ZoomEvent.source) == Source.ASKED,
        col(ZoomEvent.booking_id).is_not(None),
        # Its time is before it came.
        col(ZoomEvent.received_at) > since,
        col(ZoomEvent.happened_at).between(since, until),
    )
    looks = select(col(Booking.id)).where(
        # A session is held around its start, which is in an index.
        col(Booking.starts_at).between(since - timedelta(days=1), until + timedelta(days=1)),
        col(Booking.held_at).between(since, until),
    )
    sessions = select(func.count()).where(
        col(Booking.starts_at).between(since, until),
        col(Booking.ends_at) < until,
        col(Booking.host_id).is_not(None),
        col(Booking.state).in_([BookingState.COMPLETED, BookingState.NOT_HELD]),
    )
    evidence = [
        *(["answers"] if (await session.exec(answers.limit(1))).first() else []),
        *(["looks"] if (await session.exec(looks.limit(1))).first() else []),
        *(["sessions"] if (await session.exec(sessions)).one() >= SESSIONS_IN_SILENCE else []),
    ]
    return Silence(as_utc(latest) if latest is not None else None, evidence) if evidence else None


async def watch_for_silence(session: AsyncSession) -> None:
    """Tell people that nothing comes from Zoom, or that it does again."""
    silence = await silence_at(session, utc_now())
    if silence is None:
        await close_incident(session, WORKER, IncidentKind.WEBHOOKS_SILENT, resolution="Zoom's events come again.")
        return
    latest = silence.latest_at.isoformat() if silence.latest_at is not None else None
    await open_incident(
        session,
        WORKER,
        IncidentKind.WEBHOOKS_SILENT,
        summary=silence.summary,
        remedy=REMEDY,
        details={"latest_event_at": latest, "evidence": list(silence.evidence)},
    )
