from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.booking_create import BookingCreate
from ...models.booking_read import BookingRead
from ...models.problem_details import ProblemDetails
from ...types import UNSET, Unset
from typing import cast


def _get_kwargs(
    *,
    body: BookingCreate,
    expand: str | Unset = "",
    prefer: None | str | Unset = UNSET,
    idempotency_key: None | str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(prefer, Unset):
        headers["Prefer"] = prefer

    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    params: dict[str, Any] = {}

    params["expand"] = expand

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/bookings",
        "params": params,
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> BookingRead | ProblemDetails | None:
    if response.status_code == 201:
        response_201 = BookingRead.from_dict(response.json())

        return response_201

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
    *,
    client: AuthenticatedClient,
    body: BookingCreate,
    expand: str | Unset = "",
    prefer: None | str | Unset = UNSET,
    idempotency_key: None | str | Unset = UNSET,
) -> Response[BookingRead | ProblemDetails]:
    """Book a session

     Ask for a session of a pairing. The programme's rules decide; if they allow it, the meeting is made
    and proven safe.

    The answer is the booking with its meeting (201), the booking without it when Zoom is slow (202), or
    reasons (409, 422).
    Send an Idempotency-Key, so that you can send the request again after a lost answer.

    Args:
        expand (str | Unset): Parts that the answer should have as well, with commas between them:
            decision, safety, approval, move, request. A part that is not asked for is left out.
            Default: ''.
        prefer (None | str | Unset): `wait=N`: wait at most N seconds (30 at the most) for the
            meeting to be proven safe, before 202 is answered. `respond-async`: do not wait.
        idempotency_key (None | str | Unset): Any text of your own, new for each thing that you
            mean to create. Send the same key again after a lost answer: nothing is created twice.
            Kept for at least 24 hours.
        body (BookingCreate): A request for one session of a pairing.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BookingRead | ProblemDetails]
    """

    kwargs = _get_kwargs(
        body=body,
        expand=expand,
        prefer=prefer,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    body: BookingCreate,
    expand: str | Unset = "",
    prefer: None | str | Unset = UNSET,
    idempotency_key: None | str | Unset = UNSET,
) -> BookingRead | ProblemDetails | None:
    """Book a session

     Ask for a session of a pairing. The programme's rules decide; if they allow it, the meeting is made
    and proven safe.

    The answer is the booking with its meeting (201), the booking without it when Zoom is slow (202), or
    reasons (409, 422).
    Send an Idempotency-Key, so that you can send the request again after a lost answer.

    Args:
        expand (str | Unset): Parts that the answer should have as well, with commas between them:
            decision, safety, approval, move, request. A part that is not asked for is left out.
            Default: ''.
        prefer (None | str | Unset): `wait=N`: wait at most N seconds (30 at the most) for the
            meeting to be proven safe, before 202 is answered. `respond-async`: do not wait.
        idempotency_key (None | str | Unset): Any text of your own, new for each thing that you
            mean to create. Send the same key again after a lost answer: nothing is created twice.
            Kept for at least 24 hours.
        body (BookingCreate): A request for one session of a pairing.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BookingRead | ProblemDetails
    """

    return sync_detailed(
        client=client,
        body=body,
        expand=expand,
        prefer=prefer,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: BookingCreate,
    expand: str | Unset = "",
    prefer: None | str | Unset = UNSET,
    idempotency_key: None | str | Unset = UNSET,
) -> Response[BookingRead | ProblemDetails]:
    """Book a session

     Ask for a session of a pairing. The programme's rules decide; if they allow it, the meeting is made
    and proven safe.

    The answer is the booking with its meeting (201), the booking without it when Zoom is slow (202), or
    reasons (409, 422).
    Send an Idempotency-Key, so that you can send the request again after a lost answer.

    Args:
        expand (str | Unset): Parts that the answer should have as well, with commas between them:
            decision, safety, approval, move, request. A part that is not asked for is left out.
            Default: ''.
        prefer (None | str | Unset): `wait=N`: wait at most N seconds (30 at the most) for the
            meeting to be proven safe, before 202 is answered. `respond-async`: do not wait.
        idempotency_key (None | str | Unset): Any text of your own, new for each thing that you
            mean to create. Send the same key again after a lost answer: nothing is created twice.
            Kept for at least 24 hours.
        body (BookingCreate): A request for one session of a pairing.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BookingRead | ProblemDetails]
    """

    kwargs = _get_kwargs(
        body=body,
        expand=expand,
        prefer=prefer,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: BookingCreate,
    expand: str | Unset = "",
    prefer: None | str | Unset = UNSET,
    idempotency_key: None | str | Unset = UNSET,
) -> BookingRead | ProblemDetails | None:
    """Book a session

     Ask for a session of a pairing. The programme's rules decide; if they allow it, the meeting is made
    and proven safe.

    The answer is the booking with its meeting (201), the booking without it when Zoom is slow (202), or
    reasons (409, 422).
    Send an Idempotency-Key, so that you can send the request again after a lost answer.

    Args:
        expand (str | Unset): Parts that the answer should have as well, with commas between them:
            decision, safety, approval, move, request. A part that is not asked for is left out.
            Default: ''.
        prefer (None | str | Unset): `wait=N`: wait at most N seconds (30 at the most) for the
            meeting to be proven safe, before 202 is answered. `respond-async`: do not wait.
        idempotency_key (None | str | Unset): Any text of your own, new for each thing that you
            mean to create. Send the same key again after a lost answer: nothing is created twice.
            Kept for at least 24 hours.
        body (BookingCreate): A request for one session of a pairing.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BookingRead | ProblemDetails
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            expand=expand,
            prefer=prefer,
            idempotency_key=idempotency_key,
        )
    ).parsed
