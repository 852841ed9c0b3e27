"""Examples for the docs page: they run as they stand against the demo data."""

from typing import Any, Final

from fastapi import Body
from fastapi.openapi.models import Example

BOOKING_ID: Final[dict[str, Example]] = {}
CREATE: Final[Any] = Body()
MOVE: Final[Any] = Body()
CANCELLATION: Final[Any] = Body()
