"""One account's way to Zoom: token, turn in the budget, circuit, deadline, and repeats where they are harmless."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, TypeVar

import httpx
import stamina

from app.kit.clock import utc_now
from app.zoom.answers import Call, failure, refuses_token, transport_failure
from app.zoom.circuit import Circuit
from app.zoom.configuration import ZoomConfiguration, trusted
from app.zoom.endpoints import ENDPOINTS
from app.zoom.errors import (
    Operation,
    OutcomeUnknownError,
    QuotaExhaustedError,
    RateLimitedError,
    RateLimitScope,
    ZoomError,
    ZoomUnavailableError,
)
from app.zoom.limits.lanes import Lane
from app.zoom.limits.limiter import Limiter
from app.zoom.token import AccessToken, TokenProvider

_A_SECOND: Final = timedelta(seconds=1)

_NOT_CARRIED_OUT: Final = ZoomUnavailableError | QuotaExhaustedError | RateLimitedError

Result = TypeVar("Result")


@dataclass(frozen=True)
class Observation:
    """How one call went, for metrics.

    The last HTTP status, the name of the error's type, the time in seconds, of which `waited` was for the account's
    budget, and the requests that were sent.
    """

    operation: Operation
    status: int | None
    error: str | None
    seconds: float
    waited: float = 0.0
    requests: int = 1


@dataclass
class _Progress:
    """How far one call has come.

    `deadline` is a reading of the event loop's clock. `doubt` is kept of a request that may have been carried out: what
    is known of a later one does not take it away.
    """

    deadline: float
    lane: Lane
    patience: timedelta
    waited: float = 0.0
    requests: int = 0
    status: int | None = None
    doubt: OutcomeUnknownError | None = None

    def left(self) -> float:
        return self.deadline - asyncio.get_running_loop().time()


class ZoomConnection:
    """Sends calls. `transport` replaces the network; `observe` is told of every call and must not raise.

    `witness` is told of every answer but a token's, and sees passcodes and links.
    """

    def __init__(
        self,
        configuration: ZoomConfiguration,
        *,
        limiter: Limiter | None,
        transport: httpx.AsyncBaseTransport | None,
        observe: Callable[[Observation], None] | None,
        witness: Callable[[httpx.Response], None] | None = None,
    ) -> None:
        self.limiter = limiter
        self._timeouts = timeouts = configuration.timeouts
        self._retries = configuration.retries
        self._observe = observe
        self._tokens = TokenProvider(configuration, transport=transport)
        self._circuit = Circuit(configuration.circuit)
        self._http = httpx.AsyncClient(
            headers={"Accept": "application/json"},
            timeout=httpx.Timeout(
                connect=timeouts.connect, read=timeouts.read, write=timeouts.write, pool=timeouts.pool
            ),
            limits=httpx.Limits(max_connections=40, max_keepalive_connections=20, keepalive_expiry=30.0),
            transport=transport,
            verify=trusted(),
            event_hooks={"response": [] if witness is None else [_telling(witness)]},
        )

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()
        await self._tokens.aclose()

    async def send(
        self, call: Call, reading: Callable[[httpx.Response], Result], *, lane: Lane, patience: timedelta
    ) -> Result:
        """Send a call until it is answered, refused, or not to be repeated; return what `reading` makes of its 2xx answer.

        Raises:
            ZoomError: One of the leaves, also from `reading`.
        """
        started = time.perf_counter()
        progress = _Progress(asyncio.get_running_loop().time() + self._timeouts.whole, lane, patience)
        error_name: str | None = None
        try:
            async for attempt in stamina.retry_context(
                on=lambda error: self._repeats(call, error, progress),
                attempts=self._retries.attempts,
                timeout=None,
                wait_initial=self._retries.first_pause,
                wait_max=self._retries.longest_pause,
                wait_jitter=self._retries.jitter,
            ):
                with attempt:
                    return await self._once(call, reading, progress)
            raise AssertionError  # it returns or raises
        except ZoomError as error:
            final = error if progress.doubt is None or not isinstance(error, _NOT_CARRIED_OUT) else progress.doubt
            error_name = type(final).__name__
            raise final from None
        finally:
            if self._observe is not None:
                seconds = time.perf_counter() - started
                self._observe(
                    Observation(
                        call.operation, progress.status, error_name, seconds, progress.waited, progress.requests
                    )
                )

    def _repeats(self, call: Call, error: Exception, progress: _Progress) -> bool | float:
        """Tell whether a failed call is sent again; a number is the pause in seconds that Zoom asks for."""
        if isinstance(error, OutcomeUnknownError):
            progress.doubt = error
        if not ENDPOINTS[call.operation].is_repeatable or progress.left() <= self._retries.longest_pause:
            return False
        match error:
            case RateLimitedError(scope=RateLimitScope.PER_SECOND):
                asked = _A_SECOND if error.retry_after is None else error.retry_after
                pause = asked.total_seconds()
                pause += random.uniform(0, self._retries.jitter)  # noqa: S311  # spreads load, hides nothing
                return pause if pause < self._retries.longest_pause else False
            case ZoomUnavailableError(retry_after=None) | OutcomeUnknownError():
                return True
            case _:
                return False

    async def _once(self, call: Call, reading: Callable[[httpx.Response], Result], progress: _Progress) -> Result:
        """Send a call when it is its turn; once more with a fresh token if Zoom refuses the first."""
        progress.status = None
        is_replay = False
        while True:
            self._circuit.check(call)
            if self.limiter is not None:
                # Before the turn, which would be late if it had to wait for a token.
                await self._token(call)
                await self._turn(self.limiter, call, progress)
            token = await self._token(call)
            with self._circuit.passage(call):
                response = await self._request(call, token, progress)
                if is_replay or not refuses_token(response):
                    return self._result(call, response, reading)
            self._tokens.invalidate(token)
            is_replay = True

    async def _token(self, call: Call) -> AccessToken:
        if (held := self._tokens.held()) is not None:
            return held
        with self._circuit.passage(call):
            return await self._tokens.token()

    async def _turn(self, limiter: Limiter, call: Call, progress: _Progress) -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            await limiter.acquire(call.operation, progress.lane, progress.patience)
        finally:
            waited = loop.time() - began
            progress.waited += waited
            progress.deadline += waited
            progress.patience -= timedelta(seconds=waited)

    async def _request(self, call: Call, token: AccessToken, progress: _Progress) -> httpx.Response:
        progress.requests += 1
        try:
            async with asyncio.timeout(min(self._timeouts.total, progress.left())):
                response = await self._http.request(
                    call.method,
                    f"{token.api_url}/v2{call.path}",
                    json=None if call.json is None else dict(call.json),
                    params=call.params,
                    headers={"Authorization": f"Bearer {token.value.get_secret_value()}"},
                )
        except (httpx.RequestError, TimeoutError) as error:
            # Without its cause, whose text may name an address with a person's e-mail in it.
            raise transport_failure(call, error) from None
        progress.status = response.status_code
        if self.limiter is not None:
            self.limiter.answered(call.operation, response.headers)
        return response

    def _result(self, call: Call, response: httpx.Response, reading: Callable[[httpx.Response], Result]) -> Result:
        refusal = failure(call, response, now=utc_now())
        if refusal is None:
            return reading(response)
        if self.limiter is not None and isinstance(refusal, RateLimitedError):
            self.limiter.refused(call.operation, refusal)
        raise refusal


def _telling(witness: Callable[[httpx.Response], None]) -> Callable[[httpx.Response], Awaitable[None]]:
    async def tell(response: httpx.Response) -> None:
        await response.aread()
        witness(response)

    return tell
