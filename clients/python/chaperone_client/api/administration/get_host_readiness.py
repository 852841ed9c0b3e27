from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.host_readiness_read import HostReadinessRead
from ...models.problem_details import ProblemDetails
from ...types import UNSET, Unset
from typing import cast
from uuid import UUID


def _get_kwargs(
    host_id: UUID,
    *,
    fresh: bool | Unset = True,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["fresh"] = fresh

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/hosts/{host_id}/readiness".format(
            host_id=quote(str(host_id), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> HostReadinessRead | ProblemDetails | None:
    if response.status_code == 200:
        response_200 = HostReadinessRead.from_dict(response.json())

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
) -> Response[HostReadinessRead | ProblemDetails]:
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
    fresh: bool | Unset = True,
) -> Response[HostReadinessRead | ProblemDetails]:
    """Check whether a host is ready

     Licence, activity, changes left today, and each safety setting: what is required, what was found,
    and a remedy.

    Nothing is changed: *Read the account's hosts from Zoom* sets and proves. What only a person can see
    in Zoom's portal is
    shown as confirmed until when, as missing, or as expired; that alone does not keep a host from being
    used, because the
    host is told of it in writing with every meeting.

    Args:
        host_id (UUID): The host's id.
        fresh (bool | Unset): Ask Zoom now; false answers with what was stored. Default: True.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[HostReadinessRead | ProblemDetails]
    """

    kwargs = _get_kwargs(
        host_id=host_id,
        fresh=fresh,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    host_id: UUID,
    *,
    client: AuthenticatedClient,
    fresh: bool | Unset = True,
) -> HostReadinessRead | ProblemDetails | None:
    """Check whether a host is ready

     Licence, activity, changes left today, and each safety setting: what is required, what was found,
    and a remedy.

    Nothing is changed: *Read the account's hosts from Zoom* sets and proves. What only a person can see
    in Zoom's portal is
    shown as confirmed until when, as missing, or as expired; that alone does not keep a host from being
    used, because the
    host is told of it in writing with every meeting.

    Args:
        host_id (UUID): The host's id.
        fresh (bool | Unset): Ask Zoom now; false answers with what was stored. Default: True.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        HostReadinessRead | ProblemDetails
    """

    return sync_detailed(
        host_id=host_id,
        client=client,
        fresh=fresh,
    ).parsed


async def asyncio_detailed(
    host_id: UUID,
    *,
    client: AuthenticatedClient,
    fresh: bool | Unset = True,
) -> Response[HostReadinessRead | ProblemDetails]:
    """Check whether a host is ready

     Licence, activity, changes left today, and each safety setting: what is required, what was found,
    and a remedy.

    Nothing is changed: *Read the account's hosts from Zoom* sets and proves. What only a person can see
    in Zoom's portal is
    shown as confirmed until when, as missing, or as expired; that alone does not keep a host from being
    used, because the
    host is told of it in writing with every meeting.

    Args:
        host_id (UUID): The host's id.
        fresh (bool | Unset): Ask Zoom now; false answers with what was stored. Default: True.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[HostReadinessRead | ProblemDetails]
    """

    kwargs = _get_kwargs(
        host_id=host_id,
        fresh=fresh,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    host_id: UUID,
    *,
    client: AuthenticatedClient,
    fresh: bool | Unset = True,
) -> HostReadinessRead | ProblemDetails | None:
    """Check whether a host is ready

     Licence, activity, changes left today, and each safety setting: what is required, what was found,
    and a remedy.

    Nothing is changed: *Read the account's hosts from Zoom* sets and proves. What only a person can see
    in Zoom's portal is
    shown as confirmed until when, as missing, or as expired; that alone does not keep a host from being
    used, because the
    host is told of it in writing with every meeting.

    Args:
        host_id (UUID): The host's id.
        fresh (bool | Unset): Ask Zoom now; false answers with what was stored. Default: True.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        HostReadinessRead | ProblemDetails
    """

    return (
        await asyncio_detailed(
            host_id=host_id,
            client=client,
            fresh=fresh,
        )
    ).parsed
