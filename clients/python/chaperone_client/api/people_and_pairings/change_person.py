from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.change_proposed import ChangeProposed
from ...models.person_change import PersonChange
from ...models.person_read import PersonRead
from ...models.problem_details import ProblemDetails
from ...models.written import Written
from typing import cast
from uuid import UUID


def _get_kwargs(
    person_id: UUID,
    *,
    body: PersonChange,
    if_match: None | str,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    headers["If-Match"] = if_match

    _kwargs: dict[str, Any] = {
        "method": "patch",
        "url": "/v1/people/{person_id}".format(
            person_id=quote(str(person_id), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ChangeProposed | PersonRead | Written | ProblemDetails | None:
    if response.status_code == 200:

        def _parse_response_200(data: object) -> PersonRead | Written:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                response_200_type_0 = PersonRead.from_dict(data)

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
) -> Response[ChangeProposed | PersonRead | Written | ProblemDetails]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    person_id: UUID,
    *,
    client: AuthenticatedClient,
    body: PersonChange,
    if_match: None | str,
) -> Response[ChangeProposed | PersonRead | Written | ProblemDetails]:
    """Change a mentor or mentee

     Name, e-mail address, birth date, or whether they are an adult at risk. `reason` says why, and stays
    with the old value.

    The partner never changes: add a new person. A role that was recorded wrongly is corrected here,
    with a `reason`, while the
    person is in no pairing and no evidence is about them.

    A birth date that makes the person older, or an adult at risk who is none any more, waits until a
    coordinator's key of
    another person has confirmed it; until then the answer is 202, and what was on file counts. The rest
    counts at once.

    Args:
        person_id (UUID): The person's id.
        if_match (None | str): The ETag that you read. `*` changes whatever is there now.
        body (PersonChange): What may change about a person. What is left out stays as it is; the
            partner never changes.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ChangeProposed | PersonRead | Written | ProblemDetails]
    """

    kwargs = _get_kwargs(
        person_id=person_id,
        body=body,
        if_match=if_match,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    person_id: UUID,
    *,
    client: AuthenticatedClient,
    body: PersonChange,
    if_match: None | str,
) -> ChangeProposed | PersonRead | Written | ProblemDetails | None:
    """Change a mentor or mentee

     Name, e-mail address, birth date, or whether they are an adult at risk. `reason` says why, and stays
    with the old value.

    The partner never changes: add a new person. A role that was recorded wrongly is corrected here,
    with a `reason`, while the
    person is in no pairing and no evidence is about them.

    A birth date that makes the person older, or an adult at risk who is none any more, waits until a
    coordinator's key of
    another person has confirmed it; until then the answer is 202, and what was on file counts. The rest
    counts at once.

    Args:
        person_id (UUID): The person's id.
        if_match (None | str): The ETag that you read. `*` changes whatever is there now.
        body (PersonChange): What may change about a person. What is left out stays as it is; the
            partner never changes.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ChangeProposed | PersonRead | Written | ProblemDetails
    """

    return sync_detailed(
        person_id=person_id,
        client=client,
        body=body,
        if_match=if_match,
    ).parsed


async def asyncio_detailed(
    person_id: UUID,
    *,
    client: AuthenticatedClient,
    body: PersonChange,
    if_match: None | str,
) -> Response[ChangeProposed | PersonRead | Written | ProblemDetails]:
    """Change a mentor or mentee

     Name, e-mail address, birth date, or whether they are an adult at risk. `reason` says why, and stays
    with the old value.

    The partner never changes: add a new person. A role that was recorded wrongly is corrected here,
    with a `reason`, while the
    person is in no pairing and no evidence is about them.

    A birth date that makes the person older, or an adult at risk who is none any more, waits until a
    coordinator's key of
    another person has confirmed it; until then the answer is 202, and what was on file counts. The rest
    counts at once.

    Args:
        person_id (UUID): The person's id.
        if_match (None | str): The ETag that you read. `*` changes whatever is there now.
        body (PersonChange): What may change about a person. What is left out stays as it is; the
            partner never changes.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ChangeProposed | PersonRead | Written | ProblemDetails]
    """

    kwargs = _get_kwargs(
        person_id=person_id,
        body=body,
        if_match=if_match,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    person_id: UUID,
    *,
    client: AuthenticatedClient,
    body: PersonChange,
    if_match: None | str,
) -> ChangeProposed | PersonRead | Written | ProblemDetails | None:
    """Change a mentor or mentee

     Name, e-mail address, birth date, or whether they are an adult at risk. `reason` says why, and stays
    with the old value.

    The partner never changes: add a new person. A role that was recorded wrongly is corrected here,
    with a `reason`, while the
    person is in no pairing and no evidence is about them.

    A birth date that makes the person older, or an adult at risk who is none any more, waits until a
    coordinator's key of
    another person has confirmed it; until then the answer is 202, and what was on file counts. The rest
    counts at once.

    Args:
        person_id (UUID): The person's id.
        if_match (None | str): The ETag that you read. `*` changes whatever is there now.
        body (PersonChange): What may change about a person. What is left out stays as it is; the
            partner never changes.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ChangeProposed | PersonRead | Written | ProblemDetails
    """

    return (
        await asyncio_detailed(
            person_id=person_id,
            client=client,
            body=body,
            if_match=if_match,
        )
    ).parsed
