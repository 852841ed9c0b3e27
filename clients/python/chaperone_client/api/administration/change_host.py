from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.host_change import HostChange
from ...models.host_read import HostRead
from ...models.problem_details import ProblemDetails
from ...models.written import Written
from typing import cast
from uuid import UUID


def _get_kwargs(
    host_id: UUID,
    *,
    body: HostChange,
    if_match: None | str,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    headers["If-Match"] = if_match

    _kwargs: dict[str, Any] = {
        "method": "patch",
        "url": "/v1/hosts/{host_id}".format(
            host_id=quote(str(host_id), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> HostRead | Written | ProblemDetails | None:
    if response.status_code == 200:

        def _parse_response_200(data: object) -> HostRead | Written:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                response_200_type_0 = HostRead.from_dict(data)

                return response_200_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            response_200_type_1 = Written.from_dict(data)

            return response_200_type_1

        response_200 = _parse_response_200(response.json())

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
) -> Response[HostRead | Written | ProblemDetails]:
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
    body: HostChange,
    if_match: None | str,
) -> Response[HostRead | Written | ProblemDetails]:
    """Change a host

     New meetings are created under the hosts of their programme's pool that are enabled. Meetings that
    are there stay.

    A mentor who has a Zoom user of the account opens their sessions by signing in as themselves: link
    the host to them. What it
    holds ahead for other people moves to other hosts.

    Args:
        host_id (UUID): The host's id.
        if_match (None | str): The ETag that you read. `*` changes whatever is there now.
        body (HostChange): What may change about a host here; the rest is Zoom's. What is left out
            stays as it is.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[HostRead | Written | ProblemDetails]
    """

    kwargs = _get_kwargs(
        host_id=host_id,
        body=body,
        if_match=if_match,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    host_id: UUID,
    *,
    client: AuthenticatedClient,
    body: HostChange,
    if_match: None | str,
) -> HostRead | Written | ProblemDetails | None:
    """Change a host

     New meetings are created under the hosts of their programme's pool that are enabled. Meetings that
    are there stay.

    A mentor who has a Zoom user of the account opens their sessions by signing in as themselves: link
    the host to them. What it
    holds ahead for other people moves to other hosts.

    Args:
        host_id (UUID): The host's id.
        if_match (None | str): The ETag that you read. `*` changes whatever is there now.
        body (HostChange): What may change about a host here; the rest is Zoom's. What is left out
            stays as it is.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        HostRead | Written | ProblemDetails
    """

    return sync_detailed(
        host_id=host_id,
        client=client,
        body=body,
        if_match=if_match,
    ).parsed


async def asyncio_detailed(
    host_id: UUID,
    *,
    client: AuthenticatedClient,
    body: HostChange,
    if_match: None | str,
) -> Response[HostRead | Written | ProblemDetails]:
    """Change a host

     New meetings are created under the hosts of their programme's pool that are enabled. Meetings that
    are there stay.

    A mentor who has a Zoom user of the account opens their sessions by signing in as themselves: link
    the host to them. What it
    holds ahead for other people moves to other hosts.

    Args:
        host_id (UUID): The host's id.
        if_match (None | str): The ETag that you read. `*` changes whatever is there now.
        body (HostChange): What may change about a host here; the rest is Zoom's. What is left out
            stays as it is.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[HostRead | Written | ProblemDetails]
    """

    kwargs = _get_kwargs(
        host_id=host_id,
        body=body,
        if_match=if_match,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    host_id: UUID,
    *,
    client: AuthenticatedClient,
    body: HostChange,
    if_match: None | str,
) -> HostRead | Written | ProblemDetails | None:
    """Change a host

     New meetings are created under the hosts of their programme's pool that are enabled. Meetings that
    are there stay.

    A mentor who has a Zoom user of the account opens their sessions by signing in as themselves: link
    the host to them. What it
    holds ahead for other people moves to other hosts.

    Args:
        host_id (UUID): The host's id.
        if_match (None | str): The ETag that you read. `*` changes whatever is there now.
        body (HostChange): What may change about a host here; the rest is Zoom's. What is left out
            stays as it is.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        HostRead | Written | ProblemDetails
    """

    return (
        await asyncio_detailed(
            host_id=host_id,
            client=client,
            body=body,
            if_match=if_match,
        )
    ).parsed
