"""The command that books a first session, with a time at which everyone is free."""

import json
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from sqlmodel import col, select

from app.bookings.models import Booking
from app.bookings.states import BookingState
from app.http.example_times import HOURS, SESSION, ZONE, working_day
from app.kit.clock import utc_now
from app.kit.database import Database
from app.registry.examples import RIVERSIDE_PAIRING

_DAYS: Final = 60


async def free_time(database: Database) -> datetime:
    """Return a working hour, two days ahead or later, at which the demo's first pairing has no session."""
    async with database.transaction() as session:
        query = select(Booking.starts_at).where(
            col(Booking.pairing_id) == RIVERSIDE_PAIRING, col(Booking.state) != BookingState.CANCELLED
        )
        taken = {start.astimezone(ZONE) for start in await session.exec(query)}
    today = utc_now().astimezone(ZONE)
    for days in range(2, _DAYS):
        day = working_day(today + timedelta(days=days))
        for hour in HOURS:
            start = day.replace(hour=hour, minute=0, second=0, microsecond=0)
            if all(abs(start - other) >= timedelta(hours=1) for other in taken):
                return start
    return working_day(today + timedelta(days=_DAYS))


def first_booking(base_url: str, api_key: str, starts_at: datetime) -> str:
    """Return a shell command that books a session of the demo's first pairing."""
    body = {
        "pairing_id": str(RIVERSIDE_PAIRING),
        "starts_at": starts_at.isoformat(),
        "ends_at": (starts_at + SESSION).isoformat(),
        "agreed_by_both": True,
    }
    return (
        f"curl --include {base_url}/v1/bookings \\\n"
        f"  --header 'Authorization: Bearer {api_key}' \\\n"
        f"  --header 'Content-Type: application/json' \\\n"
        f"  --header 'Idempotency-Key: {uuid4()}' \\\n"
        f"  --data '{json.dumps(body)}'"
    )
