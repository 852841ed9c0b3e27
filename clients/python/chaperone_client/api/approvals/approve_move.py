from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.booking_read import BookingRead
from ...models.judgement import Judgement
from ...models.problem_details import ProblemDetails
from ...types import UNSET, Unset
from typing import cast
from uuid import UUID


def _get_kwargs(
    booking_id: UUID,
    *,
    body: Judgement,
    expand: str | Unset = "",
    prefer: None | str | Unset = UNSET,
    if_match: None | str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(prefer, Unset):
        headers["Prefer"] = prefer

    if not isinstance(if_match, Unset):
        headers["If-Match"] = if_match

    params: dict[str, Any] = {}

    params["expand"] = expand

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/bookings/{booking_id}/move/approve".format(
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

    if response.status_code == 202:
        response_202 = BookingRead.from_dict(response.json())

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
    body: Judgement,
    expand: str | Unset = "",
    prefer: None | str | Unset = UNSET,
    if_match: None | str | Unset = UNSET,
) -> Response[BookingRead | ProblemDetails]:
    """Approve another time for a session

     Give a session the time that is proposed as its `move`. The rules are asked once more, then its
    meeting is moved.

    Where a rule's `second_person` says so, it must be somebody other than who proposed it.
    Send If-Match with the ETag that you read, so that you approve what you have seen.

    Args:
        booking_id (UUID): The booking's id.
        expand (str | Unset): Parts that the answer should have as well, with commas between them:
            decision, safety, approval, move, request. A part that is not asked for is left out.
            Default: ''.
        prefer (None | str | Unset): `wait=N`: wait at most N seconds (30 at the most) for the
            meeting to be proven safe, before 202 is answered. `respond-async`: do not wait.
        if_match (None | str | Unset): The ETag that you read. `*` changes whatever is there now.
        body (Judgement): Why a session is approved or declined.

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
        prefer=prefer,
        if_match=if_match,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    booking_id: UUID,
    *,
    client: AuthenticatedClient,
    body: Judgement,
    expand: str | Unset = "",
    prefer: None | str | Unset = UNSET,
    if_match: None | str | Unset = UNSET,
) -> BookingRead | ProblemDetails | None:
    """Approve another time for a session

     Give a session the time that is proposed as its `move`. The rules are asked once more, then its
    meeting is moved.

    Where a rule's `second_person` says so, it must be somebody other than who proposed it.
    Send If-Match with the ETag that you read, so that you approve what you have seen.

    Args:
        booking_id (UUID): The booking's id.
        expand (str | Unset): Parts that the answer should have as well, with commas between them:
            decision, safety, approval, move, request. A part that is not asked for is left out.
            Default: ''.
        prefer (None | str | Unset): `wait=N`: wait at most N seconds (30 at the most) for the
            meeting to be proven safe, before 202 is answered. `respond-async`: do not wait.
        if_match (None | str | Unset): The ETag that you read. `*` changes whatever is there now.
        body (Judgement): Why a session is approved or declined.

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
        prefer=prefer,
        if_match=if_match,
    ).parsed


async def asyncio_detailed(
    booking_id: UUID,
    *,
    client: AuthenticatedClient,
    body: Judgement,
    expand: str | Unset = "",
    prefer: None | str | Unset = UNSET,
    if_match: None | str | Unset = UNSET,
) -> Response[BookingRead | ProblemDetails]:
    """Approve another time for a session

     Give a session the time that is proposed as its `move`. The rules are asked once more, then its
    meeting is moved.

    Where a rule's `second_person` says so, it must be somebody other than who proposed it.
    Send If-Match with the ETag that you read, so that you approve what you have seen.

    Args:
        booking_id (UUID): The booking's id.
        expand (str | Unset): Parts that the answer should have as well, with commas between them:
            decision, safety, approval, move, request. A part that is not asked for is left out.
            Default: ''.
        prefer (None | str | Unset): `wait=N`: wait at most N seconds (30 at the most) for the
            meeting to be proven safe, before 202 is answered. `respond-async`: do not wait.
        if_match (None | str | Unset): The ETag that you read. `*` changes whatever is there now.
        body (Judgement): Why a session is approved or declined.

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
        prefer=prefer,
        if_match=if_match,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    booking_id: UUID,
    *,
    client: AuthenticatedClient,
    body: Judgement,
    expand: str | Unset = "",
    prefer: None | str | Unset = UNSET,
    if_match: None | str | Unset = UNSET,
) -> BookingRead | ProblemDetails | None:
    """Approve another time for a session

     Give a session the time that is proposed as its `move`. The rules are asked once more, then its
    meeting is moved.

    Where a rule's `second_person` says so, it must be somebody other than who proposed it.
    Send If-Match with the ETag that you read, so that you approve what you have seen.

    Args:
        booking_id (UUID): The booking's id.
        expand (str | Unset): Parts that the answer should have as well, with commas between them:
            decision, safety, approval, move, request. A part that is not asked for is left out.
            Default: ''.
        prefer (None | str | Unset): `wait=N`: wait at most N seconds (30 at the most) for the
            meeting to be proven safe, before 202 is answered. `respond-async`: do not wait.
        if_match (None | str | Unset): The ETag that you read. `*` changes whatever is there now.
        body (Judgement): Why a session is approved or declined.

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
            prefer=prefer,
            if_match=if_match,
        )
    ).parsed
