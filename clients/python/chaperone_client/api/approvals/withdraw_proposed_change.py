from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.problem_details import ProblemDetails
from ...models.proposal_judgement import ProposalJudgement
from ...models.proposed_change_read import ProposedChangeRead
from ...types import UNSET, Unset
from typing import cast
from uuid import UUID


def _get_kwargs(
    proposed_change_id: UUID,
    *,
    body: ProposalJudgement,
    if_match: None | str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(if_match, Unset):
        headers["If-Match"] = if_match

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/proposed-changes/{proposed_change_id}/withdraw".format(
            proposed_change_id=quote(str(proposed_change_id), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ProblemDetails | ProposedChangeRead | None:
    if response.status_code == 200:
        response_200 = ProposedChangeRead.from_dict(response.json())

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
) -> Response[ProblemDetails | ProposedChangeRead]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    proposed_change_id: UUID,
    *,
    client: AuthenticatedClient,
    body: ProposalJudgement,
    if_match: None | str | Unset = UNSET,
) -> Response[ProblemDetails | ProposedChangeRead]:
    """Withdraw your proposed change

     What was there before stays in force. Only the person who proposed it can.

    Args:
        proposed_change_id (UUID): The proposed change's id.
        if_match (None | str | Unset): The ETag that you read. `*` changes whatever is there now.
        body (ProposalJudgement): Why a proposed change is confirmed, declined or withdrawn.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProblemDetails | ProposedChangeRead]
    """

    kwargs = _get_kwargs(
        proposed_change_id=proposed_change_id,
        body=body,
        if_match=if_match,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    proposed_change_id: UUID,
    *,
    client: AuthenticatedClient,
    body: ProposalJudgement,
    if_match: None | str | Unset = UNSET,
) -> ProblemDetails | ProposedChangeRead | None:
    """Withdraw your proposed change

     What was there before stays in force. Only the person who proposed it can.

    Args:
        proposed_change_id (UUID): The proposed change's id.
        if_match (None | str | Unset): The ETag that you read. `*` changes whatever is there now.
        body (ProposalJudgement): Why a proposed change is confirmed, declined or withdrawn.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProblemDetails | ProposedChangeRead
    """

    return sync_detailed(
        proposed_change_id=proposed_change_id,
        client=client,
        body=body,
        if_match=if_match,
    ).parsed


async def asyncio_detailed(
    proposed_change_id: UUID,
    *,
    client: AuthenticatedClient,
    body: ProposalJudgement,
    if_match: None | str | Unset = UNSET,
) -> Response[ProblemDetails | ProposedChangeRead]:
    """Withdraw your proposed change

     What was there before stays in force. Only the person who proposed it can.

    Args:
        proposed_change_id (UUID): The proposed change's id.
        if_match (None | str | Unset): The ETag that you read. `*` changes whatever is there now.
        body (ProposalJudgement): Why a proposed change is confirmed, declined or withdrawn.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProblemDetails | ProposedChangeRead]
    """

    kwargs = _get_kwargs(
        proposed_change_id=proposed_change_id,
        body=body,
        if_match=if_match,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    proposed_change_id: UUID,
    *,
    client: AuthenticatedClient,
    body: ProposalJudgement,
    if_match: None | str | Unset = UNSET,
) -> ProblemDetails | ProposedChangeRead | None:
    """Withdraw your proposed change

     What was there before stays in force. Only the person who proposed it can.

    Args:
        proposed_change_id (UUID): The proposed change's id.
        if_match (None | str | Unset): The ETag that you read. `*` changes whatever is there now.
        body (ProposalJudgement): Why a proposed change is confirmed, declined or withdrawn.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProblemDetails | ProposedChangeRead
    """

    return (
        await asyncio_detailed(
            proposed_change_id=proposed_change_id,
            client=client,
            body=body,
            if_match=if_match,
        )
    ).parsed
