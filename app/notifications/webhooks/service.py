"""Subscriptions to events: made, changed, tried out and removed, each with its line in the audit trail."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Final, Protocol
from urllib.parse import urlsplit
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.principal import Principal
from app.access.visibility import found, visible_to
from app.audit import service as audit
from app.audit.models import AuditEntry
from app.incidents.service import merge_key_of, resolve, unresolved
from app.kit.clock import utc_now
from app.kit.encryption import KeyRing, context_of
from app.kit.errors import FieldError, InvalidFieldsError, NotPermittedError
from app.kit.pagination import PageRequest
from app.kit.preconditions import IfMatch
from app.notifications.events import EventType, types_for
from app.notifications.webhooks.addresses import is_public, literal_address
from app.notifications.webhooks.models import (
    DeliveryState,
    DisabledBecause,
    Webhook,
    WebhookAttempt,
    WebhookDelivery,
    WebhookState,
)
from app.notifications.webhooks.results import disable
from app.notifications.webhooks.schemas import WebhookChange, WebhookCreate
from app.notifications.webhooks.signing import SigningKeys
from app.policy.incidents import IncidentKind

_CHANGED: Final = "[changed]"


class WebhookSettings(Protocol):
    """What must be known to take subscriptions."""

    @property
    def key_ring(self) -> KeyRing:
        """The keys that secrets and addresses are encrypted with."""
        ...

    @property
    def webhook_allow_private(self) -> bool:
        """Whether receivers may be in a private network, and be spoken to without TLS."""
        ...


async def create_webhook(
    session: AsyncSession, principal: Principal, given: WebhookCreate, settings: WebhookSettings
) -> Webhook:
    """Make a subscription, with secrets of its own, to events that the caller may see itself.

    Raises:
        InvalidFieldsError: The address is not that of a public host, or the caller may not see those events.
    """
    _check_url(given.url, settings)
    types = _checked_types(principal, given.event_types)
    keys = SigningKeys.new()
    webhook = Webhook(
        partner_id=principal.partner_id,
        url="",
        description=given.description or "",
        event_types=types,
        secret="",
        public_key=keys.public_key,
        created_by=principal.key_id,
    )
    webhook.url = settings.key_ring.encrypt(given.url, context=context_of(webhook, "url"))
    webhook.secret = settings.key_ring.encrypt(keys.stored, context=context_of(webhook, "secret"))
    session.add(webhook)
    await session.flush()
    await _audit(session, principal, webhook, "created", after={"state": webhook.state, "event_types": types})
    return webhook


async def list_webhooks(session: AsyncSession, principal: Principal, page: PageRequest) -> Sequence[Webhook]:
    """Return the subscriptions that the caller can see, oldest first, one more than the page holds."""
    query = select(Webhook).order_by(col(Webhook.id)).limit(page.limit + 1)
    if page.after_id is not None:
        query = query.where(col(Webhook.id) > page.after_id)
    return (await session.exec(visible_to(principal.partner_id, query, col(Webhook.partner_id)))).all()


async def webhook_by_id(session: AsyncSession, principal: Principal, webhook_id: UUID) -> Webhook:
    """Return a subscription.

    Raises:
        NotFoundError: There is none that the caller may see.
    """
    query = select(Webhook).where(col(Webhook.id) == webhook_id)
    row = (await session.exec(visible_to(principal.partner_id, query, col(Webhook.partner_id)))).one_or_none()
    return found(row, "Webhook")


async def webhook_to_change(
    session: AsyncSession, principal: Principal, webhook_id: UUID, if_match: IfMatch | None = None
) -> Webhook:
    """Return a subscription, locked until the transaction ends, which the caller may change.

    Raises:
        NotFoundError: There is none that the caller may see.
        NotPermittedError: It is told of events that the caller may not see: who can lead them elsewhere can read them.
        PreconditionRequiredError, PreconditionFailedError: If-Match is wanted, and missing or of another version.
    """
    query = select(Webhook).where(col(Webhook.id) == webhook_id).with_for_update()
    row = (await session.exec(visible_to(principal.partner_id, query, col(Webhook.partner_id)))).one_or_none()
    webhook = found(row, "Webhook")
    if if_match is not None:
        if_match.require(webhook)
    hidden = frozenset(webhook.event_types) - types_for(principal.may)
    if hidden:
        message = (
            f"This subscription is told of events that this API key may not see ({', '.join(sorted(hidden))}). "
            "Use a key that may, or one with the scope admin."
        )
        raise NotPermittedError(message)
    return webhook


async def change_webhook(
    session: AsyncSession,
    principal: Principal,
    webhook_id: UUID,
    wanted: WebhookChange,
    if_match: IfMatch,
    settings: WebhookSettings,
) -> Webhook:
    """Change where a subscription's events are sent, which they are, and whether they are.

    Raises:
        NotFoundError, NotPermittedError, PreconditionRequiredError, PreconditionFailedError: As `webhook_to_change` says.
        InvalidFieldsError: The address is not that of a public host, or the caller may not see those events.
    """
    webhook = await webhook_to_change(session, principal, webhook_id, if_match)
    before: dict[str, object] = {}
    after: dict[str, object] = {}
    if wanted.url is not None:
        _check_url(wanted.url, settings)
        webhook.url = settings.key_ring.encrypt(wanted.url, context=context_of(webhook, "url"))
        before["url"], after["url"] = _CHANGED, _CHANGED
    if wanted.description is not None:
        webhook.description = wanted.description
        before["description"], after["description"] = _CHANGED, _CHANGED
    if wanted.event_types is not None:
        before["event_types"] = webhook.event_types
        after["event_types"] = webhook.event_types = _checked_types(principal, wanted.event_types)
    if wanted.enabled is not None and wanted.enabled is not (webhook.state is WebhookState.ENABLED):
        before["state"] = webhook.state
        await _enable(session, principal, webhook) if wanted.enabled else await disable(
            session, webhook, DisabledBecause.BY_PERSON, utc_now()
        )
        after["state"] = webhook.state
    if after:
        webhook.version += 1
        webhook.updated_at = utc_now()
        await session.flush()
        await _audit(session, principal, webhook, "changed", before=before, after=after)
    return webhook


async def delete_webhook(session: AsyncSession, principal: Principal, webhook_id: UUID) -> None:
    """Remove a subscription with all that is known of its deliveries.

    Raises:
        NotFoundError, NotPermittedError: As `webhook_to_change` says.
    """
    webhook = await webhook_to_change(session, principal, webhook_id)
    await _close_incident(session, principal, webhook, "The subscription was deleted.")
    await session.delete(webhook)
    await session.flush()
    await _audit(session, principal, webhook, "deleted", before={"state": webhook.state})


async def rotate_secret(
    session: AsyncSession, principal: Principal, webhook_id: UUID, old_valid: timedelta, key_ring: KeyRing
) -> tuple[Webhook, SigningKeys]:
    """Replace a subscription's secret and key; those before sign as well for a while.

    Raises:
        NotFoundError, NotPermittedError: As `webhook_to_change` says.
    """
    webhook = await webhook_to_change(session, principal, webhook_id)
    keys, now = SigningKeys.new(), utc_now()
    old = key_ring.decrypt(webhook.secret, context=context_of(webhook, "secret"))
    webhook.previous_secret = key_ring.encrypt(old, context=context_of(webhook, "previous_secret")) if old_valid else ""
    webhook.previous_until = now + old_valid if old_valid else None
    webhook.secret = key_ring.encrypt(keys.stored, context=context_of(webhook, "secret"))
    webhook.public_key, webhook.updated_at = keys.public_key, now
    webhook.version += 1
    await session.flush()
    until = webhook.previous_until.isoformat() if webhook.previous_until else None
    await _audit(session, principal, webhook, "secret_rotated", after={"old_valid_until": until})
    return webhook, keys


async def send_test(session: AsyncSession, principal: Principal, webhook_id: UUID) -> AuditEntry:
    """Have a subscription told of a test event, also while it is disabled; return the line of the trail that is the event.

    Raises:
        NotFoundError, NotPermittedError: As `webhook_to_change` says.
    """
    webhook = await webhook_to_change(session, principal, webhook_id)
    return await _audit(session, principal, webhook, "tested")


async def deliveries_of(
    session: AsyncSession, webhook: Webhook, page: PageRequest, *, state: DeliveryState | None
) -> Sequence[WebhookDelivery]:
    """Return what has become of the events for a subscription, the newest first, one more than the page holds."""
    query = select(WebhookDelivery).where(col(WebhookDelivery.webhook_id) == webhook.id)
    if state is not None:
        query = query.where(col(WebhookDelivery.state) == state)
    if page.after_id is not None:
        query = query.where(col(WebhookDelivery.id) < page.after_id)
    return (await session.exec(query.order_by(col(WebhookDelivery.id).desc()).limit(page.limit + 1))).all()


async def attempts_at(
    session: AsyncSession, webhook: Webhook, page: PageRequest, *, event_id: UUID | None
) -> Sequence[WebhookAttempt]:
    """Return the attempts to deliver to a subscription, the newest first, one more than the page holds."""
    query = select(WebhookAttempt).where(col(WebhookAttempt.webhook_id) == webhook.id)
    if event_id is not None:
        query = query.where(col(WebhookAttempt.event_id) == event_id)
    if page.after_id is not None:
        query = query.where(col(WebhookAttempt.id) < page.after_id)
    return (await session.exec(query.order_by(col(WebhookAttempt.id).desc()).limit(page.limit + 1))).all()


async def _enable(session: AsyncSession, principal: Principal, webhook: Webhook) -> None:
    webhook.state, webhook.disabled_because = WebhookState.ENABLED, None
    webhook.failing_since, webhook.not_before = None, None
    await _close_incident(session, principal, webhook, "The subscription was enabled again.")


async def _close_incident(session: AsyncSession, principal: Principal, webhook: Webhook, resolution: str) -> None:
    incident = await unresolved(session, merge_key_of(IncidentKind.WEBHOOK_DISABLED, merge_under=webhook.id))
    if incident is not None:
        await resolve(session, principal.origin, incident, resolution, principal.key_id)


def _check_url(url: str, settings: WebhookSettings) -> None:
    """Check what can be seen of an address without asking anybody; a name is looked up when something is sent to it."""
    if settings.webhook_allow_private:
        return
    parts = urlsplit(url)
    if parts.scheme != "https":
        raise InvalidFieldsError(FieldError("url", "must begin with https://"))
    literal = literal_address(parts.hostname or "")
    if literal is not None and not is_public(literal):
        raise InvalidFieldsError(FieldError("url", "must be the address of a public host"))


def _checked_types(principal: Principal, wanted: Collection[EventType] | None) -> list[str]:
    allowed = types_for(principal.may)
    if wanted is None:
        return sorted(allowed - {EventType.WEBHOOK_TEST})
    hidden = sorted(frozenset(wanted) - allowed)
    if hidden:
        message = f"names events that this API key may not see: {', '.join(hidden)}"
        raise InvalidFieldsError(FieldError("event_types", message))
    return sorted(frozenset(wanted))


async def _audit(
    session: AsyncSession,
    principal: Principal,
    webhook: Webhook,
    verb: str,
    *,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
) -> AuditEntry:
    return await audit.append(
        session,
        origin=principal.origin,
        action=f"webhook.{verb}",
        subject=("webhook", webhook.id),
        partner_id=webhook.partner_id,
        before=before,
        after=after,
    )
