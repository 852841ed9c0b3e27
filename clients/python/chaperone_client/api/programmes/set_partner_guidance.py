from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.change_proposed import ChangeProposed
from ...models.guidance_read import GuidanceRead
from ...models.guidance_write import GuidanceWrite
from ...models.problem_details import ProblemDetails
from typing import cast
from uuid import UUID


def _get_kwargs(
    partner_id: UUID,
    *,
    body: GuidanceWrite,
    if_match: None | str,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    headers["If-Match"] = if_match

    _kwargs: dict[str, Any] = {
        "method": "put",
        "url": "/v1/partners/{partner_id}/guidance".format(
            partner_id=quote(str(partner_id), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ChangeProposed | GuidanceRead | ProblemDetails | None:
    if response.status_code == 200:
        response_200 = GuidanceRead.from_dict(response.json())

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
) -> Response[ChangeProposed | GuidanceRead | ProblemDetails]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    partner_id: UUID,
    *,
    client: AuthenticatedClient,
    body: GuidanceWrite,
    if_match: None | str,
) -> Response[ChangeProposed | GuidanceRead | ProblemDetails]:
    """Set a partner's own guidance

     It replaces the guidance from before. The tighter counts, of it and of the programme, for each rule,
    parameter and setting.

    Guidance cannot loosen the programme's rules: a refusal names each rule and setting and says why.
    What it no longer asks for
    waits until a coordinator's key of another person has confirmed it (202). Sessions ahead are decided
    again.
    Send the partner's ETag as If-Match. It has at most 64 KiB.

    Args:
        partner_id (UUID): The partner's id.
        if_match (None | str): The ETag that you read. `*` changes whatever is there now.
        body (GuidanceWrite): The whole of a partner's own guidance. With what it leaves out, the
            programme's rules hold unchanged.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ChangeProposed | GuidanceRead | ProblemDetails]
    """

    kwargs = _get_kwargs(
        partner_id=partner_id,
        body=body,
        if_match=if_match,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    partner_id: UUID,
    *,
    client: AuthenticatedClient,
    body: GuidanceWrite,
    if_match: None | str,
) -> ChangeProposed | GuidanceRead | ProblemDetails | None:
    """Set a partner's own guidance

     It replaces the guidance from before. The tighter counts, of it and of the programme, for each rule,
    parameter and setting.

    Guidance cannot loosen the programme's rules: a refusal names each rule and setting and says why.
    What it no longer asks for
    waits until a coordinator's key of another person has confirmed it (202). Sessions ahead are decided
    again.
    Send the partner's ETag as If-Match. It has at most 64 KiB.

    Args:
        partner_id (UUID): The partner's id.
        if_match (None | str): The ETag that you read. `*` changes whatever is there now.
        body (GuidanceWrite): The whole of a partner's own guidance. With what it leaves out, the
            programme's rules hold unchanged.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ChangeProposed | GuidanceRead | ProblemDetails
    """

    return sync_detailed(
        partner_id=partner_id,
        client=client,
        body=body,
        if_match=if_match,
    ).parsed


async def asyncio_detailed(
    partner_id: UUID,
    *,
    client: AuthenticatedClient,
    body: GuidanceWrite,
    if_match: None | str,
) -> Response[ChangeProposed | GuidanceRead | ProblemDetails]:
    """Set a partner's own guidance

     It replaces the guidance from before. The tighter counts, of it and of the programme, for each rule,
    parameter and setting.

    Guidance cannot loosen the programme's rules: a refusal names each rule and setting and says why.
    What it no longer asks for
    waits until a coordinator's key of another person has confirmed it (202). Sessions ahead are decided
    again.
    Send the partner's ETag as If-Match. It has at most 64 KiB.

    Args:
        partner_id (UUID): The partner's id.
        if_match (None | str): The ETag that you read. `*` changes whatever is there now.
        body (GuidanceWrite): The whole of a partner's own guidance. With what it leaves out, the
            programme's rules hold unchanged.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ChangeProposed | GuidanceRead | ProblemDetails]
    """

    kwargs = _get_kwargs(
        partner_id=partner_id,
        body=body,
        if_match=if_match,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    partner_id: UUID,
    *,
    client: AuthenticatedClient,
    body: GuidanceWrite,
    if_match: None | str,
) -> ChangeProposed | GuidanceRead | ProblemDetails | None:
    """Set a partner's own guidance

     It replaces the guidance from before. The tighter counts, of it and of the programme, for each rule,
    parameter and setting.

    Guidance cannot loosen the programme's rules: a refusal names each rule and setting and says why.
    What it no longer asks for
    waits until a coordinator's key of another person has confirmed it (202). Sessions ahead are decided
    again.
    Send the partner's ETag as If-Match. It has at most 64 KiB.

    Args:
        partner_id (UUID): The partner's id.
        if_match (None | str): The ETag that you read. `*` changes whatever is there now.
        body (GuidanceWrite): The whole of a partner's own guidance. With what it leaves out, the
            programme's rules hold unchanged.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ChangeProposed | GuidanceRead | ProblemDetails
    """

    return (
        await asyncio_detailed(
            partner_id=partner_id,
            client=client,
            body=body,
            if_match=if_match,
        )
    ).parsed
