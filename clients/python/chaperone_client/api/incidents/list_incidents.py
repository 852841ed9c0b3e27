from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.incident_kind import IncidentKind
from ...models.incident_page import IncidentPage
from ...models.incident_severity import IncidentSeverity
from ...models.incident_state import IncidentState
from ...models.problem_details import ProblemDetails
from ...types import UNSET, Unset
from typing import cast
from uuid import UUID


def _get_kwargs(
    *,
    state: IncidentState | None | Unset = UNSET,
    is_open: bool | None | Unset = UNSET,
    kind: IncidentKind | None | Unset = UNSET,
    severity: IncidentSeverity | None | Unset = UNSET,
    booking_id: None | Unset | UUID = UNSET,
    partner_id: None | Unset | UUID = UNSET,
    programme_id: None | Unset | UUID = UNSET,
    assigned_to: None | str | Unset = UNSET,
    is_assigned: bool | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_state: None | str | Unset
    if isinstance(state, Unset):
        json_state = UNSET
    elif isinstance(state, IncidentState):
        json_state = state.value
    else:
        json_state = state
    params["state"] = json_state

    json_is_open: bool | None | Unset
    if isinstance(is_open, Unset):
        json_is_open = UNSET
    else:
        json_is_open = is_open
    params["is_open"] = json_is_open

    json_kind: None | str | Unset
    if isinstance(kind, Unset):
        json_kind = UNSET
    elif isinstance(kind, IncidentKind):
        json_kind = kind.value
    else:
        json_kind = kind
    params["kind"] = json_kind

    json_severity: None | str | Unset
    if isinstance(severity, Unset):
        json_severity = UNSET
    elif isinstance(severity, IncidentSeverity):
        json_severity = severity.value
    else:
        json_severity = severity
    params["severity"] = json_severity

    json_booking_id: None | str | Unset
    if isinstance(booking_id, Unset):
        json_booking_id = UNSET
    elif isinstance(booking_id, UUID):
        json_booking_id = str(booking_id)
    else:
        json_booking_id = booking_id
    params["booking_id"] = json_booking_id

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

    json_assigned_to: None | str | Unset
    if isinstance(assigned_to, Unset):
        json_assigned_to = UNSET
    else:
        json_assigned_to = assigned_to
    params["assigned_to"] = json_assigned_to

    json_is_assigned: bool | None | Unset
    if isinstance(is_assigned, Unset):
        json_is_assigned = UNSET
    else:
        json_is_assigned = is_assigned
    params["is_assigned"] = json_is_assigned

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
        "url": "/v1/incidents",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> IncidentPage | ProblemDetails | None:
    if response.status_code == 200:
        response_200 = IncidentPage.from_dict(response.json())

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
) -> Response[IncidentPage | ProblemDetails]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    state: IncidentState | None | Unset = UNSET,
    is_open: bool | None | Unset = UNSET,
    kind: IncidentKind | None | Unset = UNSET,
    severity: IncidentSeverity | None | Unset = UNSET,
    booking_id: None | Unset | UUID = UNSET,
    partner_id: None | Unset | UUID = UNSET,
    programme_id: None | Unset | UUID = UNSET,
    assigned_to: None | str | Unset = UNSET,
    is_assigned: bool | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> Response[IncidentPage | ProblemDetails]:
    """List incidents

     What people must look at, or have looked at, in the order it was noticed.

    Args:
        state (IncidentState | None | Unset): Only those that are so far.
        is_open (bool | None | Unset): true: only those that are not resolved. false: only
            resolved ones.
        kind (IncidentKind | None | Unset): Only incidents of this kind.
        severity (IncidentSeverity | None | Unset): Only those that are so grave.
        booking_id (None | Unset | UUID): Only those about this booking.
        partner_id (None | Unset | UUID): Only those of this partner.
        programme_id (None | Unset | UUID): Only those of this programme.
        assigned_to (None | str | Unset): Only those that this label looks after.
        is_assigned (bool | None | Unset): true: only those that somebody looks after. false: only
            the others.
        limit (int | Unset): At most this many items. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[IncidentPage | ProblemDetails]
    """

    kwargs = _get_kwargs(
        state=state,
        is_open=is_open,
        kind=kind,
        severity=severity,
        booking_id=booking_id,
        partner_id=partner_id,
        programme_id=programme_id,
        assigned_to=assigned_to,
        is_assigned=is_assigned,
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
    state: IncidentState | None | Unset = UNSET,
    is_open: bool | None | Unset = UNSET,
    kind: IncidentKind | None | Unset = UNSET,
    severity: IncidentSeverity | None | Unset = UNSET,
    booking_id: None | Unset | UUID = UNSET,
    partner_id: None | Unset | UUID = UNSET,
    programme_id: None | Unset | UUID = UNSET,
    assigned_to: None | str | Unset = UNSET,
    is_assigned: bool | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> IncidentPage | ProblemDetails | None:
    """List incidents

     What people must look at, or have looked at, in the order it was noticed.

    Args:
        state (IncidentState | None | Unset): Only those that are so far.
        is_open (bool | None | Unset): true: only those that are not resolved. false: only
            resolved ones.
        kind (IncidentKind | None | Unset): Only incidents of this kind.
        severity (IncidentSeverity | None | Unset): Only those that are so grave.
        booking_id (None | Unset | UUID): Only those about this booking.
        partner_id (None | Unset | UUID): Only those of this partner.
        programme_id (None | Unset | UUID): Only those of this programme.
        assigned_to (None | str | Unset): Only those that this label looks after.
        is_assigned (bool | None | Unset): true: only those that somebody looks after. false: only
            the others.
        limit (int | Unset): At most this many items. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        IncidentPage | ProblemDetails
    """

    return sync_detailed(
        client=client,
        state=state,
        is_open=is_open,
        kind=kind,
        severity=severity,
        booking_id=booking_id,
        partner_id=partner_id,
        programme_id=programme_id,
        assigned_to=assigned_to,
        is_assigned=is_assigned,
        limit=limit,
        cursor=cursor,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    state: IncidentState | None | Unset = UNSET,
    is_open: bool | None | Unset = UNSET,
    kind: IncidentKind | None | Unset = UNSET,
    severity: IncidentSeverity | None | Unset = UNSET,
    booking_id: None | Unset | UUID = UNSET,
    partner_id: None | Unset | UUID = UNSET,
    programme_id: None | Unset | UUID = UNSET,
    assigned_to: None | str | Unset = UNSET,
    is_assigned: bool | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> Response[IncidentPage | ProblemDetails]:
    """List incidents

     What people must look at, or have looked at, in the order it was noticed.

    Args:
        state (IncidentState | None | Unset): Only those that are so far.
        is_open (bool | None | Unset): true: only those that are not resolved. false: only
            resolved ones.
        kind (IncidentKind | None | Unset): Only incidents of this kind.
        severity (IncidentSeverity | None | Unset): Only those that are so grave.
        booking_id (None | Unset | UUID): Only those about this booking.
        partner_id (None | Unset | UUID): Only those of this partner.
        programme_id (None | Unset | UUID): Only those of this programme.
        assigned_to (None | str | Unset): Only those that this label looks after.
        is_assigned (bool | None | Unset): true: only those that somebody looks after. false: only
            the others.
        limit (int | Unset): At most this many items. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[IncidentPage | ProblemDetails]
    """

    kwargs = _get_kwargs(
        state=state,
        is_open=is_open,
        kind=kind,
        severity=severity,
        booking_id=booking_id,
        partner_id=partner_id,
        programme_id=programme_id,
        assigned_to=assigned_to,
        is_assigned=is_assigned,
        limit=limit,
        cursor=cursor,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    state: IncidentState | None | Unset = UNSET,
    is_open: bool | None | Unset = UNSET,
    kind: IncidentKind | None | Unset = UNSET,
    severity: IncidentSeverity | None | Unset = UNSET,
    booking_id: None | Unset | UUID = UNSET,
    partner_id: None | Unset | UUID = UNSET,
    programme_id: None | Unset | UUID = UNSET,
    assigned_to: None | str | Unset = UNSET,
    is_assigned: bool | None | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> IncidentPage | ProblemDetails | None:
    """List incidents

     What people must look at, or have looked at, in the order it was noticed.

    Args:
        state (IncidentState | None | Unset): Only those that are so far.
        is_open (bool | None | Unset): true: only those that are not resolved. false: only
            resolved ones.
        kind (IncidentKind | None | Unset): Only incidents of this kind.
        severity (IncidentSeverity | None | Unset): Only those that are so grave.
        booking_id (None | Unset | UUID): Only those about this booking.
        partner_id (None | Unset | UUID): Only those of this partner.
        programme_id (None | Unset | UUID): Only those of this programme.
        assigned_to (None | str | Unset): Only those that this label looks after.
        is_assigned (bool | None | Unset): true: only those that somebody looks after. false: only
            the others.
        limit (int | Unset): At most this many items. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        IncidentPage | ProblemDetails
    """

    return (
        await asyncio_detailed(
            client=client,
            state=state,
            is_open=is_open,
            kind=kind,
            severity=severity,
            booking_id=booking_id,
            partner_id=partner_id,
            programme_id=programme_id,
            assigned_to=assigned_to,
            is_assigned=is_assigned,
            limit=limit,
            cursor=cursor,
        )
    ).parsed
