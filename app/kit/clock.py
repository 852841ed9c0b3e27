"""The one place where the service reads the time."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Return the present instant as an aware UTC datetime."""
    return datetime.now(UTC)
