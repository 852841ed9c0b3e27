from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.contact_list import ContactList
from ...models.problem_details import ProblemDetails
from typing import cast
from uuid import UUID


def _get_kwargs(
    pairing_id: UUID,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/pairings/{pairing_id}/contacts".format(
            pairing_id=quote(str(pairing_id), safe=""),
        ),
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ContactList | ProblemDetails | None:
    if response.status_code == 200:
        response_200 = ContactList.from_dict(response.json())

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
) -> Response[ContactList | ProblemDetails]:
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
) -> Response[ContactList | ProblemDetails]:
    """Read whom to contact about a pairing

     The coordinators and safeguarding leads of its partner and of its programme, for whoever books for
    the two.

    Remedies of findings speak of the partner's coordinator: this is how to reach them. They are the
    organisations' own
    contacts, meant to be shown; a key with bookings:read or registry:read may read them.

    Args:
        pairing_id (UUID): The pairing's id.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ContactList | ProblemDetails]
    """

    kwargs = _get_kwargs(
        pairing_id=pairing_id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    pairing_id: UUID,
    *,
    client: AuthenticatedClient,
) -> ContactList | ProblemDetails | None:
    """Read whom to contact about a pairing

     The coordinators and safeguarding leads of its partner and of its programme, for whoever books for
    the two.

    Remedies of findings speak of the partner's coordinator: this is how to reach them. They are the
    organisations' own
    contacts, meant to be shown; a key with bookings:read or registry:read may read them.

    Args:
        pairing_id (UUID): The pairing's id.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ContactList | ProblemDetails
    """

    return sync_detailed(
        pairing_id=pairing_id,
        client=client,
    ).parsed


async def asyncio_detailed(
    pairing_id: UUID,
    *,
    client: AuthenticatedClient,
) -> Response[ContactList | ProblemDetails]:
    """Read whom to contact about a pairing

     The coordinators and safeguarding leads of its partner and of its programme, for whoever books for
    the two.

    Remedies of findings speak of the partner's coordinator: this is how to reach them. They are the
    organisations' own
    contacts, meant to be shown; a key with bookings:read or registry:read may read them.

    Args:
        pairing_id (UUID): The pairing's id.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ContactList | ProblemDetails]
    """

    kwargs = _get_kwargs(
        pairing_id=pairing_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    pairing_id: UUID,
    *,
    client: AuthenticatedClient,
) -> ContactList | ProblemDetails | None:
    """Read whom to contact about a pairing

     The coordinators and safeguarding leads of its partner and of its programme, for whoever books for
    the two.

    Remedies of findings speak of the partner's coordinator: this is how to reach them. They are the
    organisations' own
    contacts, meant to be shown; a key with bookings:read or registry:read may read them.

    Args:
        pairing_id (UUID): The pairing's id.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ContactList | ProblemDetails
    """

    return (
        await asyncio_detailed(
            pairing_id=pairing_id,
            client=client,
        )
    ).parsed
