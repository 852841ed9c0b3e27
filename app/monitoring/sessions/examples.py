"""Examples for the docs page: they run as they stand against the demo data."""

from typing import Any, Final

from fastapi import Body
from fastapi.openapi.models import Example

from app.bookings.examples import BOOKING_OVER

SESSION_ID: Final = {"demo": Example(summary="A session that is over", value=str(BOOKING_OVER))}
WEEK: Final = {"demo": Example(summary="A week of ISO 8601", value="2026-W48")}
CORRECTION: Final[Any] = Body(
    openapi_examples={
        "demo": {
            "summary": "It was held by telephone",
            "value": {
                "is_held": True,
                "minutes": 45,
                "reason": "Zoom did not work for the mentee. Both told us that they spoke by telephone instead.",
            },
        }
    }
)
