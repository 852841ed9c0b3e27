"""What requests say beside their content: which page of a list, which version is changed, how long the caller waits."""

import re
from datetime import timedelta
from typing import Annotated, Any, Final

from fastapi import Depends, Header, Query, Response

from app.http.dependencies import SettingsDependency, made_of_request
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


async def _if_none_match(
    if_none_match: Annotated[
        str | None,
        Header(
            alias="If-None-Match",
            description="The ETag of what you have read before: where nothing has changed, the answer is 304, without a body.",
            max_length=400,
        ),
    ] = None,
) -> None:
    """Declare it; `app.http.conditional_requests` reads it, of every operation that reads."""


IF_NONE_MATCH: Final = Depends(_if_none_match)
PageDependency = Annotated[PageRequest, Depends(_page)]
TimePageDependency = Annotated[TimePageRequest, Depends(_time_page)]
IfMatchDependency = Annotated[IfMatch, Depends(_if_match)]


LONGEST_WAIT: Final = timedelta(seconds=30)
_WAIT: Final = re.compile(r"(?:^|[,;\s])wait\s*=\s*\"?(\d{1,6})\"?(?=$|[,;\s])", re.IGNORECASE)


class Preference:
    """How long the caller waits: `wait=N` seconds, `respond-async` for not at all, or as the service is configured."""

    def __init__(
        self,
        response: Response,
        settings: SettingsDependency,
        prefer: Annotated[
            str | None,
            Header(
                alias="Prefer",
                max_length=200,
                description="`wait=N`: wait at most N seconds (30 at the most) for the meeting to be proven safe, before 202 is "
                "answered. `respond-async`: do not wait.",
                examples=["wait=10"],
            ),
        ] = None,
    ) -> None:
        self.wait = settings.booking_wait
        if prefer is None:
            return
        if given := _WAIT.search(prefer):
            self.wait = min(timedelta(seconds=int(given[1])), LONGEST_WAIT)
            response.headers["Preference-Applied"] = f"wait={int(self.wait.total_seconds())}"
        elif "respond-async" in prefer.lower():
            self.wait = timedelta(0)
            response.headers["Preference-Applied"] = "respond-async"


PreferDependency = Annotated[Preference, Depends(made_of_request(Preference))]
