from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.problem_details import ProblemDetails
from ...models.slots_read import SlotsRead
from ...types import UNSET, Unset
from typing import cast
from uuid import UUID
import datetime


def _get_kwargs(
    pairing_id: UUID,
    *,
    from_: datetime.date | datetime.datetime | None | Unset = UNSET,
    to: datetime.date | datetime.datetime | None | Unset = UNSET,
    minutes: int | Unset = 60,
    every: int | Unset = 30,
    modality: str | Unset = "zoom",
    if_none_match: None | str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(if_none_match, Unset):
        headers["If-None-Match"] = if_none_match

    params: dict[str, Any] = {}

    json_from_: None | str | Unset
    if isinstance(from_, Unset):
        json_from_ = UNSET
    elif isinstance(from_, datetime.datetime):
        json_from_ = from_.isoformat()
    elif isinstance(from_, datetime.date):
        json_from_ = from_.isoformat()
    else:
        json_from_ = from_
    params["from"] = json_from_

    json_to: None | str | Unset
    if isinstance(to, Unset):
        json_to = UNSET
    elif isinstance(to, datetime.datetime):
        json_to = to.isoformat()
    elif isinstance(to, datetime.date):
        json_to = to.isoformat()
    else:
        json_to = to
    params["to"] = json_to

    params["minutes"] = minutes

    params["every"] = every

    params["modality"] = modality

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/pairings/{pairing_id}/slots".format(
            pairing_id=quote(str(pairing_id), safe=""),
        ),
        "params": params,
    }

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Any | ProblemDetails | SlotsRead | None:
    if response.status_code == 200:
        response_200 = SlotsRead.from_dict(response.json())

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

    if response.status_code == 404:
        response_404 = ProblemDetails.from_dict(response.json())

        return response_404

    if response.status_code == 409:
        response_409 = ProblemDetails.from_dict(response.json())

        return response_409

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
) -> Response[Any | ProblemDetails | SlotsRead]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    pairing_id: UUID,
    *,
    client: AuthenticatedClient,
    from_: datetime.date | datetime.datetime | None | Unset = UNSET,
    to: datetime.date | datetime.datetime | None | Unset = UNSET,
    minutes: int | Unset = 60,
    every: int | Unset = 30,
    modality: str | Unset = "zoom",
    if_none_match: None | str | Unset = UNSET,
) -> Response[Any | ProblemDetails | SlotsRead]:
    """Find times at which a pairing could meet

     Each time at which the rules would let you book now, with mentor, mentee and a host free, at once or
    with an approval.

    It is what a check would say of each of them, for a session that both agree to and that has no
    reason or wishes of its own.
    Nobody is reserved: somebody else may be faster.

    Args:
        pairing_id (UUID): The pairing's id.
        from_ (datetime.date | datetime.datetime | None | Unset): Only slots that start at this
            time or later; now, where it is left out. A date, such as 2026-11-23, is the beginning of
            that day in the programme's time zone.
        to (datetime.date | datetime.datetime | None | Unset): Only slots that start before this
            time; a week after `from`, where it is left out, and at most 62 days after it. A date,
            such as 2026-11-23, is the beginning of that day in the programme's time zone.
        minutes (int | Unset): How long the session is to be. Default: 60.
        every (int | Unset): Minutes from one start to the next, counted from midnight. Default:
            30.
        modality (str | Unset): zoom, or phone where the programme allows it. Default: 'zoom'.
        if_none_match (None | str | Unset): The ETag of what you have read before: where nothing
            has changed, the answer is 304, without a body.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | ProblemDetails | SlotsRead]
    """

    kwargs = _get_kwargs(
        pairing_id=pairing_id,
        from_=from_,
        to=to,
        minutes=minutes,
        every=every,
        modality=modality,
        if_none_match=if_none_match,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    pairing_id: UUID,
    *,
    client: AuthenticatedClient,
    from_: datetime.date | datetime.datetime | None | Unset = UNSET,
    to: datetime.date | datetime.datetime | None | Unset = UNSET,
    minutes: int | Unset = 60,
    every: int | Unset = 30,
    modality: str | Unset = "zoom",
    if_none_match: None | str | Unset = UNSET,
) -> Any | ProblemDetails | SlotsRead | None:
    """Find times at which a pairing could meet

     Each time at which the rules would let you book now, with mentor, mentee and a host free, at once or
    with an approval.

    It is what a check would say of each of them, for a session that both agree to and that has no
    reason or wishes of its own.
    Nobody is reserved: somebody else may be faster.

    Args:
        pairing_id (UUID): The pairing's id.
        from_ (datetime.date | datetime.datetime | None | Unset): Only slots that start at this
            time or later; now, where it is left out. A date, such as 2026-11-23, is the beginning of
            that day in the programme's time zone.
        to (datetime.date | datetime.datetime | None | Unset): Only slots that start before this
            time; a week after `from`, where it is left out, and at most 62 days after it. A date,
            such as 2026-11-23, is the beginning of that day in the programme's time zone.
        minutes (int | Unset): How long the session is to be. Default: 60.
        every (int | Unset): Minutes from one start to the next, counted from midnight. Default:
            30.
        modality (str | Unset): zoom, or phone where the programme allows it. Default: 'zoom'.
        if_none_match (None | str | Unset): The ETag of what you have read before: where nothing
            has changed, the answer is 304, without a body.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | ProblemDetails | SlotsRead
    """

    return sync_detailed(
        pairing_id=pairing_id,
        client=client,
        from_=from_,
        to=to,
        minutes=minutes,
        every=every,
        modality=modality,
        if_none_match=if_none_match,
    ).parsed


