"""The token: asked for as Zoom wants it, shared, renewed in time, and never shown."""

import asyncio
import base64
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from app.zoom.configuration import ZoomConfiguration
from app.zoom.errors import RateLimitedError, UnauthorizedError, ZoomError, ZoomUnavailableError
from app.zoom.token import TokenProvider
from tests.support.zoom_api import BASE, CONFIGURATION, TOKEN, token_answer, transport, zoom_api


class Clock:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


async def test_asks_with_basic_authentication_and_the_account_in_the_form() -> None:
    api = zoom_api()
    token = await TokenProvider(CONFIGURATION, transport=transport(api)).token()
    request = api["token"].calls.last.request
    credentials = base64.b64decode(request.headers["authorization"].removeprefix("Basic "))
    assert credentials == b"client-of-the-tests:secret-of-the-tests"
    assert dict(httpx.QueryParams(request.content.decode())) == {
        "grant_type": "account_credentials",
        "account_id": "account-of-the-tests",
    }
    assert token.value.get_secret_value() == TOKEN
    assert token.api_url == BASE
    assert token.scopes == frozenset({"meeting:write:meeting:admin", "meeting:read:meeting:admin"})


def slowly(*answers: httpx.Response) -> Callable[[httpx.Request], Awaitable[httpx.Response]]:
    """Answer in this order, each after everybody else has had a turn."""
    remaining = iter(answers)

    async def answer(_: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0)
        return next(remaining)

    return answer


async def test_fifty_callers_share_one_request() -> None:
    api = zoom_api()
    api["token"].side_effect = slowly(*[httpx.Response(200, json=token_answer())] * 50)
    provider = TokenProvider(CONFIGURATION, transport=transport(api))
    tokens = await asyncio.gather(*(provider.token() for _ in range(50)))
    assert api["token"].call_count == 1
    assert len({id(token) for token in tokens}) == 1


async def test_fifty_callers_share_one_failure_and_the_next_one_asks_again() -> None:
    api = zoom_api()
    api["token"].side_effect = slowly(httpx.Response(503), httpx.Response(200, json=token_answer()))
    provider = TokenProvider(CONFIGURATION, transport=transport(api))
    results = await asyncio.gather(*(provider.token() for _ in range(50)), return_exceptions=True)
    assert api["token"].call_count == 1
    assert all(isinstance(result, ZoomUnavailableError) for result in results)
    assert (await provider.token()).value.get_secret_value() == TOKEN


async def test_a_caller_that_gives_up_does_not_take_the_others_with_it() -> None:
    gate = asyncio.Event()

    async def answer(_: httpx.Request) -> httpx.Response:
        await gate.wait()
        return httpx.Response(200, json=token_answer())

    api = zoom_api()
    api["token"].side_effect = answer
    provider = TokenProvider(CONFIGURATION, transport=transport(api))
    first, second = asyncio.create_task(provider.token()), asyncio.create_task(provider.token())
    await asyncio.sleep(0)
    first.cancel()
    gate.set()
    assert (await second).value.get_secret_value() == TOKEN


@pytest.mark.parametrize(
    ("lifetime", "still_used_after", "renewed_after"), [(3599, 3538, 3540), (20, 9, 11)], ids=["an hour", "20 seconds"]
)
async def test_a_token_is_renewed_a_minute_before_its_end(
    lifetime: int, still_used_after: int, renewed_after: int
) -> None:
    clock = Clock()
    api = zoom_api(expires_in=lifetime)
    provider = TokenProvider(CONFIGURATION, clock=clock, transport=transport(api))
    await provider.token()
    clock.seconds = 1000.0 + still_used_after
    await provider.token()
    assert api["token"].call_count == 1
    clock.seconds = 1000.0 + renewed_after
    await provider.token()
    assert api["token"].call_count == 2


async def test_only_the_refused_token_is_forgotten() -> None:
    api = zoom_api()
    provider = TokenProvider(CONFIGURATION, transport=transport(api))
    refused = await provider.token()
    provider.invalidate(refused)
    fresh = await provider.token()
    provider.invalidate(refused)
    assert await provider.token() is fresh
    assert api["token"].call_count == 2


@pytest.mark.parametrize(
    ("answered", "configured", "used"),
    [
        ("https://api-eu.zoom.us/", "https://api.zoom.us", "https://api-eu.zoom.us"),
        (None, "https://api.zoom.us/", "https://api.zoom.us"),
        ("http://api-eu.zoom.us", "https://api.zoom.us", "https://api.zoom.us"),
        ("http://127.0.0.1:8001", "http://127.0.0.1:8001", "http://127.0.0.1:8001"),
        ("https://api.zoom.us:port", "https://api.zoom.us", "https://api.zoom.us"),
        ("nonsense", "https://api.zoom.us", "https://api.zoom.us"),
    ],
)
async def test_the_base_of_the_answer_is_used_unless_it_drops_encryption(
    answered: str | None, configured: str, used: str
) -> None:
    configuration = ZoomConfiguration(**(CONFIGURATION.model_dump() | {"api_url": configured}))
    api = zoom_api(api_url=answered)
    assert (await TokenProvider(configuration, transport=transport(api)).token()).api_url == used


async def test_an_answer_without_scope_is_taken() -> None:
    api = zoom_api(scope=None)
    assert (await TokenProvider(CONFIGURATION, transport=transport(api)).token()).scopes is None


@pytest.mark.parametrize(
    ("answer", "kind", "text"),
    [
        (
            httpx.Response(400, json={"reason": "Invalid client_id or client_secret", "error": "invalid_client"}),
            UnauthorizedError,
            "Invalid client_id or client_secret",
        ),
        (
            httpx.Response(401, json={"reason": "Invalid Token!", "error": "invalid_request"}),
            UnauthorizedError,
            "Invalid Token!",
        ),
        (httpx.Response(403, text="<html>no</html>"), UnauthorizedError, "credentials were refused"),
        (httpx.Response(429, json={"code": 429}, headers={"retry-after": "7"}), RateLimitedError, "Too Many Requests"),
        (httpx.Response(502, text="<html>bad gateway</html>"), ZoomUnavailableError, "Bad Gateway"),
        (httpx.Response(200, text="<html>maintenance</html>"), ZoomUnavailableError, "no JSON"),
        (httpx.Response(200, json=[]), ZoomUnavailableError, "cannot be read"),
        (httpx.Response(200, json={"token_type": "bearer"}), ZoomUnavailableError, "cannot be read"),
        (httpx.Response(200, json=token_answer(expires_in="soon")), ZoomUnavailableError, "cannot be read"),
        (httpx.Response(200, json=token_answer(expires_in=-1)), ZoomUnavailableError, "cannot be read"),
        (httpx.Response(200, json={"error": "server_error"}), ZoomUnavailableError, "cannot be read"),
        (httpx.ConnectError("no route"), ZoomUnavailableError, "ConnectError"),
        (httpx.ReadTimeout("slow"), ZoomUnavailableError, "ReadTimeout"),
    ],
    ids=lambda value: str(value) if isinstance(value, str) else None,
)
async def test_every_failure_has_its_type(answer: Any, kind: type[ZoomError], text: str) -> None:
    api = zoom_api()
    api["token"].side_effect = [answer]
    with pytest.raises(kind, match=text) as caught:
        await TokenProvider(CONFIGURATION, transport=transport(api)).token()
    assert caught.value.operation == "token"
    assert TOKEN not in str(caught.value)


async def test_a_token_endpoint_that_drips_is_given_up_at_the_deadline() -> None:
    async def never(_: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError

    configuration = CONFIGURATION.model_copy(
        update={"timeouts": type(CONFIGURATION.timeouts)(total=0.01)},
    )
    api = zoom_api()
    api["token"].side_effect = never
    with pytest.raises(ZoomUnavailableError, match="TimeoutError"):
        await TokenProvider(configuration, transport=transport(api)).token()


async def test_neither_token_nor_secret_is_in_any_repr() -> None:
    api = zoom_api()
    provider = TokenProvider(CONFIGURATION, transport=transport(api))
    token = await provider.token()
    shown = f"{token!r} {token} {provider!r} {CONFIGURATION!r} {CONFIGURATION}"
    assert TOKEN not in shown
    for secret in ("secret-of-the-tests", "client-of-the-tests", "account-of-the-tests"):
        assert secret not in shown
