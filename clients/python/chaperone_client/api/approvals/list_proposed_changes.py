from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.change_subject import ChangeSubject
from ...models.problem_details import ProblemDetails
from ...models.proposal_state import ProposalState
from ...models.proposed_change_summary_page import ProposedChangeSummaryPage
from ...types import UNSET, Unset
from typing import cast
from uuid import UUID


def _get_kwargs(
    *,
    state: None | ProposalState | Unset = UNSET,
    subject_type: ChangeSubject | None | Unset = UNSET,
    subject_id: None | Unset | UUID = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_state: None | str | Unset
    if isinstance(state, Unset):
        json_state = UNSET
    elif isinstance(state, ProposalState):
        json_state = state.value
    else:
        json_state = state
    params["state"] = json_state

    json_subject_type: None | str | Unset
    if isinstance(subject_type, Unset):
        json_subject_type = UNSET
    elif isinstance(subject_type, ChangeSubject):
        json_subject_type = subject_type.value
    else:
        json_subject_type = subject_type
    params["subject_type"] = json_subject_type

    json_subject_id: None | str | Unset
    if isinstance(subject_id, Unset):
        json_subject_id = UNSET
    elif isinstance(subject_id, UUID):
        json_subject_id = str(subject_id)
    else:
        json_subject_id = subject_id
    params["subject_id"] = json_subject_id

    params["limit"] = limit

    json_cursor: None | str | Unset
    if isinstance(cursor, Unset):
        json_cursor = UNSET
    else:
        json_cursor = cursor
    params["cursor"] = json_cursor

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/proposed-changes",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ProblemDetails | ProposedChangeSummaryPage | None:
    if response.status_code == 200:
        response_200 = ProposedChangeSummaryPage.from_dict(response.json())

        return response_200

    if response.status_code == 401:
        response_401 = ProblemDetails.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = ProblemDetails.from_dict(response.json())

        return response_403

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
) -> Response[ProblemDetails | ProposedChangeSummaryPage]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    state: None | ProposalState | Unset = UNSET,
    subject_type: ChangeSubject | None | Unset = UNSET,
    subject_id: None | Unset | UUID = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> Response[ProblemDetails | ProposedChangeSummaryPage]:
    """List proposed changes

     The changes that loosen something and that your key can see, oldest first, decided about or not.

    Changes of a programme's rules or time zone are the organisation's alone.

    Args:
        state (None | ProposalState | Unset): Only those in this state.
        subject_type (ChangeSubject | None | Unset): Only those about such a thing.
        subject_id (None | Unset | UUID): Only those about this thing.
        limit (int | Unset): At most this many items. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProblemDetails | ProposedChangeSummaryPage]
    """

    kwargs = _get_kwargs(
        state=state,
        subject_type=subject_type,
        subject_id=subject_id,
        limit=limit,
        cursor=cursor,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    state: None | ProposalState | Unset = UNSET,
    subject_type: ChangeSubject | None | Unset = UNSET,
    subject_id: None | Unset | UUID = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> ProblemDetails | ProposedChangeSummaryPage | None:
    """List proposed changes

     The changes that loosen something and that your key can see, oldest first, decided about or not.

    Changes of a programme's rules or time zone are the organisation's alone.

    Args:
        state (None | ProposalState | Unset): Only those in this state.
        subject_type (ChangeSubject | None | Unset): Only those about such a thing.
        subject_id (None | Unset | UUID): Only those about this thing.
        limit (int | Unset): At most this many items. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProblemDetails | ProposedChangeSummaryPage
    """

    return sync_detailed(
        client=client,
        state=state,
        subject_type=subject_type,
        subject_id=subject_id,
        limit=limit,
        cursor=cursor,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    state: None | ProposalState | Unset = UNSET,
    subject_type: ChangeSubject | None | Unset = UNSET,
    subject_id: None | Unset | UUID = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> Response[ProblemDetails | ProposedChangeSummaryPage]:
    """List proposed changes

     The changes that loosen something and that your key can see, oldest first, decided about or not.

    Changes of a programme's rules or time zone are the organisation's alone.

    Args:
        state (None | ProposalState | Unset): Only those in this state.
        subject_type (ChangeSubject | None | Unset): Only those about such a thing.
        subject_id (None | Unset | UUID): Only those about this thing.
        limit (int | Unset): At most this many items. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProblemDetails | ProposedChangeSummaryPage]
    """

    kwargs = _get_kwargs(
        state=state,
        subject_type=subject_type,
        subject_id=subject_id,
        limit=limit,
        cursor=cursor,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    state: None | ProposalState | Unset = UNSET,
    subject_type: ChangeSubject | None | Unset = UNSET,
    subject_id: None | Unset | UUID = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> ProblemDetails | ProposedChangeSummaryPage | None:
    """List proposed changes

     The changes that loosen something and that your key can see, oldest first, decided about or not.

    Changes of a programme's rules or time zone are the organisation's alone.

    Args:
        state (None | ProposalState | Unset): Only those in this state.
        subject_type (ChangeSubject | None | Unset): Only those about such a thing.
        subject_id (None | Unset | UUID): Only those about this thing.
        limit (int | Unset): At most this many items. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProblemDetails | ProposedChangeSummaryPage
    """

    return (
        await asyncio_detailed(
            client=client,
            state=state,
            subject_type=subject_type,
            subject_id=subject_id,
            limit=limit,
            cursor=cursor,
        )
    ).parsed
