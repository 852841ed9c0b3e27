from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.bookable_pairing_page import BookablePairingPage
from ...models.pairing_page import PairingPage
from ...models.problem_details import ProblemDetails
from ...types import UNSET, Unset
from typing import cast
from uuid import UUID


def _get_kwargs(
    *,
    partner_id: None | Unset | UUID = UNSET,
    programme_id: None | Unset | UUID = UNSET,
    mentor_id: None | Unset | UUID = UNSET,
    mentee_id: None | Unset | UUID = UNSET,
    active: bool | None | Unset = UNSET,
    archived: bool | None | Unset = UNSET,
    bookable: bool | None | Unset = UNSET,
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

    json_programme_id: None | str | Unset
    if isinstance(programme_id, Unset):
        json_programme_id = UNSET
    elif isinstance(programme_id, UUID):
        json_programme_id = str(programme_id)
    else:
        json_programme_id = programme_id
    params["programme_id"] = json_programme_id

    json_mentor_id: None | str | Unset
    if isinstance(mentor_id, Unset):
        json_mentor_id = UNSET
    elif isinstance(mentor_id, UUID):
        json_mentor_id = str(mentor_id)
    else:
        json_mentor_id = mentor_id
    params["mentor_id"] = json_mentor_id

    json_mentee_id: None | str | Unset
    if isinstance(mentee_id, Unset):
        json_mentee_id = UNSET
    elif isinstance(mentee_id, UUID):
        json_mentee_id = str(mentee_id)
    else:
        json_mentee_id = mentee_id
    params["mentee_id"] = json_mentee_id

    json_active: bool | None | Unset
    if isinstance(active, Unset):
        json_active = UNSET
    else:
        json_active = active
    params["active"] = json_active

    json_archived: bool | None | Unset
    if isinstance(archived, Unset):
        json_archived = UNSET
    else:
        json_archived = archived
    params["archived"] = json_archived

    json_bookable: bool | None | Unset
    if isinstance(bookable, Unset):
        json_bookable = UNSET
    else:
        json_bookable = bookable
    params["bookable"] = json_bookable

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
        "url": "/v1/pairings",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> BookablePairingPage | PairingPage | ProblemDetails | None:
    if response.status_code == 200:

        def _parse_response_200(data: object) -> BookablePairingPage | PairingPage:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                response_200_type_0 = PairingPage.from_dict(data)

                return response_200_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            response_200_type_1 = BookablePairingPage.from_dict(data)

            return response_200_type_1

        response_200 = _parse_response_200(response.json())

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
) -> Response[BookablePairingPage | PairingPage | ProblemDetails]:
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
    programme_id: None | Unset | UUID = UNSET,
    mentor_id: None | Unset | UUID = UNSET,
    mentee_id: None | Unset | UUID = UNSET,
    active: bool | None | Unset = UNSET,
    archived: bool | None | Unset = UNSET,
    bookable: bool | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> Response[BookablePairingPage | PairingPage | ProblemDetails]:
    """List pairings

     The pairings that your key can see, oldest first.

    A booking website asks with `bookable=true`: it is told who the two are, and nothing of ages, risks
    and measures.

    Args:
        partner_id (None | Unset | UUID): Only this partner's.
        programme_id (None | Unset | UUID): Only in this programme.
        mentor_id (None | Unset | UUID): Only this mentor's.
        mentee_id (None | Unset | UUID): Only this mentee's.
        active (bool | None | Unset): Only those that may still meet, or may not.
        archived (bool | None | Unset): true for those that are archived, instead of those in use.
        bookable (bool | None | Unset): true for those for whom sessions can be booked, and no
            more of them than whoever books needs to know: a key with bookings:read may ask for these.
        limit (int | Unset): At most this many items. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BookablePairingPage | PairingPage | ProblemDetails]
    """

    kwargs = _get_kwargs(
        partner_id=partner_id,
        programme_id=programme_id,
        mentor_id=mentor_id,
        mentee_id=mentee_id,
        active=active,
        archived=archived,
        bookable=bookable,
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
    programme_id: None | Unset | UUID = UNSET,
    mentor_id: None | Unset | UUID = UNSET,
    mentee_id: None | Unset | UUID = UNSET,
    active: bool | None | Unset = UNSET,
    archived: bool | None | Unset = UNSET,
    bookable: bool | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> BookablePairingPage | PairingPage | ProblemDetails | None:
    """List pairings

     The pairings that your key can see, oldest first.

    A booking website asks with `bookable=true`: it is told who the two are, and nothing of ages, risks
    and measures.

    Args:
        partner_id (None | Unset | UUID): Only this partner's.
        programme_id (None | Unset | UUID): Only in this programme.
        mentor_id (None | Unset | UUID): Only this mentor's.
        mentee_id (None | Unset | UUID): Only this mentee's.
        active (bool | None | Unset): Only those that may still meet, or may not.
        archived (bool | None | Unset): true for those that are archived, instead of those in use.
        bookable (bool | None | Unset): true for those for whom sessions can be booked, and no
            more of them than whoever books needs to know: a key with bookings:read may ask for these.
        limit (int | Unset): At most this many items. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BookablePairingPage | PairingPage | ProblemDetails
    """

    return sync_detailed(
        client=client,
        partner_id=partner_id,
        programme_id=programme_id,
        mentor_id=mentor_id,
        mentee_id=mentee_id,
        active=active,
        archived=archived,
        bookable=bookable,
        limit=limit,
        cursor=cursor,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    partner_id: None | Unset | UUID = UNSET,
    programme_id: None | Unset | UUID = UNSET,
    mentor_id: None | Unset | UUID = UNSET,
    mentee_id: None | Unset | UUID = UNSET,
    active: bool | None | Unset = UNSET,
    archived: bool | None | Unset = UNSET,
    bookable: bool | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> Response[BookablePairingPage | PairingPage | ProblemDetails]:
    """List pairings

     The pairings that your key can see, oldest first.

    A booking website asks with `bookable=true`: it is told who the two are, and nothing of ages, risks
    and measures.

    Args:
        partner_id (None | Unset | UUID): Only this partner's.
        programme_id (None | Unset | UUID): Only in this programme.
        mentor_id (None | Unset | UUID): Only this mentor's.
        mentee_id (None | Unset | UUID): Only this mentee's.
        active (bool | None | Unset): Only those that may still meet, or may not.
        archived (bool | None | Unset): true for those that are archived, instead of those in use.
        bookable (bool | None | Unset): true for those for whom sessions can be booked, and no
            more of them than whoever books needs to know: a key with bookings:read may ask for these.
        limit (int | Unset): At most this many items. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BookablePairingPage | PairingPage | ProblemDetails]
    """

    kwargs = _get_kwargs(
        partner_id=partner_id,
        programme_id=programme_id,
        mentor_id=mentor_id,
        mentee_id=mentee_id,
        active=active,
        archived=archived,
        bookable=bookable,
        limit=limit,
        cursor=cursor,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    partner_id: None | Unset | UUID = UNSET,
    programme_id: None | Unset | UUID = UNSET,
    mentor_id: None | Unset | UUID = UNSET,
    mentee_id: None | Unset | UUID = UNSET,
    active: bool | None | Unset = UNSET,
    archived: bool | None | Unset = UNSET,
    bookable: bool | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> BookablePairingPage | PairingPage | ProblemDetails | None:
    """List pairings

     The pairings that your key can see, oldest first.

    A booking website asks with `bookable=true`: it is told who the two are, and nothing of ages, risks
    and measures.

    Args:
        partner_id (None | Unset | UUID): Only this partner's.
        programme_id (None | Unset | UUID): Only in this programme.
        mentor_id (None | Unset | UUID): Only this mentor's.
        mentee_id (None | Unset | UUID): Only this mentee's.
        active (bool | None | Unset): Only those that may still meet, or may not.
        archived (bool | None | Unset): true for those that are archived, instead of those in use.
        bookable (bool | None | Unset): true for those for whom sessions can be booked, and no
            more of them than whoever books needs to know: a key with bookings:read may ask for these.
        limit (int | Unset): At most this many items. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BookablePairingPage | PairingPage | ProblemDetails
    """

    return (
        await asyncio_detailed(
            client=client,
            partner_id=partner_id,
            programme_id=programme_id,
            mentor_id=mentor_id,
            mentee_id=mentee_id,
            active=active,
            archived=archived,
            bookable=bookable,
            limit=limit,
            cursor=cursor,
        )
    ).parsed
