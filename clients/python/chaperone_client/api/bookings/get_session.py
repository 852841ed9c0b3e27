from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.problem_details import ProblemDetails
from ...models.session_read import SessionRead
from typing import cast
from uuid import UUID


def _get_kwargs(
    booking_id: UUID,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/bookings/{booking_id}/session".format(
            booking_id=quote(str(booking_id), safe=""),
        ),
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ProblemDetails | SessionRead | None:
    if response.status_code == 200:
        response_200 = SessionRead.from_dict(response.json())

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
) -> Response[ProblemDetails | SessionRead]:
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
) -> Response[ProblemDetails | SessionRead]:
    """Read what happened in a session

     When the room was open, who waited, was let in and was in, whether the session was held, and why
    not.

    Drawn from what Zoom has told so far; what Zoom did not tell by itself it is asked for after the
    end. What the host changes
    in the meeting's toolbar, and recordings on somebody's own computer, are not observable.

    Args:
        booking_id (UUID): The booking's id.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProblemDetails | SessionRead]
    """

    kwargs = _get_kwargs(
        booking_id=booking_id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    booking_id: UUID,
    *,
    client: AuthenticatedClient,
) -> ProblemDetails | SessionRead | None:
    """Read what happened in a session

     When the room was open, who waited, was let in and was in, whether the session was held, and why
    not.

    Drawn from what Zoom has told so far; what Zoom did not tell by itself it is asked for after the
    end. What the host changes
    in the meeting's toolbar, and recordings on somebody's own computer, are not observable.

    Args:
        booking_id (UUID): The booking's id.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProblemDetails | SessionRead
    """

    return sync_detailed(
        booking_id=booking_id,
        client=client,
    ).parsed


async def asyncio_detailed(
    booking_id: UUID,
    *,
    client: AuthenticatedClient,
) -> Response[ProblemDetails | SessionRead]:
    """Read what happened in a session

     When the room was open, who waited, was let in and was in, whether the session was held, and why
    not.

    Drawn from what Zoom has told so far; what Zoom did not tell by itself it is asked for after the
    end. What the host changes
    in the meeting's toolbar, and recordings on somebody's own computer, are not observable.

    Args:
        booking_id (UUID): The booking's id.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProblemDetails | SessionRead]
    """

    kwargs = _get_kwargs(
        booking_id=booking_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    booking_id: UUID,
    *,
    client: AuthenticatedClient,
) -> ProblemDetails | SessionRead | None:
    """Read what happened in a session

     When the room was open, who waited, was let in and was in, whether the session was held, and why
    not.

    Drawn from what Zoom has told so far; what Zoom did not tell by itself it is asked for after the
    end. What the host changes
    in the meeting's toolbar, and recordings on somebody's own computer, are not observable.

    Args:
        booking_id (UUID): The booking's id.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProblemDetails | SessionRead
    """

    return (
        await asyncio_detailed(
            booking_id=booking_id,
            client=client,
        )
    ).parsed
