"""The whole system with the demo data, as `make run` shows it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.bookings.examples import BOOKING, BOOKING_WITH_ZOOM_LINK
from app.bookings.models import Booking
from app.bookings.states import BookingState
from app.embedded.demo.booking import book_demo_sessions
from app.embedded.demo.data import HOSTS, load_demo_data
from app.embedded.demo.keys import demo_keys
from app.kit.database import Database
from app.settings import Settings
from tests.support.zoom import AI_OFF, System, Zoom, eventually, running_system


@pytest.fixture
async def demo(sandbox_settings: Settings, database: Database, zoom: Zoom, tmp_path: Path) -> AsyncIterator[System]:
    """The whole system with the demo data, what it has booked, and the demo's hosts at Zoom, proven."""
    settings = sandbox_settings.model_copy(update={"public_url": "http://127.0.0.1:8000"})
    await load_demo_data(database, settings.key_ring)
    users = [{"id": zoom_user_id, "email": email, "settings": AI_OFF} for _, zoom_user_id, email in HOSTS]
    await zoom.control("PUT", "/users", users)
    async with running_system(settings, database, zoom) as system:
        await system.proven_hosts()
        await book_demo_sessions(database, await demo_keys(database, tmp_path), sandbox_settings.key_ring)

        async def are_confirmed() -> bool:
            async with database.transaction() as session:
                bookings = [await session.get_one(Booking, each) for each in (BOOKING, BOOKING_WITH_ZOOM_LINK)]
                return all(each.state is BookingState.CONFIRMED for each in bookings)

        await eventually(are_confirmed)
        yield system
