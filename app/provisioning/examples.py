"""Examples for the docs page: they run as they stand against the demo data."""

from typing import Any, Final

from fastapi import Body
from fastapi.openapi.models import Example

from app.demo import ids

SYNC_ID: Final[Any] = {"demo": Example(summary="One that found no users", value=str(ids.HOST_SYNC))}
SYNC: Final[Any] = Body(openapi_examples={"all": {"summary": "Every user of the account", "value": {}}})
CONFIRM: Final[Any] = Body(
    openapi_examples={
        "rejoin": {
            "summary": "Removed participants cannot come back: looked at, good for half a year",
            "value": {"code": "meeting.removed-cannot-rejoin", "valid_days": 180},
        }
    }
)
