"""All that a sandbox remembers, as one model that can be written to a file and read back."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, Field

from app.zoom.sandbox.account.beliefs import Beliefs
from app.zoom.sandbox.account.user_types import UserStatus, UserType
from app.zoom.sandbox.meetings.meeting_state import Meeting


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


class Token(BaseModel):
    """An access token that was given, with the scopes that the app had then."""

    expires_at: datetime
    scopes: frozenset[str]


class ValidationState(StrEnum):
    """What became of the URL validation."""

    PENDING = "pending"
    VALIDATED = "validated"
    FAILED = "failed"
    DISABLED = "disabled"
    """It has failed too often, and gets nothing until it is subscribed anew."""


class Subscription(BaseModel):
    """Where events go, and whether the receiver has proven to know the secret token."""

    url: str
    secret_token: str = Field(repr=False)
    events: frozenset[str] | None = None
    retry_refusals: bool = False
    validation: ValidationState = ValidationState.PENDING
    detail: str = ""
    validated_at: datetime | None = None
    checked_at: datetime | None = None
    failures: int = 0

    def wants(self, event: str) -> bool:
        """Tell whether the event was subscribed to, and may still be sent."""
        return self.validation is not ValidationState.DISABLED and (self.events is None or event in self.events)


class State(BaseModel):
    """The account."""

    offset: timedelta = timedelta()
    scopes: frozenset[str]
    app_is_authorised: bool = True
    beliefs: Beliefs = Beliefs()
    users: dict[str, User] = Field(default_factory=dict)
    meetings: dict[int, Meeting] = Field(default_factory=dict)
    account_settings: dict[str, Any] = Field(default_factory=dict)
    account_locks: dict[str, Any] = Field(default_factory=dict)
    groups: dict[str, str] = Field(default_factory=dict)
    """The names of groups that were made, by id. Others are there because a user or a setting names them."""
    group_settings: dict[str, dict[str, Any]] = Field(default_factory=dict)
    group_locks: dict[str, dict[str, Any]] = Field(default_factory=dict)
    tokens: dict[str, Token] = Field(default_factory=dict, repr=False)
    subscription: Subscription | None = None
    quota_day: date | None = None
    quota_used: dict[str, int] = Field(default_factory=dict)
    registrant_quota_used: dict[str, int] = Field(default_factory=dict)
    calls_day: date | None = None
    calls_today: dict[str, int] = Field(default_factory=dict)
