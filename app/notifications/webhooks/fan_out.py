"""Giving the events of the feed to the subscriptions that they are for: one row for each to deliver."""

from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit.service import place
from app.kit.clock import utc_now
from app.kit.database import Database
from app.kit.errors import CursorOfAnotherFeedError
from app.kit.identifiers import new_id
from app.notifications import feed
from app.notifications.events import EventType
from app.notifications.webhooks.models import DeliveryState, Webhook, WebhookDelivery, WebhookFanOut, WebhookState

_AT_ONCE: Final = 500
_ROWS: Final = 1_000


async def fan_out(database: Database) -> bool:
    """Give what is new to the subscriptions; tell whether more is left. One worker does it at a time, in the feed's order."""
    await place(database)
    async with database.transaction() as session:
        done = (await session.exec(select(WebhookFanOut).with_for_update(skip_locked=True))).one_or_none()
        if done is None:
            # Another one is at it, and is told of what is new as this one was.
            return False
        try:
            page = await feed.read(
                session,
                feed.Cursor(done.position, done.mark),
                types=frozenset(EventType),
                partner_id=None,
                limit=_AT_ONCE,
            )
        except CursorOfAnotherFeedError:
            page = feed.FeedPage((), await feed.latest(session), has_more=False)
        # Looked up after the events: a subscription that was there before one of them is seen.
        webhooks = (await session.exec(select(Webhook))).all() if page.events else []
        await deliver_later(
            session, ((webhook, event) for event in page.events for webhook in webhooks if is_for(webhook, event))
        )
        done.position, done.mark = page.cursor.position, page.cursor.mark
    return page.has_more


def is_for(webhook: Webhook, event: feed.Event) -> bool:
    """Tell whether a subscription is told of an event; of a test, whatever it is told of otherwise."""
    if event.type is EventType.WEBHOOK_TEST:
        return event.subject_id == str(webhook.id)
    return webhook.state is WebhookState.ENABLED and is_wanted(webhook, event)


def is_wanted(webhook: Webhook, event: feed.Event) -> bool:
    """Tell whether an event is among those that a subscription was made for."""
    return event.type in webhook.event_types and webhook.partner_id in (None, event.partner_id)


async def deliver_later(session: AsyncSession, pairs: Iterable[tuple[Webhook, feed.Event]]) -> int:
    """Write down what is to be delivered, where it is not written down already; return how much that is."""
    now = utc_now()
    rows: list[dict[str, object]] = [
        {
            "id": new_id(),
            "webhook_id": webhook.id,
            "event_id": event.id,
            "event_type": event.type.value,
            "position": event.cursor.position,
            "about": event.about,
            "state": DeliveryState.WAITING,
            "attempts": 0,
            "next_attempt_at": now,
        }
        for webhook, event in pairs
    ]
    added: list[UUID] = []
    for part in _parts(rows):
        adding = insert(WebhookDelivery).values(part).on_conflict_do_nothing().returning(col(WebhookDelivery.id))
        added += (await session.exec(adding)).scalars().all()
    return len(added)


def _parts(rows: Sequence[dict[str, object]]) -> Iterable[Sequence[dict[str, object]]]:
    for first in range(0, len(rows), _ROWS):
        yield rows[first : first + _ROWS]
