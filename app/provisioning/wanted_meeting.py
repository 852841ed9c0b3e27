"""What a meeting at Zoom must be for its booking, and the smallest update that makes it so."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from app.bookings.models import Booking, Meeting
from app.hosts.conditions import HostConditions
from app.hosts.models import Host, Licence
from app.kit.clock import utc_now
from app.zoom.admission import ADMISSION, Admission
from app.zoom.reference import agenda_for, carries_reference
from app.zoom.safety import repair
from app.zoom.schemas import NEUTRAL_TOPIC, SHOWN_TOPIC, schedule
from app.zoom.schemas import Meeting as ZoomMeeting

APPROVED_BY_US: Final = 1
"""Zoom's `approval_type` of a meeting with registration whose registrants we approve."""


def minutes_of(booking: Booking) -> int:
    """Return a session's length in whole minutes, rounded up."""
    return -((booking.starts_at - booking.ends_at) // timedelta(minutes=1))


def wanted_admission(host: Host) -> Admission:
    """Return how people are to come into a new meeting of a host."""
    registers = host.licence is Licence.LICENSED and HostConditions.of(host).registers
    return Admission.REGISTRATION if registers else Admission.INVITE_LINK


def admission_of(meeting: Meeting, found: ZoomMeeting) -> Admission:
    """Return how people come into a meeting: as it was proven before, and the first time as Zoom applied it."""
    registers = found.settings.get("approval_type") == APPROVED_BY_US
    return meeting.admission or (Admission.REGISTRATION if registers else Admission.INVITE_LINK)


def required_of(booking: Booking, admission: Admission) -> Mapping[str, str]:
    """Return the level that each setting of a meeting must have."""
    return {**booking.safety, ADMISSION: admission}


def changes_to(
    booking: Booking,
    found: ZoomMeeting,
    passcode: SecretStr,
    stands_in: frozenset[str],
    admission: Admission = Admission.INVITE_LINK,
) -> dict[str, Any]:
    """Return the smallest update that makes a meeting what the booking wants; empty where it is."""
    return (
        repair(required_of(booking, admission), found, passcode, stands_in)
        | times_of(booking, found, utc_now())
        | _texts(booking, found)
    )


def times_of(booking: Booking, found: ZoomMeeting, now: datetime) -> dict[str, Any]:
    """Return what makes a meeting take place when the session does.

    Once the start has passed it is not compared: Zoom moves a start in the past to now, and passes over one in an update. Then
    the meeting must last until the session's end.
    """
    starts_at, minutes = booking.starts_at.replace(microsecond=0), minutes_of(booking)
    if now < starts_at:
        differs = found.start_time != starts_at or found.duration != minutes
        return schedule(start=starts_at, duration=minutes, time_zone=ZoneInfo(booking.time_zone)) if differs else {}
    begins = min(found.start_time or starts_at, now)
    needed = -((begins - booking.ends_at) // timedelta(minutes=1))
    return {"duration": needed} if (found.duration or 0) < needed else {}


def _texts(booking: Booking, found: ZoomMeeting) -> dict[str, Any]:
    """Return what puts topic and agenda right. Accounts can hide both: what is hidden is not sent again and again."""
    changes: dict[str, Any] = {}
    if found.topic not in {NEUTRAL_TOPIC, SHOWN_TOPIC}:
        changes["topic"] = NEUTRAL_TOPIC
    if found.agenda and not carries_reference(found.agenda, booking.reference):
        changes["agenda"] = agenda_for(booking.reference)
    return changes
