from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.audit_entry_page import AuditEntryPage
from ...models.audit_order import AuditOrder
from ...models.problem_details import ProblemDetails
from ...types import UNSET, Unset
from typing import cast
from uuid import UUID
import datetime


def _get_kwargs(
    *,
    order: AuditOrder | Unset = UNSET,
    after_position: int | None | Unset = UNSET,
    booking_id: None | Unset | UUID = UNSET,
    actor: None | str | Unset = UNSET,
    action: None | str | Unset = UNSET,
    since: datetime.date | datetime.datetime | None | Unset = UNSET,
    until: datetime.date | datetime.datetime | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_order: str | Unset = UNSET
    if not isinstance(order, Unset):
        json_order = order.value

    params["order"] = json_order

    json_after_position: int | None | Unset
    if isinstance(after_position, Unset):
        json_after_position = UNSET
    else:
        json_after_position = after_position
    params["after_position"] = json_after_position

    json_booking_id: None | str | Unset
    if isinstance(booking_id, Unset):
        json_booking_id = UNSET
    elif isinstance(booking_id, UUID):
        json_booking_id = str(booking_id)
    else:
        json_booking_id = booking_id
    params["booking_id"] = json_booking_id

    json_actor: None | str | Unset
    if isinstance(actor, Unset):
        json_actor = UNSET
    else:
        json_actor = actor
    params["actor"] = json_actor

    json_action: None | str | Unset
    if isinstance(action, Unset):
        json_action = UNSET
    else:
        json_action = action
    params["action"] = json_action

    json_since: None | str | Unset
    if isinstance(since, Unset):
        json_since = UNSET
    elif isinstance(since, datetime.datetime):
        json_since = since.isoformat()
    elif isinstance(since, datetime.date):
        json_since = since.isoformat()
    else:
        json_since = since
    params["since"] = json_since

    json_until: None | str | Unset
    if isinstance(until, Unset):
        json_until = UNSET
    elif isinstance(until, datetime.datetime):
        json_until = until.isoformat()
    elif isinstance(until, datetime.date):
        json_until = until.isoformat()
    else:
        json_until = until
    params["until"] = json_until

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
        "url": "/v1/audit",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> AuditEntryPage | ProblemDetails | None:
    if response.status_code == 200:
        response_200 = AuditEntryPage.from_dict(response.json())

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
) -> Response[AuditEntryPage | ProblemDetails]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    order: AuditOrder | Unset = UNSET,
    after_position: int | None | Unset = UNSET,
    booking_id: None | Unset | UUID = UNSET,
    actor: None | str | Unset = UNSET,
    action: None | str | Unset = UNSET,
    since: datetime.date | datetime.datetime | None | Unset = UNSET,
    until: datetime.date | datetime.datetime | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> Response[AuditEntryPage | ProblemDetails]:
    """Read the audit trail

     Every action and decision: who, what, when, before and after. It can be read and never changed.

    To follow the trail, read it oldest first, keep the highest `position` that you have seen, and send
    it as `after_position`:
    nothing is missed, because an entry that is committed later stands after all that could be read
    before.

    Args:
        order (AuditOrder | Unset): In which order the trail is read.
        after_position (int | None | Unset): Only what stands after this position: what is new
            since you last read.
        booking_id (None | Unset | UUID): Only what belongs to this booking.
        actor (None | str | Unset): Only what this actor did.
        action (None | str | Unset): Only this action.
        since (datetime.date | datetime.datetime | None | Unset): Only from this time on. A date,
            such as 2026-11-23, is the beginning of that day where the programmes are, or in UTC where
            they differ.
        until (datetime.date | datetime.datetime | None | Unset): Only before this time. A date,
            such as 2026-11-23, is the beginning of that day where the programmes are, or in UTC where
            they differ.
        limit (int | Unset): At most this many items. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[AuditEntryPage | ProblemDetails]
    """

    kwargs = _get_kwargs(
        order=order,
        after_position=after_position,
        booking_id=booking_id,
        actor=actor,
        action=action,
        since=since,
        until=until,
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
    order: AuditOrder | Unset = UNSET,
    after_position: int | None | Unset = UNSET,
    booking_id: None | Unset | UUID = UNSET,
    actor: None | str | Unset = UNSET,
    action: None | str | Unset = UNSET,
    since: datetime.date | datetime.datetime | None | Unset = UNSET,
    until: datetime.date | datetime.datetime | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> AuditEntryPage | ProblemDetails | None:
    """Read the audit trail

     Every action and decision: who, what, when, before and after. It can be read and never changed.

    To follow the trail, read it oldest first, keep the highest `position` that you have seen, and send
    it as `after_position`:
    nothing is missed, because an entry that is committed later stands after all that could be read
    before.

    Args:
        order (AuditOrder | Unset): In which order the trail is read.
        after_position (int | None | Unset): Only what stands after this position: what is new
            since you last read.
        booking_id (None | Unset | UUID): Only what belongs to this booking.
        actor (None | str | Unset): Only what this actor did.
        action (None | str | Unset): Only this action.
        since (datetime.date | datetime.datetime | None | Unset): Only from this time on. A date,
            such as 2026-11-23, is the beginning of that day where the programmes are, or in UTC where
            they differ.
        until (datetime.date | datetime.datetime | None | Unset): Only before this time. A date,
            such as 2026-11-23, is the beginning of that day where the programmes are, or in UTC where
            they differ.
        limit (int | Unset): At most this many items. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        AuditEntryPage | ProblemDetails
    """

    return sync_detailed(
        client=client,
        order=order,
        after_position=after_position,
        booking_id=booking_id,
        actor=actor,
        action=action,
        since=since,
        until=until,
        limit=limit,
        cursor=cursor,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    order: AuditOrder | Unset = UNSET,
    after_position: int | None | Unset = UNSET,
    booking_id: None | Unset | UUID = UNSET,
    actor: None | str | Unset = UNSET,
    action: None | str | Unset = UNSET,
    since: datetime.date | datetime.datetime | None | Unset = UNSET,
    until: datetime.date | datetime.datetime | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> Response[AuditEntryPage | ProblemDetails]:
    """Read the audit trail

     Every action and decision: who, what, when, before and after. It can be read and never changed.

    To follow the trail, read it oldest first, keep the highest `position` that you have seen, and send
    it as `after_position`:
    nothing is missed, because an entry that is committed later stands after all that could be read
    before.

    Args:
        order (AuditOrder | Unset): In which order the trail is read.
        after_position (int | None | Unset): Only what stands after this position: what is new
            since you last read.
        booking_id (None | Unset | UUID): Only what belongs to this booking.
        actor (None | str | Unset): Only what this actor did.
        action (None | str | Unset): Only this action.
        since (datetime.date | datetime.datetime | None | Unset): Only from this time on. A date,
            such as 2026-11-23, is the beginning of that day where the programmes are, or in UTC where
            they differ.
        until (datetime.date | datetime.datetime | None | Unset): Only before this time. A date,
            such as 2026-11-23, is the beginning of that day where the programmes are, or in UTC where
            they differ.
        limit (int | Unset): At most this many items. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[AuditEntryPage | ProblemDetails]
    """

    kwargs = _get_kwargs(
        order=order,
        after_position=after_position,
        booking_id=booking_id,
        actor=actor,
        action=action,
        since=since,
        until=until,
        limit=limit,
        cursor=cursor,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    order: AuditOrder | Unset = UNSET,
    after_position: int | None | Unset = UNSET,
    booking_id: None | Unset | UUID = UNSET,
    actor: None | str | Unset = UNSET,
    action: None | str | Unset = UNSET,
    since: datetime.date | datetime.datetime | None | Unset = UNSET,
    until: datetime.date | datetime.datetime | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> AuditEntryPage | ProblemDetails | None:
    """Read the audit trail

     Every action and decision: who, what, when, before and after. It can be read and never changed.

    To follow the trail, read it oldest first, keep the highest `position` that you have seen, and send
    it as `after_position`:
    nothing is missed, because an entry that is committed later stands after all that could be read
    before.

    Args:
        order (AuditOrder | Unset): In which order the trail is read.
        after_position (int | None | Unset): Only what stands after this position: what is new
            since you last read.
        booking_id (None | Unset | UUID): Only what belongs to this booking.
        actor (None | str | Unset): Only what this actor did.
        action (None | str | Unset): Only this action.
        since (datetime.date | datetime.datetime | None | Unset): Only from this time on. A date,
            such as 2026-11-23, is the beginning of that day where the programmes are, or in UTC where
            they differ.
        until (datetime.date | datetime.datetime | None | Unset): Only before this time. A date,
            such as 2026-11-23, is the beginning of that day where the programmes are, or in UTC where
            they differ.
        limit (int | Unset): At most this many items. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        AuditEntryPage | ProblemDetails
    """

    return (
        await asyncio_detailed(
            client=client,
            order=order,
            after_position=after_position,
            booking_id=booking_id,
            actor=actor,
            action=action,
            since=since,
            until=until,
            limit=limit,
            cursor=cursor,
        )
    ).parsed
