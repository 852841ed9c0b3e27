"""Examples for the docs page: they run as they stand against the demo data."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from fastapi import Body
from fastapi.openapi.models import Example

from app.http.example_times import SESSION, placeholder
from app.registry.examples import RIVERSIDE_PAIRING

# A session of Riverside's first pairing, four days after the demo data were first loaded.
BOOKING: Final = UUID("01990000-0007-7000-8000-000000000001")
# A session of Riverside's second pairing in the evening, which waits for a coordinator.
BOOKING_TO_APPROVE: Final = UUID("01990000-0007-7000-8000-000000000002")

# A session that was refused by Zoom, and one that is over.
BOOKING_FAILED: Final = UUID("01990000-0007-7000-8000-000000000003")
BOOKING_OVER: Final = UUID("01990000-0007-7000-8000-000000000004")

# A session of Riverside's first pairing for which an evening is proposed.
BOOKING_TO_MOVE: Final = UUID("01990000-0007-7000-8000-000000000005")

# A session of Harbour's first pairing, whose programme tells Zoom's own link.
BOOKING_WITH_ZOOM_LINK: Final = UUID("01990000-0007-7000-8000-000000000006")

# An interpreter who is invited to the first session.
INVITED: Final = UUID("01990000-000e-7000-8000-000000000001")

# Three evenings of Riverside's second pairing, which wait for a coordinator.
SERIES: Final = UUID("01990000-0009-7000-8000-000000000001")

# What the rules said of a session of Riverside's first pairing in an hour: too soon.
DECISION: Final = UUID("01990000-000d-7000-8000-000000000001")

_HOUR: Final = timedelta(hours=1)


def _body(summary: str, value: object) -> Any:
    return Body(openapi_examples={"demo": {"summary": summary, "value": value}})


BOOKING_ID: Final = {"demo": Example(summary="A session of Riverside's first pairing", value=str(BOOKING))}
INVITED_ID: Final = {"demo": Example(summary="An interpreter of Riverside's first session", value=str(INVITED))}
DECISION_ID: Final = {"demo": Example(summary="Why a session in an hour was refused", value=str(DECISION))}
RUNNING_BOOKING_ID: Final = {
    "demo": Example(summary="A session that is over; one in progress is ended in the same way", value=str(BOOKING_OVER))
}
FAILED_BOOKING_ID: Final = {
    "demo": Example(summary="A session whose meeting could not be made", value=str(BOOKING_FAILED))
}
BOOKING_TO_APPROVE_ID: Final = {
    "demo": Example(summary="An evening session that waits for a coordinator", value=str(BOOKING_TO_APPROVE))
}
BOOKING_TO_MOVE_ID: Final = {
    "demo": Example(summary="A session for which an evening is proposed", value=str(BOOKING_TO_MOVE))
}
BOOKING_WITH_ZOOM_LINK_ID: Final = {
    "demo": Example(
        summary="A session of Harbour's first pairing, whose programme tells Zoom's own link",
        value=str(BOOKING_WITH_ZOOM_LINK),
    )
}
CREATE: Final = _body(
    "A session of Riverside's first pairing, about a week ahead",
    {
        "pairing_id": str(RIVERSIDE_PAIRING),
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
