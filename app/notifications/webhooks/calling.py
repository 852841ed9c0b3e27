"""Calling a subscriber's address, which somebody else has chosen: to a public host alone, once, and without believing it.

A name is resolved once; if any of its addresses is not allowed, none is called; otherwise exactly these are connected to, so that
a name cannot point elsewhere between the look and the call. Redirects are not followed, no proxy of the environment is used, and
of the answer only the status and Retry-After are looked at. Whatever keeps a receiver from being reached has one outcome.
"""

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from http import HTTPStatus
from typing import Any, Final, Self

import httpcore
import httpx
import structlog

from app.notifications.webhooks.addresses import is_public
from app.notifications.webhooks.models import AttemptOutcome

MOST_READ: Final = 16 * 1024
"""So many bytes of an answer are taken in, and dropped, so that its connection can be used again."""

_CONNECTIONS: Final = 200
_KEPT: Final = 20
_KEPT_SECONDS: Final = 10.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Answer:
    """What came of one call."""

    outcome: AttemptOutcome
    status_code: int | None = None
    retry_after: str | None = None
    milliseconds: int | None = None


class Refused(httpcore.ConnectError):  # one of httpcore's errors
    """A host has an address that is not allowed."""


class PublicHosts(httpcore.AsyncNetworkBackend):
    """Connections to hosts whose addresses are all allowed, and to exactly those addresses."""

    def __init__(self, *, allow_private: bool) -> None:
        self._allow_private = allow_private
        self._plain: httpcore.AsyncNetworkBackend = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  # httpcore's
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to a host.

        Raises:
            httpcore.ConnectError: One of its addresses is not allowed, it has none, or none of them answers.
        """
        try:
            found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError from error
        addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
        if not self._allow_private and not all(is_public(address) for address in addresses):
            raise Refused
        failure: Exception | None = None
        for address in addresses:
            try:
                return await self._plain.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise httpcore.ConnectError from failure

    async def connect_unix_socket(
        self,
        path: str,  # noqa: ARG002  # httpcore's
        timeout: float | None = None,  # noqa: ARG002, ASYNC109
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002
    ) -> httpcore.AsyncNetworkStream:
        """Refuse: there is no such receiver."""
        raise Refused

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)


class Caller:
    """Calls receivers, each call within a time limit."""

    def __init__(self, *, within: timedelta, allow_private: bool) -> None:
        self._within = within.total_seconds()
        self._backend = PublicHosts(allow_private=allow_private)

    @classmethod
    @asynccontextmanager
    async def open(cls, *, within: timedelta, allow_private: bool) -> AsyncIterator[Self]:
        """Call while the block runs; its connections are closed at the end."""
        caller = cls(within=within, allow_private=allow_private)
        try:
            yield caller
        finally:
            if "_pool" in caller.__dict__:
                await caller._pool.aclose()

    @cached_property
    def _pool(self) -> httpcore.AsyncConnectionPool:
        # Made at the first call: most workers never make one, and reading the authorities takes a while.
        return httpcore.AsyncConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            max_connections=_CONNECTIONS,
            max_keepalive_connections=_KEPT,
            keepalive_expiry=_KEPT_SECONDS,
            network_backend=self._backend,
        )

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Send a body to an address; never raises for what the other side does."""
        began = time.monotonic()
        connected = False

        async def trace(event: str, _info: Mapping[str, Any]) -> None:
            nonlocal connected
            connected = connected or event.startswith(("http11.", "http2."))

        extensions = {"timeout": dict.fromkeys(("connect", "read", "write", "pool"), self._within), "trace": trace}
        try:
            async with (
                asyncio.timeout(self._within),
                self._pool.stream("POST", url, headers=_raw(headers), content=body, extensions=extensions) as response,
            ):
                await _drop(response)
                milliseconds = round((time.monotonic() - began) * 1000)
                return _judged(response, milliseconds)
        except (TimeoutError, httpcore.TimeoutException):
            return Answer(AttemptOutcome.TIMED_OUT if connected else AttemptOutcome.NOT_REACHED)
        except (
            httpcore.NetworkError,
            httpcore.ProtocolError,
            httpcore.UnsupportedProtocol,
            httpcore.ProxyError,
            OSError,
        ) as error:
            # For the operator alone: to the subscriber all of them are one.
            log.info("webhook.not_reached", error=type(error).__name__)
            return Answer(AttemptOutcome.NOT_REACHED)


def _judged(response: httpcore.Response, milliseconds: int) -> Answer:
    is_success = HTTPStatus.OK <= response.status < HTTPStatus.MULTIPLE_CHOICES
    found = [value for name, value in response.headers if name.lower() == b"retry-after"]
    return Answer(
        AttemptOutcome.DELIVERED if is_success else AttemptOutcome.REFUSED,
        status_code=response.status,
        retry_after=found[0].decode("latin-1") if found else None,
        milliseconds=milliseconds,
    )


async def _drop(response: httpcore.Response) -> None:
    read = 0
    async for part in response.aiter_stream():
        read += len(part)
        if read > MOST_READ:
            return


def _raw(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode(), value.encode()) for name, value in headers.items()]
