from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.problem_details import ProblemDetails
from ...models.today_read import TodayRead
from ...types import UNSET, Unset
from typing import cast
import datetime


def _get_kwargs(
    *,
    on: datetime.date | None | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_on: None | str | Unset
    if isinstance(on, Unset):
        json_on = UNSET
    elif isinstance(on, datetime.date):
        json_on = on.isoformat()
    else:
        json_on = on
    params["on"] = json_on

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/today",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ProblemDetails | TodayRead | None:
    if response.status_code == 200:
        response_200 = TodayRead.from_dict(response.json())

        return response_200

    if response.status_code == 401:
        response_401 = ProblemDetails.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = ProblemDetails.from_dict(response.json())

        return response_403

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
) -> Response[ProblemDetails | TodayRead]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    on: datetime.date | None | Unset = UNSET,
) -> Response[ProblemDetails | TodayRead]:
    """See what needs somebody today

     Begin here: what waits for somebody, and the sessions of today and this week, in the programme's
    time.

    Each line says what can be done next. Names are for keys that may read the registry, incidents for
    keys that may read them.

    Args:
        on (datetime.date | None | Unset): The sessions of this day and its week instead, such as
            2026-11-23; what needs somebody is of now.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProblemDetails | TodayRead]
    """

    kwargs = _get_kwargs(
        on=on,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    on: datetime.date | None | Unset = UNSET,
) -> ProblemDetails | TodayRead | None:
    """See what needs somebody today

     Begin here: what waits for somebody, and the sessions of today and this week, in the programme's
    time.

    Each line says what can be done next. Names are for keys that may read the registry, incidents for
    keys that may read them.

    Args:
        on (datetime.date | None | Unset): The sessions of this day and its week instead, such as
            2026-11-23; what needs somebody is of now.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProblemDetails | TodayRead
    """

    return sync_detailed(
        client=client,
        on=on,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    on: datetime.date | None | Unset = UNSET,
) -> Response[ProblemDetails | TodayRead]:
    """See what needs somebody today

     Begin here: what waits for somebody, and the sessions of today and this week, in the programme's
    time.

    Each line says what can be done next. Names are for keys that may read the registry, incidents for
    keys that may read them.

    Args:
        on (datetime.date | None | Unset): The sessions of this day and its week instead, such as
            2026-11-23; what needs somebody is of now.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProblemDetails | TodayRead]
    """

    kwargs = _get_kwargs(
        on=on,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    on: datetime.date | None | Unset = UNSET,
) -> ProblemDetails | TodayRead | None:
    """See what needs somebody today

     Begin here: what waits for somebody, and the sessions of today and this week, in the programme's
    time.

    Each line says what can be done next. Names are for keys that may read the registry, incidents for
    keys that may read them.

    Args:
        on (datetime.date | None | Unset): The sessions of this day and its week instead, such as
            2026-11-23; what needs somebody is of now.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProblemDetails | TodayRead
    """

    return (
        await asyncio_detailed(
            client=client,
            on=on,
        )
    ).parsed
