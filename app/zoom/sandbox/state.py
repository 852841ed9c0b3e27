"""All that a sandbox remembers, as one model that can be written to a file and read back."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, Field

from app.zoom.sandbox.configuration import UserStatus, UserType


class User(BaseModel):
    """A user of the account. `settings` and `locks` hold only what differs from Zoom's defaults, by dotted path."""

    id: str
    email: str
    first_name: str
    last_name: str
    type: UserType
    status: UserStatus
    timezone: str
    pmi: int
    created_at: datetime
    group_ids: list[str] = Field(default_factory=list)
    settings: dict[str, Any] = Field(default_factory=dict)
    locks: dict[str, Any] = Field(default_factory=dict)

    @property
    def display_name(self) -> str:
        """Both names."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def may_host(self) -> bool:
        """Whether the licence and the status let the user hold meetings."""
        return self.status is UserStatus.ACTIVE and self.type in {UserType.BASIC, UserType.LICENSED}


class MeetingStatus(StrEnum):
    """What a meeting does. Zoom has no word for one that is over."""

    WAITING = "waiting"
    STARTED = "started"


class Meeting(BaseModel):
    """A meeting that was scheduled. `settings` is the whole object that Zoom would answer, locks applied."""

    id: int
    uuid: str
    host_id: str
    topic: str
    type: int
    agenda: str
    start_time: datetime | None
    duration: int
    timezone: str
    password: str
    created_at: datetime
    settings: dict[str, Any]
    recurrence: dict[str, Any] | None = None
    tracking_fields: list[dict[str, Any]] = Field(default_factory=list)
    pre_schedule: bool = False
    status: MeetingStatus = MeetingStatus.WAITING
    started_at: datetime | None = None
    used_at: datetime | None = None
    deleted_at: datetime | None = None
    past_uuids: list[str] = Field(default_factory=list)

    @property
    def is_started(self) -> bool:
        """Whether it is running."""
        return self.status is MeetingStatus.STARTED

    def expires_at(self) -> datetime:
        """Return when the number dies (Zoom's support page "Expiration of meeting IDs")."""
        last_use = max(filter(None, (self.start_time, self.used_at, self.created_at)))
        return last_use + timedelta(days=30 if self.type == ONCE else 365)


INSTANT, ONCE = 1, 2
"""Zoom's numbers for a meeting that starts at once, and for one that is scheduled once."""


class Token(BaseModel):
    """An access token that was given, with the scopes that the app had then."""

    expires_at: datetime
    scopes: frozenset[str]


class ValidationState(StrEnum):
    """What became of the URL validation."""

    PENDING = "pending"
    VALIDATED = "validated"
    FAILED = "failed"


class Subscription(BaseModel):
    """Where events go, and whether the receiver has proven to know the secret token."""

    url: str
    secret_token: str = Field(repr=False)
    events: frozenset[str] | None = None
    validation: ValidationState = ValidationState.PENDING
    detail: str = ""
    validated_at: datetime | None = None

    def wants(self, event: str) -> bool:
        """Tell whether the event was subscribed to."""
        return self.events is None or event in self.events


class State(BaseModel):
    """The account."""

    offset: timedelta = timedelta()
    scopes: frozenset[str]
    users: dict[str, User] = Field(default_factory=dict)
    meetings: dict[int, Meeting] = Field(default_factory=dict)
    account_locks: dict[str, Any] = Field(default_factory=dict)
    group_locks: dict[str, dict[str, Any]] = Field(default_factory=dict)
    tokens: dict[str, Token] = Field(default_factory=dict, repr=False)
    subscription: Subscription | None = None
    quota_day: date | None = None
    quota_used: dict[str, int] = Field(default_factory=dict)
