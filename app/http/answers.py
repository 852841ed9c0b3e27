"""The headers that answers carry, as the OpenAPI document declares them (RFC 9110)."""

from typing import Any, Final

from starlette.responses import Response

from app.kit.preconditions import Versioned, entity_tag

Headers = dict[str, dict[str, Any]]

_ENTITY_TAG: Final = {"description": "Names this version, for If-Match.", "schema": {"type": "string"}}
_LOCATION: Final = {"description": "Where to read it.", "schema": {"type": "string"}}

TAGGED: Final[Headers] = {"ETag": _ENTITY_TAG}
PLACED: Final[Headers] = {"Location": _LOCATION}
LOCATED: Final[Headers] = {"Location": _LOCATION, "ETag": _ENTITY_TAG}

CREATED: Final[dict[int | str, dict[str, Any]]] = {201: {"headers": LOCATED}}
"""The success of an operation that creates."""

VERSIONED: Final[dict[int | str, dict[str, Any]]] = {200: {"headers": TAGGED}}
"""The success of an operation on one thing."""


def retry_after(description: str) -> Headers:
    """Return the header that says in how many seconds to look, or to try, again."""
    return {"Retry-After": {"description": description, "schema": {"type": "integer"}}}


def set_entity_tag(response: Response, versioned: Versioned) -> None:
    """Put the ETag on an answer."""
    response.headers["ETag"] = entity_tag(versioned)
