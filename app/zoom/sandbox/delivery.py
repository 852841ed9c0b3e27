"""Webhooks out: signed, in order, and tried again as Zoom does it ("Using webhooks" in Zoom's documentation).

A try fails on a 5xx, no answer in time, or a broken connection; other answers are final. Then there are three more, 5, 20
and 60 minutes after each other in the sandbox's time. A receiver is first asked to prove that it knows the secret token.
"""

import asyncio
import hashlib
import heapq
import hmac
import secrets
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import count
from typing import Any, Final

import httpx
from pydantic import BaseModel, Field

from app.zoom.sandbox.answers import compact_json
from app.zoom.sandbox.clock import SandboxClock, milliseconds
from app.zoom.sandbox.identifiers import tracking_id
from app.zoom.sandbox.state import Subscription, ValidationState

RETRIES: Final = (timedelta(minutes=5), timedelta(minutes=25), timedelta(minutes=85))
"""How long after the first try the others come."""

_REMEMBERED: Final = 2000


class DeliveryState(StrEnum):
    """What became of an event."""

    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"


class Attempt(BaseModel):
    """One try. `status` is the receiver's, or None where there was no answer."""

    at: datetime
    status: int | None
    detail: str = ""


class Delivery(BaseModel):
    """An event on its way. `next_attempt_at` is in the sandbox's time."""

    number: int
    event: str
    created_at: datetime
    body: str
    state: DeliveryState = DeliveryState.PENDING
    next_attempt_at: datetime | None = None
    attempts: list[Attempt] = Field(default_factory=list)


