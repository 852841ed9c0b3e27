"""What the registry's answers have in common."""

from collections.abc import Iterable, Sequence
from typing import Any, Final, Protocol, TypeVar
from uuid import UUID

from fastapi import Response, status
from fastapi.responses import JSONResponse
from pydantic import Field

from app.access.models import Scope
from app.access.principal import Principal
from app.http.answers import LOCATED, VERSIONED, Page, set_entity_tag
from app.http.fields import Schema
from app.kit.pagination import PageRequest, cut
from app.kit.preconditions import Versioned, entity_tag
from app.registry.proposals.models import ProposedChange
from app.registry.proposals.schemas import ChangeProposed, ProposedChangeSummary
from app.registry.proposals.service import Requested

Shown = TypeVar("Shown", bound=Schema)

PROPOSED_CHANGES: Final = "/v1/proposed-changes"


class Written(Schema):
    """What was added or changed, to a key that may write the registry and not read it: the same whatever it is.

    The ETag is that of the version, for If-Match.
    """

    id: UUID = Field(description="Its id.")
    version: int = Field(description="Its version since then.")


CHANGED: Final[dict[int | str, dict[str, Any]]] = {
    **VERSIONED,
    202: {
        "model": ChangeProposed,
        "description": "It loosens something, which waits for a second person; Location is the proposed change.",
        "headers": LOCATED,
    },
}
"""The success of an operation that may loosen something."""


class _Row(Versioned, Protocol):
    id: UUID


def show(response: Response, schema: type[Shown], row: Versioned) -> Shown:
    """Answer with a row and its ETag."""
    set_entity_tag(response, row)
    return schema.model_validate(row)


def show_written(response: Response, schema: type[Shown], row: _Row, writer: Principal) -> Shown | Written:
    """Answer to who has written a row, with its ETag: with all of it where they may read it, else with what they need to go on.

    Writing does not imply reading: of a row that they change they would otherwise see what they did not write.
    """
    if writer.may(Scope.REGISTRY_READ):
        return show(response, schema, row)
    set_entity_tag(response, row)
    return Written(id=row.id, version=row.version)


def show_created(response: Response, schema: type[Shown], row: _Row, path: str, writer: Principal) -> Shown | Written:
    """Answer with a new row as `show_written` does, and say where it is."""
    response.headers["Location"] = f"{path}/{row.id}"
    return show_written(response, schema, row, writer)


def show_change(
    response: Response, schema: type[Shown], row: _Row, requested: Requested, writer: Principal
) -> Shown | Written | JSONResponse:
    """Answer with a row that was changed as `show_written` does, or with what of the change waits for a second person."""
    if requested.proposal is None:
        return show_written(response, schema, row, writer)
    return waiting(row, requested.proposal, requested.changed)


def waiting(row: Versioned, proposal: ProposedChange, changed: Iterable[str]) -> JSONResponse:
    """Answer with what of a change waits for a second person, and with the fields that changed at once."""
    summary = ProposedChangeSummary.model_validate(proposal)
    body = ChangeProposed(proposed_change=summary, took_effect=sorted(changed))
    headers = {"Location": f"{PROPOSED_CHANGES}/{proposal.id}", "ETag": entity_tag(row)}
    return JSONResponse(body.model_dump(mode="json"), status_code=status.HTTP_202_ACCEPTED, headers=headers)


def show_page(schema: type[Shown], rows: Sequence[Any], page: PageRequest) -> Page[Shown]:
    """Answer with a page of rows."""
    shown, next_cursor = cut(rows, page)
    return Page[schema](  # type: ignore[valid-type]  # the schema is known to the caller alone
        items=[schema.model_validate(row) for row in shown], next_cursor=next_cursor
    )
