"""Where the doctor is sent to."""

from datetime import timedelta

import pytest

from app.kit.clock import utc_now
from app.kit.database import Database
from app.settings import Settings
from app.zoom.limits.plans import Plan
from tests.support.clinic import Clinic, changed, confirm, hire, put_user
from tests.support.scenario import add_host
from tests.support.zoom import Zoom


@pytest.fixture
async def idle(sandbox_settings: Settings, database: Database, zoom: Zoom) -> Clinic:
    """Hosts as they are after they were proven, confirmed by a coordinator; no worker has run."""
    for number in (1, 2, 3):
        await add_host(database, f"host-{number}")
        await put_user(zoom, number)
    await hire(database, "anna", "ben")
    await confirm(database, utc_now() + timedelta(days=180))
    return Clinic(changed(sandbox_settings, zoom_plan=Plan.BUSINESS), database, zoom)
