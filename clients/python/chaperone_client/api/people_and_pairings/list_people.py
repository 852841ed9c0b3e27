from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.person_page import PersonPage
from ...models.person_role import PersonRole
from ...models.problem_details import ProblemDetails
from ...types import UNSET, Unset
from typing import cast
from uuid import UUID


def _get_kwargs(
    *,
    partner_id: None | Unset | UUID = UNSET,
    role: None | PersonRole | Unset = UNSET,
    name: None | str | Unset = UNSET,
    archived: bool | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_partner_id: None | str | Unset
    if isinstance(partner_id, Unset):
        json_partner_id = UNSET
    elif isinstance(partner_id, UUID):
        json_partner_id = str(partner_id)
    else:
        json_partner_id = partner_id
    params["partner_id"] = json_partner_id

    json_role: None | str | Unset
    if isinstance(role, Unset):
        json_role = UNSET
    elif isinstance(role, PersonRole):
        json_role = role.value
    else:
        json_role = role
    params["role"] = json_role

    json_name: None | str | Unset
    if isinstance(name, Unset):
        json_name = UNSET
    else:
        json_name = name
    params["name"] = json_name

    json_archived: bool | None | Unset
    if isinstance(archived, Unset):
        json_archived = UNSET
    else:
        json_archived = archived
    params["archived"] = json_archived

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
        "url": "/v1/people",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> PersonPage | ProblemDetails | None:
    if response.status_code == 200:
        response_200 = PersonPage.from_dict(response.json())

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
) -> Response[PersonPage | ProblemDetails]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    partner_id: None | Unset | UUID = UNSET,
    role: None | PersonRole | Unset = UNSET,
    name: None | str | Unset = UNSET,
    archived: bool | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> Response[PersonPage | ProblemDetails]:
    """List mentors and mentees

     The people that your key can see, oldest first. To find somebody, write what you know of their name
    under `name`.

    Args:
        partner_id (None | Unset | UUID): Only this partner's.
        role (None | PersonRole | Unset): Only mentors, or only mentees.
        name (None | str | Unset): Only those whose name has all of these words, or parts of
            words. Case and accents make no difference.
        archived (bool | None | Unset): true for those that are archived, instead of those in use.
        limit (int | Unset): At most this many items. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PersonPage | ProblemDetails]
    """

    kwargs = _get_kwargs(
        partner_id=partner_id,
        role=role,
        name=name,
        archived=archived,
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
    partner_id: None | Unset | UUID = UNSET,
    role: None | PersonRole | Unset = UNSET,
    name: None | str | Unset = UNSET,
    archived: bool | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> PersonPage | ProblemDetails | None:
    """List mentors and mentees

     The people that your key can see, oldest first. To find somebody, write what you know of their name
    under `name`.

    Args:
        partner_id (None | Unset | UUID): Only this partner's.
        role (None | PersonRole | Unset): Only mentors, or only mentees.
        name (None | str | Unset): Only those whose name has all of these words, or parts of
            words. Case and accents make no difference.
        archived (bool | None | Unset): true for those that are archived, instead of those in use.
        limit (int | Unset): At most this many items. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PersonPage | ProblemDetails
    """

    return sync_detailed(
        client=client,
        partner_id=partner_id,
        role=role,
        name=name,
        archived=archived,
        limit=limit,
        cursor=cursor,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    partner_id: None | Unset | UUID = UNSET,
    role: None | PersonRole | Unset = UNSET,
    name: None | str | Unset = UNSET,
    archived: bool | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> Response[PersonPage | ProblemDetails]:
    """List mentors and mentees

     The people that your key can see, oldest first. To find somebody, write what you know of their name
    under `name`.

    Args:
        partner_id (None | Unset | UUID): Only this partner's.
        role (None | PersonRole | Unset): Only mentors, or only mentees.
        name (None | str | Unset): Only those whose name has all of these words, or parts of
            words. Case and accents make no difference.
        archived (bool | None | Unset): true for those that are archived, instead of those in use.
        limit (int | Unset): At most this many items. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PersonPage | ProblemDetails]
    """

    kwargs = _get_kwargs(
        partner_id=partner_id,
        role=role,
        name=name,
        archived=archived,
        limit=limit,
        cursor=cursor,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    partner_id: None | Unset | UUID = UNSET,
    role: None | PersonRole | Unset = UNSET,
    name: None | str | Unset = UNSET,
    archived: bool | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> PersonPage | ProblemDetails | None:
    """List mentors and mentees

     The people that your key can see, oldest first. To find somebody, write what you know of their name
    under `name`.

    Args:
        partner_id (None | Unset | UUID): Only this partner's.
        role (None | PersonRole | Unset): Only mentors, or only mentees.
        name (None | str | Unset): Only those whose name has all of these words, or parts of
            words. Case and accents make no difference.
        archived (bool | None | Unset): true for those that are archived, instead of those in use.
        limit (int | Unset): At most this many items. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PersonPage | ProblemDetails
    """

    return (
        await asyncio_detailed(
            client=client,
            partner_id=partner_id,
            role=role,
            name=name,
            archived=archived,
            limit=limit,
            cursor=cursor,
        )
    ).parsed
