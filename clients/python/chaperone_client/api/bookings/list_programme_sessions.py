from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.list_programme_sessions_format_type_0 import (
    ListProgrammeSessionsFormatType0,
)
from ...models.problem_details import ProblemDetails
from ...models.week_read import WeekRead
from ...types import UNSET, Unset
from typing import cast
from uuid import UUID


def _get_kwargs(
    programme_id: UUID,
    *,
    week: str,
    expand: str | Unset = "",
    format_: ListProgrammeSessionsFormatType0 | None | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["week"] = week

    params["expand"] = expand

    json_format_: None | str | Unset
    if isinstance(format_, Unset):
        json_format_ = UNSET
    elif isinstance(format_, ListProgrammeSessionsFormatType0):
        json_format_ = format_.value
    else:
        json_format_ = format_
    params["format"] = json_format_

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/programmes/{programme_id}/sessions".format(
            programme_id=quote(str(programme_id), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ProblemDetails | WeekRead | None:
    if response.status_code == 200:
        response_200 = WeekRead.from_dict(response.json())

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
) -> Response[ProblemDetails | WeekRead]:
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
    week: str,
    expand: str | Unset = "",
    format_: ListProgrammeSessionsFormatType0 | None | Unset = UNSET,
) -> Response[ProblemDetails | WeekRead]:
    """Read a week's sessions of a programme

     Each planned session: its date and hour, whether it was held, and notes. For a partner's key, its
    own sessions alone.

    With `Accept: text/csv`, or `format=csv`, the answer is a table that spreadsheets read.
    `expand=said` adds whether mentor and
    mentee say that it took place, and their own notes, for keys that may read the registry; that is an
    entry in the trail.

    Args:
        programme_id (UUID): The programme's id.
        week (str): Which week, Monday to Sunday in the programme's zone.
        expand (str | Unset): Parts that the answer should have as well, with commas between them:
            said. A part that is not asked for is left out. Default: ''.
        format_ (ListProgrammeSessionsFormatType0 | None | Unset): json or csv; without it, Accept
            decides.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProblemDetails | WeekRead]
    """

    kwargs = _get_kwargs(
        programme_id=programme_id,
        week=week,
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
    week: str,
    expand: str | Unset = "",
    format_: ListProgrammeSessionsFormatType0 | None | Unset = UNSET,
) -> ProblemDetails | WeekRead | None:
    """Read a week's sessions of a programme

     Each planned session: its date and hour, whether it was held, and notes. For a partner's key, its
    own sessions alone.

    With `Accept: text/csv`, or `format=csv`, the answer is a table that spreadsheets read.
    `expand=said` adds whether mentor and
    mentee say that it took place, and their own notes, for keys that may read the registry; that is an
    entry in the trail.

    Args:
        programme_id (UUID): The programme's id.
        week (str): Which week, Monday to Sunday in the programme's zone.
        expand (str | Unset): Parts that the answer should have as well, with commas between them:
            said. A part that is not asked for is left out. Default: ''.
        format_ (ListProgrammeSessionsFormatType0 | None | Unset): json or csv; without it, Accept
            decides.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProblemDetails | WeekRead
    """

    return sync_detailed(
        programme_id=programme_id,
        client=client,
        week=week,
        expand=expand,
        format_=format_,
    ).parsed


async def asyncio_detailed(
    programme_id: UUID,
    *,
    client: AuthenticatedClient,
    week: str,
    expand: str | Unset = "",
    format_: ListProgrammeSessionsFormatType0 | None | Unset = UNSET,
) -> Response[ProblemDetails | WeekRead]:
    """Read a week's sessions of a programme

     Each planned session: its date and hour, whether it was held, and notes. For a partner's key, its
    own sessions alone.

    With `Accept: text/csv`, or `format=csv`, the answer is a table that spreadsheets read.
    `expand=said` adds whether mentor and
    mentee say that it took place, and their own notes, for keys that may read the registry; that is an
    entry in the trail.

    Args:
        programme_id (UUID): The programme's id.
        week (str): Which week, Monday to Sunday in the programme's zone.
        expand (str | Unset): Parts that the answer should have as well, with commas between them:
            said. A part that is not asked for is left out. Default: ''.
        format_ (ListProgrammeSessionsFormatType0 | None | Unset): json or csv; without it, Accept
            decides.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProblemDetails | WeekRead]
    """

    kwargs = _get_kwargs(
        programme_id=programme_id,
        week=week,
        expand=expand,
        format_=format_,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    programme_id: UUID,
    *,
    client: AuthenticatedClient,
    week: str,
    expand: str | Unset = "",
    format_: ListProgrammeSessionsFormatType0 | None | Unset = UNSET,
) -> ProblemDetails | WeekRead | None:
    """Read a week's sessions of a programme

     Each planned session: its date and hour, whether it was held, and notes. For a partner's key, its
    own sessions alone.

    With `Accept: text/csv`, or `format=csv`, the answer is a table that spreadsheets read.
    `expand=said` adds whether mentor and
    mentee say that it took place, and their own notes, for keys that may read the registry; that is an
    entry in the trail.

    Args:
        programme_id (UUID): The programme's id.
        week (str): Which week, Monday to Sunday in the programme's zone.
        expand (str | Unset): Parts that the answer should have as well, with commas between them:
            said. A part that is not asked for is left out. Default: ''.
        format_ (ListProgrammeSessionsFormatType0 | None | Unset): json or csv; without it, Accept
            decides.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProblemDetails | WeekRead
    """

    return (
        await asyncio_detailed(
            programme_id=programme_id,
            client=client,
            week=week,
            expand=expand,
            format_=format_,
        )
    ).parsed
