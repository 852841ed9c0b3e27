from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.host_confirm import HostConfirm
from ...models.host_confirmation_read import HostConfirmationRead
from ...models.problem_details import ProblemDetails
from ...types import UNSET, Unset
from typing import cast
from uuid import UUID


def _get_kwargs(
    host_id: UUID,
    *,
    body: HostConfirm,
    idempotency_key: None | str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/hosts/{host_id}/confirmations".format(
            host_id=quote(str(host_id), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> HostConfirmationRead | ProblemDetails | None:
    if response.status_code == 201:
        response_201 = HostConfirmationRead.from_dict(response.json())

        return response_201

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
) -> Response[HostConfirmationRead | ProblemDetails]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    host_id: UUID,
    *,
    client: AuthenticatedClient,
    body: HostConfirm,
    idempotency_key: None | str | Unset = UNSET,
) -> Response[HostConfirmationRead | ProblemDetails]:
    """Confirm a setting of a host

     Somebody looked in Zoom's portal, and found it right. It counts for a while; then somebody looks
    again.

    The newest confirmation of a setting counts: to correct one, confirm again. A host without it stays
    in use, because it is
    told in writing, with every meeting, what to look after; `chaperone doctor` and the host's readiness
    show what is missing
    or over.

    Args:
        host_id (UUID): The host's id.
        idempotency_key (None | str | Unset): Any text of your own, new for each thing that you
            mean to create. Send the same key again after a lost answer: nothing is created twice.
            Kept for at least 24 hours.
        body (HostConfirm): What somebody looked at, in Zoom's portal, and found right.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[HostConfirmationRead | ProblemDetails]
    """

    kwargs = _get_kwargs(
        host_id=host_id,
        body=body,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    host_id: UUID,
    *,
    client: AuthenticatedClient,
    body: HostConfirm,
    idempotency_key: None | str | Unset = UNSET,
) -> HostConfirmationRead | ProblemDetails | None:
    """Confirm a setting of a host

     Somebody looked in Zoom's portal, and found it right. It counts for a while; then somebody looks
    again.

    The newest confirmation of a setting counts: to correct one, confirm again. A host without it stays
    in use, because it is
    told in writing, with every meeting, what to look after; `chaperone doctor` and the host's readiness
    show what is missing
    or over.

    Args:
        host_id (UUID): The host's id.
        idempotency_key (None | str | Unset): Any text of your own, new for each thing that you
            mean to create. Send the same key again after a lost answer: nothing is created twice.
            Kept for at least 24 hours.
        body (HostConfirm): What somebody looked at, in Zoom's portal, and found right.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        HostConfirmationRead | ProblemDetails
    """

    return sync_detailed(
        host_id=host_id,
        client=client,
        body=body,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    host_id: UUID,
    *,
    client: AuthenticatedClient,
    body: HostConfirm,
    idempotency_key: None | str | Unset = UNSET,
) -> Response[HostConfirmationRead | ProblemDetails]:
    """Confirm a setting of a host

     Somebody looked in Zoom's portal, and found it right. It counts for a while; then somebody looks
    again.

    The newest confirmation of a setting counts: to correct one, confirm again. A host without it stays
    in use, because it is
    told in writing, with every meeting, what to look after; `chaperone doctor` and the host's readiness
    show what is missing
    or over.

    Args:
        host_id (UUID): The host's id.
        idempotency_key (None | str | Unset): Any text of your own, new for each thing that you
            mean to create. Send the same key again after a lost answer: nothing is created twice.
            Kept for at least 24 hours.
        body (HostConfirm): What somebody looked at, in Zoom's portal, and found right.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[HostConfirmationRead | ProblemDetails]
    """

    kwargs = _get_kwargs(
        host_id=host_id,
        body=body,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    host_id: UUID,
    *,
    client: AuthenticatedClient,
    body: HostConfirm,
    idempotency_key: None | str | Unset = UNSET,
) -> HostConfirmationRead | ProblemDetails | None:
    """Confirm a setting of a host

     Somebody looked in Zoom's portal, and found it right. It counts for a while; then somebody looks
    again.

    The newest confirmation of a setting counts: to correct one, confirm again. A host without it stays
    in use, because it is
    told in writing, with every meeting, what to look after; `chaperone doctor` and the host's readiness
    show what is missing
    or over.

    Args:
        host_id (UUID): The host's id.
        idempotency_key (None | str | Unset): Any text of your own, new for each thing that you
            mean to create. Send the same key again after a lost answer: nothing is created twice.
            Kept for at least 24 hours.
        body (HostConfirm): What somebody looked at, in Zoom's portal, and found right.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        HostConfirmationRead | ProblemDetails
    """

    return (
        await asyncio_detailed(
            host_id=host_id,
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed
