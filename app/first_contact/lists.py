"""Lists: by them a meeting is found again whose answer was lost."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from app.first_contact.meeting import passcode_for
from app.first_contact.own_meetings import LONGEST_AHEAD
from app.first_contact.report import Consequence, Finding, as_expected, differs, not_checked
from app.first_contact.visit import REQUIRED, Visit
from app.zoom.reference import reference_in
from app.zoom.safety import meeting_settings
from app.zoom.schemas import MeetingListItem

_LOOKS: Final = (0, 5, 60)
"""Seconds after the meeting was made."""
_NINE_MONTHS: Final = timedelta(days=274)


async def visibility(visit: Visit) -> Sequence[Finding]:
    """Look for the meeting in the host's list at once, and twice more while it is missing."""
    if visit.main is None or visit.host is None:
        return [not_checked("No meeting could be made.")]
    after = 0
    for seconds in _LOOKS:
        await visit.timing.sleep(seconds - after)
        after = seconds
        if (item := await _listed(visit, visit.main.id)) is not None:
            return [_seen_after(seconds), *_without_description(item)]
    meaning = (
        "Bookings work. A session whose answer from Zoom is lost may have two meetings for some minutes; the extra "
        "one is found and "
        "deleted."
    )
    return [differs(f"Not in the list after {after} seconds.", Consequence.WORKS, meaning)]


async def far_ahead(visit: Visit) -> Sequence[Finding]:
    """Make a meeting nine months ahead, and look for it with and without days."""
    if visit.host is None:
        return [not_checked("The host could not be read.")]
    start = (visit.timing.now() + _NINE_MONTHS).replace(second=0, microsecond=0)
    made = await visit.meetings.create(
        visit.host.id,
        start=start,
        time_zone="UTC",
        passcode=passcode_for(visit, visit.host),
        settings=meeting_settings(REQUIRED),
    )
    if await _listed(visit, made.id) is not None:
        return [as_expected("In the list.")]
    if await _listed(visit, made.id, days=True) is not None:
        meaning = "Bookings work. After a lost answer such a meeting is looked for by its days."
        return [differs("Only in the list that is asked for with `from` and `to`.", Consequence.WORKS, meaning)]
    meaning = (
        "Bookings work. A session so far ahead whose answer from Zoom is lost may have a second meeting until "
        "the list reaches it."
    )
    return [differs("In no list, with days or without.", Consequence.WORKS, meaning)]


async def _listed(visit: Visit, meeting_id: int, *, days: bool = False) -> MeetingListItem | None:
    if visit.host is None:
        return None
    today = visit.timing.now().date()
    bounds = {"first_day": today, "last_day": today + LONGEST_AHEAD} if days else {}
    found = [item async for item in visit.zoom.meetings(visit.host.id, **bounds) if item.id == meeting_id]
    return found[0] if found else None


def _seen_after(seconds: int) -> Finding:
    if seconds == 0:
        return as_expected("In the list at once.")
    meaning = (
        "Bookings work. After a lost answer the product looks again later, so an extra meeting may be there "
        "for some minutes."
    )
    return differs(f"In the list after {seconds} seconds, not before.", Consequence.WORKS, meaning)


def _without_description(item: MeetingListItem) -> Sequence[Finding]:
    if reference_in(item.agenda) is not None:
        return []
    meaning = (
        "Bookings work. After a lost answer a meeting is recognised by topic, start and time of creation, less "
        "surely than by its "
        "description."
    )
    return [differs("Lists have no description.", Consequence.WORKS, meaning, part="description")]
