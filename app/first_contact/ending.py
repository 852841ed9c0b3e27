"""Changing, ending and deleting a meeting: what Zoom says meanwhile, and afterwards."""

from collections.abc import Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from app.first_contact.meeting import AHEAD, USUAL_ZONE
from app.first_contact.own_meetings import MINUTES
from app.first_contact.report import Consequence, Finding, as_expected, differs, not_checked
from app.first_contact.visit import Visit
from app.zoom.errors import MeetingNotFoundError
from app.zoom.schemas import schedule


async def change(visit: Visit) -> Sequence[Finding]:
    """Move the meeting, and read it back."""
    if visit.main is None:
        return [not_checked("No meeting could be made.")]
    start = (visit.timing.now() + AHEAD + timedelta(hours=1)).replace(second=0, microsecond=0)
    await visit.meetings.update(visit.main.id, schedule(start=start, duration=MINUTES, time_zone=ZoneInfo(USUAL_ZONE)))
    found = await visit.zoom.meeting(visit.main.id)
    if found.start_time != start:
        meaning = "A session that is moved stays at its old time at Zoom, so moves are not confirmed."
        return [differs("Zoom took the change and did not apply it.", Consequence.BLOCKS, meaning)]
    return [as_expected("Moved, and read back at its new time.")]


async def end_and_delete(visit: Visit) -> Sequence[Finding]:
    """End the meeting, delete it, and look that it is gone."""
    if visit.main is None:
        return [not_checked("No meeting could be made.")]
    number = visit.main.id
    findings = []
    await visit.zoom.end_meeting(number)
    await visit.meetings.delete(number)
    if visit.meetings.refused_deletes:
        meaning = "Works: deleting is tried again until Zoom takes the meeting for ended."
        findings.append(
            differs(
                "Zoom refused to delete it for a while after it had ended.", Consequence.WORKS, meaning, part="delete"
            )
        )
    try:
        await visit.zoom.meeting(number)
    except MeetingNotFoundError as error:
        if error.code == 300:
            meaning = "Works: the product takes it for “not found” where the call is about one meeting."
            findings.append(
                differs("Zoom answers 404 with code 300, not 3001.", Consequence.WORKS, meaning, part="not found")
            )
    else:
        meaning = "A cancelled session's room may stay open."
        findings.append(
            differs("It can still be read after it was deleted.", Consequence.BLOCKS, meaning, part="delete")
        )
    return findings or [
        as_expected("Ended (204 though it did not run), deleted, and not found any more (404, code 3001).")
    ]