class Webhooks:
    """Sends what is announced to the subscription, one after the other, while `run` runs.

    `subscription` returns where to; `changed` is told when its validation state has changed.
    """

    def __init__(
        self,
        clock: SandboxClock,
        *,
        subscription: Callable[[], Subscription | None],
        changed: Callable[[], None],
        timeout: float,
    ) -> None:
        self.deliveries: deque[Delivery] = deque(maxlen=_REMEMBERED)
        self._clock = clock
        self._subscription = subscription
        self._changed = changed
        self._timeout = timeout
        self._waiting: list[tuple[datetime, int, Delivery]] = []
        self._numbers = count(1)
        self._woken = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        # Made when it is needed: reading the certificates takes longer than everything else at the start.
        self._client: httpx.AsyncClient | None = None

    def announce(self, event: str, payload: dict[str, Any]) -> None:
        """Send an event, if it was subscribed to, as soon as those before it have been tried."""
        subscription = self._subscription()
        if subscription is None or not subscription.wants(event):
            return
        now = self._clock.now()
        body = {"event": event, "payload": payload, "event_ts": milliseconds(now)}
        delivery = Delivery(
            number=next(self._numbers),
            event=event,
            created_at=now,
            body=compact_json(body).decode(),
        )
        self.deliveries.append(delivery)
        self._plan(delivery, now)
        self.wake()

    def wake(self) -> None:
        """Look again at what is due: something was announced, or the time has moved."""
        self._idle.clear()
        self._woken.set()

    def forget(self) -> None:
        """Drop all deliveries."""
        self.deliveries.clear()
        self._waiting.clear()
        self.wake()

    async def until_idle(self) -> None:
        """Return when nothing is due any more."""
        await self._idle.wait()

    async def run(self) -> None:
        """Deliver until cancelled."""
        try:
            while True:
                self._woken.clear()
                while (delivery := self._next_due()) is not None:
                    await self._attempt(delivery)
                if self._woken.is_set():
                    continue
                self._idle.set()
                await self._sleep()
        finally:
            if self._client is not None:
                await self._client.aclose()

    async def validate(self) -> None:
        """Ask the receiver to prove that it knows the secret token, and note the outcome on the subscription."""
        if (subscription := self._subscription()) is None:
            return
        plain = secrets.token_urlsafe(16)
        now = self._clock.now()
        body = {"event": "endpoint.url_validation", "payload": {"plainToken": plain}, "event_ts": milliseconds(now)}
        response, detail = await self._post(subscription, compact_json(body))
        expected = {"plainToken": plain, "encryptedToken": _hexadecimal(subscription.secret_token, plain.encode())}
        if response is not None:
            detail = _validation_problem(response, expected)
        subscription.validation = ValidationState.FAILED if detail else ValidationState.VALIDATED
        subscription.validated_at, subscription.detail = now, detail
        self._changed()

    def _plan(self, delivery: Delivery, instant: datetime) -> None:
        delivery.next_attempt_at = instant
        heapq.heappush(self._waiting, (instant, delivery.number, delivery))

    def _next_due(self) -> Delivery | None:
        if not self._waiting or self._waiting[0][0] > self._clock.now():
            return None
        return heapq.heappop(self._waiting)[2]

    async def _sleep(self) -> None:
        """Sleep until the next try is due, or until woken."""
        wait = (self._waiting[0][0] - self._clock.now()).total_seconds() if self._waiting else None
        try:
            async with asyncio.timeout(None if wait is None else max(wait, 0)):
                await self._woken.wait()
        except TimeoutError:
            self._idle.clear()

    async def _attempt(self, delivery: Delivery) -> None:
        subscription = self._subscription()
        if subscription is not None and subscription.validation is not ValidationState.VALIDATED:
            await self.validate()
        now = self._clock.now()
        status: int | None = None
        if subscription is None:
            detail = "There is no subscription any more."
        elif subscription.validation is not ValidationState.VALIDATED:
            detail = f"The URL is not validated: {subscription.detail}"
        else:
            response, detail = await self._post(subscription, delivery.body.encode())
            status = None if response is None else response.status_code
        delivery.attempts.append(Attempt(at=now, status=status, detail=detail))
        self._plan_next(delivery)

    def _plan_next(self, delivery: Delivery) -> None:
        status = delivery.attempts[-1].status
        tries = len(delivery.attempts)
        delivery.next_attempt_at = None
        if status is not None and status < 500:
            delivery.state = DeliveryState.DELIVERED if status in {200, 204} else DeliveryState.FAILED
        elif tries <= len(RETRIES):
            self._plan(delivery, delivery.attempts[0].at + RETRIES[tries - 1])
        else:
            delivery.state = DeliveryState.FAILED

    async def _post(self, subscription: Subscription, body: bytes) -> tuple[httpx.Response | None, str]:
        """Send one signed request; return the answer, or None and why there is none."""
        timestamp = str(int(self._clock.now().timestamp()))
        message = b"v0:" + timestamp.encode() + b":" + body
        headers = {
            "content-type": "application/json; charset=utf-8",
            "user-agent": "Zoom Marketplace/1.0a",
            "x-zm-request-timestamp": timestamp,
            "x-zm-signature": f"v0={_hexadecimal(subscription.secret_token, message)}",
            "x-zm-trackingid": tracking_id(),
            "x-zm-request-id": secrets.token_hex(16),
        }
        if self._client is None:
            self._client = httpx.AsyncClient(timeout=None, follow_redirects=False)  # noqa: S113 - the deadline is below
        try:
            async with asyncio.timeout(self._timeout):
                return await self._client.post(subscription.url, content=body, headers=headers), ""
        except TimeoutError:
            return None, f"No answer within {self._timeout:g} s."
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return None, type(error).__name__


def _validation_problem(response: httpx.Response, expected: dict[str, str]) -> str:
    if response.status_code != 200:
        return f"The receiver answered {response.status_code}."
    try:
        answer = response.json()
    except ValueError:
        return "The answer is no JSON."
    if not isinstance(answer, dict) or any(answer.get(name) != value for name, value in expected.items()):
        return "The answer does not carry the expected tokens."
    return ""


def _hexadecimal(key: str, message: bytes) -> str:
    return hmac.new(key.encode(), message, hashlib.sha256).hexdigest()
