"""The time zones that Zoom takes by name; what it makes of others is not known."""

from zoneinfo import ZoneInfo

from app.zoom.listed_time_zones import LISTED_TIME_ZONES


def zoom_time_zone(zone: ZoneInfo) -> str:
    """Return the name to send for a zone: its own, or UTC where Zoom does not know it. The instant is sent as UTC either way."""
    return zone.key if zone.key in LISTED_TIME_ZONES else "UTC"
