from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.booking_read import BookingRead
from ...models.cancellation import Cancellation
from ...models.problem_details import ProblemDetails
from ...types import UNSET, Unset
from typing import cast
from uuid import UUID


def _get_kwargs(
    booking_id: UUID,
    *,
    body: Cancellation,
    expand: str | Unset = "",
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    params: dict[str, Any] = {}

    params["expand"] = expand

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/bookings/{booking_id}/cancel".format(
            booking_id=quote(str(booking_id), safe=""),
        ),
        "params": params,
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> BookingRead | ProblemDetails | None:
    if response.status_code == 200:
        response_200 = BookingRead.from_dict(response.json())

        return response_200

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

    if response.status_code == 413:
        response_413 = ProblemDetails.from_dict(response.json())

        return response_413

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
) -> Response[BookingRead | ProblemDetails]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    booking_id: UUID,
    *,
    client: AuthenticatedClient,
    body: Cancellation,
    expand: str | Unset = "",
) -> Response[BookingRead | ProblemDetails]:
    """Cancel a session

     The people are free again at once, the link is no longer shown, and the meeting is removed from
    Zoom.

    Args:
        booking_id (UUID): The booking's id.
        expand (str | Unset): Parts that the answer should have as well, with commas between them:
            decision, safety, approval, move, request. A part that is not asked for is left out.
            Default: ''.
        body (Cancellation): Why a session is cancelled.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BookingRead | ProblemDetails]
    """

    kwargs = _get_kwargs(
        booking_id=booking_id,
        body=body,
        expand=expand,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    booking_id: UUID,
    *,
    client: AuthenticatedClient,
    body: Cancellation,
    expand: str | Unset = "",
) -> BookingRead | ProblemDetails | None:
    """Cancel a session

     The people are free again at once, the link is no longer shown, and the meeting is removed from
    Zoom.

    Args:
        booking_id (UUID): The booking's id.
        expand (str | Unset): Parts that the answer should have as well, with commas between them:
            decision, safety, approval, move, request. A part that is not asked for is left out.
            Default: ''.
        body (Cancellation): Why a session is cancelled.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BookingRead | ProblemDetails
    """

    return sync_detailed(
        booking_id=booking_id,
        client=client,
        body=body,
        expand=expand,
    ).parsed


async def asyncio_detailed(
    booking_id: UUID,
    *,
    client: AuthenticatedClient,
    body: Cancellation,
    expand: str | Unset = "",
) -> Response[BookingRead | ProblemDetails]:
    """Cancel a session

     The people are free again at once, the link is no longer shown, and the meeting is removed from
    Zoom.

    Args:
        booking_id (UUID): The booking's id.
        expand (str | Unset): Parts that the answer should have as well, with commas between them:
            decision, safety, approval, move, request. A part that is not asked for is left out.
            Default: ''.
        body (Cancellation): Why a session is cancelled.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BookingRead | ProblemDetails]
    """

    kwargs = _get_kwargs(
        booking_id=booking_id,
        body=body,
        expand=expand,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    booking_id: UUID,
    *,
    client: AuthenticatedClient,
    body: Cancellation,
    expand: str | Unset = "",
) -> BookingRead | ProblemDetails | None:
    """Cancel a session

     The people are free again at once, the link is no longer shown, and the meeting is removed from
    Zoom.

    Args:
        booking_id (UUID): The booking's id.
        expand (str | Unset): Parts that the answer should have as well, with commas between them:
            decision, safety, approval, move, request. A part that is not asked for is left out.
            Default: ''.
        body (Cancellation): Why a session is cancelled.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BookingRead | ProblemDetails
    """

    return (
        await asyncio_detailed(
            booking_id=booking_id,
            client=client,
            body=body,
            expand=expand,
        )
    ).parsed
