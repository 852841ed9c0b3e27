"""What the control interface speaks."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from app.zoom.sandbox.account import Account
from app.zoom.sandbox.configuration import Plan
from app.zoom.sandbox.front import Call
from app.zoom.sandbox.state import Meeting, User, ValidationState
from app.zoom.sandbox.user_settings import security_settings, usual_settings
from app.zoom.sandbox.views import meeting_view


class UserReport(BaseModel):
    """A user with all settings in force."""

    user: User
    settings: dict[str, Any]

    @classmethod
    def of(cls, account: Account, user: User) -> "UserReport":
        """Describe a user."""
        return cls(
            user=user,
            settings={**usual_settings(account.state, user), **security_settings(account.state, user)},
        )


class MeetingReport(BaseModel):
    """A meeting as Zoom's API shows it, without start link, and what the API does not show."""

    meeting: dict[str, Any]
    alive: bool = Field(description="Neither deleted nor expired.")
    deleted_at: datetime | None
    started_at: datetime | None
    past_uuids: list[str]

    @classmethod
    def of(cls, account: Account, meeting: Meeting) -> "MeetingReport":
        """Describe a meeting."""
        return cls(
            meeting=meeting_view(account, meeting),
            alive=account.is_alive(meeting),
            deleted_at=meeting.deleted_at,
            started_at=meeting.started_at,
            past_uuids=meeting.past_uuids,
        )


class SubscriptionReport(BaseModel):
    """Where events go, and what came of the URL validation. Without the secret token."""

    url: str
    events: frozenset[str] | None
    validation: ValidationState
    detail: str
    validated_at: datetime | None


class StateReport(BaseModel):
    """Everything in the sandbox."""

    now: datetime
    account_id: str
    plan: Plan
    scopes: frozenset[str]
    users: list[UserReport]
    meetings: list[MeetingReport]
    account_locks: dict[str, Any]
    group_locks: dict[str, dict[str, Any]]
    quota_used: dict[str, int] = Field(description="Create and update requests of this UTC day, by host.")
    requests: list[Call]


class Locks(BaseModel):
    """Settings, each locked to a value for everybody below."""

    model_config = ConfigDict(extra="forbid")

    locks: dict[str, Any] = Field(
        examples=[{"meeting_security.waiting_room": False, "recording.cloud_recording": True}]
    )


class Scopes(BaseModel):
    """The app's scopes. Tokens that were given before keep theirs."""

    model_config = ConfigDict(extra="forbid")

    scopes: frozenset[str]


class TimeStep(BaseModel):
    """How far to move the sandbox's time."""

    model_config = ConfigDict(extra="forbid")

    seconds: float = Field(ge=-3_000_000_000, le=3_000_000_000, examples=[300])


class Instant(BaseModel):
    """The sandbox's time."""

    now: datetime
