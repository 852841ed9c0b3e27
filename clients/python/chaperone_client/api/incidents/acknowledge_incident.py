from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.incident_read import IncidentRead
from ...models.problem_details import ProblemDetails
from ...types import UNSET, Unset
from typing import cast
from uuid import UUID


def _get_kwargs(
    incident_id: UUID,
    *,
    if_match: None | str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(if_match, Unset):
        headers["If-Match"] = if_match

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/incidents/{incident_id}/acknowledge".format(
            incident_id=quote(str(incident_id), safe=""),
        ),
    }

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> IncidentRead | ProblemDetails | None:
    if response.status_code == 200:
        response_200 = IncidentRead.from_dict(response.json())

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

    if response.status_code == 409:
        response_409 = ProblemDetails.from_dict(response.json())

        return response_409

    if response.status_code == 412:
        response_412 = ProblemDetails.from_dict(response.json())

        return response_412

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
) -> Response[IncidentRead | ProblemDetails]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    incident_id: UUID,
    *,
    client: AuthenticatedClient,
    if_match: None | str | Unset = UNSET,
) -> Response[IncidentRead | ProblemDetails]:
    """Acknowledge an incident

     Write down that you have seen it and that somebody looks into it. Only a coordinator's key may;
    again changes nothing.

    Args:
        incident_id (UUID): The incident's id.
        if_match (None | str | Unset): The ETag that you read. `*` changes whatever is there now.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[IncidentRead | ProblemDetails]
    """

    kwargs = _get_kwargs(
        incident_id=incident_id,
        if_match=if_match,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    incident_id: UUID,
    *,
    client: AuthenticatedClient,
    if_match: None | str | Unset = UNSET,
) -> IncidentRead | ProblemDetails | None:
    """Acknowledge an incident

     Write down that you have seen it and that somebody looks into it. Only a coordinator's key may;
    again changes nothing.

    Args:
        incident_id (UUID): The incident's id.
        if_match (None | str | Unset): The ETag that you read. `*` changes whatever is there now.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        IncidentRead | ProblemDetails
    """

    return sync_detailed(
        incident_id=incident_id,
        client=client,
        if_match=if_match,
    ).parsed


async def asyncio_detailed(
    incident_id: UUID,
    *,
    client: AuthenticatedClient,
    if_match: None | str | Unset = UNSET,
) -> Response[IncidentRead | ProblemDetails]:
    """Acknowledge an incident

     Write down that you have seen it and that somebody looks into it. Only a coordinator's key may;
    again changes nothing.

    Args:
        incident_id (UUID): The incident's id.
        if_match (None | str | Unset): The ETag that you read. `*` changes whatever is there now.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[IncidentRead | ProblemDetails]
    """

    kwargs = _get_kwargs(
        incident_id=incident_id,
        if_match=if_match,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    incident_id: UUID,
    *,
    client: AuthenticatedClient,
    if_match: None | str | Unset = UNSET,
) -> IncidentRead | ProblemDetails | None:
    """Acknowledge an incident

     Write down that you have seen it and that somebody looks into it. Only a coordinator's key may;
    again changes nothing.

    Args:
        incident_id (UUID): The incident's id.
        if_match (None | str | Unset): The ETag that you read. `*` changes whatever is there now.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        IncidentRead | ProblemDetails
    """

    return (
        await asyncio_detailed(
            incident_id=incident_id,
            client=client,
            if_match=if_match,
        )
    ).parsed
