from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.problem_details import ProblemDetails
from ...models.proposed_change_read import ProposedChangeRead
from typing import cast
from uuid import UUID


def _get_kwargs(
    proposed_change_id: UUID,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/proposed-changes/{proposed_change_id}".format(
            proposed_change_id=quote(str(proposed_change_id), safe=""),
        ),
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ProblemDetails | ProposedChangeRead | None:
    if response.status_code == 200:
        response_200 = ProposedChangeRead.from_dict(response.json())

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
) -> Response[ProblemDetails | ProposedChangeRead]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    proposed_change_id: UUID,
    *,
    client: AuthenticatedClient,
) -> Response[ProblemDetails | ProposedChangeRead]:
    """Read a proposed change

     What would change, from what to what, who proposed it, and what became of it.

    Args:
        proposed_change_id (UUID): The proposed change's id.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProblemDetails | ProposedChangeRead]
    """

    kwargs = _get_kwargs(
        proposed_change_id=proposed_change_id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    proposed_change_id: UUID,
    *,
    client: AuthenticatedClient,
) -> ProblemDetails | ProposedChangeRead | None:
    """Read a proposed change

     What would change, from what to what, who proposed it, and what became of it.

    Args:
        proposed_change_id (UUID): The proposed change's id.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProblemDetails | ProposedChangeRead
    """

    return sync_detailed(
        proposed_change_id=proposed_change_id,
        client=client,
    ).parsed


async def asyncio_detailed(
    proposed_change_id: UUID,
    *,
    client: AuthenticatedClient,
) -> Response[ProblemDetails | ProposedChangeRead]:
    """Read a proposed change

     What would change, from what to what, who proposed it, and what became of it.

    Args:
        proposed_change_id (UUID): The proposed change's id.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProblemDetails | ProposedChangeRead]
    """

    kwargs = _get_kwargs(
        proposed_change_id=proposed_change_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    proposed_change_id: UUID,
    *,
    client: AuthenticatedClient,
) -> ProblemDetails | ProposedChangeRead | None:
    """Read a proposed change

     What would change, from what to what, who proposed it, and what became of it.

    Args:
        proposed_change_id (UUID): The proposed change's id.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProblemDetails | ProposedChangeRead
    """

    return (
        await asyncio_detailed(
            proposed_change_id=proposed_change_id,
            client=client,
        )
    ).parsed
