from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.booking_read import BookingRead
from ...models.problem_details import ProblemDetails
from ...types import UNSET, Unset
from typing import cast
from uuid import UUID


def _get_kwargs(
    booking_id: UUID,
    *,
    expand: str | Unset = "",
    prefer: None | str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(prefer, Unset):
        headers["Prefer"] = prefer

    params: dict[str, Any] = {}

    params["expand"] = expand

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/bookings/{booking_id}/end".format(
            booking_id=quote(str(booking_id), safe=""),
        ),
        "params": params,
    }

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> BookingRead | ProblemDetails | None:
    if response.status_code == 200:
        response_200 = BookingRead.from_dict(response.json())

        return response_200

    if response.status_code == 202:
        response_202 = BookingRead.from_dict(response.json())

        return response_202

    if response.status_code == 401:
        response_401 = ProblemDetails.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = ProblemDetails.from_dict(response.json())

        return response_403

    if response.status_code == 404:
        response_404 = ProblemDetails.from_dict(response.json())

        return response_404

    if response.status_code == 409:
        response_409 = ProblemDetails.from_dict(response.json())

        return response_409

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
    expand: str | Unset = "",
    prefer: None | str | Unset = UNSET,
) -> Response[BookingRead | ProblemDetails]:
    """End the room of a session

     The room is ended for everybody, before any other work. In the session's time that ends the session
    for good.

    Its meeting is removed then, so that nobody can open the room again, and `ended_by_request_at` tells
    when. The booking becomes
    `completed` or `not_held` after `ends_at`, by its record: whether they were together for long
    enough. A room that was opened
    before its time is ended, and the session stays ahead. The answer is 202 until Zoom says that the
    room is closed.

    Args:
        booking_id (UUID): The booking's id.
        expand (str | Unset): Parts that the answer should have as well, with commas between them:
            decision, safety, approval, move, request. A part that is not asked for is left out.
            Default: ''.
        prefer (None | str | Unset): `wait=N`: wait at most N seconds (30 at the most) for the
            meeting to be proven safe, before 202 is answered. `respond-async`: do not wait.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BookingRead | ProblemDetails]
    """

    kwargs = _get_kwargs(
        booking_id=booking_id,
        expand=expand,
        prefer=prefer,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    booking_id: UUID,
    *,
    client: AuthenticatedClient,
    expand: str | Unset = "",
    prefer: None | str | Unset = UNSET,
) -> BookingRead | ProblemDetails | None:
    """End the room of a session

     The room is ended for everybody, before any other work. In the session's time that ends the session
    for good.

    Its meeting is removed then, so that nobody can open the room again, and `ended_by_request_at` tells
    when. The booking becomes
    `completed` or `not_held` after `ends_at`, by its record: whether they were together for long
    enough. A room that was opened
    before its time is ended, and the session stays ahead. The answer is 202 until Zoom says that the
    room is closed.

    Args:
        booking_id (UUID): The booking's id.
        expand (str | Unset): Parts that the answer should have as well, with commas between them:
            decision, safety, approval, move, request. A part that is not asked for is left out.
            Default: ''.
        prefer (None | str | Unset): `wait=N`: wait at most N seconds (30 at the most) for the
            meeting to be proven safe, before 202 is answered. `respond-async`: do not wait.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BookingRead | ProblemDetails
    """

    return sync_detailed(
        booking_id=booking_id,
        client=client,
        expand=expand,
        prefer=prefer,
    ).parsed


async def asyncio_detailed(
    booking_id: UUID,
    *,
    client: AuthenticatedClient,
    expand: str | Unset = "",
    prefer: None | str | Unset = UNSET,
) -> Response[BookingRead | ProblemDetails]:
    """End the room of a session

     The room is ended for everybody, before any other work. In the session's time that ends the session
    for good.

    Its meeting is removed then, so that nobody can open the room again, and `ended_by_request_at` tells
    when. The booking becomes
    `completed` or `not_held` after `ends_at`, by its record: whether they were together for long
    enough. A room that was opened
    before its time is ended, and the session stays ahead. The answer is 202 until Zoom says that the
    room is closed.

    Args:
        booking_id (UUID): The booking's id.
        expand (str | Unset): Parts that the answer should have as well, with commas between them:
            decision, safety, approval, move, request. A part that is not asked for is left out.
            Default: ''.
        prefer (None | str | Unset): `wait=N`: wait at most N seconds (30 at the most) for the
            meeting to be proven safe, before 202 is answered. `respond-async`: do not wait.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BookingRead | ProblemDetails]
    """

    kwargs = _get_kwargs(
        booking_id=booking_id,
        expand=expand,
        prefer=prefer,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    booking_id: UUID,
    *,
    client: AuthenticatedClient,
    expand: str | Unset = "",
    prefer: None | str | Unset = UNSET,
) -> BookingRead | ProblemDetails | None:
    """End the room of a session

     The room is ended for everybody, before any other work. In the session's time that ends the session
    for good.

    Its meeting is removed then, so that nobody can open the room again, and `ended_by_request_at` tells
    when. The booking becomes
    `completed` or `not_held` after `ends_at`, by its record: whether they were together for long
    enough. A room that was opened
    before its time is ended, and the session stays ahead. The answer is 202 until Zoom says that the
    room is closed.

    Args:
        booking_id (UUID): The booking's id.
        expand (str | Unset): Parts that the answer should have as well, with commas between them:
            decision, safety, approval, move, request. A part that is not asked for is left out.
            Default: ''.
        prefer (None | str | Unset): `wait=N`: wait at most N seconds (30 at the most) for the
            meeting to be proven safe, before 202 is answered. `respond-async`: do not wait.

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
            expand=expand,
            prefer=prefer,
        )
    ).parsed
