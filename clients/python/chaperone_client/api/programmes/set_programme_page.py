from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.problem_details import ProblemDetails
from ...models.programme_page_read import ProgrammePageRead
from ...models.programme_page_write import ProgrammePageWrite
from typing import cast
from uuid import UUID


def _get_kwargs(
    programme_id: UUID,
    *,
    body: ProgrammePageWrite,
    if_match: None | str,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    headers["If-Match"] = if_match

    _kwargs: dict[str, Any] = {
        "method": "put",
        "url": "/v1/programmes/{programme_id}/page".format(
            programme_id=quote(str(programme_id), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ProblemDetails | ProgrammePageRead | None:
    if response.status_code == 200:
        response_200 = ProgrammePageRead.from_dict(response.json())

        return response_200

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
) -> Response[ProblemDetails | ProgrammePageRead]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    programme_id: UUID,
    *,
    client: AuthenticatedClient,
    body: ProgrammePageWrite,
    if_match: None | str,
) -> Response[ProblemDetails | ProgrammePageRead]:
    """Set a programme's words for its pages

     It replaces the whole of what was set before, and shows at once. Send the ETag that you read as If-
    Match.

    Args:
        programme_id (UUID): The programme's id.
        if_match (None | str): The ETag that you read. `*` changes whatever is there now.
        body (ProgrammePageWrite): The whole of what a programme says on the pages of its
            participants. What it leaves out is the product's own.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProblemDetails | ProgrammePageRead]
    """

    kwargs = _get_kwargs(
        programme_id=programme_id,
        body=body,
        if_match=if_match,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    programme_id: UUID,
    *,
    client: AuthenticatedClient,
    body: ProgrammePageWrite,
    if_match: None | str,
) -> ProblemDetails | ProgrammePageRead | None:
    """Set a programme's words for its pages

     It replaces the whole of what was set before, and shows at once. Send the ETag that you read as If-
    Match.

    Args:
        programme_id (UUID): The programme's id.
        if_match (None | str): The ETag that you read. `*` changes whatever is there now.
        body (ProgrammePageWrite): The whole of what a programme says on the pages of its
            participants. What it leaves out is the product's own.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProblemDetails | ProgrammePageRead
    """

    return sync_detailed(
        programme_id=programme_id,
        client=client,
        body=body,
        if_match=if_match,
    ).parsed


async def asyncio_detailed(
    programme_id: UUID,
    *,
    client: AuthenticatedClient,
    body: ProgrammePageWrite,
    if_match: None | str,
) -> Response[ProblemDetails | ProgrammePageRead]:
    """Set a programme's words for its pages

     It replaces the whole of what was set before, and shows at once. Send the ETag that you read as If-
    Match.

    Args:
        programme_id (UUID): The programme's id.
        if_match (None | str): The ETag that you read. `*` changes whatever is there now.
        body (ProgrammePageWrite): The whole of what a programme says on the pages of its
            participants. What it leaves out is the product's own.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProblemDetails | ProgrammePageRead]
    """

    kwargs = _get_kwargs(
        programme_id=programme_id,
        body=body,
        if_match=if_match,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    programme_id: UUID,
    *,
    client: AuthenticatedClient,
    body: ProgrammePageWrite,
    if_match: None | str,
) -> ProblemDetails | ProgrammePageRead | None:
    """Set a programme's words for its pages

     It replaces the whole of what was set before, and shows at once. Send the ETag that you read as If-
    Match.

    Args:
        programme_id (UUID): The programme's id.
        if_match (None | str): The ETag that you read. `*` changes whatever is there now.
        body (ProgrammePageWrite): The whole of what a programme says on the pages of its
            participants. What it leaves out is the product's own.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProblemDetails | ProgrammePageRead
    """

    return (
        await asyncio_detailed(
            programme_id=programme_id,
            client=client,
            body=body,
            if_match=if_match,
        )
    ).parsed
