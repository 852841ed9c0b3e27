"""Examples of series for the docs page: they run as they stand against the demo data."""

from datetime import timedelta
from typing import Any, Final

from fastapi import Body
from fastapi.openapi.models import Example

from app.bookings.examples import SERIES
from app.http.example_times import SESSION, placeholder
from app.registry.examples import RIVERSIDE_PAIRING

_HOUR: Final = timedelta(hours=1)


def _body(summary: str, value: object) -> Any:
    return Body(openapi_examples={"demo": {"summary": summary, "value": value}})


SERIES_ID: Final = {
    "demo": Example(
        summary="Three weekly evenings of Riverside's second pairing, which wait for a coordinator",
        value=str(SERIES),
    )
}
CREATE: Final = _body(
    "Three weekly sessions of Riverside's first pairing",
    {
        "pairing_id": str(RIVERSIDE_PAIRING),
        "starts_at": placeholder(days_ahead=10, later=_HOUR),
        "ends_at": placeholder(days_ahead=10, later=_HOUR + SESSION),
        "sessions": 3,
        "every_days": 7,
        "skip_bank_holidays": True,
        "agreed_by_both": True,
    },
)
MOVE: Final = _body(
    "The next session, and with it the later ones, at another time",
    {
        "starts_at": placeholder(days_ahead=21, later=_HOUR),
        "ends_at": placeholder(days_ahead=21, later=_HOUR + SESSION),
        "agreed_by_both": True,
    },
)
CANCELLATION: Final = _body("Why", {"reason": "The mentee has found a job. The pairing has ended well."})
APPROVAL: Final = _body("Why", {"reason": "The partner has agreed to evening sessions for this pairing."})
DECLINE: Final = _body("Why", {"reason": "The partner's building is closed in the evening."})
