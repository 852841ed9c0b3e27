"""Examples for the docs page: they run as they stand against the demo data."""

from datetime import timedelta
from typing import Any, Final

from fastapi import Body
from fastapi.openapi.models import Example

from app.clock import utc_now
from app.demo import ids
from app.demo.times import SESSION, example_time

_START: Final = example_time(utc_now())
_LATER: Final = example_time(utc_now(), days_ahead=4) + timedelta(hours=1)


def _body(summary: str, value: object) -> Any:
    return Body(openapi_examples={"demo": {"summary": summary, "value": value}})


BOOKING_ID: Final = {"demo": Example(summary="A session of Riverside's first pairing", value=str(ids.BOOKING))}
CREATE: Final = _body(
    "A session of Riverside's first pairing, about a week ahead",
    {
        "pairing_id": str(ids.RIVERSIDE_PAIRING),
        "starts_at": _START.isoformat(),
        "ends_at": (_START + SESSION).isoformat(),
        "modality": "zoom",
        "agreed_by_both": True,
    },
)
MOVE: Final = _body(
    "Two hours later",
    {"starts_at": _LATER.isoformat(), "ends_at": (_LATER + SESSION).isoformat(), "agreed_by_both": True},
)
CANCELLATION: Final = _body("Why", {"reason": "The mentee is unwell. We book again next week."})
