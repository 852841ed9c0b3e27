"""What follows from an attempt: delivered, attempted again later, given up; and the subscription paused or disabled."""

import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Final
from uuid import UUID

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit import service as audit
from app.audit.origin import WORKER
from app.incidents.service import open_incident
from app.notifications.events import EventType
from app.notifications.feed import Event
from app.notifications.webhooks.calling import Answer
from app.notifications.webhooks.due import Due
from app.notifications.webhooks.models import (
    AttemptOutcome,
    DeliveryState,
    DisabledBecause,
    Webhook,
    WebhookAttempt,
    WebhookDelivery,
    WebhookState,
)
from app.notifications.webhooks.retries import Retries, asked_for
from app.policy.incidents import IncidentKind

LONGEST_PAUSE: Final = timedelta(minutes=1)
"""So long the whole subscription waits, at the most, before its receiver is tried again by one delivery."""

DELIVERED_NOTED_EVERY: Final = timedelta(minutes=1)
"""How exact it is when a subscription was told of something last, so that not every delivery writes it."""

_OVERLOADED: Final = frozenset(
    {
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.BAD_GATEWAY,
        HTTPStatus.SERVICE_UNAVAILABLE,
        HTTPStatus.GATEWAY_TIMEOUT,
    }
)
_AWAY: Final = frozenset({AttemptOutcome.NOT_REACHED, AttemptOutcome.TIMED_OUT})


@dataclass(frozen=True)
class Result:
    """An attempt that has ended."""

    due: Due
    event: Event
    at: datetime
    answer: Answer

    @property
    def is_delivered(self) -> bool:
        """Whether the receiver has it."""
        return self.answer.outcome is AttemptOutcome.DELIVERED


@dataclass(frozen=True)
class Patience:
    """When deliveries are attempted again, and when a subscription is disabled."""

    retries: Retries
    disabled_after: timedelta


async def write_down(session: AsyncSession, results: Sequence[Result], now: datetime, patience: Patience) -> None:
    """Write down what came of attempts, and what follows. Of subscriptions that were deleted meanwhile nothing is kept."""
    there, webhooks = await _webhooks(session, results, now)
    results = [each for each in results if each.due.webhook_id in there]
    session.add_all(_attempt(each) for each in results)
    delivered = [each for each in results if each.is_delivered]
    if delivered:
        done = update(WebhookDelivery).where(col(WebhookDelivery.id).in_([each.due.id for each in delivered]))
        await session.exec(
            done.values(state=DeliveryState.DELIVERED, finished_at=now, taken_until=None).execution_options(
                synchronize_session=False
            )
        )
    failed = [each for each in results if not each.is_delivered]
    for webhook_id in {each.due.webhook_id for each in delivered}:
        if webhook_id in webhooks:
            await _has_answered(session, webhooks[webhook_id], now)
    for each in failed:
        if each.due.webhook_id in webhooks:
            await _has_failed(session, webhooks[each.due.webhook_id], each, now, patience)


async def give_up(session: AsyncSession, hopeless: Sequence[Due], now: datetime) -> None:
    """Attempt these no more: what they tell of is no event to this version."""
    if hopeless:
        delivery = update(WebhookDelivery).where(col(WebhookDelivery.id).in_([each.id for each in hopeless]))
        await session.exec(delivery.values(state=DeliveryState.FAILED, finished_at=now, taken_until=None))


async def disable(session: AsyncSession, webhook: Webhook, because: DisabledBecause, now: datetime) -> None:
    """Tell a subscription, which is locked, of nothing any more. What waits counts as failed, and can be redelivered."""
    webhook.state, webhook.disabled_because, webhook.updated_at = WebhookState.DISABLED, because, now
    webhook.version += 1
    waiting = update(WebhookDelivery).where(
        col(WebhookDelivery.webhook_id) == webhook.id, col(WebhookDelivery.state) == DeliveryState.WAITING
    )
    await session.exec(waiting.values(state=DeliveryState.FAILED, finished_at=now, taken_until=None))


def _attempt(result: Result) -> WebhookAttempt:
    return WebhookAttempt(
        webhook_id=result.due.webhook_id,
        event_id=result.event.id,
        event_type=result.event.type.value,
        at=result.at,
        outcome=result.answer.outcome,
        status_code=result.answer.status_code,
        milliseconds=result.answer.milliseconds,
    )


