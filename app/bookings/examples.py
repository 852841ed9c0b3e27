"""Examples for the docs page: they run as they stand against the demo data."""

from datetime import timedelta
from typing import Any, Final

from fastapi import Body
from fastapi.openapi.models import Example

from app.demo import ids
from app.demo.times import SESSION, placeholder

_HOUR: Final = timedelta(hours=1)


def _body(summary: str, value: object) -> Any:
    return Body(openapi_examples={"demo": {"summary": summary, "value": value}})


BOOKING_ID: Final = {"demo": Example(summary="A session of Riverside's first pairing", value=str(ids.BOOKING))}
RUNNING_BOOKING_ID: Final = {
    "demo": Example(
        summary="A session that is over; one in progress is ended in the same way", value=str(ids.BOOKING_OVER)
    )
}
FAILED_BOOKING_ID: Final = {
    "demo": Example(summary="A session whose meeting could not be made", value=str(ids.BOOKING_FAILED))
}
BOOKING_TO_APPROVE_ID: Final = {
    "demo": Example(summary="An evening session that waits for a coordinator", value=str(ids.BOOKING_TO_APPROVE))
}
BOOKING_TO_MOVE_ID: Final = {
    "demo": Example(summary="A session for which an evening is proposed", value=str(ids.BOOKING_TO_MOVE))
}
CREATE: Final = _body(
    "A session of Riverside's first pairing, about a week ahead",
    {
        "pairing_id": str(ids.RIVERSIDE_PAIRING),
        "starts_at": placeholder(),
        "ends_at": placeholder(later=SESSION),
        "modality": "zoom",
        "agreed_by_both": True,
    },
)
MOVE: Final = _body(
    "At another time",
    {
        "starts_at": placeholder(days_ahead=4, later=_HOUR),
        "ends_at": placeholder(days_ahead=4, later=_HOUR + SESSION),
        "agreed_by_both": True,
    },
)
APPROVAL: Final = _body("Why", {"reason": "The mentee works during the day, and the mentor agreed to the evening."})
MOVE_APPROVAL: Final = _body("Why", {"reason": "The partner has agreed to the evening."})
MOVE_WITHDRAWAL: Final = _body("Why", {"reason": "The mentee can come at the old time after all."})
DECLINE: Final = _body("Why", {"reason": "The partner's building is closed in the evening."})
CANCELLATION: Final = _body("Why", {"reason": "The mentee is unwell. We book again next week."})
