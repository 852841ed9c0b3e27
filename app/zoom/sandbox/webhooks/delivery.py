"""Webhooks out: signed, in order, and tried again as Zoom does it ("Using webhooks" in Zoom's documentation).

A try fails on a 5xx, no answer in time, or a broken connection; other answers are final. Then there are three more, 5, 20
and 60 minutes after each other in the sandbox's time. A receiver is first asked to prove that it knows the secret token,
and again every 72 hours; after six failures in a row it gets nothing more.
"""

import asyncio
import heapq
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import count
from typing import Any, Final
from uuid import uuid4

from pydantic import BaseModel, Field

from app.zoom.sandbox.api.answers import compact_json
from app.zoom.sandbox.clock import SandboxClock, milliseconds
from app.zoom.sandbox.misbehaviour.webhook_faults import WebhookFaultKind, WebhookFaults
from app.zoom.sandbox.state import Subscription, ValidationState
from app.zoom.sandbox.webhooks.webhook_sender import Unreached, WebhookSender

RETRIES: Final = (timedelta(minutes=5), timedelta(minutes=25), timedelta(minutes=85))
"""How long after the first try the others come."""

REVALIDATED_AFTER: Final = timedelta(hours=72)
"""How long after the last proof the next one is asked for."""

FAILED_VALIDATIONS: Final = 6
"""So many failed proofs in a row disable the receiver."""

_REMEMBERED: Final = 2000
_LONGEST_ANSWER: Final = 1000


class DeliveryState(StrEnum):
    """What became of an event."""

    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"
    DROPPED = "dropped"
    """A fault rule said so."""


class Attempt(BaseModel):
    """One try. `status` is the receiver's, or None where there was no answer; `unreached` is why."""

    at: datetime
    status: int | None
    detail: str = ""
    unreached: Unreached | None = None
    answer: str = ""


class Delivery(BaseModel):
    """An event on its way. `next_attempt_at` is in the sandbox's time; `fault` is what a rule made of it.

    `request_id` is the same over all tries. `failing_tries` are so many that do not reach the receiver.
    """

    number: int
    event: str
    created_at: datetime
    body: str
    request_id: str
    failing_tries: int = 0
    state: DeliveryState = DeliveryState.PENDING
    fault: WebhookFaultKind | None = None
    next_attempt_at: datetime | None = None
    attempts: list[Attempt] = Field(default_factory=list)


