from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.event_page import EventPage
from ...models.event_type import EventType
from ...models.problem_details import ProblemDetails
from ...types import UNSET, Unset
from typing import cast


def _get_kwargs(
    *,
    limit: int | Unset = 50,
    after: None | str | Unset = UNSET,
    wait: int | Unset = 0,
    type_: EventType | None | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["limit"] = limit

    json_after: None | str | Unset
    if isinstance(after, Unset):
        json_after = UNSET
    else:
        json_after = after
    params["after"] = json_after

    params["wait"] = wait

    json_type_: None | str | Unset
    if isinstance(type_, Unset):
        json_type_ = UNSET
    elif isinstance(type_, EventType):
        json_type_ = type_.value
    else:
        json_type_ = type_
    params["type"] = json_type_

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/events",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> EventPage | ProblemDetails | None:
    if response.status_code == 200:
        response_200 = EventPage.from_dict(response.json())

        return response_200

    if response.status_code == 401:
        response_401 = ProblemDetails.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = ProblemDetails.from_dict(response.json())

        return response_403

    if response.status_code == 410:
        response_410 = ProblemDetails.from_dict(response.json())

        return response_410

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
) -> Response[EventPage | ProblemDetails]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    limit: int | Unset = 50,
    after: None | str | Unset = UNSET,
    wait: int | Unset = 0,
    type_: EventType | None | Unset = UNSET,
) -> Response[EventPage | ProblemDetails]:
    """Follow what happens

     Every change that your key may see, in one order: ids and states, no personal data.

    Read what is there, keep `next_after`, and ask again with it as `after`. With `wait=30` the answer
    comes as soon as something
    happens. Nothing is missed or told twice: what is committed later stands after all that could be
    read before. Events of
    bookings need `bookings:read`, those of incidents `incidents:write` or `audit:read`, those of people
    and papers
    `registry:read`.

    Args:
        limit (int | Unset): At most this many items. Default: 50.
        after (None | str | Unset): Where to read on: `next_after` of the answer before, or
            `cursor` of an event. `latest`: nothing that has happened so far, only where the feed is
            now. Left out: from the beginning.
        wait (int | Unset): How many seconds to wait for the next event where there is none yet.
            The answer comes with the first one. Default: 0.
        type_ (EventType | None | Unset): Only events of this type.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[EventPage | ProblemDetails]
    """

    kwargs = _get_kwargs(
        limit=limit,
        after=after,
        wait=wait,
        type_=type_,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    limit: int | Unset = 50,
    after: None | str | Unset = UNSET,
    wait: int | Unset = 0,
    type_: EventType | None | Unset = UNSET,
) -> EventPage | ProblemDetails | None:
    """Follow what happens

     Every change that your key may see, in one order: ids and states, no personal data.

    Read what is there, keep `next_after`, and ask again with it as `after`. With `wait=30` the answer
    comes as soon as something
    happens. Nothing is missed or told twice: what is committed later stands after all that could be
    read before. Events of
    bookings need `bookings:read`, those of incidents `incidents:write` or `audit:read`, those of people
    and papers
    `registry:read`.

    Args:
        limit (int | Unset): At most this many items. Default: 50.
        after (None | str | Unset): Where to read on: `next_after` of the answer before, or
            `cursor` of an event. `latest`: nothing that has happened so far, only where the feed is
            now. Left out: from the beginning.
        wait (int | Unset): How many seconds to wait for the next event where there is none yet.
            The answer comes with the first one. Default: 0.
        type_ (EventType | None | Unset): Only events of this type.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        EventPage | ProblemDetails
    """

    return sync_detailed(
        client=client,
        limit=limit,
        after=after,
        wait=wait,
        type_=type_,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    limit: int | Unset = 50,
    after: None | str | Unset = UNSET,
    wait: int | Unset = 0,
    type_: EventType | None | Unset = UNSET,
) -> Response[EventPage | ProblemDetails]:
    """Follow what happens

     Every change that your key may see, in one order: ids and states, no personal data.

    Read what is there, keep `next_after`, and ask again with it as `after`. With `wait=30` the answer
    comes as soon as something
    happens. Nothing is missed or told twice: what is committed later stands after all that could be
    read before. Events of
    bookings need `bookings:read`, those of incidents `incidents:write` or `audit:read`, those of people
    and papers
    `registry:read`.

    Args:
        limit (int | Unset): At most this many items. Default: 50.
        after (None | str | Unset): Where to read on: `next_after` of the answer before, or
            `cursor` of an event. `latest`: nothing that has happened so far, only where the feed is
            now. Left out: from the beginning.
        wait (int | Unset): How many seconds to wait for the next event where there is none yet.
            The answer comes with the first one. Default: 0.
        type_ (EventType | None | Unset): Only events of this type.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[EventPage | ProblemDetails]
    """

    kwargs = _get_kwargs(
        limit=limit,
        after=after,
        wait=wait,
        type_=type_,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    limit: int | Unset = 50,
    after: None | str | Unset = UNSET,
    wait: int | Unset = 0,
    type_: EventType | None | Unset = UNSET,
) -> EventPage | ProblemDetails | None:
    """Follow what happens

     Every change that your key may see, in one order: ids and states, no personal data.

    Read what is there, keep `next_after`, and ask again with it as `after`. With `wait=30` the answer
    comes as soon as something
    happens. Nothing is missed or told twice: what is committed later stands after all that could be
    read before. Events of
    bookings need `bookings:read`, those of incidents `incidents:write` or `audit:read`, those of people
    and papers
    `registry:read`.

    Args:
        limit (int | Unset): At most this many items. Default: 50.
        after (None | str | Unset): Where to read on: `next_after` of the answer before, or
            `cursor` of an event. `latest`: nothing that has happened so far, only where the feed is
            now. Left out: from the beginning.
        wait (int | Unset): How many seconds to wait for the next event where there is none yet.
            The answer comes with the first one. Default: 0.
        type_ (EventType | None | Unset): Only events of this type.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        EventPage | ProblemDetails
    """

    return (
        await asyncio_detailed(
            client=client,
            limit=limit,
            after=after,
            wait=wait,
            type_=type_,
        )
    ).parsed
