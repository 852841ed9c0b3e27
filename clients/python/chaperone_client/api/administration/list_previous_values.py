from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.previous_values_page import PreviousValuesPage
from ...models.problem_details import ProblemDetails
from ...types import UNSET, Unset
from typing import cast
from uuid import UUID


def _get_kwargs(
    *,
    subject_id: UUID,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_subject_id = str(subject_id)
    params["subject_id"] = json_subject_id

    params["limit"] = limit

    json_cursor: None | str | Unset
    if isinstance(cursor, Unset):
        json_cursor = UNSET
    else:
        json_cursor = cursor
    params["cursor"] = json_cursor

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/previous-values",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> PreviousValuesPage | ProblemDetails | None:
    if response.status_code == 200:
        response_200 = PreviousValuesPage.from_dict(response.json())

        return response_200

    if response.status_code == 401:
        response_401 = ProblemDetails.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = ProblemDetails.from_dict(response.json())

        return response_403

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
) -> Response[PreviousValuesPage | ProblemDetails]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    subject_id: UUID,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> Response[PreviousValuesPage | ProblemDetails]:
    """Read what was on file before

     The values that a person, a pairing, a partner or a programme had before each change, oldest first.

    They hold names and birth dates: only a key with the scope `admin` reads them, and the audit trail
    says that it did.

    Args:
        subject_id (UUID): The id of the person, pairing, partner or programme.
        limit (int | Unset): At most this many items. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PreviousValuesPage | ProblemDetails]
    """

    kwargs = _get_kwargs(
        subject_id=subject_id,
        limit=limit,
        cursor=cursor,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    subject_id: UUID,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> PreviousValuesPage | ProblemDetails | None:
    """Read what was on file before

     The values that a person, a pairing, a partner or a programme had before each change, oldest first.

    They hold names and birth dates: only a key with the scope `admin` reads them, and the audit trail
    says that it did.

    Args:
        subject_id (UUID): The id of the person, pairing, partner or programme.
        limit (int | Unset): At most this many items. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PreviousValuesPage | ProblemDetails
    """

    return sync_detailed(
        client=client,
        subject_id=subject_id,
        limit=limit,
        cursor=cursor,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    subject_id: UUID,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> Response[PreviousValuesPage | ProblemDetails]:
    """Read what was on file before

     The values that a person, a pairing, a partner or a programme had before each change, oldest first.

    They hold names and birth dates: only a key with the scope `admin` reads them, and the audit trail
    says that it did.

    Args:
        subject_id (UUID): The id of the person, pairing, partner or programme.
        limit (int | Unset): At most this many items. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PreviousValuesPage | ProblemDetails]
    """

    kwargs = _get_kwargs(
        subject_id=subject_id,
        limit=limit,
        cursor=cursor,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    subject_id: UUID,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> PreviousValuesPage | ProblemDetails | None:
    """Read what was on file before

     The values that a person, a pairing, a partner or a programme had before each change, oldest first.

    They hold names and birth dates: only a key with the scope `admin` reads them, and the audit trail
    says that it did.

    Args:
        subject_id (UUID): The id of the person, pairing, partner or programme.
        limit (int | Unset): At most this many items. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PreviousValuesPage | ProblemDetails
    """

    return (
        await asyncio_detailed(
            client=client,
            subject_id=subject_id,
            limit=limit,
            cursor=cursor,
        )
    ).parsed
