from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.problem_details import ProblemDetails
from ...models.series_read import SeriesRead
from ...types import UNSET, Unset
from typing import cast
from uuid import UUID


def _get_kwargs(
    series_id: UUID,
    *,
    expand: str | Unset = "",
    if_none_match: None | str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(if_none_match, Unset):
        headers["If-None-Match"] = if_none_match

    params: dict[str, Any] = {}

    params["expand"] = expand

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/series/{series_id}".format(
            series_id=quote(str(series_id), safe=""),
        ),
        "params": params,
    }

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Any | ProblemDetails | SeriesRead | None:
    if response.status_code == 200:
        response_200 = SeriesRead.from_dict(response.json())

        return response_200

    if response.status_code == 304:
        response_304 = cast(Any, None)
        return response_304

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
) -> Response[Any | ProblemDetails | SeriesRead]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    series_id: UUID,
    *,
    client: AuthenticatedClient,
    expand: str | Unset = "",
    if_none_match: None | str | Unset = UNSET,
) -> Response[Any | ProblemDetails | SeriesRead]:
    """Read a series

     The series with all its sessions, in the order in which they take place.

    Args:
        series_id (UUID): The series' id.
        expand (str | Unset): Parts that the answer should have as well, with commas between them:
            decision, safety, approval, move, request. A part that is not asked for is left out.
            Default: ''.
        if_none_match (None | str | Unset): The ETag of what you have read before: where nothing
            has changed, the answer is 304, without a body.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | ProblemDetails | SeriesRead]
    """

    kwargs = _get_kwargs(
        series_id=series_id,
        expand=expand,
        if_none_match=if_none_match,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    series_id: UUID,
    *,
    client: AuthenticatedClient,
    expand: str | Unset = "",
    if_none_match: None | str | Unset = UNSET,
) -> Any | ProblemDetails | SeriesRead | None:
    """Read a series

     The series with all its sessions, in the order in which they take place.

    Args:
        series_id (UUID): The series' id.
        expand (str | Unset): Parts that the answer should have as well, with commas between them:
            decision, safety, approval, move, request. A part that is not asked for is left out.
            Default: ''.
        if_none_match (None | str | Unset): The ETag of what you have read before: where nothing
            has changed, the answer is 304, without a body.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | ProblemDetails | SeriesRead
    """

    return sync_detailed(
        series_id=series_id,
        client=client,
        expand=expand,
        if_none_match=if_none_match,
    ).parsed


async def asyncio_detailed(
    series_id: UUID,
    *,
    client: AuthenticatedClient,
    expand: str | Unset = "",
    if_none_match: None | str | Unset = UNSET,
) -> Response[Any | ProblemDetails | SeriesRead]:
    """Read a series

     The series with all its sessions, in the order in which they take place.

    Args:
        series_id (UUID): The series' id.
        expand (str | Unset): Parts that the answer should have as well, with commas between them:
            decision, safety, approval, move, request. A part that is not asked for is left out.
            Default: ''.
        if_none_match (None | str | Unset): The ETag of what you have read before: where nothing
            has changed, the answer is 304, without a body.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | ProblemDetails | SeriesRead]
    """

    kwargs = _get_kwargs(
        series_id=series_id,
        expand=expand,
        if_none_match=if_none_match,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    series_id: UUID,
    *,
    client: AuthenticatedClient,
    expand: str | Unset = "",
    if_none_match: None | str | Unset = UNSET,
) -> Any | ProblemDetails | SeriesRead | None:
    """Read a series

     The series with all its sessions, in the order in which they take place.

    Args:
        series_id (UUID): The series' id.
        expand (str | Unset): Parts that the answer should have as well, with commas between them:
            decision, safety, approval, move, request. A part that is not asked for is left out.
            Default: ''.
        if_none_match (None | str | Unset): The ETag of what you have read before: where nothing
            has changed, the answer is 304, without a body.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | ProblemDetails | SeriesRead
    """

    return (
        await asyncio_detailed(
            series_id=series_id,
            client=client,
            expand=expand,
            if_none_match=if_none_match,
        )
    ).parsed
