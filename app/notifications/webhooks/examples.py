"""Examples for the docs page: they run as they stand against the demo data."""

from typing import Any, Final
from uuid import UUID

from fastapi import Body

WEBHOOK: Final = UUID("01990000-000c-7000-8000-000000000001")
DEMO_URL: Final = "https://booking.example.org/chaperone"

WEBHOOK_ID: Final[Any] = {"demo": {"summary": "The booking website", "value": str(WEBHOOK)}}
CREATE: Final[Any] = Body(
    openapi_examples={
        "bookings": {
            "summary": "A booking website",
            "value": {
                "url": "https://website.example.org/chaperone",
                "description": "The booking website",
                "event_types": ["booking.confirmed", "booking.moved", "booking.suspended", "booking.cancelled"],
            },
        }
    }
)
CHANGE: Final[Any] = Body(
    openapi_examples={"description": {"summary": "Another name", "value": {"description": "The new booking website"}}}
)
ROTATE: Final[Any] = Body(
    openapi_examples={"day": {"summary": "The old secret counts for a day", "value": {"old_valid_hours": 24}}}
)
REDELIVER: Final[Any] = Body(
    openapi_examples={
        "failed": {"summary": "All that has failed", "value": {"which": "failed"}},
        "one": {
            "summary": "One event",
            "value": {"which": "one", "event_id": "01990000-000d-7000-8000-000000000001"},
        },
        "range": {
            "summary": "Everything of a time, also what was never sent",
            "value": {"which": "range", "since": "2026-11-02T00:00:00+00:00", "until": "2026-11-03T00:00:00+00:00"},
        },
    }
)
