from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.policy_difference_read import PolicyDifferenceRead
from ...models.problem_details import ProblemDetails
from ...types import UNSET, Unset
from typing import cast
from uuid import UUID


def _get_kwargs(
    programme_id: UUID,
    *,
    from_: int | None | Unset = UNSET,
    to: int | None | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_from_: int | None | Unset
    if isinstance(from_, Unset):
        json_from_ = UNSET
    else:
        json_from_ = from_
    params["from"] = json_from_

    json_to: int | None | Unset
    if isinstance(to, Unset):
        json_to = UNSET
    else:
        json_to = to
    params["to"] = json_to

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/programmes/{programme_id}/policy/diff".format(
            programme_id=quote(str(programme_id), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> PolicyDifferenceRead | ProblemDetails | None:
    if response.status_code == 200:
        response_200 = PolicyDifferenceRead.from_dict(response.json())

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
) -> Response[PolicyDifferenceRead | ProblemDetails]:
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
    from_: int | None | Unset = UNSET,
    to: int | None | Unset = UNSET,
) -> Response[PolicyDifferenceRead | ProblemDetails]:
    """Compare two versions of a programme's rules

     What changed from one version to the other, rule by rule and setting by setting, and what got
    tighter or looser.

    Args:
        programme_id (UUID): The programme's id.
        from_ (int | None | Unset): The version to compare with; the one before `to` where it is
            left out.
        to (int | None | Unset): The other version; the present one where it is left out.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PolicyDifferenceRead | ProblemDetails]
    """

    kwargs = _get_kwargs(
        programme_id=programme_id,
        from_=from_,
        to=to,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    programme_id: UUID,
    *,
    client: AuthenticatedClient,
    from_: int | None | Unset = UNSET,
    to: int | None | Unset = UNSET,
) -> PolicyDifferenceRead | ProblemDetails | None:
    """Compare two versions of a programme's rules

     What changed from one version to the other, rule by rule and setting by setting, and what got
    tighter or looser.

    Args:
        programme_id (UUID): The programme's id.
        from_ (int | None | Unset): The version to compare with; the one before `to` where it is
            left out.
        to (int | None | Unset): The other version; the present one where it is left out.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PolicyDifferenceRead | ProblemDetails
    """

    return sync_detailed(
        programme_id=programme_id,
        client=client,
        from_=from_,
        to=to,
    ).parsed


async def asyncio_detailed(
    programme_id: UUID,
    *,
    client: AuthenticatedClient,
    from_: int | None | Unset = UNSET,
    to: int | None | Unset = UNSET,
) -> Response[PolicyDifferenceRead | ProblemDetails]:
    """Compare two versions of a programme's rules

     What changed from one version to the other, rule by rule and setting by setting, and what got
    tighter or looser.

    Args:
        programme_id (UUID): The programme's id.
        from_ (int | None | Unset): The version to compare with; the one before `to` where it is
            left out.
        to (int | None | Unset): The other version; the present one where it is left out.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PolicyDifferenceRead | ProblemDetails]
    """

    kwargs = _get_kwargs(
        programme_id=programme_id,
        from_=from_,
        to=to,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    programme_id: UUID,
    *,
    client: AuthenticatedClient,
    from_: int | None | Unset = UNSET,
    to: int | None | Unset = UNSET,
) -> PolicyDifferenceRead | ProblemDetails | None:
    """Compare two versions of a programme's rules

     What changed from one version to the other, rule by rule and setting by setting, and what got
    tighter or looser.

    Args:
        programme_id (UUID): The programme's id.
        from_ (int | None | Unset): The version to compare with; the one before `to` where it is
            left out.
        to (int | None | Unset): The other version; the present one where it is left out.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PolicyDifferenceRead | ProblemDetails
    """

    return (
        await asyncio_detailed(
            programme_id=programme_id,
            client=client,
            from_=from_,
            to=to,
        )
    ).parsed
