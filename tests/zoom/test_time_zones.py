"""Only zones that Zoom knows are sent by name."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, available_timezones

import pytest

from app.zoom.schemas import schedule
from app.zoom.time_zones import LISTED_TIME_ZONES


@pytest.mark.parametrize(
    ("zone", "sent"),
    [
        ("Europe/London", "Europe/London"),
        ("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("UTC", "UTC"),
        ("Europe/Malta", "UTC"),
        ("Europe/Kyiv", "UTC"),
        ("Africa/Lagos", "UTC"),
    ],
)
def test_a_zone_that_zoom_does_not_know_is_sent_as_utc(zone: str, sent: str) -> None:
    start = datetime(2031, 7, 6, 9, tzinfo=ZoneInfo(zone))
    body = schedule(start=start, duration=60, time_zone=ZoneInfo(zone))
    assert body["timezone"] == sent
    assert body["start_time"] == f"{start.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def test_every_name_that_zoom_takes_is_a_zone() -> None:
    assert available_timezones() >= LISTED_TIME_ZONES
