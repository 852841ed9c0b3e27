from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.evidence_give import EvidenceGive
from ...models.evidence_read import EvidenceRead
from ...models.problem_details import ProblemDetails
from ...models.written import Written
from ...types import UNSET, Unset
from typing import cast


def _get_kwargs(
    *,
    body: EvidenceGive,
    idempotency_key: None | str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/evidence",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> EvidenceRead | Written | ProblemDetails | None:
    if response.status_code == 201:

        def _parse_response_201(data: object) -> EvidenceRead | Written:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                response_201_type_0 = EvidenceRead.from_dict(data)

                return response_201_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            response_201_type_1 = Written.from_dict(data)

            return response_201_type_1

        response_201 = _parse_response_201(response.json())

        return response_201

    if response.status_code == 400:
        response_400 = ProblemDetails.from_dict(response.json())

        return response_400

    if response.status_code == 401:
        response_401 = ProblemDetails.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = ProblemDetails.from_dict(response.json())

        return response_403

    if response.status_code == 408:
        response_408 = ProblemDetails.from_dict(response.json())

        return response_408

    if response.status_code == 409:
        response_409 = ProblemDetails.from_dict(response.json())

        return response_409

    if response.status_code == 413:
        response_413 = ProblemDetails.from_dict(response.json())

        return response_413

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
) -> Response[EvidenceRead | Written | ProblemDetails]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: EvidenceGive,
    idempotency_key: None | str | Unset = UNSET,
) -> Response[EvidenceRead | Written | ProblemDetails]:
    """Record a consent or training

     What the rules need to know about a partner, a mentor, a mentee or a pairing, and since when it
    holds.

    Evidence is never edited. If it was recorded wrongly, withdraw it and give it anew.

    Args:
        idempotency_key (None | str | Unset): Any text of your own, new for each thing that you
            mean to create. Send the same key again after a lost answer: nothing is created twice.
            Kept for at least 24 hours.
        body (EvidenceGive): A fact that the rules need, about exactly one: a partner, a person or
            a pairing.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[EvidenceRead | Written | ProblemDetails]
    """

    kwargs = _get_kwargs(
        body=body,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    body: EvidenceGive,
    idempotency_key: None | str | Unset = UNSET,
) -> EvidenceRead | Written | ProblemDetails | None:
    """Record a consent or training

     What the rules need to know about a partner, a mentor, a mentee or a pairing, and since when it
    holds.

    Evidence is never edited. If it was recorded wrongly, withdraw it and give it anew.

    Args:
        idempotency_key (None | str | Unset): Any text of your own, new for each thing that you
            mean to create. Send the same key again after a lost answer: nothing is created twice.
            Kept for at least 24 hours.
        body (EvidenceGive): A fact that the rules need, about exactly one: a partner, a person or
            a pairing.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        EvidenceRead | Written | ProblemDetails
    """

    return sync_detailed(
        client=client,
        body=body,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: EvidenceGive,
    idempotency_key: None | str | Unset = UNSET,
) -> Response[EvidenceRead | Written | ProblemDetails]:
    """Record a consent or training

     What the rules need to know about a partner, a mentor, a mentee or a pairing, and since when it
    holds.

    Evidence is never edited. If it was recorded wrongly, withdraw it and give it anew.

    Args:
        idempotency_key (None | str | Unset): Any text of your own, new for each thing that you
            mean to create. Send the same key again after a lost answer: nothing is created twice.
            Kept for at least 24 hours.
        body (EvidenceGive): A fact that the rules need, about exactly one: a partner, a person or
            a pairing.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[EvidenceRead | Written | ProblemDetails]
    """

    kwargs = _get_kwargs(
        body=body,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: EvidenceGive,
    idempotency_key: None | str | Unset = UNSET,
) -> EvidenceRead | Written | ProblemDetails | None:
    """Record a consent or training

     What the rules need to know about a partner, a mentor, a mentee or a pairing, and since when it
    holds.

    Evidence is never edited. If it was recorded wrongly, withdraw it and give it anew.

    Args:
        idempotency_key (None | str | Unset): Any text of your own, new for each thing that you
            mean to create. Send the same key again after a lost answer: nothing is created twice.
            Kept for at least 24 hours.
        body (EvidenceGive): A fact that the rules need, about exactly one: a partner, a person or
            a pairing.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        EvidenceRead | Written | ProblemDetails
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed
