"""What the control interface speaks."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from app.zoom.sandbox.account.directory import Account
from app.zoom.sandbox.account.limit_tables import Label, LimitHeaders, LimitTable, Plan
from app.zoom.sandbox.account.limits import LabelUse
from app.zoom.sandbox.account.user_settings import security_settings, usual_settings
from app.zoom.sandbox.account.user_types import UserStatus, UserType
from app.zoom.sandbox.api.front import Call
from app.zoom.sandbox.api.views import meeting_view
from app.zoom.sandbox.meetings.meeting_state import Instance, Meeting, Registrant
from app.zoom.sandbox.state import User, ValidationState


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
    start_link_asks_to_sign_in: bool = Field(
        description="Whether only who signs in as its host can start it by the link."
    )
    past_uuids: list[str]
    instances: list[Instance] = Field(description="Every holding, with everybody who was there.")
    registrants: list[Registrant] = Field(description="Who is registered, by whose id somebody comes with their link.")

    @classmethod
    def of(cls, account: Account, meeting: Meeting) -> "MeetingReport":
        """Describe a meeting."""
        return cls(
            meeting=meeting_view(account, meeting),
            alive=account.is_alive(meeting),
            deleted_at=meeting.deleted_at,
            started_at=meeting.started_at,
            start_link_asks_to_sign_in=account.beliefs.start_link_asks_to_sign_in,
            past_uuids=meeting.past_uuids,
            instances=meeting.instances,
            registrants=[*meeting.registrants.values()],
        )


class SubscriptionReport(BaseModel):
    """Where events go, and what came of the URL validation. Without the secret token."""

    url: str
    events: frozenset[str] | None
    retry_refusals: bool
    validation: ValidationState
    detail: str
    validated_at: datetime | None
    checked_at: datetime | None
    failures: int = Field(description="Failed validations in a row, of those that come every 72 hours.")


class StateReport(BaseModel):
    """Everything in the sandbox."""

    now: datetime
    account_id: str
    plan: Plan
    scopes: frozenset[str]
    users: list[UserReport]
    meetings: list[MeetingReport]
    account_settings: dict[str, Any]
    account_locks: dict[str, Any]
    group_settings: dict[str, dict[str, Any]]
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


class NewStatus(BaseModel):
    """What a user shall be."""

    model_config = ConfigDict(extra="forbid")

    status: UserStatus


class AppState(BaseModel):
    """Whether the account lets the app in."""

    model_config = ConfigDict(extra="forbid")

    authorised: bool


class UserTemplate(BaseModel):
    """What many users have in common."""

    model_config = ConfigDict(extra="forbid")

    type: UserType | None = Field(default=None, description="The profile's licence without it.")
    status: UserStatus = UserStatus.ACTIVE
    timezone: str = "UTC"
    group_ids: tuple[str, ...] = ()
    settings: dict[str, Any] = Field(default_factory=dict)
    locks: dict[str, Any] = Field(default_factory=dict)


class Seed(BaseModel):
    """Many users, numbered, and meetings for each of them: bodies of "Create a meeting"."""

    model_config = ConfigDict(extra="forbid")

    users: int = Field(ge=1, le=10_000, examples=[100])
    first: int = Field(default=1, ge=0)
    email: str = Field(default="host-{number}@example.org", pattern=r"^[^{}]*\{number\}[^{}]*$", max_length=100)
    id: str | None = Field(default="host-{number}", pattern=r"^[A-Za-z0-9_-]*\{number\}[A-Za-z0-9_-]*$")
    template: UserTemplate = UserTemplate()
    meetings: list[dict[str, Any]] = Field(default_factory=list, max_length=1000)


class SeedReport(BaseModel):
    """The ids of what was made."""

    users: list[str]
    meetings: list[int]


class TimeStep(BaseModel):
    """How far to move the sandbox's time."""

    model_config = ConfigDict(extra="forbid")

    seconds: float = Field(ge=-3_000_000_000, le=3_000_000_000, examples=[300])


class Instant(BaseModel):
    """The sandbox's time."""

    now: datetime
    stopped: bool = False


class Limits(BaseModel):
    """The account's limits: a plan's, or a table; null for none."""

    model_config = ConfigDict(extra="forbid")

    limits: Plan | LimitTable | None = Field(examples=["business"])
    headers: LimitHeaders = LimitHeaders.DOCUMENTED


class OtherCalls(BaseModel):
    """Calls that another app of the account has made."""

    model_config = ConfigDict(extra="forbid")

    label: Label
    calls: int = Field(ge=1, le=100_000)


class LimitReport(BaseModel):
    """The limits in force, and what is used up."""

    limits: LimitTable | None
    headers: LimitHeaders
    used: list[LabelUse]
