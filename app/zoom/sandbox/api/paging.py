"""Pages of a list ("Pagination" in Zoom's API documentation): tokens that die after 15 minutes, and legacy numbers."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Generic, TypeVar

from app.zoom.sandbox.api.answers import Refusal, invalid_fields
from app.zoom.sandbox.api.fields import INVALID
from app.zoom.sandbox.api.requests import ZoomRequest
from app.zoom.sandbox.clock import milliseconds

_DEFAULT_SIZE: Final = 30
_LARGEST_SIZE: Final = 300
_TOKEN_LIFETIME: Final = timedelta(minutes=15)

Item = TypeVar("Item")


@dataclass(frozen=True)
class Page(Generic[Item]):
    """The items of one page, and the keys that Zoom puts beside them."""

    items: Sequence[Item]
    keys: dict[str, Any]


def page_of(found: Sequence[Item], request: ZoomRequest, now: datetime) -> Page[Item]:
    """Return the page that a request asks for.

    Raises:
        Refusal: The token is not ours, or too old, or a number is none.
    """
    size = min(_whole_number(request, "page_size", _DEFAULT_SIZE), _LARGEST_SIZE)
    if token := request.query.get("next_page_token"):
        start = _start_of(token, now)
    else:
        start = (_whole_number(request, "page_number", 1) - 1) * size
    end = start + size
    keys = {
        "page_count": -(-len(found) // size),
        "page_number": start // size + 1,
        "page_size": size,
        "total_records": len(found),
        "next_page_token": _token(end, now) if end < len(found) else "",
    }
    return Page(found[start:end], keys)


def _whole_number(request: ZoomRequest, name: str, default: int) -> int:
    text = request.query.get(name) or str(default)
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and int(text)):
        raise invalid_fields({name: INVALID})
    return int(text)


def _token(start: int, now: datetime) -> str:
    return base64.urlsafe_b64encode(json.dumps([start, milliseconds(now)]).encode()).rstrip(b"=").decode()


def _start_of(token: str, now: datetime) -> int:
    try:
        start, given = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        age = milliseconds(now) - int(given)
        if 0 <= age <= _TOKEN_LIFETIME.total_seconds() * 1000 and int(start) > 0:
            return int(start)
    except (ValueError, TypeError, binascii.Error):
        pass
    raise Refusal.of(400, 300, "The next page token is invalid or expired.")
