"""What answers have in common: their headers, as the OpenAPI document declares them (RFC 9110), and the pages of lists."""

from typing import Any, Final, Generic, TypeVar

from pydantic import Field
from starlette.responses import Response

from app.http.fields import Schema
from app.kit.preconditions import Versioned, entity_tag

Headers = dict[str, dict[str, Any]]

_ENTITY_TAG: Final = {"description": "Names this version, for If-Match.", "schema": {"type": "string"}}
_LOCATION: Final = {"description": "Where to read it.", "schema": {"type": "string"}}

NO_STORE: Final = "no-store"
"""The `Cache-Control` of an answer that nobody may keep: it holds a way into a meeting, or what somebody reported."""

TAGGED: Final[Headers] = {"ETag": _ENTITY_TAG}
PLACED: Final[Headers] = {"Location": _LOCATION}
LOCATED: Final[Headers] = {"Location": _LOCATION, "ETag": _ENTITY_TAG}

CREATED: Final[dict[int | str, dict[str, Any]]] = {201: {"headers": LOCATED}}
"""The success of an operation that creates."""

READ: Final[dict[int | str, dict[str, Any]]] = {
    200: {"headers": TAGGED},
    304: {"description": "As it was when it was read last: see If-None-Match.", "headers": TAGGED},
}
"""The success of an operation that is asked again and again, with If-None-Match."""

VERSIONED: Final[dict[int | str, dict[str, Any]]] = {200: {"headers": TAGGED}}
"""The success of an operation on one thing."""


def retry_after(description: str) -> Headers:
    """Return the header that says in how many seconds to look, or to try, again."""
    return {"Retry-After": {"description": description, "schema": {"type": "integer"}}}


def set_entity_tag(response: Response, versioned: Versioned) -> None:
    """Put the ETag on an answer."""
    response.headers["ETag"] = entity_tag(versioned)


Item = TypeVar("Item")


class Page(Schema, Generic[Item]):
    """One page of a list."""

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """Return the name that generated clients know a page by: `BookingPage` for pages of `BookingRead`."""
        return f"{params[0].__name__.removesuffix('Read')}Page"

    items: list[Item] = Field(description="Oldest first, where the list does not say otherwise.")
    next_cursor: str | None = Field(
        default=None, description="Send it as `cursor` for the next page; null on the last one."
    )
