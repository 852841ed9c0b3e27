"""What a sandbox is started with."""

from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from app.zoom.sandbox.account.limit_tables import LimitHeaders, LimitTable, Plan
from app.zoom.sandbox.account.profile import FULL, Profile
from app.zoom.sandbox.account.user_types import UserStatus, UserType


class UserSeed(BaseModel):
    """A user to begin with.

    Without `id` one is derived from the address, the same at every start; without `type` it is the profile's licence.
    `settings` and `locks` name settings by their dotted path or nested, as in `{"recording": {"cloud_recording": True}}`.
    A lock holds a setting at its value, whatever a request says.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    email: str = Field(min_length=3, max_length=128, pattern=r"^[^@/\s]+@[^@/\s]+$", examples=["host@example.org"])
    id: str | None = Field(default=None, min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")
    first_name: str = ""
    last_name: str = ""
    type: UserType | None = None
    status: UserStatus = UserStatus.ACTIVE
    timezone: str = "UTC"
    group_ids: tuple[str, ...] = ()
    settings: dict[str, Any] = Field(default_factory=dict)
    locks: dict[str, Any] = Field(default_factory=dict)


class WebhookConfiguration(BaseModel):
    """Where events are sent. Without `events` all that the sandbox knows are.

    `retry_refusals` tries again after a 3xx or 4xx too, which Zoom's documentation denies and a post of Zoom's affirms.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str = Field(pattern=r"^https?://", examples=["http://127.0.0.1:8000/webhooks/zoom"])
    secret_token: SecretStr = Field(min_length=1)
    events: frozenset[str] | None = None
    retry_refusals: bool = False


class SandboxConfiguration(BaseModel):
    """The account that a sandbox plays, and where it keeps it.

    Attributes:
        account_id: What the token request must name.
        app_id: The app's id in Zoom's marketplace, which names it where its own logs are read.
        client_id: The app's id, for Basic authentication.
        client_secret: The app's secret.
        control_token: What the control interface demands as a bearer token; without one it is open to whoever reaches it.
        scopes: The app's scopes, in Zoom's granular or classic form; without them it has all.
        profile: The kind of account, with the behaviour where accounts differ (`load_profile`).
        plan: The account's plan, which decides how many meetings a host may hold at once, and what is for paid accounts only;
            the profile's without one.
        limits: The account's limits per second and per day: a plan's, or a table. Without any, calls are not counted.
        limit_headers: What answers tell of them.
        users: Who is there at the first start and after a reset. The first is the account's owner.
        tracking_fields: The tracking fields that the account has defined; others are dropped, as Zoom does.
        managed_domains: The domains that the account has proven to own.
        webhook: Where events go from the start.
        state_file: Kept up to date and read at start, so that meetings outlive a restart. It holds passcodes and tokens.
        web_url: What links for people begin with; a sandbox that is run takes its own address, where its pages are. Never
            Zoom's own, where the same number is somebody else's meeting.
        xml_refusals: Whether a failed validation is told in XML unless the call's `Accept` names JSON, as was seen at times.
        webhook_timeout: Seconds that a webhook's receiver has; Zoom's are 3.
        seed: Makes meeting numbers, passcodes and uuids the same in every run.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    account_id: str = Field(default="sandbox-account", pattern=r"^[A-Za-z0-9_-]+$")
    app_id: str = Field(default="sandbox-app", pattern=r"^[A-Za-z0-9_-]+$")
    client_id: str = Field(default="sandbox-client", min_length=1)
    client_secret: SecretStr = SecretStr("sandbox-client-secret")
    control_token: SecretStr | None = Field(default=None, min_length=1)
    scopes: frozenset[str] | None = None
    profile: Profile = FULL
    plan: Plan | None = None
    limits: Plan | LimitTable | None = None
    limit_headers: LimitHeaders = LimitHeaders.DOCUMENTED
    users: tuple[UserSeed, ...] = ()
    tracking_fields: frozenset[str] = frozenset()
    managed_domains: tuple[str, ...] = ()
    webhook: WebhookConfiguration | None = None
    state_file: Path | None = None
    web_url: str = "https://zoom.example.org"
    xml_refusals: bool = False
    webhook_timeout: float = Field(default=3.0, gt=0)
    seed: int | None = None
