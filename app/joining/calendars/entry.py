"""A session as an entry of a calendar: iCalendar (RFC 5545, RFC 5546, RFC 7986), and links that add it to a calendar elsewhere.

Pure. An entry names nobody, holds nobody's address, and one link: the participant's own page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, vCalAddress, vDuration, vText, vUri

from app.joining.calendars.zones import zone_rules

PRODUCT: Final = "-//Chaperone//Sessions//EN"
ALARMS: Final = (timedelta(days=1), timedelta(minutes=15))
"""How long before a session people are reminded: to prepare, and to go to their page."""
REFRESH: Final = timedelta(hours=1)
"""How often a calendar that is subscribed to asks again, where it goes by what it is told."""


class EntryStatus(StrEnum):
    """How a session stands, in iCalendar's words (RFC 5545, section 3.8.1.11)."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True)
class Entry:
    """A session of one participant.

    Args:
        uid: What calendars know the entry by, whatever becomes of the session: the participant's id.
        sequence: Grows with every change, so that a calendar takes the newest for the entry that it has.
        starts_at: When the session begins.
        ends_at: When it ends.
        zone: The programme's time zone, in which the entry is written.
        title: What a calendar shows.
        text: What the person should know.
        organiser: The programme, by id and name. Whom an answer would go to, if entries asked for any.
        status: How the session stands.
        changed_at: When it last changed.
        url: The participant's own page; None where they have no link.
        reminder: What the reminders say.
    """

    uid: UUID
    sequence: int
    starts_at: datetime
    ends_at: datetime
    zone: ZoneInfo
    title: str
    text: str
    organiser: tuple[UUID, str]
    status: EntryStatus
    changed_at: datetime
    url: str | None
    reminder: str


def calendar_file(entry: Entry, now: datetime) -> bytes:
    """Return a file with one session: it adds the session, changes it, or takes it out of the calendar (METHOD CANCEL)."""
    is_cancelled = entry.status is EntryStatus.CANCELLED
    return bytes(_calendar([entry], now, method="CANCEL" if is_cancelled else "PUBLISH").to_ical())


def subscribed_calendar(entries: Sequence[Entry], now: datetime, *, name: str) -> bytes:
    """Return a calendar that is fetched again and again. A session that is cancelled stays in it, as cancelled."""
    calendar = _calendar(entries, now, method="PUBLISH")
    # What the standard says, and what calendars from before it go by.
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", vDuration(REFRESH, params={"VALUE": "DURATION"}))
    calendar.add("x-published-ttl", vDuration(REFRESH))
    return bytes(calendar.to_ical())


def add_links(entry: Entry) -> Mapping[str, str]:
    """Return the addresses at which a person adds the session to a calendar elsewhere, by the calendar's name.

    What is added there does not change with the session; the page behind the entry's link does. Whoever presses one tells that
    company the session's time and their personal link: it is their own choice, and theirs alone.
    """
    from_, to = entry.starts_at.astimezone(UTC), entry.ends_at.astimezone(UTC)
    stamp = "%Y%m%dT%H%M%SZ"
    outlook = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": entry.title,
        "startdt": from_.isoformat().replace("+00:00", "Z"),
        "enddt": to.isoformat().replace("+00:00", "Z"),
        "body": entry.text,
        "location": entry.url or "",
    }
    google = {
        "action": "TEMPLATE",
        "text": entry.title,
        "dates": f"{from_:{stamp}}/{to:{stamp}}",
        "ctz": entry.zone.key,
        "details": entry.text,
        "location": entry.url or "",
    }
    yahoo = {
        "v": "60",
        "title": entry.title,
        "st": f"{from_:{stamp}}",
        "et": f"{to:{stamp}}",
        "desc": entry.text,
        "in_loc": entry.url or "",
    }
    return {
        "google": f"https://calendar.google.com/calendar/render?{urlencode(google)}",
        "outlook": f"https://outlook.live.com/calendar/0/deeplink/compose?{urlencode(outlook)}",
        "office365": f"https://outlook.office.com/calendar/0/deeplink/compose?{urlencode(outlook)}",
        "yahoo": f"https://calendar.yahoo.com/?{urlencode(yahoo)}",
    }


def _calendar(entries: Sequence[Entry], now: datetime, *, method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    for key in sorted({entry.zone.key for entry in entries}):
        calendar.add_component(zone_rules(key, now.year - 1))
    for entry in entries:
        calendar.add_component(_event(entry, now))
    return calendar


def _event(entry: Entry, now: datetime) -> Event:
    event = Event()
    event.add("uid", str(entry.uid))
    event.add("sequence", entry.sequence)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("dtstart", entry.starts_at.astimezone(entry.zone))
    event.add("dtend", entry.ends_at.astimezone(entry.zone))
    event.add("summary", entry.title)
    event.add("description", entry.text)
    event.add("status", entry.status.value)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT" if entry.status is EntryStatus.CANCELLED else "OPAQUE")
    event.add("organizer", _organiser(*entry.organiser))
    if entry.url is not None:
        event.add("url", vUri(entry.url))
        event.add("location", vText(entry.url))
    if entry.status is not EntryStatus.CANCELLED:
        for before in ALARMS:
            event.add_component(_alarm(entry.reminder, before))
    return event


def _organiser(programme_id: UUID, name: str) -> vCalAddress:
    # RFC 5546 asks for one. An id is an address that no mail can be sent to.
    organiser = vCalAddress(programme_id.urn)
    organiser.params["CN"] = vText(name)
    return organiser


def _alarm(reminder: str, before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", reminder)
    alarm.add("trigger", -before)
    return alarm