class Webhooks:
    """Sends what is announced to the subscription, one after the other, while `run` runs.

    `subscription` returns where to; `changed` is told when its validation state has changed; `retries_keep_timestamp`
    tells whether an event that is tried again carries its first try's time stamp.
    """

    def __init__(
        self,
        clock: SandboxClock,
        *,
        subscription: Callable[[], Subscription | None],
        changed: Callable[[], None],
        timeout: float,
        retries_keep_timestamp: Callable[[], bool] = lambda: False,
    ) -> None:
        self.deliveries: deque[Delivery] = deque(maxlen=_REMEMBERED)
        self.faults = WebhookFaults()
        self._clock = clock
        self._subscription = subscription
        self._changed = changed
        self._retries_keep_timestamp = retries_keep_timestamp
        self._sender = WebhookSender(clock, timeout=timeout)
        self._waiting: list[tuple[datetime, int, Delivery]] = []
        self._overtaken: list[Delivery] = []
        self._numbers = count(1)
        self._places = count(1)
        self._woken = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()

    def announce(self, event: str, payload: dict[str, Any], /, **beside: str) -> None:
        """Send an event, if it was subscribed to, as soon as those before it have been tried."""
        subscription = self._subscription()
        if subscription is None or not subscription.wants(event):
            return
        now = self._clock.now()
        body = compact_json({"event": event, **beside, "payload": payload, "event_ts": milliseconds(now)}).decode()
        delivery = self._keep(event, now, body)
        rule = self.faults.pick(event)
        delivery.fault = rule.kind if rule else None
        match delivery.fault:
            case WebhookFaultKind.DROP:
                delivery.state = DeliveryState.DROPPED
            case WebhookFaultKind.LATE | WebhookFaultKind.REORDER if rule:
                self._plan(delivery, now + rule.delay)
            case WebhookFaultKind.DUPLICATE if rule:
                self._plan(delivery, now)
                copy = self._keep(event, now, body, request_id=None if rule.new_request_id else delivery.request_id)
                copy.fault = rule.kind
                self._plan(copy, now + rule.delay)
            case WebhookFaultKind.FAIL if rule:
                delivery.failing_tries = rule.tries or len(RETRIES) + 1
                self._plan(delivery, now)
            case _:
                self._plan(delivery, now)
        if delivery.fault is WebhookFaultKind.REORDER:
            self._overtaken.append(delivery)
        elif delivery.state is DeliveryState.PENDING:
            self._release_overtaken(now)
        self.wake()

    def wake(self) -> None:
        """Look again at what is due: something was announced, or the time has moved."""
        self._idle.clear()
        self._woken.set()

    def forget(self) -> None:
        """Drop all deliveries."""
        self.deliveries.clear()
        self._waiting.clear()
        self._overtaken.clear()
        self.wake()

    async def until_idle(self) -> None:
        """Return when nothing is due any more."""
        await self._idle.wait()

    async def run(self) -> None:
        """Deliver until cancelled."""
        try:
            while True:
                self._woken.clear()
                while await self._did_something():
                    pass
                if self._woken.is_set():
                    continue
                self._idle.set()
                await self._sleep()
        finally:
            await self._sender.aclose()

    async def validate(self) -> None:
        """Ask the receiver to prove that it knows the secret token, and note the outcome on the subscription."""
        if (subscription := self._subscription()) is None:
            return
        subscription.detail = await self._sender.validation_problem(subscription)
        subscription.checked_at = self._clock.now()
        if subscription.detail:
            subscription.validation = ValidationState.FAILED
        else:
            subscription.validation, subscription.failures = ValidationState.VALIDATED, 0
            subscription.validated_at = subscription.checked_at
        self._changed()

    async def _revalidate(self, subscription: Subscription) -> None:
        """Ask again: until it has failed too often, the receiver goes on getting events."""
        await self.validate()
        if subscription.validation is ValidationState.FAILED:
            subscription.failures += 1
            disabled = subscription.failures >= FAILED_VALIDATIONS
            subscription.validation = ValidationState.DISABLED if disabled else ValidationState.VALIDATED
            self._changed()

    def _keep(self, event: str, now: datetime, body: str, *, request_id: str | None = None) -> Delivery:
        delivery = Delivery(
            number=next(self._numbers),
            event=event,
            created_at=now,
            body=body,
            request_id=request_id or str(uuid4()).replace("-", "_"),
        )
        self.deliveries.append(delivery)
        return delivery

    def _plan(self, delivery: Delivery, instant: datetime) -> None:
        delivery.next_attempt_at = instant
        heapq.heappush(self._waiting, (instant, next(self._places), delivery))

    def _release_overtaken(self, now: datetime) -> None:
        """Send what was held back until another event had gone before it."""
        held = [delivery for delivery in self._overtaken if not delivery.attempts]
        self._overtaken.clear()
        if held:
            numbers = {delivery.number for delivery in held}
            self._waiting = [entry for entry in self._waiting if entry[2].number not in numbers]
            heapq.heapify(self._waiting)
            for delivery in held:
                self._plan(delivery, now)

    async def _did_something(self) -> bool:
        """Do the next thing that is due, if there is one."""
        now, subscription = self._clock.now(), self._subscription()
        if subscription is not None and (due := _revalidation_due(subscription)) is not None and due <= now:
            await self._revalidate(subscription)
            return True
        if self._waiting and self._waiting[0][0] <= now:
            await self._attempt(heapq.heappop(self._waiting)[2])
            return True
        return False

    async def _sleep(self) -> None:
        """Sleep until something is due, or until woken."""
        subscription = self._subscription()
        due = [entry[0] for entry in self._waiting[:1]]
        if subscription is not None and (revalidation := _revalidation_due(subscription)) is not None:
            due.append(revalidation)
        wait = None if self._clock.is_stopped or not due else (min(due) - self._clock.now()).total_seconds()
        try:
            async with asyncio.timeout(None if wait is None else max(wait, 0)):
                await self._woken.wait()
        except TimeoutError:
            self._idle.clear()

    async def _attempt(self, delivery: Delivery) -> None:
        subscription = self._subscription()
        if subscription is not None and subscription.validation in {ValidationState.PENDING, ValidationState.FAILED}:
            await self.validate()
        delivery.attempts.append(await self._tried(delivery, subscription))
        self._plan_next(delivery, retry_refusals=subscription is not None and subscription.retry_refusals)

    async def _tried(self, delivery: Delivery, subscription: Subscription | None) -> Attempt:
        """Try once to deliver an event."""
        now = self._clock.now()
        if subscription is None:
            return Attempt(at=now, status=None, detail="There is no subscription any more.")
        if subscription.validation is not ValidationState.VALIDATED:
            return Attempt(at=now, status=None, detail=f"The URL is not validated: {subscription.detail}")
        if len(delivery.attempts) < delivery.failing_tries:
            return Attempt(at=now, status=None, detail="A fault.", unreached=Unreached.REFUSED)
        first = delivery.attempts[0].at if delivery.attempts and self._retries_keep_timestamp() else now
        response, detail = await self._sender.post(
            subscription,
            delivery.body.encode(),
            timestamp=int(first.timestamp()),
            request_id=delivery.request_id,
        )
        if isinstance(response, Unreached):
            return Attempt(at=now, status=None, detail=detail, unreached=response)
        return Attempt(at=now, status=response.status_code, detail=detail, answer=response.text[:_LONGEST_ANSWER])

    def _plan_next(self, delivery: Delivery, *, retry_refusals: bool) -> None:
        status = delivery.attempts[-1].status
        tries = len(delivery.attempts)
        delivery.next_attempt_at = None
        if status in {200, 204}:
            delivery.state = DeliveryState.DELIVERED
        elif (status is None or status >= 500 or retry_refusals) and tries <= len(RETRIES):
            self._plan(delivery, delivery.attempts[0].at + RETRIES[tries - 1])
        else:
            delivery.state = DeliveryState.FAILED


def _revalidation_due(subscription: Subscription) -> datetime | None:
    if subscription.validation is not ValidationState.VALIDATED or subscription.checked_at is None:
        return None
    return subscription.checked_at + REVALIDATED_AFTER
