from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.link_request import LinkRequest
from ...models.personal_link_list import PersonalLinkList
from ...models.problem_details import ProblemDetails
from ...types import UNSET, Unset
from typing import cast
from uuid import UUID


def _get_kwargs(
    booking_id: UUID,
    *,
    body: LinkRequest,
    idempotency_key: None | str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/bookings/{booking_id}/links".format(
            booking_id=quote(str(booking_id), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> PersonalLinkList | ProblemDetails | None:
    if response.status_code == 200:
        response_200 = PersonalLinkList.from_dict(response.json())

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
) -> Response[PersonalLinkList | ProblemDetails]:
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
    body: LinkRequest,
    idempotency_key: None | str | Unset = UNSET,
) -> Response[PersonalLinkList | ProblemDetails]:
    """Get the personal links of a session

     The links for you to deliver, each to its own person and to nobody else: whoever has a link counts
    as that person.

    Who has no link yet gets one; who has one keeps it, unless you say `replace`. Each reading is an
    entry in the audit trail.
    Send an Idempotency-Key with `replace`, so that a request that is sent again after a lost answer
    replaces nothing twice.

    Args:
        booking_id (UUID): The booking's id.
        idempotency_key (None | str | Unset): Any text of your own, new for each thing that you
            mean to create. Send the same key again after a lost answer: nothing is created twice.
            Kept for at least 24 hours.
        body (LinkRequest): For whom links are asked.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PersonalLinkList | ProblemDetails]
    """

    kwargs = _get_kwargs(
        booking_id=booking_id,
        body=body,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    booking_id: UUID,
    *,
    client: AuthenticatedClient,
    body: LinkRequest,
    idempotency_key: None | str | Unset = UNSET,
) -> PersonalLinkList | ProblemDetails | None:
    """Get the personal links of a session

     The links for you to deliver, each to its own person and to nobody else: whoever has a link counts
    as that person.

    Who has no link yet gets one; who has one keeps it, unless you say `replace`. Each reading is an
    entry in the audit trail.
    Send an Idempotency-Key with `replace`, so that a request that is sent again after a lost answer
    replaces nothing twice.

    Args:
        booking_id (UUID): The booking's id.
        idempotency_key (None | str | Unset): Any text of your own, new for each thing that you
            mean to create. Send the same key again after a lost answer: nothing is created twice.
            Kept for at least 24 hours.
        body (LinkRequest): For whom links are asked.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PersonalLinkList | ProblemDetails
    """

    return sync_detailed(
        booking_id=booking_id,
        client=client,
        body=body,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    booking_id: UUID,
    *,
    client: AuthenticatedClient,
    body: LinkRequest,
    idempotency_key: None | str | Unset = UNSET,
) -> Response[PersonalLinkList | ProblemDetails]:
    """Get the personal links of a session

     The links for you to deliver, each to its own person and to nobody else: whoever has a link counts
    as that person.

    Who has no link yet gets one; who has one keeps it, unless you say `replace`. Each reading is an
    entry in the audit trail.
    Send an Idempotency-Key with `replace`, so that a request that is sent again after a lost answer
    replaces nothing twice.

    Args:
        booking_id (UUID): The booking's id.
        idempotency_key (None | str | Unset): Any text of your own, new for each thing that you
            mean to create. Send the same key again after a lost answer: nothing is created twice.
            Kept for at least 24 hours.
        body (LinkRequest): For whom links are asked.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PersonalLinkList | ProblemDetails]
    """

    kwargs = _get_kwargs(
        booking_id=booking_id,
        body=body,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    booking_id: UUID,
    *,
    client: AuthenticatedClient,
    body: LinkRequest,
    idempotency_key: None | str | Unset = UNSET,
) -> PersonalLinkList | ProblemDetails | None:
    """Get the personal links of a session

     The links for you to deliver, each to its own person and to nobody else: whoever has a link counts
    as that person.

    Who has no link yet gets one; who has one keeps it, unless you say `replace`. Each reading is an
    entry in the audit trail.
    Send an Idempotency-Key with `replace`, so that a request that is sent again after a lost answer
    replaces nothing twice.

    Args:
        booking_id (UUID): The booking's id.
        idempotency_key (None | str | Unset): Any text of your own, new for each thing that you
            mean to create. Send the same key again after a lost answer: nothing is created twice.
            Kept for at least 24 hours.
        body (LinkRequest): For whom links are asked.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PersonalLinkList | ProblemDetails
    """

    return (
        await asyncio_detailed(
            booking_id=booking_id,
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed
