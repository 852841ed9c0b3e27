from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.problem_details import ProblemDetails
from ...models.webhook_create import WebhookCreate
from ...models.webhook_secret_read import WebhookSecretRead
from ...types import UNSET, Unset
from typing import cast


def _get_kwargs(
    *,
    body: WebhookCreate,
    idempotency_key: None | str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/webhooks",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ProblemDetails | WebhookSecretRead | None:
    if response.status_code == 201:
        response_201 = WebhookSecretRead.from_dict(response.json())

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
) -> Response[ProblemDetails | WebhookSecretRead]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: WebhookCreate,
    idempotency_key: None | str | Unset = UNSET,
) -> Response[ProblemDetails | WebhookSecretRead]:
    """Subscribe to events

     Have events sent to your website as they happen, after the specification of Standard Webhooks.

    The answer holds the secret to verify them with: it is shown in no other. Each event comes at least
    once, those of one
    booking in their order; what cannot be delivered is attempted for two days. You are told of what
    your key may see. The feed
    at `/v1/events` tells the same, and is there when your website was not.

    Args:
        idempotency_key (None | str | Unset): Any text of your own, new for each thing that you
            mean to create. Send the same key again after a lost answer: nothing is created twice.
            Kept for at least 24 hours.
        body (WebhookCreate): A subscription.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProblemDetails | WebhookSecretRead]
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
    body: WebhookCreate,
    idempotency_key: None | str | Unset = UNSET,
) -> ProblemDetails | WebhookSecretRead | None:
    """Subscribe to events

     Have events sent to your website as they happen, after the specification of Standard Webhooks.

    The answer holds the secret to verify them with: it is shown in no other. Each event comes at least
    once, those of one
    booking in their order; what cannot be delivered is attempted for two days. You are told of what
    your key may see. The feed
    at `/v1/events` tells the same, and is there when your website was not.

    Args:
        idempotency_key (None | str | Unset): Any text of your own, new for each thing that you
            mean to create. Send the same key again after a lost answer: nothing is created twice.
            Kept for at least 24 hours.
        body (WebhookCreate): A subscription.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProblemDetails | WebhookSecretRead
    """

    return sync_detailed(
        client=client,
        body=body,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: WebhookCreate,
    idempotency_key: None | str | Unset = UNSET,
) -> Response[ProblemDetails | WebhookSecretRead]:
    """Subscribe to events

     Have events sent to your website as they happen, after the specification of Standard Webhooks.

    The answer holds the secret to verify them with: it is shown in no other. Each event comes at least
    once, those of one
    booking in their order; what cannot be delivered is attempted for two days. You are told of what
    your key may see. The feed
    at `/v1/events` tells the same, and is there when your website was not.

    Args:
        idempotency_key (None | str | Unset): Any text of your own, new for each thing that you
            mean to create. Send the same key again after a lost answer: nothing is created twice.
            Kept for at least 24 hours.
        body (WebhookCreate): A subscription.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProblemDetails | WebhookSecretRead]
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
    body: WebhookCreate,
    idempotency_key: None | str | Unset = UNSET,
) -> ProblemDetails | WebhookSecretRead | None:
    """Subscribe to events

     Have events sent to your website as they happen, after the specification of Standard Webhooks.

    The answer holds the secret to verify them with: it is shown in no other. Each event comes at least
    once, those of one
    booking in their order; what cannot be delivered is attempted for two days. You are told of what
    your key may see. The feed
    at `/v1/events` tells the same, and is there when your website was not.

    Args:
        idempotency_key (None | str | Unset): Any text of your own, new for each thing that you
            mean to create. Send the same key again after a lost answer: nothing is created twice.
            Kept for at least 24 hours.
        body (WebhookCreate): A subscription.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProblemDetails | WebhookSecretRead
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed
