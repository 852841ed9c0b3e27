from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.part import Part
from ...models.problem_details import ProblemDetails
from ...models.readiness import Readiness
from ...types import UNSET, Unset
from typing import cast


def _get_kwargs(
    *,
    exclude: list[Part] | None | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_exclude: list[str] | None | Unset
    if isinstance(exclude, Unset):
        json_exclude = UNSET
    elif isinstance(exclude, list):
        json_exclude = []
        for exclude_type_0_item_data in exclude:
            exclude_type_0_item = exclude_type_0_item_data.value
            json_exclude.append(exclude_type_0_item)

    else:
        json_exclude = exclude
    params["exclude"] = json_exclude

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/readyz",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ProblemDetails | Readiness | None:
    if response.status_code == 200:
        response_200 = Readiness.from_dict(response.json())

        return response_200

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
) -> Response[ProblemDetails | Readiness]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    exclude: list[Part] | None | Unset = UNSET,
) -> Response[ProblemDetails | Readiness]:
    """Can the service do its work?

     Looks whether the database answers, has the tables that this version needs, or later ones, and
    whether a worker is alive.

    Without a worker nothing is made, repaired or removed at Zoom; nor is it after a restore of the
    database, until somebody has
    decided about the differences from Zoom. Monitoring should know both at once. A load balancer asks
    with `exclude=worker`,
    so that withdrawals and cancellations can still be recorded.

    Args:
        exclude (list[Part] | None | Unset): What not to ask for: with `worker`, whether this
            replica can serve requests, no more than that.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProblemDetails | Readiness]
    """

    kwargs = _get_kwargs(
        exclude=exclude,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    exclude: list[Part] | None | Unset = UNSET,
) -> ProblemDetails | Readiness | None:
    """Can the service do its work?

     Looks whether the database answers, has the tables that this version needs, or later ones, and
    whether a worker is alive.

    Without a worker nothing is made, repaired or removed at Zoom; nor is it after a restore of the
    database, until somebody has
    decided about the differences from Zoom. Monitoring should know both at once. A load balancer asks
    with `exclude=worker`,
    so that withdrawals and cancellations can still be recorded.

    Args:
        exclude (list[Part] | None | Unset): What not to ask for: with `worker`, whether this
            replica can serve requests, no more than that.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProblemDetails | Readiness
    """

    return sync_detailed(
        client=client,
        exclude=exclude,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    exclude: list[Part] | None | Unset = UNSET,
) -> Response[ProblemDetails | Readiness]:
    """Can the service do its work?

     Looks whether the database answers, has the tables that this version needs, or later ones, and
    whether a worker is alive.

    Without a worker nothing is made, repaired or removed at Zoom; nor is it after a restore of the
    database, until somebody has
    decided about the differences from Zoom. Monitoring should know both at once. A load balancer asks
    with `exclude=worker`,
    so that withdrawals and cancellations can still be recorded.

    Args:
        exclude (list[Part] | None | Unset): What not to ask for: with `worker`, whether this
            replica can serve requests, no more than that.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProblemDetails | Readiness]
    """

    kwargs = _get_kwargs(
        exclude=exclude,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    exclude: list[Part] | None | Unset = UNSET,
) -> ProblemDetails | Readiness | None:
    """Can the service do its work?

     Looks whether the database answers, has the tables that this version needs, or later ones, and
    whether a worker is alive.

    Without a worker nothing is made, repaired or removed at Zoom; nor is it after a restore of the
    database, until somebody has
    decided about the differences from Zoom. Monitoring should know both at once. A load balancer asks
    with `exclude=worker`,
    so that withdrawals and cancellations can still be recorded.

    Args:
        exclude (list[Part] | None | Unset): What not to ask for: with `worker`, whether this
            replica can serve requests, no more than that.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProblemDetails | Readiness
    """

    return (
        await asyncio_detailed(
            client=client,
            exclude=exclude,
        )
    ).parsed
