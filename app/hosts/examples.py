"""Examples for the docs page: they run as they stand against the demo data."""

from typing import Any, Final
from uuid import UUID

from fastapi import Body
from fastapi.openapi.models import Example

HOST: Final = UUID("01990000-0006-7000-8000-000000000001")
SECOND_HOST: Final = UUID("01990000-0006-7000-8000-000000000002")
THIRD_HOST: Final = UUID("01990000-0006-7000-8000-000000000003")

# A synchronisation of the hosts that found no users at Zoom.
HOST_SYNC: Final = UUID("01990000-000b-7000-8000-000000000001")


SYNC_ID: Final[Any] = {"demo": Example(summary="One that found no users", value=str(HOST_SYNC))}
SYNC: Final[Any] = Body(openapi_examples={"all": {"summary": "Every user of the account", "value": {}}})
CONFIRM: Final[Any] = Body(
    openapi_examples={
        "rejoin": {
            "summary": "Removed participants cannot come back: looked at, good for half a year",
            "value": {"code": "meeting.removed-cannot-rejoin", "valid_days": 180},
        }
    }
)
