from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.evidence_withdraw import EvidenceWithdraw
from ...models.evidence_withdrawn import EvidenceWithdrawn
from ...models.problem_details import ProblemDetails
from ...models.withdrawal_written import WithdrawalWritten
from typing import cast
from uuid import UUID


def _get_kwargs(
    evidence_id: UUID,
    *,
    body: EvidenceWithdraw,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/evidence/{evidence_id}/withdraw".format(
            evidence_id=quote(str(evidence_id), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> EvidenceWithdrawn | WithdrawalWritten | ProblemDetails | None:
    if response.status_code == 200:

        def _parse_response_200(data: object) -> EvidenceWithdrawn | WithdrawalWritten:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                response_200_type_0 = EvidenceWithdrawn.from_dict(data)

                return response_200_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            response_200_type_1 = WithdrawalWritten.from_dict(data)

            return response_200_type_1

        response_200 = _parse_response_200(response.json())

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
) -> Response[EvidenceWithdrawn | WithdrawalWritten | ProblemDetails]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    evidence_id: UUID,
    *,
    client: AuthenticatedClient,
    body: EvidenceWithdraw,
) -> Response[EvidenceWithdrawn | WithdrawalWritten | ProblemDetails]:
    """Withdraw a consent or training

     It counts no longer, and stays on file with the reason. It cannot be taken back: if it holds again,
    give it anew.

    What was said last counts. With it, older evidence of the same kind about the same subject is
    withdrawn; **newer evidence
    stands, and `still_counting` names it**: withdraw that one where the consent itself is withdrawn.
    Sessions ahead are decided
    again.

    Args:
        evidence_id (UUID): The evidence's id.
        body (EvidenceWithdraw): Why evidence no longer counts.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[EvidenceWithdrawn | WithdrawalWritten | ProblemDetails]
    """

    kwargs = _get_kwargs(
        evidence_id=evidence_id,
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    evidence_id: UUID,
    *,
    client: AuthenticatedClient,
    body: EvidenceWithdraw,
) -> EvidenceWithdrawn | WithdrawalWritten | ProblemDetails | None:
    """Withdraw a consent or training

     It counts no longer, and stays on file with the reason. It cannot be taken back: if it holds again,
    give it anew.

    What was said last counts. With it, older evidence of the same kind about the same subject is
    withdrawn; **newer evidence
    stands, and `still_counting` names it**: withdraw that one where the consent itself is withdrawn.
    Sessions ahead are decided
    again.

    Args:
        evidence_id (UUID): The evidence's id.
        body (EvidenceWithdraw): Why evidence no longer counts.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        EvidenceWithdrawn | WithdrawalWritten | ProblemDetails
    """

    return sync_detailed(
        evidence_id=evidence_id,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    evidence_id: UUID,
    *,
    client: AuthenticatedClient,
    body: EvidenceWithdraw,
) -> Response[EvidenceWithdrawn | WithdrawalWritten | ProblemDetails]:
    """Withdraw a consent or training

     It counts no longer, and stays on file with the reason. It cannot be taken back: if it holds again,
    give it anew.

    What was said last counts. With it, older evidence of the same kind about the same subject is
    withdrawn; **newer evidence
    stands, and `still_counting` names it**: withdraw that one where the consent itself is withdrawn.
    Sessions ahead are decided
    again.

    Args:
        evidence_id (UUID): The evidence's id.
        body (EvidenceWithdraw): Why evidence no longer counts.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[EvidenceWithdrawn | WithdrawalWritten | ProblemDetails]
    """

    kwargs = _get_kwargs(
        evidence_id=evidence_id,
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    evidence_id: UUID,
    *,
    client: AuthenticatedClient,
    body: EvidenceWithdraw,
) -> EvidenceWithdrawn | WithdrawalWritten | ProblemDetails | None:
    """Withdraw a consent or training

     It counts no longer, and stays on file with the reason. It cannot be taken back: if it holds again,
    give it anew.

    What was said last counts. With it, older evidence of the same kind about the same subject is
    withdrawn; **newer evidence
    stands, and `still_counting` names it**: withdraw that one where the consent itself is withdrawn.
    Sessions ahead are decided
    again.

    Args:
        evidence_id (UUID): The evidence's id.
        body (EvidenceWithdraw): Why evidence no longer counts.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        EvidenceWithdrawn | WithdrawalWritten | ProblemDetails
    """

    return (
        await asyncio_detailed(
            evidence_id=evidence_id,
            client=client,
            body=body,
        )
    ).parsed
