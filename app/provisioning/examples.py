"""Examples for the docs page: they run as they stand against the demo data."""

from typing import Any, Final

from fastapi import Body

SYNC: Final[Any] = Body(openapi_examples={"all": {"summary": "Every user of the account", "value": {}}})
