from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.host_sync import HostSync
from ...models.host_sync_read import HostSyncRead
from ...models.problem_details import ProblemDetails
from ...types import UNSET, Unset
from typing import cast


def _get_kwargs(
    *,
    body: HostSync,
    idempotency_key: None | str | Unset = UNSET,
    prefer: None | str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    if not isinstance(prefer, Unset):
        headers["Prefer"] = prefer

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/hosts/sync",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> HostSyncRead | ProblemDetails | None:
    if response.status_code == 200:
        response_200 = HostSyncRead.from_dict(response.json())

        return response_200

    if response.status_code == 202:
        response_202 = HostSyncRead.from_dict(response.json())

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
) -> Response[HostSyncRead | ProblemDetails]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: HostSync,
    idempotency_key: None | str | Unset = UNSET,
    prefer: None | str | Unset = UNSET,
) -> Response[HostSyncRead | ProblemDetails]:
    """Synchronise hosts with Zoom

     A host is used only while every one of its settings is proven. It can be repeated at any time.

    Screen sharing, file transfer, chat and recording are settings of the host, not of a meeting: they
    are set, and read back.
    A worker does it; the answer is 200 when it is finished within the time that `Prefer` gives it, and
    202 before.

    Args:
        idempotency_key (None | str | Unset): Any text of your own, new for each thing that you
            mean to create. Send the same key again after a lost answer: nothing is created twice.
            Kept for at least 24 hours.
        prefer (None | str | Unset): `wait=N`: wait at most N seconds (30 at the most) for the
            meeting to be proven safe, before 202 is answered. `respond-async`: do not wait.
        body (HostSync): Which users of the Zoom account to take as hosts.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[HostSyncRead | ProblemDetails]
    """

    kwargs = _get_kwargs(
        body=body,
        idempotency_key=idempotency_key,
        prefer=prefer,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    body: HostSync,
    idempotency_key: None | str | Unset = UNSET,
    prefer: None | str | Unset = UNSET,
) -> HostSyncRead | ProblemDetails | None:
    """Synchronise hosts with Zoom

     A host is used only while every one of its settings is proven. It can be repeated at any time.

    Screen sharing, file transfer, chat and recording are settings of the host, not of a meeting: they
    are set, and read back.
    A worker does it; the answer is 200 when it is finished within the time that `Prefer` gives it, and
    202 before.

    Args:
        idempotency_key (None | str | Unset): Any text of your own, new for each thing that you
            mean to create. Send the same key again after a lost answer: nothing is created twice.
            Kept for at least 24 hours.
        prefer (None | str | Unset): `wait=N`: wait at most N seconds (30 at the most) for the
            meeting to be proven safe, before 202 is answered. `respond-async`: do not wait.
        body (HostSync): Which users of the Zoom account to take as hosts.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        HostSyncRead | ProblemDetails
    """

    return sync_detailed(
        client=client,
        body=body,
        idempotency_key=idempotency_key,
        prefer=prefer,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: HostSync,
    idempotency_key: None | str | Unset = UNSET,
    prefer: None | str | Unset = UNSET,
) -> Response[HostSyncRead | ProblemDetails]:
    """Synchronise hosts with Zoom

     A host is used only while every one of its settings is proven. It can be repeated at any time.

    Screen sharing, file transfer, chat and recording are settings of the host, not of a meeting: they
    are set, and read back.
    A worker does it; the answer is 200 when it is finished within the time that `Prefer` gives it, and
    202 before.

    Args:
        idempotency_key (None | str | Unset): Any text of your own, new for each thing that you
            mean to create. Send the same key again after a lost answer: nothing is created twice.
            Kept for at least 24 hours.
        prefer (None | str | Unset): `wait=N`: wait at most N seconds (30 at the most) for the
            meeting to be proven safe, before 202 is answered. `respond-async`: do not wait.
        body (HostSync): Which users of the Zoom account to take as hosts.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[HostSyncRead | ProblemDetails]
    """

    kwargs = _get_kwargs(
        body=body,
        idempotency_key=idempotency_key,
        prefer=prefer,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: HostSync,
    idempotency_key: None | str | Unset = UNSET,
    prefer: None | str | Unset = UNSET,
) -> HostSyncRead | ProblemDetails | None:
    """Synchronise hosts with Zoom

     A host is used only while every one of its settings is proven. It can be repeated at any time.

    Screen sharing, file transfer, chat and recording are settings of the host, not of a meeting: they
    are set, and read back.
    A worker does it; the answer is 200 when it is finished within the time that `Prefer` gives it, and
    202 before.

    Args:
        idempotency_key (None | str | Unset): Any text of your own, new for each thing that you
            mean to create. Send the same key again after a lost answer: nothing is created twice.
            Kept for at least 24 hours.
        prefer (None | str | Unset): `wait=N`: wait at most N seconds (30 at the most) for the
            meeting to be proven safe, before 202 is answered. `respond-async`: do not wait.
        body (HostSync): Which users of the Zoom account to take as hosts.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        HostSyncRead | ProblemDetails
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            idempotency_key=idempotency_key,
            prefer=prefer,
        )
    ).parsed
