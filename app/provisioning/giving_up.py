"""How long we wait after a failed call to Zoom, and ending the attempts for a booking.

Then its meeting is removed, and people are told what happened and what they can do.
"""

import random
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit.origin import WORKER
from app.bookings.incidents import report_incident
from app.bookings.lifecycle import change_state
from app.bookings.models import Booking
from app.bookings.states import BookingState
from app.incidents.service import open_incident
from app.kit.database import Database
from app.policy.incidents import IncidentKind
from app.provisioning.records import mark_live_removing
from app.settings import Settings
from app.zoom.errors import ZoomError
from app.zoom.reactions import Reaction, problem_of, reaction_to

_TRY_AGAIN: Final = (
    "Tell mentor and mentee that the session has no meeting. When the cause is fixed, try the session again, "
    "or book it anew."
)


async def give_up(
    session: AsyncSession,
    booking: Booking,
    state: BookingState,
    problem: str,
    differences: Mapping[str, str] | None = None,
) -> None:
    """End a booking, which the caller holds FOR UPDATE, as blocked or failed; a coordinator can have it tried again.

    Args:
        session: The transaction.
        booking: The booking.
        state: `blocked` where no safe meeting could be made, `failed` otherwise.
        problem: Why, for people.
        differences: The settings that were not as they must be, and what was found.
    """
    after = {"differences": dict(differences)} if differences else None
    booking.next_decision_at = None
    await change_state(session, booking, state, origin=WORKER, problem=problem, after=after)
    await mark_live_removing(session, booking.id)
    is_unsafe = state is BookingState.BLOCKED
    await report_incident(
        session,
        WORKER,
        booking,
        IncidentKind.MEETING_UNSAFE if is_unsafe else IncidentKind.PROVISIONING_STUCK,
        summary=problem,
        remedy=_TRY_AGAIN,
        details=dict(differences or {}),
    )


async def report_account(database: Database, error: ZoomError) -> None:
    """Open an incident about the Zoom account: nothing works until an administrator acts."""
    async with database.transaction() as session:
        await open_incident(
            session,
            WORKER,
            IncidentKind.ZOOM_ACCOUNT,
            summary=problem_of(error),
            remedy="Ask the organisation's Zoom administrator. The command `chaperone doctor` says what is missing.",
            details={"error": type(error).__name__},
        )


async def report_remains(session: AsyncSession, booking: Booking, error: ZoomError) -> None:
    """Open an incident about a meeting that must not be there any more, and that Zoom does not let us remove."""
    await report_incident(
        session,
        WORKER,
        booking,
        IncidentKind.PROVISIONING_STUCK,
        summary="A meeting that must not be there any more cannot be removed from Zoom. Chaperone retries automatically.",
        remedy="Ask the organisation's Zoom administrator to look at the host of the meeting, and to delete the meeting.",
        details={"error": type(error).__name__, "code": error.code},
    )


_OPERATOR_NEEDED_SECONDS: Final = 60


def delay_after(error: Exception, attempts: int, settings: Settings) -> timedelta:
    """Return how long to wait after the `attempts`-th failure in a row: what Zoom asks for, or twice as long each time.

    Half of it is random, so that many bookings that failed together do not come back together.
    """
    if isinstance(error, ZoomError) and error.retry_after is not None:
        return error.retry_after + timedelta(seconds=random.uniform(0, 1))  # noqa: S311  # spreads load, hides nothing
    longest = settings.retry_longest
    if isinstance(error, ZoomError) and reaction_to(error) is Reaction.ALERT:
        longest = max(longest, timedelta(seconds=_OPERATOR_NEEDED_SECONDS))
    doubled = min(settings.retry_first * float(2 ** min(attempts - 1, 30)), longest)
    return doubled * random.uniform(0.5, 1.0)  # noqa: S311  # spreads load, hides nothing
