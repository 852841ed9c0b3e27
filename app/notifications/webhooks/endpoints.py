"""Webhooks over HTTP."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response, status

from app.access.authentication import WebhooksWriter
from app.http.answers import CREATED, NO_STORE, VERSIONED, Page, set_entity_tag
from app.http.dependencies import SessionDependency, SettingsDependency
from app.http.idempotency import IdempotencyDependency
from app.http.parameters import IfMatchDependency, PageDependency
from app.http.problems import problems
from app.kit.encryption import context_of
from app.kit.pagination import cut
from app.notifications.webhooks import examples, redelivery, service
from app.notifications.webhooks.models import DeliveryState, Webhook
from app.notifications.webhooks.schemas import (
    Redelivered,
    Redelivery,
    Rotation,
    TestSent,
    WebhookAttemptRead,
    WebhookChange,
    WebhookCreate,
    WebhookDeliveryRead,
    WebhookRead,
    WebhookSecretRead,
)
from app.notifications.webhooks.signing import SigningKeys

PATH = "/v1/webhooks"
router = APIRouter(prefix=PATH, tags=["Webhooks"])

WebhookId = Annotated[UUID, Path(description="The subscription's id.", openapi_examples=examples.WEBHOOK_ID)]


@router.post(
    "",
    summary="Subscribe to events",
    operation_id="create_webhook",
    status_code=status.HTTP_201_CREATED,
    responses={**CREATED, **problems(400, 409, 413, 422)},
)
async def create_webhook(
    body: Annotated[WebhookCreate, examples.CREATE],
    principal: WebhooksWriter,
    session: SessionDependency,
    settings: SettingsDependency,
    idempotency: IdempotencyDependency,
    response: Response,
) -> WebhookSecretRead:
    """Have events sent to your website as they happen, after the specification of Standard Webhooks.

    The answer holds the secret to verify them with: it is shown in no other. Each event comes at least once, those of one
    booking in their order; what cannot be delivered is attempted for two days. You are told of what your key may see. The feed
    at `/v1/events` tells the same, and is there when your website was not.
    """
    webhook = await idempotency.once(
        session,
        principal,
        body,
        create=lambda: service.create_webhook(session, principal, body, settings),
        load=lambda webhook_id: service.webhook_by_id(session, principal, webhook_id),
    )
    set_entity_tag(response, webhook)
    response.headers["Location"] = f"{PATH}/{webhook.id}"
    stored = settings.key_ring.decrypt(webhook.secret, context=context_of(webhook, "secret"))
    return _with_secret(response, webhook, SigningKeys.parse(stored), settings)


@router.get("", summary="List subscriptions", operation_id="list_webhooks", responses=problems(422))
async def list_webhooks(
    principal: WebhooksWriter, session: SessionDependency, settings: SettingsDependency, page: PageDependency
) -> Page[WebhookRead]:
    """The subscriptions that your key can see, oldest first."""
    rows = await service.list_webhooks(session, principal, page)
    shown, next_cursor = cut(rows, page)
    items = [WebhookRead.of(webhook, settings.key_ring) for webhook in shown]
    return Page[WebhookRead](items=items, next_cursor=next_cursor)


@router.get(
    "/{webhook_id}",
    summary="Read a subscription",
    operation_id="get_webhook",
    responses={**VERSIONED, **problems(404, 422)},
)
async def get_webhook(
    webhook_id: WebhookId,
    principal: WebhooksWriter,
    session: SessionDependency,
    settings: SettingsDependency,
    response: Response,
) -> WebhookRead:
    """The subscription as it is now, and whether its receiver answers."""
    webhook = await service.webhook_by_id(session, principal, webhook_id)
    set_entity_tag(response, webhook)
    return WebhookRead.of(webhook, settings.key_ring)


@router.patch(
    "/{webhook_id}",
    summary="Change a subscription",
    operation_id="change_webhook",
    responses={**VERSIONED, **problems(400, 404, 412, 413, 422, 428)},
)
async def change_webhook(
    webhook_id: WebhookId,
    body: Annotated[WebhookChange, examples.CHANGE],
    principal: WebhooksWriter,
    session: SessionDependency,
    settings: SettingsDependency,
    if_match: IfMatchDependency,
    response: Response,
) -> WebhookRead:
    """Another address, other events, or enabled and disabled. What waits when it is disabled counts as failed."""
    webhook = await service.change_webhook(session, principal, webhook_id, body, if_match, settings)
    set_entity_tag(response, webhook)
    return WebhookRead.of(webhook, settings.key_ring)


@router.delete(
    "/{webhook_id}",
    summary="Delete a subscription",
    operation_id="delete_webhook",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(404, 422),
)
async def delete_webhook(webhook_id: WebhookId, principal: WebhooksWriter, session: SessionDependency) -> None:
    """Nothing is sent any more, and what was known of its deliveries is forgotten. The audit trail stays."""
    await service.delete_webhook(session, principal, webhook_id)


@router.post(
    "/{webhook_id}/rotate",
    summary="Replace a subscription's secret",
    operation_id="rotate_webhook_secret",
    responses={**VERSIONED, **problems(400, 404, 413, 422)},
)
async def rotate_webhook_secret(
    webhook_id: WebhookId,
    body: Annotated[Rotation, examples.ROTATE],
    principal: WebhooksWriter,
    session: SessionDependency,
    settings: SettingsDependency,
    response: Response,
) -> WebhookSecretRead:
    """A new secret and a new key pair; the old ones sign as well for a while, so that no event is refused meanwhile."""
    old_valid = timedelta(hours=body.old_valid_hours)
    webhook, keys = await service.rotate_secret(session, principal, webhook_id, old_valid, settings.key_ring)
    set_entity_tag(response, webhook)
    return _with_secret(response, webhook, keys, settings)


@router.post(
    "/{webhook_id}/test",
    summary="Send a test event",
    operation_id="test_webhook",
    status_code=status.HTTP_202_ACCEPTED,
    responses=problems(404, 422),
)
async def test_webhook(webhook_id: WebhookId, principal: WebhooksWriter, session: SessionDependency) -> TestSent:
    """Send the event `webhook.test` once, also while the subscription is disabled. What came of it shows among its attempts."""
    return TestSent(event_id=(await service.send_test(session, principal, webhook_id)).id)


@router.post(
    "/{webhook_id}/redeliver",
    summary="Deliver events again",
    operation_id="redeliver_webhook",
    status_code=status.HTTP_202_ACCEPTED,
    responses=problems(400, 404, 413, 422),
)
async def redeliver_webhook(
    webhook_id: WebhookId,
    body: Annotated[Redelivery, examples.REDELIVER],
    principal: WebhooksWriter,
    session: SessionDependency,
) -> Redelivered:
    """One event, all that have failed, or all of a time, also those that happened while the subscription was disabled.

    They come with the ids that they had. What has happened since may have come before them: read the state where it matters.
    """
    return Redelivered(deliveries=await redelivery.redeliver(session, principal, webhook_id, body))


@router.get(
    "/{webhook_id}/deliveries",
    summary="List a subscription's deliveries",
    operation_id="list_webhook_deliveries",
    responses=problems(404, 422),
)
async def list_webhook_deliveries(
    webhook_id: WebhookId,
    principal: WebhooksWriter,
    session: SessionDependency,
    page: PageDependency,
    state: Annotated[DeliveryState | None, Query(description="Only those in this state.")] = None,
) -> Page[WebhookDeliveryRead]:
    """What has become of each event, the newest first."""
    webhook = await service.webhook_by_id(session, principal, webhook_id)
    shown, next_cursor = cut(await service.deliveries_of(session, webhook, page, state=state), page)
    return Page[WebhookDeliveryRead](
        items=[WebhookDeliveryRead.of(delivery) for delivery in shown], next_cursor=next_cursor
    )


@router.get(
    "/{webhook_id}/attempts",
    summary="List the attempts to deliver",
    operation_id="list_webhook_attempts",
    responses=problems(404, 422),
)
async def list_webhook_attempts(
    webhook_id: WebhookId,
    principal: WebhooksWriter,
    session: SessionDependency,
    page: PageDependency,
    event_id: Annotated[UUID | None, Query(description="Only those of this event.")] = None,
) -> Page[WebhookAttemptRead]:
    """When each event was sent and what came of it, the newest first."""
    webhook = await service.webhook_by_id(session, principal, webhook_id)
    shown, next_cursor = cut(await service.attempts_at(session, webhook, page, event_id=event_id), page)
    return Page[WebhookAttemptRead](
        items=[WebhookAttemptRead.model_validate(attempt) for attempt in shown], next_cursor=next_cursor
    )


def _with_secret(
    response: Response, webhook: Webhook, keys: SigningKeys, settings: SettingsDependency
) -> WebhookSecretRead:
    response.headers["Cache-Control"] = NO_STORE
    return WebhookSecretRead.with_secret(webhook, keys.secret, settings.key_ring)
