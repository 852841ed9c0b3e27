from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.feedback_list import FeedbackList
from ...models.list_programme_feedback_format_type_0 import (
    ListProgrammeFeedbackFormatType0,
)
from ...models.problem_details import ProblemDetails
from ...types import UNSET, Unset
from typing import cast
from uuid import UUID
import datetime


def _get_kwargs(
    programme_id: UUID,
    *,
    week: None | str | Unset = UNSET,
    from_: datetime.date | None | Unset = UNSET,
    to: datetime.date | None | Unset = UNSET,
    expand: str | Unset = "",
    format_: ListProgrammeFeedbackFormatType0 | None | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_week: None | str | Unset
    if isinstance(week, Unset):
        json_week = UNSET
    else:
        json_week = week
    params["week"] = json_week

    json_from_: None | str | Unset
    if isinstance(from_, Unset):
        json_from_ = UNSET
    elif isinstance(from_, datetime.date):
        json_from_ = from_.isoformat()
    else:
        json_from_ = from_
    params["from"] = json_from_

    json_to: None | str | Unset
    if isinstance(to, Unset):
        json_to = UNSET
    elif isinstance(to, datetime.date):
        json_to = to.isoformat()
    else:
        json_to = to
    params["to"] = json_to

    params["expand"] = expand

    json_format_: None | str | Unset
    if isinstance(format_, Unset):
        json_format_ = UNSET
    elif isinstance(format_, ListProgrammeFeedbackFormatType0):
        json_format_ = format_.value
    else:
        json_format_ = format_
    params["format"] = json_format_

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/programmes/{programme_id}/feedback".format(
            programme_id=quote(str(programme_id), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> FeedbackList | ProblemDetails | None:
    if response.status_code == 200:
        response_200 = FeedbackList.from_dict(response.json())

        return response_200

    if response.status_code == 401:
        response_401 = ProblemDetails.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = ProblemDetails.from_dict(response.json())

        return response_403

    if response.status_code == 404:
        response_404 = ProblemDetails.from_dict(response.json())

        return response_404

    if response.status_code == 422:
        response_422 = ProblemDetails.from_dict(response.json())

        return response_422

    if response.status_code == 429:
        response_429 = ProblemDetails.from_dict(response.json())

        return response_429

    if response.status_code == 503:
        response_503 = ProblemDetails.from_dict(response.json())

        return response_503

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[FeedbackList | ProblemDetails]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    programme_id: UUID,
    *,
    client: AuthenticatedClient,
    week: None | str | Unset = UNSET,
    from_: datetime.date | None | Unset = UNSET,
    to: datetime.date | None | Unset = UNSET,
    expand: str | Unset = "",
    format_: ListProgrammeFeedbackFormatType0 | None | Unset = UNSET,
) -> Response[FeedbackList | ProblemDetails]:
    """Read the feedback of a programme

     What mentors and mentees answered at the mid-point and the end-point of their sessions. For a
    partner's key, its own alone.

    With `Accept: text/csv`, or `format=csv`, the answer is a table with a row for each question. Each
    reading is an entry in the
    trail, without what was said.

    Args:
        programme_id (UUID): The programme's id.
        week (None | str | Unset): After the sessions of this week; of the present one, where no
            days are named either.
        from_ (datetime.date | None | Unset): After sessions of this day or later, such as
            2026-11-01.
        to (datetime.date | None | Unset): After sessions before this day; at most 92 days after
            `from`.
        expand (str | Unset): Parts that the answer should have as well, with commas between them:
            questions. A part that is not asked for is left out. Default: ''.
        format_ (ListProgrammeFeedbackFormatType0 | None | Unset): json or csv; without it, Accept
            decides.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[FeedbackList | ProblemDetails]
    """

    kwargs = _get_kwargs(
        programme_id=programme_id,
        week=week,
        from_=from_,
        to=to,
        expand=expand,
        format_=format_,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    programme_id: UUID,
    *,
    client: AuthenticatedClient,
    week: None | str | Unset = UNSET,
    from_: datetime.date | None | Unset = UNSET,
    to: datetime.date | None | Unset = UNSET,
    expand: str | Unset = "",
    format_: ListProgrammeFeedbackFormatType0 | None | Unset = UNSET,
) -> FeedbackList | ProblemDetails | None:
    """Read the feedback of a programme

     What mentors and mentees answered at the mid-point and the end-point of their sessions. For a
    partner's key, its own alone.

    With `Accept: text/csv`, or `format=csv`, the answer is a table with a row for each question. Each
    reading is an entry in the
    trail, without what was said.

    Args:
        programme_id (UUID): The programme's id.
        week (None | str | Unset): After the sessions of this week; of the present one, where no
            days are named either.
        from_ (datetime.date | None | Unset): After sessions of this day or later, such as
            2026-11-01.
        to (datetime.date | None | Unset): After sessions before this day; at most 92 days after
            `from`.
        expand (str | Unset): Parts that the answer should have as well, with commas between them:
            questions. A part that is not asked for is left out. Default: ''.
        format_ (ListProgrammeFeedbackFormatType0 | None | Unset): json or csv; without it, Accept
            decides.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        FeedbackList | ProblemDetails
    """

    return sync_detailed(
        programme_id=programme_id,
        client=client,
        week=week,
        from_=from_,
        to=to,
        expand=expand,
        format_=format_,
    ).parsed


async def asyncio_detailed(
    programme_id: UUID,
    *,
    client: AuthenticatedClient,
    week: None | str | Unset = UNSET,
    from_: datetime.date | None | Unset = UNSET,
    to: datetime.date | None | Unset = UNSET,
    expand: str | Unset = "",
    format_: ListProgrammeFeedbackFormatType0 | None | Unset = UNSET,
) -> Response[FeedbackList | ProblemDetails]:
    """Read the feedback of a programme

     What mentors and mentees answered at the mid-point and the end-point of their sessions. For a
    partner's key, its own alone.

    With `Accept: text/csv`, or `format=csv`, the answer is a table with a row for each question. Each
    reading is an entry in the
    trail, without what was said.

    Args:
        programme_id (UUID): The programme's id.
        week (None | str | Unset): After the sessions of this week; of the present one, where no
            days are named either.
        from_ (datetime.date | None | Unset): After sessions of this day or later, such as
            2026-11-01.
        to (datetime.date | None | Unset): After sessions before this day; at most 92 days after
            `from`.
        expand (str | Unset): Parts that the answer should have as well, with commas between them:
            questions. A part that is not asked for is left out. Default: ''.
        format_ (ListProgrammeFeedbackFormatType0 | None | Unset): json or csv; without it, Accept
            decides.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[FeedbackList | ProblemDetails]
    """

    kwargs = _get_kwargs(
        programme_id=programme_id,
        week=week,
        from_=from_,
        to=to,
        expand=expand,
        format_=format_,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    programme_id: UUID,
    *,
    client: AuthenticatedClient,
    week: None | str | Unset = UNSET,
    from_: datetime.date | None | Unset = UNSET,
    to: datetime.date | None | Unset = UNSET,
    expand: str | Unset = "",
    format_: ListProgrammeFeedbackFormatType0 | None | Unset = UNSET,
) -> FeedbackList | ProblemDetails | None:
    """Read the feedback of a programme

     What mentors and mentees answered at the mid-point and the end-point of their sessions. For a
    partner's key, its own alone.

    With `Accept: text/csv`, or `format=csv`, the answer is a table with a row for each question. Each
    reading is an entry in the
    trail, without what was said.

    Args:
        programme_id (UUID): The programme's id.
        week (None | str | Unset): After the sessions of this week; of the present one, where no
            days are named either.
        from_ (datetime.date | None | Unset): After sessions of this day or later, such as
            2026-11-01.
        to (datetime.date | None | Unset): After sessions before this day; at most 92 days after
            `from`.
        expand (str | Unset): Parts that the answer should have as well, with commas between them:
            questions. A part that is not asked for is left out. Default: ''.
        format_ (ListProgrammeFeedbackFormatType0 | None | Unset): json or csv; without it, Accept
            decides.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        FeedbackList | ProblemDetails
    """

    return (
        await asyncio_detailed(
            programme_id=programme_id,
            client=client,
            week=week,
            from_=from_,
            to=to,
            expand=expand,
            format_=format_,
        )
    ).parsed
