"""How requests say which page of a list they ask for, and which version of a thing they mean to change."""

from typing import Annotated, Any

from fastapi import Depends, Header, Query

from app.kit.pagination import USUAL_LIMIT, PageRequest, TimePageRequest
from app.kit.preconditions import IfMatch

Limit = Annotated[int, Query(ge=1, le=200, description="At most this many items.", examples=[50])]


def _cursor(example: str) -> Any:  # what FastAPI's own Query returns
    return Query(
        max_length=100,
        pattern=r"^[A-Za-z0-9_-]+={0,2}$",
        description="`next_cursor` of the page before.",
        # Of the lowest place that there can be: the first page again.
        examples=[example],
    )


async def _page(
    limit: Limit = USUAL_LIMIT,
    cursor: Annotated[str | None, _cursor("AAAAAAAAAAAAAAAAAAAAAA==")] = None,
) -> PageRequest:
    return PageRequest(limit, cursor)


async def _time_page(
    limit: Limit = USUAL_LIMIT,
    cursor: Annotated[str | None, _cursor("A" * 32)] = None,
) -> TimePageRequest:
    return TimePageRequest(limit, cursor)


async def _if_match(
    if_match: Annotated[
        str | None,
        Header(
            alias="If-Match",
            description="The ETag that you read. `*` changes whatever is there now.",
            openapi_examples={"any": {"summary": "Whatever is there now", "value": "*"}},
            max_length=200,
        ),
    ] = None,
) -> IfMatch:
    return IfMatch(if_match)


PageDependency = Annotated[PageRequest, Depends(_page)]
TimePageDependency = Annotated[TimePageRequest, Depends(_time_page)]
IfMatchDependency = Annotated[IfMatch, Depends(_if_match)]
