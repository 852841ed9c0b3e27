"""How much one caller may ask for, so that none can stall the others: requests per minute, requests at once, connections.

Counted in this process, by the API key that is presented; keys that nobody has been seen to hold are counted together, by the
address that they come from. The headers follow draft-ietf-httpapi-ratelimit-headers-10.
"""

import hashlib
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.http.problems import problem_response
from app.kit.connection_share import ConnectionShare
from app.kit.errors import TooManyRequestsError

LIMITED: Final = "/v1/"
"""What callers with API keys ask for. Zoom's events and the health checks are not limited."""

Clock = Callable[[], float]
_WINDOW: Final = 60


@dataclass(frozen=True)
class Limits:
    """What one caller may have of this process."""

    per_minute: int
    at_once: int
    connections: int
    patience: timedelta

    @property
    def policy(self) -> str:
        """The value of RateLimit-Policy."""
        return f'"rate";q={self.per_minute};w={_WINDOW}, "at-once";q={self.at_once};qu="concurrent-requests"'


@dataclass
class Caller:
    """What one caller has had, and has now. What it may ask for refills steadily, up to a minute's worth."""

    limits: Limits
    share: ConnectionShare
    clock: Clock
    left: float
    counted_at: float
    under_way: int = 0

    def enter(self) -> None:
        """Count a request that begins.

        Raises:
            TooManyRequestsError: It is one too many.
        """
        now = self.clock()
        per_second = self.limits.per_minute / _WINDOW
        self.left = min(self.limits.per_minute, self.left + (now - self.counted_at) * per_second)
        self.counted_at = now
        if self.under_way >= self.limits.at_once:
            message = (
                f"{self.under_way} requests with this API key are being answered. Wait for their answers, and send at most "
                f"{self.limits.at_once} at once."
            )
            raise TooManyRequestsError(message)
        if self.left < 1:
            message = (
                f"This API key may send {self.limits.per_minute} requests a minute. Wait as long as Retry-After says."
            )
            raise TooManyRequestsError(message, retry_after=timedelta(seconds=(1 - self.left) / per_second))
        self.left -= 1
        self.under_way += 1

    def leave(self) -> None:
        """Count a request that has ended."""
        self.under_way -= 1

    @property
    def state(self) -> str:
        """The value of RateLimit: what is left now, and in how many seconds all of it is there again."""
        refilled = math.ceil((self.limits.per_minute - self.left) * _WINDOW / self.limits.per_minute)
        return (
            f'"rate";r={math.floor(self.left)};t={refilled}, "at-once";r={max(0, self.limits.at_once - self.under_way)}'
        )


class Callers:
    """Who asks this process for something, the most recent last."""

    def __init__(self, limits: Limits, *, remembered: int = 10_000, clock: Clock = time.monotonic) -> None:
        self._limits = limits
        self._remembered = remembered
        self._clock = clock
        self._callers: OrderedDict[str, Caller] = OrderedDict()
        self._known: OrderedDict[str, None] = OrderedDict()

    def recognise(self, api_key: str) -> None:
        """Remember an API key that is right: from its next request on it is counted by itself."""
        digest = _digest(api_key)
        self._known[digest] = None
        self._known.move_to_end(digest)
        if len(self._known) > self._remembered:
            self._known.popitem(last=False)

    def caller(self, api_key: str, address: str) -> Caller:
        """Return who presents this key from this address."""
        digest = _digest(api_key)
        name = digest if digest in self._known else f"from {address}"
        if name not in self._callers:
            self._forget()
            share = ConnectionShare(self._limits.connections, self._limits.patience)
            self._callers[name] = Caller(self._limits, share, self._clock, self._limits.per_minute, self._clock())
        self._callers.move_to_end(name)
        return self._callers[name]

    def _forget(self) -> None:
        """Make room: who has asked for nothing for a minute may have everything again, and need not be remembered."""
        since = self._clock() - _WINDOW
        while self._callers:
            name, oldest = next(iter(self._callers.items()))
            if oldest.under_way or (oldest.counted_at > since and len(self._callers) < self._remembered):
                return
            del self._callers[name]


def _digest(api_key: str) -> str:
    # Keys are not kept in memory for longer than their request.
    return hashlib.sha256(api_key.encode()).hexdigest()


class CallerLimits:
    """ASGI middleware: refuses what is one request too many with 429, and tells each caller what is left."""

    def __init__(self, app: ASGIApp, callers: Callers, limits: Limits) -> None:
        self._app = app
        self._callers = callers
        self._policy = limits.policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or not scope["path"].startswith(LIMITED):
            await self._app(scope, receive, send)
            return
        scheme, _, api_key = Headers(scope=scope).get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            # Refused before anything is looked up.
            await self._app(scope, receive, send)
            return
        client = scope.get("client")
        caller = self._callers.caller(api_key.strip(), client[0] if client else "")

        async def send_with_limits(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["RateLimit-Policy"] = self._policy
                headers["RateLimit"] = caller.state
            await send(message)

        try:
            caller.enter()
        except TooManyRequestsError as error:
            await problem_response(error)(scope, receive, send_with_limits)
            return
        try:
            with caller.share.used():
                await self._app(scope, receive, send_with_limits)
        finally:
            caller.leave()
