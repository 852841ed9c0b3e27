"""Time zones that Zoom's list does not have, and starts that are over."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from app.first_contact.meeting import AHEAD, USUAL_ZONE, passcode_for
from app.first_contact.report import Consequence, Finding, as_expected, differs, not_checked
from app.first_contact.visit import REQUIRED, Visit
from app.zoom.errors import ValidationFailedError
from app.zoom.safety import meeting_settings
from app.zoom.schemas import Meeting

_UNLISTED_ZONE: Final = "Europe/Malta"
_AGO: Final = timedelta(minutes=20)
_THE_SAME: Final = timedelta(minutes=1)


async def time_zone(visit: Visit) -> Sequence[Finding]:
    """Look whether a listed zone comes back, and what becomes of one that Zoom's list does not have."""
    if visit.main is None:
        return [not_checked("No meeting could be made.")]
    findings = []
    if visit.main.time_zone != USUAL_ZONE:
        meaning = "Bookings work: the start is sent in UTC. People may see it in another time zone at Zoom."
        findings.append(
            differs(f"{USUAL_ZONE} came back as another zone.", Consequence.WORKS, meaning, part="listed zone")
        )
    start = (visit.timing.now() + AHEAD + timedelta(hours=2)).replace(second=0, microsecond=0)
    meaning = "Bookings work: the product sends UTC in place of zones that Zoom's list does not have."
    try:
        made = await _made(visit, start=start, time_zone=_UNLISTED_ZONE, zone_as_named=True)
    except ValidationFailedError:
        return [*findings, differs(f"Zoom refuses {_UNLISTED_ZONE}.", Consequence.WORKS, meaning, part="unlisted zone")]
    if made.start_time != start:
        found = f"With {_UNLISTED_ZONE} the meeting starts at another time."
        return [*findings, differs(found, Consequence.WORKS, meaning, part="unlisted zone")]
    return [*findings, as_expected(f"{USUAL_ZONE} is kept, and {_UNLISTED_ZONE} is taken.")]


async def past_start(visit: Visit) -> Sequence[Finding]:
    """Look what becomes of a start that is over."""
    if visit.host is None:
        return [not_checked("The host could not be read.")]
    start = (visit.timing.now() - _AGO).replace(second=0, microsecond=0)
    try:
        made = await _made(visit, start=start, time_zone="UTC")
    except ValidationFailedError:
        meaning = "A session that was booked to begin at once may find its start over, and needs another time."
        return [differs("Zoom refuses it.", Consequence.WORKS, meaning)]
    if made.start_time is None or abs(made.start_time - start) > _THE_SAME:
        meaning = "Bookings work: once the start is over, start and duration are not compared any more."
        return [differs("Zoom moves it to the present.", Consequence.WORKS, meaning)]
    return [as_expected("Kept as it was sent.")]


async def _made(visit: Visit, **asked: Any) -> Meeting:
    if visit.host is None:
        raise AssertionError
    made = await visit.meetings.create(
        visit.host.id, passcode=passcode_for(visit, visit.host), settings=meeting_settings(REQUIRED), **asked
    )
    # What creating it answers may be what was sent.
    return await visit.zoom.meeting(made.id)
