from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.change_proposed import ChangeProposed
from ...models.pairing_change import PairingChange
from ...models.pairing_read import PairingRead
from ...models.problem_details import ProblemDetails
from ...models.written import Written
from typing import cast
from uuid import UUID


def _get_kwargs(
    pairing_id: UUID,
    *,
    body: PairingChange,
    if_match: None | str,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    headers["If-Match"] = if_match

    _kwargs: dict[str, Any] = {
        "method": "patch",
        "url": "/v1/pairings/{pairing_id}".format(
            pairing_id=quote(str(pairing_id), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ChangeProposed | PairingRead | Written | ProblemDetails | None:
    if response.status_code == 200:

        def _parse_response_200(data: object) -> PairingRead | Written:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                response_200_type_0 = PairingRead.from_dict(data)

                return response_200_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            response_200_type_1 = Written.from_dict(data)

            return response_200_type_1

        response_200 = _parse_response_200(response.json())

        return response_200

    if response.status_code == 202:
        response_202 = ChangeProposed.from_dict(response.json())

        return response_202

    if response.status_code == 400:
        response_400 = ProblemDetails.from_dict(response.json())

        return response_400

    if response.status_code == 401:
        response_401 = ProblemDetails.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = ProblemDetails.from_dict(response.json())

        return response_403

    if response.status_code == 404:
        response_404 = ProblemDetails.from_dict(response.json())

        return response_404

    if response.status_code == 408:
        response_408 = ProblemDetails.from_dict(response.json())

        return response_408

    if response.status_code == 409:
        response_409 = ProblemDetails.from_dict(response.json())

        return response_409

    if response.status_code == 412:
        response_412 = ProblemDetails.from_dict(response.json())

        return response_412

    if response.status_code == 413:
        response_413 = ProblemDetails.from_dict(response.json())

        return response_413

    if response.status_code == 422:
        response_422 = ProblemDetails.from_dict(response.json())

        return response_422

    if response.status_code == 428:
        response_428 = ProblemDetails.from_dict(response.json())

        return response_428

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
) -> Response[ChangeProposed | PairingRead | Written | ProblemDetails]:
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
    body: PairingChange,
    if_match: None | str,
) -> Response[ChangeProposed | PairingRead | Written | ProblemDetails]:
    """Change or end a pairing

     A pairing that is not active books no more sessions.

    Sessions ahead are suspended, and their meetings removed, until it is active again. Measures can
    only tighten what the
    programme asks for; when they change, sessions ahead are decided again.

    To take up a pairing again, or to ask for less than its measures did, waits until a coordinator's
    key of another person has
    confirmed it: the answer is 202.

    Args:
        pairing_id (UUID): The pairing's id.
        if_match (None | str): The ETag that you read. `*` changes whatever is there now.
        body (PairingChange): What may change about a pairing. What is left out stays as it is.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ChangeProposed | PairingRead | Written | ProblemDetails]
    """

    kwargs = _get_kwargs(
        pairing_id=pairing_id,
        body=body,
        if_match=if_match,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    pairing_id: UUID,
    *,
    client: AuthenticatedClient,
    body: PairingChange,
    if_match: None | str,
) -> ChangeProposed | PairingRead | Written | ProblemDetails | None:
    """Change or end a pairing

     A pairing that is not active books no more sessions.

    Sessions ahead are suspended, and their meetings removed, until it is active again. Measures can
    only tighten what the
    programme asks for; when they change, sessions ahead are decided again.

    To take up a pairing again, or to ask for less than its measures did, waits until a coordinator's
    key of another person has
    confirmed it: the answer is 202.

    Args:
        pairing_id (UUID): The pairing's id.
        if_match (None | str): The ETag that you read. `*` changes whatever is there now.
        body (PairingChange): What may change about a pairing. What is left out stays as it is.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ChangeProposed | PairingRead | Written | ProblemDetails
    """

    return sync_detailed(
        pairing_id=pairing_id,
        client=client,
        body=body,
        if_match=if_match,
    ).parsed


async def asyncio_detailed(
    pairing_id: UUID,
    *,
    client: AuthenticatedClient,
    body: PairingChange,
    if_match: None | str,
) -> Response[ChangeProposed | PairingRead | Written | ProblemDetails]:
    """Change or end a pairing

     A pairing that is not active books no more sessions.

    Sessions ahead are suspended, and their meetings removed, until it is active again. Measures can
    only tighten what the
    programme asks for; when they change, sessions ahead are decided again.

    To take up a pairing again, or to ask for less than its measures did, waits until a coordinator's
    key of another person has
    confirmed it: the answer is 202.

    Args:
        pairing_id (UUID): The pairing's id.
        if_match (None | str): The ETag that you read. `*` changes whatever is there now.
        body (PairingChange): What may change about a pairing. What is left out stays as it is.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ChangeProposed | PairingRead | Written | ProblemDetails]
    """

    kwargs = _get_kwargs(
        pairing_id=pairing_id,
        body=body,
        if_match=if_match,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    pairing_id: UUID,
    *,
    client: AuthenticatedClient,
    body: PairingChange,
    if_match: None | str,
) -> ChangeProposed | PairingRead | Written | ProblemDetails | None:
    """Change or end a pairing

     A pairing that is not active books no more sessions.

    Sessions ahead are suspended, and their meetings removed, until it is active again. Measures can
    only tighten what the
    programme asks for; when they change, sessions ahead are decided again.

    To take up a pairing again, or to ask for less than its measures did, waits until a coordinator's
    key of another person has
    confirmed it: the answer is 202.

    Args:
        pairing_id (UUID): The pairing's id.
        if_match (None | str): The ETag that you read. `*` changes whatever is there now.
        body (PairingChange): What may change about a pairing. What is left out stays as it is.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ChangeProposed | PairingRead | Written | ProblemDetails
    """

    return (
        await asyncio_detailed(
            pairing_id=pairing_id,
            client=client,
            body=body,
            if_match=if_match,
        )
    ).parsed
