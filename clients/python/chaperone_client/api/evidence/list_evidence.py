from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.evidence_kind import EvidenceKind
from ...models.evidence_page import EvidencePage
from ...models.problem_details import ProblemDetails
from ...types import UNSET, Unset
from typing import cast
from uuid import UUID


def _get_kwargs(
    *,
    kind: EvidenceKind | None | Unset = UNSET,
    partner_id: None | Unset | UUID = UNSET,
    person_id: None | Unset | UUID = UNSET,
    pairing_id: None | Unset | UUID = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_kind: None | str | Unset
    if isinstance(kind, Unset):
        json_kind = UNSET
    elif isinstance(kind, EvidenceKind):
        json_kind = kind.value
    else:
        json_kind = kind
    params["kind"] = json_kind

    json_partner_id: None | str | Unset
    if isinstance(partner_id, Unset):
        json_partner_id = UNSET
    elif isinstance(partner_id, UUID):
        json_partner_id = str(partner_id)
    else:
        json_partner_id = partner_id
    params["partner_id"] = json_partner_id

    json_person_id: None | str | Unset
    if isinstance(person_id, Unset):
        json_person_id = UNSET
    elif isinstance(person_id, UUID):
        json_person_id = str(person_id)
    else:
        json_person_id = person_id
    params["person_id"] = json_person_id

    json_pairing_id: None | str | Unset
    if isinstance(pairing_id, Unset):
        json_pairing_id = UNSET
    elif isinstance(pairing_id, UUID):
        json_pairing_id = str(pairing_id)
    else:
        json_pairing_id = pairing_id
    params["pairing_id"] = json_pairing_id

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
        "url": "/v1/evidence",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> EvidencePage | ProblemDetails | None:
    if response.status_code == 200:
        response_200 = EvidencePage.from_dict(response.json())

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
) -> Response[EvidencePage | ProblemDetails]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    kind: EvidenceKind | None | Unset = UNSET,
    partner_id: None | Unset | UUID = UNSET,
    person_id: None | Unset | UUID = UNSET,
    pairing_id: None | Unset | UUID = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> Response[EvidencePage | ProblemDetails]:
    """List evidence

     The evidence that your key can see, oldest first, withdrawn or not.

    Args:
        kind (EvidenceKind | None | Unset): Only of this kind.
        partner_id (None | Unset | UUID): Only what belongs to this partner: about itself, its
            people and its pairings.
        person_id (None | Unset | UUID): Only about this mentor or mentee.
        pairing_id (None | Unset | UUID): Only about this pairing.
        limit (int | Unset): At most this many items. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[EvidencePage | ProblemDetails]
    """

    kwargs = _get_kwargs(
        kind=kind,
        partner_id=partner_id,
        person_id=person_id,
        pairing_id=pairing_id,
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
    kind: EvidenceKind | None | Unset = UNSET,
    partner_id: None | Unset | UUID = UNSET,
    person_id: None | Unset | UUID = UNSET,
    pairing_id: None | Unset | UUID = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> EvidencePage | ProblemDetails | None:
    """List evidence

     The evidence that your key can see, oldest first, withdrawn or not.

    Args:
        kind (EvidenceKind | None | Unset): Only of this kind.
        partner_id (None | Unset | UUID): Only what belongs to this partner: about itself, its
            people and its pairings.
        person_id (None | Unset | UUID): Only about this mentor or mentee.
        pairing_id (None | Unset | UUID): Only about this pairing.
        limit (int | Unset): At most this many items. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        EvidencePage | ProblemDetails
    """

    return sync_detailed(
        client=client,
        kind=kind,
        partner_id=partner_id,
        person_id=person_id,
        pairing_id=pairing_id,
        limit=limit,
        cursor=cursor,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    kind: EvidenceKind | None | Unset = UNSET,
    partner_id: None | Unset | UUID = UNSET,
    person_id: None | Unset | UUID = UNSET,
    pairing_id: None | Unset | UUID = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> Response[EvidencePage | ProblemDetails]:
    """List evidence

     The evidence that your key can see, oldest first, withdrawn or not.

    Args:
        kind (EvidenceKind | None | Unset): Only of this kind.
        partner_id (None | Unset | UUID): Only what belongs to this partner: about itself, its
            people and its pairings.
        person_id (None | Unset | UUID): Only about this mentor or mentee.
        pairing_id (None | Unset | UUID): Only about this pairing.
        limit (int | Unset): At most this many items. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[EvidencePage | ProblemDetails]
    """

    kwargs = _get_kwargs(
        kind=kind,
        partner_id=partner_id,
        person_id=person_id,
        pairing_id=pairing_id,
        limit=limit,
        cursor=cursor,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    kind: EvidenceKind | None | Unset = UNSET,
    partner_id: None | Unset | UUID = UNSET,
    person_id: None | Unset | UUID = UNSET,
    pairing_id: None | Unset | UUID = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> EvidencePage | ProblemDetails | None:
    """List evidence

     The evidence that your key can see, oldest first, withdrawn or not.

    Args:
        kind (EvidenceKind | None | Unset): Only of this kind.
        partner_id (None | Unset | UUID): Only what belongs to this partner: about itself, its
            people and its pairings.
        person_id (None | Unset | UUID): Only about this mentor or mentee.
        pairing_id (None | Unset | UUID): Only about this pairing.
        limit (int | Unset): At most this many items. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        EvidencePage | ProblemDetails
    """

    return (
        await asyncio_detailed(
            client=client,
            kind=kind,
            partner_id=partner_id,
            person_id=person_id,
            pairing_id=pairing_id,
            limit=limit,
            cursor=cursor,
        )
    ).parsed
