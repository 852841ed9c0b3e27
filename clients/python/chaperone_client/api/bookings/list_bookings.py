from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.booking_page import BookingPage
from ...models.booking_state import BookingState
from ...models.problem_details import ProblemDetails
from ...types import UNSET, Unset
from typing import cast
from uuid import UUID
import datetime


def _get_kwargs(
    *,
    state: BookingState | None | Unset = UNSET,
    partner_id: None | Unset | UUID = UNSET,
    programme_id: None | Unset | UUID = UNSET,
    pairing_id: None | Unset | UUID = UNSET,
    series_id: None | Unset | UUID = UNSET,
    person_id: None | Unset | UUID = UNSET,
    starts_from: datetime.date | datetime.datetime | None | Unset = UNSET,
    starts_before: datetime.date | datetime.datetime | None | Unset = UNSET,
    move_waits: bool | None | Unset = UNSET,
    expand: str | Unset = "",
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
    if_none_match: None | str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(if_none_match, Unset):
        headers["If-None-Match"] = if_none_match

    params: dict[str, Any] = {}

    json_state: None | str | Unset
    if isinstance(state, Unset):
        json_state = UNSET
    elif isinstance(state, BookingState):
        json_state = state.value
    else:
        json_state = state
    params["state"] = json_state

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

    json_pairing_id: None | str | Unset
    if isinstance(pairing_id, Unset):
        json_pairing_id = UNSET
    elif isinstance(pairing_id, UUID):
        json_pairing_id = str(pairing_id)
    else:
        json_pairing_id = pairing_id
    params["pairing_id"] = json_pairing_id

    json_series_id: None | str | Unset
    if isinstance(series_id, Unset):
        json_series_id = UNSET
    elif isinstance(series_id, UUID):
        json_series_id = str(series_id)
    else:
        json_series_id = series_id
    params["series_id"] = json_series_id

    json_person_id: None | str | Unset
    if isinstance(person_id, Unset):
        json_person_id = UNSET
    elif isinstance(person_id, UUID):
        json_person_id = str(person_id)
    else:
        json_person_id = person_id
    params["person_id"] = json_person_id

    json_starts_from: None | str | Unset
    if isinstance(starts_from, Unset):
        json_starts_from = UNSET
    elif isinstance(starts_from, datetime.datetime):
        json_starts_from = starts_from.isoformat()
    elif isinstance(starts_from, datetime.date):
        json_starts_from = starts_from.isoformat()
    else:
        json_starts_from = starts_from
    params["starts_from"] = json_starts_from

    json_starts_before: None | str | Unset
    if isinstance(starts_before, Unset):
        json_starts_before = UNSET
    elif isinstance(starts_before, datetime.datetime):
        json_starts_before = starts_before.isoformat()
    elif isinstance(starts_before, datetime.date):
        json_starts_before = starts_before.isoformat()
    else:
        json_starts_before = starts_before
    params["starts_before"] = json_starts_before

    json_move_waits: bool | None | Unset
    if isinstance(move_waits, Unset):
        json_move_waits = UNSET
    else:
        json_move_waits = move_waits
    params["move_waits"] = json_move_waits

    params["expand"] = expand

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
        "url": "/v1/bookings",
        "params": params,
    }

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Any | BookingPage | ProblemDetails | None:
    if response.status_code == 200:
        response_200 = BookingPage.from_dict(response.json())

        return response_200

    if response.status_code == 304:
        response_304 = cast(Any, None)
        return response_304

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
) -> Response[Any | BookingPage | ProblemDetails]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    state: BookingState | None | Unset = UNSET,
    partner_id: None | Unset | UUID = UNSET,
    programme_id: None | Unset | UUID = UNSET,
    pairing_id: None | Unset | UUID = UNSET,
    series_id: None | Unset | UUID = UNSET,
    person_id: None | Unset | UUID = UNSET,
    starts_from: datetime.date | datetime.datetime | None | Unset = UNSET,
    starts_before: datetime.date | datetime.datetime | None | Unset = UNSET,
    move_waits: bool | None | Unset = UNSET,
    expand: str | Unset = "",
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
    if_none_match: None | str | Unset = UNSET,
) -> Response[Any | BookingPage | ProblemDetails]:
    """List bookings

     The bookings that your key can see, the earliest session first; of those that start together, the
    one booked first.

    A session that is moved while you turn the pages stands at its new time: you may see it twice, or on
    no page.

    Args:
        state (BookingState | None | Unset): Only bookings in this state.
        partner_id (None | Unset | UUID): Only this partner's.
        programme_id (None | Unset | UUID): Only this programme's.
        pairing_id (None | Unset | UUID): Only this pairing's.
        series_id (None | Unset | UUID): Only those of this series.
        person_id (None | Unset | UUID): Only those of this mentor or mentee.
        starts_from (datetime.date | datetime.datetime | None | Unset): Only sessions that start
            at this time or later. A date, such as 2026-11-23, is the beginning of that day in the
            programme's time zone.
        starts_before (datetime.date | datetime.datetime | None | Unset): Only sessions that start
            before this time. A date, such as 2026-11-23, is the beginning of that day in the
            programme's time zone.
        move_waits (bool | None | Unset): Only sessions with another time that waits for a
            coordinator, or only the others.
        expand (str | Unset): Parts that the answer should have as well, with commas between them:
            decision, safety, approval, move, request. A part that is not asked for is left out.
            Default: ''.
        limit (int | Unset): At most this many items. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.
        if_none_match (None | str | Unset): The ETag of what you have read before: where nothing
            has changed, the answer is 304, without a body.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | BookingPage | ProblemDetails]
    """

    kwargs = _get_kwargs(
        state=state,
        partner_id=partner_id,
        programme_id=programme_id,
        pairing_id=pairing_id,
        series_id=series_id,
        person_id=person_id,
        starts_from=starts_from,
        starts_before=starts_before,
        move_waits=move_waits,
        expand=expand,
        limit=limit,
        cursor=cursor,
        if_none_match=if_none_match,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    state: BookingState | None | Unset = UNSET,
    partner_id: None | Unset | UUID = UNSET,
    programme_id: None | Unset | UUID = UNSET,
    pairing_id: None | Unset | UUID = UNSET,
    series_id: None | Unset | UUID = UNSET,
    person_id: None | Unset | UUID = UNSET,
    starts_from: datetime.date | datetime.datetime | None | Unset = UNSET,
    starts_before: datetime.date | datetime.datetime | None | Unset = UNSET,
    move_waits: bool | None | Unset = UNSET,
    expand: str | Unset = "",
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
    if_none_match: None | str | Unset = UNSET,
) -> Any | BookingPage | ProblemDetails | None:
    """List bookings

     The bookings that your key can see, the earliest session first; of those that start together, the
    one booked first.

    A session that is moved while you turn the pages stands at its new time: you may see it twice, or on
    no page.

    Args:
        state (BookingState | None | Unset): Only bookings in this state.
        partner_id (None | Unset | UUID): Only this partner's.
        programme_id (None | Unset | UUID): Only this programme's.
        pairing_id (None | Unset | UUID): Only this pairing's.
        series_id (None | Unset | UUID): Only those of this series.
        person_id (None | Unset | UUID): Only those of this mentor or mentee.
        starts_from (datetime.date | datetime.datetime | None | Unset): Only sessions that start
            at this time or later. A date, such as 2026-11-23, is the beginning of that day in the
            programme's time zone.
        starts_before (datetime.date | datetime.datetime | None | Unset): Only sessions that start
            before this time. A date, such as 2026-11-23, is the beginning of that day in the
            programme's time zone.
        move_waits (bool | None | Unset): Only sessions with another time that waits for a
            coordinator, or only the others.
        expand (str | Unset): Parts that the answer should have as well, with commas between them:
            decision, safety, approval, move, request. A part that is not asked for is left out.
            Default: ''.
        limit (int | Unset): At most this many items. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.
        if_none_match (None | str | Unset): The ETag of what you have read before: where nothing
            has changed, the answer is 304, without a body.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | BookingPage | ProblemDetails
    """

    return sync_detailed(
        client=client,
        state=state,
        partner_id=partner_id,
        programme_id=programme_id,
        pairing_id=pairing_id,
        series_id=series_id,
        person_id=person_id,
        starts_from=starts_from,
        starts_before=starts_before,
        move_waits=move_waits,
        expand=expand,
        limit=limit,
        cursor=cursor,
        if_none_match=if_none_match,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    state: BookingState | None | Unset = UNSET,
    partner_id: None | Unset | UUID = UNSET,
    programme_id: None | Unset | UUID = UNSET,
    pairing_id: None | Unset | UUID = UNSET,
    series_id: None | Unset | UUID = UNSET,
    person_id: None | Unset | UUID = UNSET,
    starts_from: datetime.date | datetime.datetime | None | Unset = UNSET,
    starts_before: datetime.date | datetime.datetime | None | Unset = UNSET,
    move_waits: bool | None | Unset = UNSET,
    expand: str | Unset = "",
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
    if_none_match: None | str | Unset = UNSET,
) -> Response[Any | BookingPage | ProblemDetails]:
    """List bookings

     The bookings that your key can see, the earliest session first; of those that start together, the
    one booked first.

    A session that is moved while you turn the pages stands at its new time: you may see it twice, or on
    no page.

    Args:
        state (BookingState | None | Unset): Only bookings in this state.
        partner_id (None | Unset | UUID): Only this partner's.
        programme_id (None | Unset | UUID): Only this programme's.
        pairing_id (None | Unset | UUID): Only this pairing's.
        series_id (None | Unset | UUID): Only those of this series.
        person_id (None | Unset | UUID): Only those of this mentor or mentee.
        starts_from (datetime.date | datetime.datetime | None | Unset): Only sessions that start
            at this time or later. A date, such as 2026-11-23, is the beginning of that day in the
            programme's time zone.
        starts_before (datetime.date | datetime.datetime | None | Unset): Only sessions that start
            before this time. A date, such as 2026-11-23, is the beginning of that day in the
            programme's time zone.
        move_waits (bool | None | Unset): Only sessions with another time that waits for a
            coordinator, or only the others.
        expand (str | Unset): Parts that the answer should have as well, with commas between them:
            decision, safety, approval, move, request. A part that is not asked for is left out.
            Default: ''.
        limit (int | Unset): At most this many items. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.
        if_none_match (None | str | Unset): The ETag of what you have read before: where nothing
            has changed, the answer is 304, without a body.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | BookingPage | ProblemDetails]
    """

    kwargs = _get_kwargs(
        state=state,
        partner_id=partner_id,
        programme_id=programme_id,
        pairing_id=pairing_id,
        series_id=series_id,
        person_id=person_id,
        starts_from=starts_from,
        starts_before=starts_before,
        move_waits=move_waits,
        expand=expand,
        limit=limit,
        cursor=cursor,
        if_none_match=if_none_match,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    state: BookingState | None | Unset = UNSET,
    partner_id: None | Unset | UUID = UNSET,
    programme_id: None | Unset | UUID = UNSET,
    pairing_id: None | Unset | UUID = UNSET,
    series_id: None | Unset | UUID = UNSET,
    person_id: None | Unset | UUID = UNSET,
    starts_from: datetime.date | datetime.datetime | None | Unset = UNSET,
    starts_before: datetime.date | datetime.datetime | None | Unset = UNSET,
    move_waits: bool | None | Unset = UNSET,
    expand: str | Unset = "",
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
    if_none_match: None | str | Unset = UNSET,
) -> Any | BookingPage | ProblemDetails | None:
    """List bookings

     The bookings that your key can see, the earliest session first; of those that start together, the
    one booked first.

    A session that is moved while you turn the pages stands at its new time: you may see it twice, or on
    no page.

    Args:
        state (BookingState | None | Unset): Only bookings in this state.
        partner_id (None | Unset | UUID): Only this partner's.
        programme_id (None | Unset | UUID): Only this programme's.
        pairing_id (None | Unset | UUID): Only this pairing's.
        series_id (None | Unset | UUID): Only those of this series.
        person_id (None | Unset | UUID): Only those of this mentor or mentee.
        starts_from (datetime.date | datetime.datetime | None | Unset): Only sessions that start
            at this time or later. A date, such as 2026-11-23, is the beginning of that day in the
            programme's time zone.
        starts_before (datetime.date | datetime.datetime | None | Unset): Only sessions that start
            before this time. A date, such as 2026-11-23, is the beginning of that day in the
            programme's time zone.
        move_waits (bool | None | Unset): Only sessions with another time that waits for a
            coordinator, or only the others.
        expand (str | Unset): Parts that the answer should have as well, with commas between them:
            decision, safety, approval, move, request. A part that is not asked for is left out.
            Default: ''.
        limit (int | Unset): At most this many items. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.
        if_none_match (None | str | Unset): The ETag of what you have read before: where nothing
            has changed, the answer is 304, without a body.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | BookingPage | ProblemDetails
    """

    return (
        await asyncio_detailed(
            client=client,
            state=state,
            partner_id=partner_id,
            programme_id=programme_id,
            pairing_id=pairing_id,
            series_id=series_id,
            person_id=person_id,
            starts_from=starts_from,
            starts_before=starts_before,
            move_waits=move_waits,
            expand=expand,
            limit=limit,
            cursor=cursor,
            if_none_match=if_none_match,
        )
    ).parsed
