from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.problem_details import ProblemDetails
from ...models.take_in_zoom_event_body import TakeInZoomEventBody
from ...models.url_validation import UrlValidation
from ...types import UNSET, Unset
from typing import cast


def _get_kwargs(
    *,
    body: TakeInZoomEventBody,
    x_zm_signature: str | Unset = UNSET,
    x_zm_request_timestamp: str | Unset = UNSET,
    x_zm_request_id: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(x_zm_signature, Unset):
        headers["x-zm-signature"] = x_zm_signature

    if not isinstance(x_zm_request_timestamp, Unset):
        headers["x-zm-request-timestamp"] = x_zm_request_timestamp

    if not isinstance(x_zm_request_id, Unset):
        headers["x-zm-request-id"] = x_zm_request_id

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/webhooks/zoom",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Any | ProblemDetails | UrlValidation | None:
    if response.status_code == 200:
        response_200 = UrlValidation.from_dict(response.json())

        return response_200

    if response.status_code == 204:
        response_204 = cast(Any, None)
        return response_204

    if response.status_code == 400:
        response_400 = ProblemDetails.from_dict(response.json())

        return response_400

    if response.status_code == 401:
        response_401 = ProblemDetails.from_dict(response.json())

        return response_401

    if response.status_code == 408:
        response_408 = ProblemDetails.from_dict(response.json())

        return response_408

    if response.status_code == 413:
        response_413 = ProblemDetails.from_dict(response.json())

        return response_413

    if response.status_code == 422:
        response_422 = ProblemDetails.from_dict(response.json())

        return response_422

    if response.status_code == 503:
        response_503 = ProblemDetails.from_dict(response.json())

        return response_503

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[Any | ProblemDetails | UrlValidation]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: TakeInZoomEventBody,
    x_zm_signature: str | Unset = UNSET,
    x_zm_request_timestamp: str | Unset = UNSET,
    x_zm_request_id: str | Unset = UNSET,
) -> Response[Any | ProblemDetails | UrlValidation]:
    """Receive a webhook from Zoom

     For Zoom alone: the signature over the raw body is checked before anything is read. Nothing secret
    in it is kept.

    What was taken in is stored, and what follows from it is queued. An authentic event that could not
    be stored is answered
    with 503, so that Zoom sends it again: after a 4xx it never does.

    Args:
        x_zm_signature (str | Unset):
        x_zm_request_timestamp (str | Unset):
        x_zm_request_id (str | Unset):
        body (TakeInZoomEventBody): An event as Zoom sends it.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | ProblemDetails | UrlValidation]
    """

    kwargs = _get_kwargs(
        body=body,
        x_zm_signature=x_zm_signature,
        x_zm_request_timestamp=x_zm_request_timestamp,
        x_zm_request_id=x_zm_request_id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    body: TakeInZoomEventBody,
    x_zm_signature: str | Unset = UNSET,
    x_zm_request_timestamp: str | Unset = UNSET,
    x_zm_request_id: str | Unset = UNSET,
) -> Any | ProblemDetails | UrlValidation | None:
    """Receive a webhook from Zoom

     For Zoom alone: the signature over the raw body is checked before anything is read. Nothing secret
    in it is kept.

    What was taken in is stored, and what follows from it is queued. An authentic event that could not
    be stored is answered
    with 503, so that Zoom sends it again: after a 4xx it never does.

    Args:
        x_zm_signature (str | Unset):
        x_zm_request_timestamp (str | Unset):
        x_zm_request_id (str | Unset):
        body (TakeInZoomEventBody): An event as Zoom sends it.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | ProblemDetails | UrlValidation
    """

    return sync_detailed(
        client=client,
        body=body,
        x_zm_signature=x_zm_signature,
        x_zm_request_timestamp=x_zm_request_timestamp,
        x_zm_request_id=x_zm_request_id,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: TakeInZoomEventBody,
    x_zm_signature: str | Unset = UNSET,
    x_zm_request_timestamp: str | Unset = UNSET,
    x_zm_request_id: str | Unset = UNSET,
) -> Response[Any | ProblemDetails | UrlValidation]:
    """Receive a webhook from Zoom

     For Zoom alone: the signature over the raw body is checked before anything is read. Nothing secret
    in it is kept.

    What was taken in is stored, and what follows from it is queued. An authentic event that could not
    be stored is answered
    with 503, so that Zoom sends it again: after a 4xx it never does.

    Args:
        x_zm_signature (str | Unset):
        x_zm_request_timestamp (str | Unset):
        x_zm_request_id (str | Unset):
        body (TakeInZoomEventBody): An event as Zoom sends it.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | ProblemDetails | UrlValidation]
    """

    kwargs = _get_kwargs(
        body=body,
        x_zm_signature=x_zm_signature,
        x_zm_request_timestamp=x_zm_request_timestamp,
        x_zm_request_id=x_zm_request_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: TakeInZoomEventBody,
    x_zm_signature: str | Unset = UNSET,
    x_zm_request_timestamp: str | Unset = UNSET,
    x_zm_request_id: str | Unset = UNSET,
) -> Any | ProblemDetails | UrlValidation | None:
    """Receive a webhook from Zoom

     For Zoom alone: the signature over the raw body is checked before anything is read. Nothing secret
    in it is kept.

    What was taken in is stored, and what follows from it is queued. An authentic event that could not
    be stored is answered
    with 503, so that Zoom sends it again: after a 4xx it never does.

    Args:
        x_zm_signature (str | Unset):
        x_zm_request_timestamp (str | Unset):
        x_zm_request_id (str | Unset):
        body (TakeInZoomEventBody): An event as Zoom sends it.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | ProblemDetails | UrlValidation
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            x_zm_signature=x_zm_signature,
            x_zm_request_timestamp=x_zm_request_timestamp,
            x_zm_request_id=x_zm_request_id,
        )
    ).parsed
