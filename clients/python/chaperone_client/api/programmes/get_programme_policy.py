from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.policy_version_read import PolicyVersionRead
from ...models.problem_details import ProblemDetails
from ...types import UNSET, Unset
from typing import cast
from uuid import UUID


def _get_kwargs(
    programme_id: UUID,
    *,
    version: int | None | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_version: int | None | Unset
    if isinstance(version, Unset):
        json_version = UNSET
    else:
        json_version = version
    params["version"] = json_version

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/programmes/{programme_id}/policy".format(
            programme_id=quote(str(programme_id), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> PolicyVersionRead | ProblemDetails | None:
    if response.status_code == 200:
        response_200 = PolicyVersionRead.from_dict(response.json())

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
) -> Response[PolicyVersionRead | ProblemDetails]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    programme_id: UUID,
    *,
    client: AuthenticatedClient,
    version: int | None | Unset = UNSET,
) -> Response[PolicyVersionRead | ProblemDetails]:
    """Read the rules of a programme

     The policy that decides about sessions now, or the version that a decision names. Its ETag is for
    replacing it.

    Args:
        programme_id (UUID): The programme's id.
        version (int | None | Unset): This version; the present one where it is left out.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PolicyVersionRead | ProblemDetails]
    """

    kwargs = _get_kwargs(
        programme_id=programme_id,
        version=version,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    programme_id: UUID,
    *,
    client: AuthenticatedClient,
    version: int | None | Unset = UNSET,
) -> PolicyVersionRead | ProblemDetails | None:
    """Read the rules of a programme

     The policy that decides about sessions now, or the version that a decision names. Its ETag is for
    replacing it.

    Args:
        programme_id (UUID): The programme's id.
        version (int | None | Unset): This version; the present one where it is left out.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PolicyVersionRead | ProblemDetails
    """

    return sync_detailed(
        programme_id=programme_id,
        client=client,
        version=version,
    ).parsed


async def asyncio_detailed(
    programme_id: UUID,
    *,
    client: AuthenticatedClient,
    version: int | None | Unset = UNSET,
) -> Response[PolicyVersionRead | ProblemDetails]:
    """Read the rules of a programme

     The policy that decides about sessions now, or the version that a decision names. Its ETag is for
    replacing it.

    Args:
        programme_id (UUID): The programme's id.
        version (int | None | Unset): This version; the present one where it is left out.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PolicyVersionRead | ProblemDetails]
    """

    kwargs = _get_kwargs(
        programme_id=programme_id,
        version=version,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    programme_id: UUID,
    *,
    client: AuthenticatedClient,
    version: int | None | Unset = UNSET,
) -> PolicyVersionRead | ProblemDetails | None:
    """Read the rules of a programme

     The policy that decides about sessions now, or the version that a decision names. Its ETag is for
    replacing it.

    Args:
        programme_id (UUID): The programme's id.
        version (int | None | Unset): This version; the present one where it is left out.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PolicyVersionRead | ProblemDetails
    """

    return (
        await asyncio_detailed(
            programme_id=programme_id,
            client=client,
            version=version,
        )
    ).parsed
