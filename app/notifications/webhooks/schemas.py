"""API schemas for webhooks."""

from datetime import datetime
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit
from uuid import UUID

from pydantic import AfterValidator, Field, HttpUrl, TypeAdapter, model_validator

from app.http.fields import Line, Moment, Schema
from app.kit.encryption import KeyRing, context_of
from app.notifications.events import EventType
from app.notifications.webhooks.models import (
    AttemptOutcome,
    DeliveryState,
    DisabledBecause,
    Webhook,
    WebhookDelivery,
    WebhookState,
)

_HTTP_URL: TypeAdapter[HttpUrl] = TypeAdapter(HttpUrl)


def _plain_url(value: str) -> str:
    normal = str(_HTTP_URL.validate_python(value))
    parts = urlsplit(normal)
    if parts.username or parts.password or parts.fragment:
        message = "must have neither a user name nor a password nor a part after #"
        raise ValueError(message)
    return normal


Address = Annotated[
    str,
    Field(max_length=1000, json_schema_extra={"format": "uri"}),
    AfterValidator(_plain_url),
]
EventTypes = Annotated[list[EventType], Field(min_length=1, max_length=len(EventType))]


class WebhookCreate(Schema):
    """A subscription."""

    url: Address = Field(
        description="Where events are sent by POST: an https:// address of a public host.",
        examples=["https://website.example.org/chaperone"],
    )
    description: Line | None = Field(default=None, description="Whose it is, or what for.")
    event_types: EventTypes | None = Field(
        default=None,
        description="Only these; left out: all that your key may see now. What a later version adds is not among them.",
    )


class WebhookChange(Schema):
    """What to change of a subscription; what is left out stays."""

    url: Address | None = Field(default=None, description="Another address.")
    description: Line | None = Field(default=None, description="Another description.")
    event_types: EventTypes | None = Field(default=None, description="Only these from now on.")
    enabled: bool | None = Field(
        default=None,
        strict=True,
        description="`false`: nothing is sent any more. `true`: from now on it is; what happened meanwhile can be redelivered.",
    )


class WebhookRead(Schema):
    """A subscription as it is now."""

    id: UUID
    partner_id: UUID | None = Field(description="The only partner whose events it is told of; null for all.")
    url: str = Field(description="Where events are sent.")
    description: str = Field(description="Whose it is, or what for.")
    event_types: list[EventType] = Field(description="Which events it is told of.")
    state: WebhookState = Field(description="Whether it is told of events.")
    disabled_because: DisabledBecause | None = Field(
        description="by_person: somebody disabled it; gone: its receiver answered 410; failing: nothing could be delivered "
        "for days."
    )
    public_key: str = Field(description="To verify `v1a` signatures with. It is no secret.")
    failing_since: datetime | None = Field(description="Since when nothing has been delivered; null while all is well.")
    delivered_at: datetime | None = Field(description="When something was delivered last, to the minute.")
    created_at: datetime
    version: int

    @classmethod
    def of(cls, webhook: Webhook, key_ring: KeyRing) -> Self:
        """Return what the API tells of a subscription."""
        return cls.model_validate(_told(webhook, key_ring))


class WebhookSecretRead(WebhookRead):
    """A subscription with its secret, which is shown this once."""

    secret: str = Field(description="To verify `v1` signatures with. Keep it: it is not shown again.")

    @classmethod
    def with_secret(cls, webhook: Webhook, secret: str, key_ring: KeyRing) -> Self:
        """Return a subscription with the secret that was just made for it."""
        return cls.model_validate({**_told(webhook, key_ring), "secret": secret})


def _told(webhook: Webhook, key_ring: KeyRing) -> dict[str, object]:
    told = webhook.model_dump(include=set(WebhookRead.model_fields))
    return {**told, "url": key_ring.decrypt(webhook.url, context=context_of(webhook, "url"))}


class Rotation(Schema):
    """How the secret is replaced."""

    old_valid_hours: int = Field(
        default=24,
        strict=True,
        ge=0,
        le=168,
        description="For so long deliveries are signed with the old secret, too. 0 where somebody else may know it.",
    )


class Redelivery(Schema):
    """What is delivered again."""

    which: Literal["one", "failed", "range"] = Field(
        description="one: the event `event_id`; failed: all that could not be delivered; range: all of a time, delivered "
        "before or not."
    )
    event_id: UUID | None = Field(default=None, description="With `one`: the event.")
    since: Moment | None = Field(default=None, description="With `failed` and `range`: only events from this time on.")
    until: Moment | None = Field(default=None, description="With `failed` and `range`: only events before this time.")

    @model_validator(mode="after")
    def _says_what_it_needs(self) -> Self:
        if (self.which == "one") != (self.event_id is not None):
            message = "event_id belongs to `which: one`, and to that alone"
            raise ValueError(message)
        if self.which == "one" and (self.since or self.until):
            message = "since and until do not go with `which: one`"
            raise ValueError(message)
        if self.which == "range" and self.since is None:
            message = "`which: range` needs since"
            raise ValueError(message)
        return self


class Redelivered(Schema):
    """What will be delivered again."""

    deliveries: int = Field(description="How many events; they come in their order.")


class TestSent(Schema):
    """That a test event is on its way."""

    event_id: UUID = Field(description="The event `webhook.test`. The attempt shows in the log of attempts.")


class WebhookDeliveryRead(Schema):
    """What has become of an event for a subscription."""

    id: UUID
    event_id: UUID
    event_type: EventType
    state: DeliveryState = Field(description="waiting: it will be attempted, or is; failed: it is attempted no more.")
    attempts: int = Field(description="How often it was attempted.")
    next_attempt_at: datetime | None = Field(
        description="When it is attempted next, at the earliest; null when it is done."
    )
    finished_at: datetime | None = Field(description="When it was delivered or given up.")

    @classmethod
    def of(cls, delivery: WebhookDelivery) -> Self:
        """Return what the API tells of a delivery."""
        told = delivery.model_dump(include=set(cls.model_fields))
        is_waiting = delivery.state is DeliveryState.WAITING
        return cls.model_validate({**told, "next_attempt_at": delivery.next_attempt_at if is_waiting else None})


class WebhookAttemptRead(Schema):
    """One attempt to deliver an event."""

    id: UUID
    event_id: UUID
    event_type: EventType
    at: datetime
    outcome: AttemptOutcome = Field(
        description="delivered: it was answered with 2xx; refused: with anything else; timed_out: the receiver took too long; "
        "not_reached: there was no connection. Check that the name leads to public addresses alone, that the port is open "
        "and that the certificate is valid."
    )
    status_code: int | None = Field(description="The status that the receiver has answered with.")
    milliseconds: int | None = Field(description="How long the answer took.")
