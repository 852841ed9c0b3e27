"""How a session is told to a coordinator: its state in words, its time where the programme is."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from app.bookings.models import Booking
from app.bookings.states import STANDS_AT_ZOOM, BookingState

_S = BookingState
STATES_IN_WORDS: Final[Mapping[BookingState, str]] = {
    _S.AWAITING_APPROVAL: "Waits for a coordinator's approval",
    _S.PROVISIONING: "Booked; its Zoom meeting is being made",
    _S.CONFIRMED: "Confirmed; its meeting is ready",
    _S.IN_PROGRESS: "Its room is open now",
    _S.COMPLETED: "Took place",
    _S.NOT_HELD: "Did not take place",
    _S.DECLINED: "Declined by a coordinator",
    _S.CANCELLED: "Cancelled",
    _S.FAILED: "Zoom refused its meeting; it does not take place as things stand",
    _S.BLOCKED: "No safe meeting could be made; it does not take place as things stand",
    _S.SUSPENDED: "Suspended; something that it needs is missing",
}


def state_in_words(booking: Booking) -> str:
    """Return how a booking stands; of a session that was ended before its time is over, when, and when the rest is told."""
    if booking.ended_by_request_at is not None and booking.state in STANDS_AT_ZOOM:
        ended, over = (local_clock(each, booking.time_zone) for each in (booking.ended_by_request_at, booking.ends_at))
        return f"Ended at {ended} because somebody asked for that; after {over} its record tells whether it took place"
    return STATES_IN_WORDS[booking.state]


def local_day(moment: datetime, time_zone: str) -> str:
    """Return the day of a moment where the programme is, as people write it: Monday 23 November 2026."""
    local = moment.astimezone(ZoneInfo(time_zone))
    return f"{local:%A} {local.day} {local:%B %Y}"


def local_clock(moment: datetime, time_zone: str) -> str:
    """Return the time of day of a moment where the programme is: 16:00."""
    return f"{moment.astimezone(ZoneInfo(time_zone)):%H:%M}"


def local_time(moment: datetime, time_zone: str) -> str:
    """Return a moment where the programme is: Monday 23 November 2026, 16:00."""
    return f"{local_day(moment, time_zone)}, {local_clock(moment, time_zone)}"
