"""The tables of webhooks: subscriptions, what is delivered to them, and each attempt."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlmodel import Field, SQLModel

from app.kit.clock import utc_now
from app.kit.database import Instant, text_enum
from app.kit.identifiers import new_id


class WebhookState(StrEnum):
    """Whether a subscription is told of events."""

    ENABLED = "enabled"
    DISABLED = "disabled"


class DisabledBecause(StrEnum):
    """Why a subscription is told of nothing."""

    BY_PERSON = "by_person"
    GONE = "gone"
    FAILING = "failing"


class DeliveryState(StrEnum):
    """What has become of an event for a subscription."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"


class AttemptOutcome(StrEnum):
    """What came of an attempt. Why a receiver was not reached is not told: it would map the network that this stands in."""

    DELIVERED = "delivered"
    REFUSED = "refused"
    NOT_REACHED = "not_reached"
    TIMED_OUT = "timed_out"


class Webhook(SQLModel, table=True):
    """A subscription to the feed: where its events are delivered, and by which secrets they are signed."""

    __tablename__ = "webhook"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    # Whose events it is told of; None for the whole organisation's.
    partner_id: UUID | None = Field(default=None, foreign_key="partner.id", index=True)
    # Encrypted, like the secrets: an address may hold a token.
    url: str
    description: str = Field(default="", max_length=200)
    event_types: list[str] = Field(sa_column=Column(ARRAY(String), nullable=False))
    state: WebhookState = Field(default=WebhookState.ENABLED, sa_type=text_enum(WebhookState))
    disabled_because: DisabledBecause | None = Field(default=None, sa_type=text_enum(DisabledBecause))
    secret: str
    public_key: str = Field(max_length=100)
    # The one before, which signs as well until then; empty if there is none.
    previous_secret: str = ""
    previous_until: datetime | None = Field(default=None, sa_type=Instant)
    # Since when nothing has been delivered; None where the last attempt was answered well.
    failing_since: datetime | None = Field(default=None, sa_type=Instant)
    # The receiver has asked for a pause.
    not_before: datetime | None = Field(default=None, sa_type=Instant)
    delivered_at: datetime | None = Field(default=None, sa_type=Instant)
    created_at: datetime = Field(default_factory=utc_now, sa_type=Instant)
    created_by: UUID = Field(foreign_key="api_key.id")
    updated_at: datetime = Field(default_factory=utc_now, sa_type=Instant)
    version: int = 1


class WebhookDelivery(SQLModel, table=True):
    """An event that a subscription is told of. Of those about one booking the earliest that waits is attempted alone."""

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        UniqueConstraint("webhook_id", "event_id"),
        Index(
            "webhook_delivery_due_index", "webhook_id", "next_attempt_at", postgresql_where=text("state = 'waiting'")
        ),
        Index(
            "webhook_delivery_order_index",
            "webhook_id",
            "about",
            "position",
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    webhook_id: UUID = Field(sa_column=Column(Uuid, ForeignKey("webhook.id", ondelete="CASCADE"), nullable=False))
    # The line of the trail that it is; no foreign key, like everywhere beside the trail.
    event_id: UUID
    event_type: str = Field(max_length=40)
    position: int = Field(sa_type=BigInteger)
    about: str = Field(max_length=100)
    state: DeliveryState = Field(default=DeliveryState.WAITING, sa_type=text_enum(DeliveryState))
    attempts: int = 0
    first_attempt_at: datetime | None = Field(default=None, sa_type=Instant)
    next_attempt_at: datetime = Field(default_factory=utc_now, sa_type=Instant)
    # A worker attempts it until then; afterwards that worker is taken for dead.
    taken_until: datetime | None = Field(default=None, sa_type=Instant)
    finished_at: datetime | None = Field(default=None, sa_type=Instant)


class WebhookAttempt(SQLModel, table=True):
    """One attempt to deliver an event."""

    __tablename__ = "webhook_attempt"
    __table_args__ = (Index("webhook_attempt_webhook_index", "webhook_id", "id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    webhook_id: UUID = Field(sa_column=Column(Uuid, ForeignKey("webhook.id", ondelete="CASCADE"), nullable=False))
    event_id: UUID
    event_type: str = Field(max_length=40)
    at: datetime = Field(sa_type=Instant)
    outcome: AttemptOutcome = Field(sa_type=text_enum(AttemptOutcome))
    # Where it was answered.
    status_code: int | None = None
    milliseconds: int | None = None


class WebhookFanOut(SQLModel, table=True):
    """How far in the trail its events have been given to the subscriptions that they are for. One row, from the migration."""

    __tablename__ = "webhook_fan_out"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: int = Field(default=1, primary_key=True)
    position: int = Field(default=0, sa_type=BigInteger)
    mark: str = Field(max_length=8)
