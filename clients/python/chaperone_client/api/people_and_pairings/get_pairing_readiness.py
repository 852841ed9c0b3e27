from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.problem_details import ProblemDetails
from ...models.readiness_read import ReadinessRead
from ...types import UNSET, Unset
from typing import cast
from uuid import UUID
import datetime


def _get_kwargs(
    pairing_id: UUID,
    *,
    on: datetime.date | None | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_on: None | str | Unset
    if isinstance(on, Unset):
        json_on = UNSET
    elif isinstance(on, datetime.date):
        json_on = on.isoformat()
    else:
        json_on = on
    params["on"] = json_on

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/pairings/{pairing_id}/readiness".format(
            pairing_id=quote(str(pairing_id), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ProblemDetails | ReadinessRead | None:
    if response.status_code == 200:
        response_200 = ReadinessRead.from_dict(response.json())

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
) -> Response[ProblemDetails | ReadinessRead]:
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
    on: datetime.date | None | Unset = UNSET,
) -> Response[ProblemDetails | ReadinessRead]:
    """Check what a pairing still needs

     What is missing for a session of the two, by the rules that decide about bookings: people, papers,
    and a Zoom host.

    Times and calendars are left out: /v1/checks asks about a time of your choice.

    Args:
        pairing_id (UUID): The pairing's id.
        on (datetime.date | None | Unset): For a session on this day. The first day that can be
            booked where it is left out.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProblemDetails | ReadinessRead]
    """

    kwargs = _get_kwargs(
        pairing_id=pairing_id,
        on=on,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    pairing_id: UUID,
    *,
    client: AuthenticatedClient,
    on: datetime.date | None | Unset = UNSET,
) -> ProblemDetails | ReadinessRead | None:
    """Check what a pairing still needs

     What is missing for a session of the two, by the rules that decide about bookings: people, papers,
    and a Zoom host.

    Times and calendars are left out: /v1/checks asks about a time of your choice.

    Args:
        pairing_id (UUID): The pairing's id.
        on (datetime.date | None | Unset): For a session on this day. The first day that can be
            booked where it is left out.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProblemDetails | ReadinessRead
    """

    return sync_detailed(
        pairing_id=pairing_id,
        client=client,
        on=on,
    ).parsed


async def asyncio_detailed(
    pairing_id: UUID,
    *,
    client: AuthenticatedClient,
    on: datetime.date | None | Unset = UNSET,
) -> Response[ProblemDetails | ReadinessRead]:
    """Check what a pairing still needs

     What is missing for a session of the two, by the rules that decide about bookings: people, papers,
    and a Zoom host.

    Times and calendars are left out: /v1/checks asks about a time of your choice.

    Args:
        pairing_id (UUID): The pairing's id.
        on (datetime.date | None | Unset): For a session on this day. The first day that can be
            booked where it is left out.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProblemDetails | ReadinessRead]
    """

    kwargs = _get_kwargs(
        pairing_id=pairing_id,
        on=on,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    pairing_id: UUID,
    *,
    client: AuthenticatedClient,
    on: datetime.date | None | Unset = UNSET,
) -> ProblemDetails | ReadinessRead | None:
    """Check what a pairing still needs

     What is missing for a session of the two, by the rules that decide about bookings: people, papers,
    and a Zoom host.

    Times and calendars are left out: /v1/checks asks about a time of your choice.

    Args:
        pairing_id (UUID): The pairing's id.
        on (datetime.date | None | Unset): For a session on this day. The first day that can be
            booked where it is left out.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProblemDetails | ReadinessRead
    """

    return (
        await asyncio_detailed(
            pairing_id=pairing_id,
            client=client,
            on=on,
        )
    ).parsed