async def _has_answered(session: AsyncSession, webhook: Webhook, now: datetime) -> None:
    if webhook.not_before is not None:
        # The receiver is back: what waits because it was away need not wait for its turn.
        waiting = update(WebhookDelivery).where(
            col(WebhookDelivery.webhook_id) == webhook.id,
            col(WebhookDelivery.state) == DeliveryState.WAITING,
            col(WebhookDelivery.next_attempt_at) > now,
        )
        await session.exec(waiting.values(next_attempt_at=now))
    webhook.failing_since, webhook.not_before, webhook.delivered_at = None, None, now


async def _has_failed(
    session: AsyncSession, webhook: Webhook, result: Result, now: datetime, patience: Patience
) -> None:
    delivery = await session.get(WebhookDelivery, result.due.id, with_for_update=True)
    if (
        delivery is None
        or delivery.state is not DeliveryState.WAITING
        or delivery.taken_until != result.due.taken_until
    ):
        # It came so late that somebody else attempts it, or nobody is to any more.
        return
    delivery.taken_until = None
    is_test = result.event.type is EventType.WEBHOOK_TEST
    if is_test or patience.retries.is_given_up(result.due.first_attempt_at, now):
        delivery.state, delivery.finished_at = DeliveryState.FAILED, now
    asked = asked_for(result.answer.retry_after, now)
    chance = random.random()  # noqa: S311  # spreads load, protects nothing
    pause = patience.retries.pause_after(result.due.attempts, chance, asked)
    delivery.next_attempt_at = now + pause
    if is_test:
        return
    webhook.failing_since = webhook.failing_since or result.at
    if result.answer.status_code == HTTPStatus.GONE:
        await _disable_by_itself(session, webhook, DisabledBecause.GONE, now)
    elif now - webhook.failing_since >= patience.disabled_after:
        await _disable_by_itself(session, webhook, DisabledBecause.FAILING, now)
    elif result.answer.outcome in _AWAY or result.answer.status_code in _OVERLOADED:
        webhook.not_before = now + (asked if asked is not None else min(pause, LONGEST_PAUSE))


async def _disable_by_itself(session: AsyncSession, webhook: Webhook, because: DisabledBecause, now: datetime) -> None:
    if webhook.state is WebhookState.DISABLED:
        return
    await disable(session, webhook, because, now)
    await audit.append(
        session,
        origin=WORKER,
        action="webhook.disabled",
        subject=("webhook", webhook.id),
        partner_id=webhook.partner_id,
        before={"state": WebhookState.ENABLED},
        after={"state": WebhookState.DISABLED, "because": because},
    )
    why = (
        "its receiver has answered 410 Gone"
        if because is DisabledBecause.GONE
        else "nothing could be delivered for days"
    )
    await open_incident(
        session,
        WORKER,
        IncidentKind.WEBHOOK_DISABLED,
        summary=f"A webhook subscription was disabled: {why}. A website may no longer learn what happens here.",
        remedy="Ask whoever runs the website whether they still need it. If so, enable the subscription again once the "
        "receiver works, and redeliver what has failed; otherwise delete it.",
        details={"webhook_id": str(webhook.id), "because": because},
        partner_id=webhook.partner_id,
        merge_under=webhook.id,
    )


async def _webhooks(
    session: AsyncSession, results: Sequence[Result], now: datetime
) -> tuple[Collection[UUID], Mapping[UUID, Webhook]]:
    """Return which subscriptions are still there, and those at which something changes: most deliveries change nothing there.

    Before anything is written: each attempt refers to its subscription, and workers that had written theirs would wait for each
    other. Nobody can delete one of them until the end of the transaction.
    """
    query = (
        select(Webhook).where(col(Webhook.id).in_({each.due.webhook_id for each in results})).order_by(col(Webhook.id))
    )
    there = {webhook.id: webhook for webhook in await session.exec(query.with_for_update(read=True, key_share=True))}
    changing = {
        each.due.webhook_id
        for each in results
        if each.due.webhook_id in there and not (each.is_delivered and _is_known_well(there[each.due.webhook_id], now))
    }
    if not changing:
        return there, {}
    query = (
        select(Webhook).where(col(Webhook.id).in_(changing)).order_by(col(Webhook.id)).with_for_update(key_share=True)
    )
    locked = await session.exec(query.execution_options(populate_existing=True))
    return there, {webhook.id: webhook for webhook in locked}


def _is_known_well(webhook: Webhook, now: datetime) -> bool:
    """Tell whether one more event that was delivered to a subscription says nothing new about it."""
    is_well = webhook.failing_since is None and webhook.not_before is None
    return is_well and webhook.delivered_at is not None and now - webhook.delivered_at <= DELIVERED_NOTED_EVERY
