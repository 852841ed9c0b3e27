from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.problem_details import ProblemDetails
from ...models.series_move import SeriesMove
from ...models.series_read import SeriesRead
from ...types import UNSET, Unset
from typing import cast
from uuid import UUID


def _get_kwargs(
    series_id: UUID,
    *,
    body: SeriesMove,
    expand: str | Unset = "",
    prefer: None | str | Unset = UNSET,
    if_match: None | str,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(prefer, Unset):
        headers["Prefer"] = prefer

    headers["If-Match"] = if_match

    params: dict[str, Any] = {}

    params["expand"] = expand

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "patch",
        "url": "/v1/series/{series_id}".format(
            series_id=quote(str(series_id), safe=""),
        ),
        "params": params,
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ProblemDetails | SeriesRead | None:
    if response.status_code == 200:
        response_200 = SeriesRead.from_dict(response.json())

        return response_200

    if response.status_code == 202:
        response_202 = SeriesRead.from_dict(response.json())

        return response_202

    if response.status_code == 400:
        response_400 = ProblemDetails.from_dict(response.json())

        return response_400

    if response.status_code == 401:
        response_401 = ProblemDetails.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = ProblemDetails.from_dict(response.json())

        return response_403

    if response.status_code == 404:
        response_404 = ProblemDetails.from_dict(response.json())

        return response_404

    if response.status_code == 408:
        response_408 = ProblemDetails.from_dict(response.json())

        return response_408

    if response.status_code == 409:
        response_409 = ProblemDetails.from_dict(response.json())

        return response_409

    if response.status_code == 412:
        response_412 = ProblemDetails.from_dict(response.json())

        return response_412

    if response.status_code == 413:
        response_413 = ProblemDetails.from_dict(response.json())

        return response_413

    if response.status_code == 422:
        response_422 = ProblemDetails.from_dict(response.json())

        return response_422

    if response.status_code == 428:
        response_428 = ProblemDetails.from_dict(response.json())

        return response_428

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
) -> Response[ProblemDetails | SeriesRead]:
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
    body: SeriesMove,
    expand: str | Unset = "",
    prefer: None | str | Unset = UNSET,
    if_match: None | str,
) -> Response[ProblemDetails | SeriesRead]:
    """Move what is left of a series

     Move every session that is still ahead: the next one to the time you give, the others as many days
    and to that hour.

    Where one cannot be there, nothing is moved, and the answer names it and says why (422). Where one
    needs a coordinator's
    approval there, all are proposed (`move` of each, 202), and stay where they are until the series is
    approved. To move a
    single session, move its booking.

    Args:
        series_id (UUID): The series' id.
        expand (str | Unset): Parts that the answer should have as well, with commas between them:
            decision, safety, approval, move, request. A part that is not asked for is left out.
            Default: ''.
        prefer (None | str | Unset): `wait=N`: wait at most N seconds (30 at the most) for the
            meeting to be proven safe, before 202 is answered. `respond-async`: do not wait.
        if_match (None | str): The ETag that you read. `*` changes whatever is there now.
        body (SeriesMove): Another time for what is left of a series.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProblemDetails | SeriesRead]
    """

    kwargs = _get_kwargs(
        series_id=series_id,
        body=body,
        expand=expand,
        prefer=prefer,
        if_match=if_match,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    series_id: UUID,
    *,
    client: AuthenticatedClient,
    body: SeriesMove,
    expand: str | Unset = "",
    prefer: None | str | Unset = UNSET,
    if_match: None | str,
) -> ProblemDetails | SeriesRead | None:
    """Move what is left of a series

     Move every session that is still ahead: the next one to the time you give, the others as many days
    and to that hour.

    Where one cannot be there, nothing is moved, and the answer names it and says why (422). Where one
    needs a coordinator's
    approval there, all are proposed (`move` of each, 202), and stay where they are until the series is
    approved. To move a
    single session, move its booking.

    Args:
        series_id (UUID): The series' id.
        expand (str | Unset): Parts that the answer should have as well, with commas between them:
            decision, safety, approval, move, request. A part that is not asked for is left out.
            Default: ''.
        prefer (None | str | Unset): `wait=N`: wait at most N seconds (30 at the most) for the
            meeting to be proven safe, before 202 is answered. `respond-async`: do not wait.
        if_match (None | str): The ETag that you read. `*` changes whatever is there now.
        body (SeriesMove): Another time for what is left of a series.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProblemDetails | SeriesRead
    """

    return sync_detailed(
        series_id=series_id,
        client=client,
        body=body,
        expand=expand,
        prefer=prefer,
        if_match=if_match,
    ).parsed


async def asyncio_detailed(
    series_id: UUID,
    *,
    client: AuthenticatedClient,
    body: SeriesMove,
    expand: str | Unset = "",
    prefer: None | str | Unset = UNSET,
    if_match: None | str,
) -> Response[ProblemDetails | SeriesRead]:
    """Move what is left of a series

     Move every session that is still ahead: the next one to the time you give, the others as many days
    and to that hour.

    Where one cannot be there, nothing is moved, and the answer names it and says why (422). Where one
    needs a coordinator's
    approval there, all are proposed (`move` of each, 202), and stay where they are until the series is
    approved. To move a
    single session, move its booking.

    Args:
        series_id (UUID): The series' id.
        expand (str | Unset): Parts that the answer should have as well, with commas between them:
            decision, safety, approval, move, request. A part that is not asked for is left out.
            Default: ''.
        prefer (None | str | Unset): `wait=N`: wait at most N seconds (30 at the most) for the
            meeting to be proven safe, before 202 is answered. `respond-async`: do not wait.
        if_match (None | str): The ETag that you read. `*` changes whatever is there now.
        body (SeriesMove): Another time for what is left of a series.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProblemDetails | SeriesRead]
    """

    kwargs = _get_kwargs(
        series_id=series_id,
        body=body,
        expand=expand,
        prefer=prefer,
        if_match=if_match,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    series_id: UUID,
    *,
    client: AuthenticatedClient,
    body: SeriesMove,
    expand: str | Unset = "",
    prefer: None | str | Unset = UNSET,
    if_match: None | str,
) -> ProblemDetails | SeriesRead | None:
    """Move what is left of a series

     Move every session that is still ahead: the next one to the time you give, the others as many days
    and to that hour.

    Where one cannot be there, nothing is moved, and the answer names it and says why (422). Where one
    needs a coordinator's
    approval there, all are proposed (`move` of each, 202), and stay where they are until the series is
    approved. To move a
    single session, move its booking.

    Args:
        series_id (UUID): The series' id.
        expand (str | Unset): Parts that the answer should have as well, with commas between them:
            decision, safety, approval, move, request. A part that is not asked for is left out.
            Default: ''.
        prefer (None | str | Unset): `wait=N`: wait at most N seconds (30 at the most) for the
            meeting to be proven safe, before 202 is answered. `respond-async`: do not wait.
        if_match (None | str): The ETag that you read. `*` changes whatever is there now.
        body (SeriesMove): Another time for what is left of a series.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProblemDetails | SeriesRead
    """

    return (
        await asyncio_detailed(
            series_id=series_id,
            client=client,
            body=body,
            expand=expand,
            prefer=prefer,
            if_match=if_match,
        )
    ).parsed
