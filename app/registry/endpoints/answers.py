"""What the registry's answers have in common."""

from collections.abc import Sequence
from typing import Any, Final, Protocol, TypeVar
from uuid import UUID

from fastapi import Response

from app.http.fields import Schema
from app.http.pagination import Page, PageRequest, cut
from app.http.preconditions import Versioned, set_entity_tag

Shown = TypeVar("Shown", bound=Schema)

_ENTITY_TAG: Final = {"description": "Names this version, for If-Match.", "schema": {"type": "string"}}
_LOCATION: Final = {"description": "Where to read it.", "schema": {"type": "string"}}

CREATED: Final[dict[int | str, dict[str, Any]]] = {201: {"headers": {"Location": _LOCATION, "ETag": _ENTITY_TAG}}}
"""The success of an operation that creates."""

VERSIONED: Final[dict[int | str, dict[str, Any]]] = {200: {"headers": {"ETag": _ENTITY_TAG}}}
"""The success of an operation on one thing."""


class _Row(Versioned, Protocol):
    id: UUID


def show(response: Response, schema: type[Shown], row: Versioned) -> Shown:
    """Answer with a row and its ETag."""
    set_entity_tag(response, row)
    return schema.model_validate(row)


def show_created(response: Response, schema: type[Shown], row: _Row, path: str) -> Shown:
    """Answer with a new row, its ETag, and where it is."""
    response.headers["Location"] = f"{path}/{row.id}"
    return show(response, schema, row)


def show_page(schema: type[Shown], rows: Sequence[Any], page: PageRequest) -> Page[Shown]:
    """Answer with a page of rows."""
    shown, next_cursor = cut(rows, page)
    return Page[schema](  # type: ignore[valid-type]  # the schema is known to the caller alone
        items=[schema.model_validate(row) for row in shown], next_cursor=next_cursor
    )
