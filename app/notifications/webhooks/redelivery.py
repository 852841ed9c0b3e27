"""Delivering again: one event, all that has failed, or all of a time, also what was never sent."""

from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.principal import Principal
from app.audit import service as audit
from app.audit.models import AuditEntry, AuditPosition
from app.kit.clock import utc_now
from app.kit.errors import FieldError, InvalidFieldsError, NotFoundError
from app.notifications.events import EventType, actions_of
from app.notifications.feed import Event, event_of, events_by_id
from app.notifications.webhooks.fan_out import deliver_later, is_wanted
from app.notifications.webhooks.models import DeliveryState, Webhook, WebhookDelivery
from app.notifications.webhooks.schemas import Redelivery
from app.notifications.webhooks.service import webhook_to_change

MOST_AT_ONCE: Final = 10_000
"""So many events are redelivered by one request at the most."""

_FINISHED: Final = (DeliveryState.DELIVERED, DeliveryState.FAILED)


async def redeliver(session: AsyncSession, principal: Principal, webhook_id: UUID, wanted: Redelivery) -> int:
    """Deliver again what is asked for; return how many events that are.

    Raises:
        NotFoundError: There is no such subscription, or no such event for it, that the caller may see.
        NotPermittedError: As `webhook_to_change` says.
        InvalidFieldsError: It is too much at once.
    """
    webhook = await webhook_to_change(session, principal, webhook_id)
    if wanted.which == "failed":
        count = await _again(session, webhook, await _failed(session, webhook, wanted.since, wanted.until))
    else:
        events = (
            await _one(session, webhook, wanted.event_id)
            if wanted.event_id is not None
            else await _between(session, webhook, wanted.since, wanted.until)
        )
        # What was never written down for it, as while it was disabled, is now; the rest begins anew.
        added = await deliver_later(session, ((webhook, event) for event in events))
        count = added + await _again(session, webhook, [event.id for event in events], states=_FINISHED)
    await audit.append(
        session,
        origin=principal.origin,
        action="webhook.redelivered",
        subject=("webhook", webhook.id),
        partner_id=webhook.partner_id,
        after={"which": wanted.which, "deliveries": count},
    )
    return count


async def _one(session: AsyncSession, webhook: Webhook, event_id: UUID) -> Collection[Event]:
    event = (await events_by_id(session, [event_id])).get(event_id)
    if event is None or not is_wanted(webhook, event):
        message = "Event not found. Check the id, and that this subscription is told of such events."
        raise NotFoundError(message)
    return [event]


async def _between(
    session: AsyncSession, webhook: Webhook, since: datetime | None, until: datetime | None
) -> Collection[Event]:
    query = (
        select(AuditEntry, AuditPosition.position)
        .join(AuditPosition, col(AuditPosition.entry_id) == col(AuditEntry.id))
        .where(col(AuditEntry.action).in_(actions_of([EventType(each) for each in webhook.event_types])))
        .order_by(col(AuditPosition.position))
        .limit(MOST_AT_ONCE + 1)
    )
    if since is not None:
        query = query.where(col(AuditEntry.at) >= since)
    if until is not None:
        query = query.where(col(AuditEntry.at) < until)
    if webhook.partner_id is not None:
        query = query.where(col(AuditEntry.partner_id) == webhook.partner_id)
    rows = (await session.exec(query)).all()
    _check_size(len(rows))
    events = (event_of(entry, position) for entry, position in rows)
    return [event for event in events if event is not None and is_wanted(webhook, event)]


async def _failed(
    session: AsyncSession, webhook: Webhook, since: datetime | None, until: datetime | None
) -> Collection[UUID]:
    query = (
        select(col(WebhookDelivery.event_id))
        .join(AuditEntry, col(AuditEntry.id) == col(WebhookDelivery.event_id))
        .where(col(WebhookDelivery.webhook_id) == webhook.id, col(WebhookDelivery.state) == DeliveryState.FAILED)
        # A test is of its moment.
        .where(col(WebhookDelivery.event_type) != EventType.WEBHOOK_TEST)
        .limit(MOST_AT_ONCE + 1)
    )
    if since is not None:
        query = query.where(col(AuditEntry.at) >= since)
    if until is not None:
        query = query.where(col(AuditEntry.at) < until)
    ids = (await session.exec(query)).all()
    _check_size(len(ids))
    return ids


def _check_size(events: int) -> None:
    if events > MOST_AT_ONCE:
        message = (
            f"is too long ago: that is more than {MOST_AT_ONCE} events. Ask for a shorter time, and then for the next"
        )
        raise InvalidFieldsError(FieldError("since", message))


async def _again(
    session: AsyncSession,
    webhook: Webhook,
    event_ids: Collection[UUID],
    *,
    states: Collection[DeliveryState] = (DeliveryState.FAILED,),
) -> int:
    if not event_ids:
        return 0
    now = utc_now()
    again = (
        update(WebhookDelivery)
        .where(col(WebhookDelivery.webhook_id) == webhook.id, col(WebhookDelivery.event_id).in_(event_ids))
        .where(col(WebhookDelivery.state).in_(states))
        .values(
            state=DeliveryState.WAITING,
            attempts=0,
            first_attempt_at=None,
            finished_at=None,
            taken_until=None,
            next_attempt_at=now,
        )
        .returning(col(WebhookDelivery.id))
    )
    found = await session.exec(again.execution_options(synchronize_session=False))
    return len(found.all())