async def asyncio_detailed(
    pairing_id: UUID,
    *,
    client: AuthenticatedClient,
    from_: datetime.date | datetime.datetime | None | Unset = UNSET,
    to: datetime.date | datetime.datetime | None | Unset = UNSET,
    minutes: int | Unset = 60,
    every: int | Unset = 30,
    modality: str | Unset = "zoom",
    if_none_match: None | str | Unset = UNSET,
) -> Response[Any | ProblemDetails | SlotsRead]:
    """Find times at which a pairing could meet

     Each time at which the rules would let you book now, with mentor, mentee and a host free, at once or
    with an approval.

    It is what a check would say of each of them, for a session that both agree to and that has no
    reason or wishes of its own.
    Nobody is reserved: somebody else may be faster.

    Args:
        pairing_id (UUID): The pairing's id.
        from_ (datetime.date | datetime.datetime | None | Unset): Only slots that start at this
            time or later; now, where it is left out. A date, such as 2026-11-23, is the beginning of
            that day in the programme's time zone.
        to (datetime.date | datetime.datetime | None | Unset): Only slots that start before this
            time; a week after `from`, where it is left out, and at most 62 days after it. A date,
            such as 2026-11-23, is the beginning of that day in the programme's time zone.
        minutes (int | Unset): How long the session is to be. Default: 60.
        every (int | Unset): Minutes from one start to the next, counted from midnight. Default:
            30.
        modality (str | Unset): zoom, or phone where the programme allows it. Default: 'zoom'.
        if_none_match (None | str | Unset): The ETag of what you have read before: where nothing
            has changed, the answer is 304, without a body.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | ProblemDetails | SlotsRead]
    """

    kwargs = _get_kwargs(
        pairing_id=pairing_id,
        from_=from_,
        to=to,
        minutes=minutes,
        every=every,
        modality=modality,
        if_none_match=if_none_match,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    pairing_id: UUID,
    *,
    client: AuthenticatedClient,
    from_: datetime.date | datetime.datetime | None | Unset = UNSET,
    to: datetime.date | datetime.datetime | None | Unset = UNSET,
    minutes: int | Unset = 60,
    every: int | Unset = 30,
    modality: str | Unset = "zoom",
    if_none_match: None | str | Unset = UNSET,
) -> Any | ProblemDetails | SlotsRead | None:
    """Find times at which a pairing could meet

     Each time at which the rules would let you book now, with mentor, mentee and a host free, at once or
    with an approval.

    It is what a check would say of each of them, for a session that both agree to and that has no
    reason or wishes of its own.
    Nobody is reserved: somebody else may be faster.

    Args:
        pairing_id (UUID): The pairing's id.
        from_ (datetime.date | datetime.datetime | None | Unset): Only slots that start at this
            time or later; now, where it is left out. A date, such as 2026-11-23, is the beginning of
            that day in the programme's time zone.
        to (datetime.date | datetime.datetime | None | Unset): Only slots that start before this
            time; a week after `from`, where it is left out, and at most 62 days after it. A date,
            such as 2026-11-23, is the beginning of that day in the programme's time zone.
        minutes (int | Unset): How long the session is to be. Default: 60.
        every (int | Unset): Minutes from one start to the next, counted from midnight. Default:
            30.
        modality (str | Unset): zoom, or phone where the programme allows it. Default: 'zoom'.
        if_none_match (None | str | Unset): The ETag of what you have read before: where nothing
            has changed, the answer is 304, without a body.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | ProblemDetails | SlotsRead
    """

    return (
        await asyncio_detailed(
            pairing_id=pairing_id,
            client=client,
            from_=from_,
            to=to,
            minutes=minutes,
            every=every,
            modality=modality,
            if_none_match=if_none_match,
        )
    ).parsed
