"""Settings: read from the environment or a `.env` file, in this one place."""

from datetime import timedelta
from functools import cached_property
from ipaddress import ip_address
from typing import Annotated, Any, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    HttpUrl,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from app.kit import postgres_url
from app.kit.encryption import KeyRing
from app.kit.errors import ConfigurationError
from app.kit.settings_files import SettingsFromFiles
from app.zoom.configuration import ZoomConfiguration, ZoomTimeouts
from app.zoom.limits.plans import Plan


def _split(value: object) -> object:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def _if_given(value: object) -> object:
    # Empty where a file for several environments leaves it open.
    return value or None


def _in_a_sentence(message: str) -> str:
    said = message.removeprefix("Value error, ")
    return said[:1].lower() + said[1:]


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


PostgresUrl = Annotated[str, AfterValidator(postgres_url.checked)]
SecretList = Annotated[list[SecretStr], NoDecode, BeforeValidator(_split)]


class DatabaseSettings(BaseSettings):
    """The settings that are enough to reach the database. Names are those of the environment variables."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True)

    database_url: PostgresUrl
    database_password: SecretStr | None = None
    database_pool_size: int = Field(default=7, ge=2, le=200)
    database_statement_timeout: timedelta = Field(default=timedelta(seconds=30), gt=timedelta(0))
    database_lock_timeout: timedelta = Field(default=timedelta(seconds=10), gt=timedelta(0))

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003  # pydantic-settings passes it
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read the environment first, then `.env`; in both, NAME_FILE stands for NAME."""
        sources = [init_settings]
        for source in (env_settings, dotenv_settings):
            given = source.env_vars if isinstance(source, EnvSettingsSource) else {}
            sources += [source, SettingsFromFiles(settings_cls, given)]
        return tuple(sources)

    @model_validator(mode="before")
    @classmethod
    def _put_passwords_into_urls(cls, given: dict[str, Any]) -> dict[str, Any]:
        complete = dict(given)
        for database in ("database", "migration_database"):
            password, url = given.get(f"{database}_password"), given.get(f"{database}_url")
            if password and isinstance(url, str) and "://" in url:
                secret = password.get_secret_value() if isinstance(password, SecretStr) else str(password)
                complete[f"{database}_url"] = postgres_url.with_password(url, secret)
        return complete

    @classmethod
    def load(cls, **overrides: object) -> Self:
        """Read the settings.

        Raises:
            ConfigurationError: One line that names every setting that is missing or wrong, never its value.
        """
        try:
            return cls(**overrides)  # type: ignore[arg-type]  # pydantic validates them
        except ValidationError as error:
            wrong = ", ".join(
                f"{'.'.join(str(part) for part in problem['loc']).upper()} ({_in_a_sentence(problem['msg'])})"
                for problem in error.errors(include_input=False, include_url=False)
            )
            message = f"Settings: {wrong}. docs/configuration.md lists them all."
            raise ConfigurationError(message) from None


class MigrationSettings(DatabaseSettings):
    """The settings of whoever migrates: only there is the owner's way into the database known."""

    migration_database_url: Annotated[PostgresUrl | None, BeforeValidator(_if_given)] = None
    migration_database_password: SecretStr | None = None

    @property
    def owner_url(self) -> str:
        """The URL to migrate with."""
        return self.migration_database_url or self.database_url


class Settings(DatabaseSettings):
    """All settings of the API, the worker and the command line; only the API needs those that verify Zoom's events."""

    zoom_allow_http: bool = False
    zoom_oauth_url: str = "https://zoom.us"
    zoom_api_url: str = "https://api.zoom.us"
    zoom_account_id: str = Field(min_length=1)
    zoom_client_id: str = Field(min_length=1)
    zoom_client_secret: SecretStr = Field(min_length=1)
    zoom_timeout: timedelta = timedelta(seconds=10)
    zoom_plan: Plan = Plan.PRO
    zoom_quota_share: float = Field(default=0.965, gt=0, lt=1)
    zoom_patience: timedelta = Field(default=timedelta(seconds=5), ge=timedelta(0))
    zoom_webhook_secrets: SecretList = []
    zoom_webhook_window: timedelta = timedelta(minutes=90)
    zoom_events_kept: timedelta = Field(default=timedelta(days=365), ge=timedelta(days=7))
    zoom_app_id: str = Field(default="", pattern=r"^[A-Za-z0-9_-]*$", max_length=100)

    participant_domain: str = Field(
        default="participants.invalid", pattern=r"^([a-z0-9-]{1,63}\.)+[a-z]{2,63}$", max_length=100
    )

    encryption_keys: SecretStr

    second_person: bool = True

    key_requests_per_minute: int = Field(default=600, ge=1, le=10_000_000)
    key_requests_at_once: int = Field(default=20, ge=1, le=100_000)
    key_connections: int = Field(default=4, ge=1, le=200)
    key_patience: timedelta = Field(default=timedelta(seconds=5), ge=timedelta(milliseconds=100))

    booking_wait: timedelta = Field(default=timedelta(seconds=5), le=timedelta(seconds=30))
    host_proof_age: timedelta = timedelta(minutes=15)
    worker_heartbeat: timedelta = timedelta(seconds=10)
    worker_name: str = Field(default="", max_length=255)
    worker_concurrency: int = Field(default=20, ge=2, le=500)
    retry_first: timedelta = timedelta(seconds=1)
    retry_longest: timedelta = timedelta(minutes=5)
    give_up_after: int = Field(default=20, ge=1, le=1000)
    duplicate_check: timedelta = Field(default=timedelta(minutes=2), gt=timedelta(0))

    public_url: Annotated[str | None, BeforeValidator(_if_given)] = None

    webhook_timeout: timedelta = Field(default=timedelta(seconds=15), gt=timedelta(0), le=timedelta(seconds=30))
    webhook_retry_first: timedelta = Field(default=timedelta(seconds=5), gt=timedelta(0))
    webhook_retry_longest: timedelta = Field(default=timedelta(hours=6), gt=timedelta(0))
    webhook_give_up_after: timedelta = Field(default=timedelta(days=2), gt=timedelta(0))
    webhook_disable_after: timedelta = Field(default=timedelta(days=3), gt=timedelta(0))
    webhook_log_kept: timedelta = Field(default=timedelta(days=30), ge=timedelta(days=3))
    webhook_allow_private: bool = False

    log_level: str = "INFO"
    contact_name: str = Field(default="Whoever runs this installation", min_length=1)
    contact_url: HttpUrl | None = None
    contact_email: str | None = Field(default=None, pattern=r"^[^@\s]+@[^@\s]+$")

    @field_validator("zoom_oauth_url", "zoom_api_url")
    @classmethod
    def _is_encrypted_on_the_way(cls, url: str, others: ValidationInfo) -> str:
        parts = urlsplit(url)
        if parts.scheme == "http" and not _is_this_machine(parts.hostname or "") and not others.data["zoom_allow_http"]:
            message = (
                "must begin with https://, or everybody on the way reads the account's secrets and the meetings' links; "
                "for a sandbox in a network of your own set ZOOM_ALLOW_HTTP=true"
            )
            raise ValueError(message)
        return url

    @field_validator("public_url")
    @classmethod
    def _is_an_origin(cls, url: str | None) -> str | None:
        if url is None:
            return None
        parts = urlsplit(url.rstrip("/"))
        is_plain = bool(parts.hostname) and not (parts.path or parts.query or parts.fragment or "@" in parts.netloc)
        if parts.scheme not in {"http", "https"} or not is_plain:
            message = "must be scheme and host alone, such as https://sessions.example.org"
            raise ValueError(message)
        if parts.scheme == "http" and not _is_this_machine(parts.hostname or ""):
            message = "must begin with https://, or everybody on the way reads the personal links"
            raise ValueError(message)
        return parts.geturl()

    @cached_property
    def zoom(self) -> ZoomConfiguration:
        """How to reach Zoom."""
        seconds = self.zoom_timeout.total_seconds()
        return ZoomConfiguration(
            oauth_url=self.zoom_oauth_url,
            api_url=self.zoom_api_url,
            account_id=self.zoom_account_id,
            client_id=self.zoom_client_id,
            client_secret=self.zoom_client_secret,
            timeouts=ZoomTimeouts(read=seconds, write=seconds, total=2 * seconds, whole=4 * seconds),
            patience=self.zoom_patience,
        )

    @property
    def gives_personal_links(self) -> bool:
        """Whether participants can be given links of their own: their pages need an address."""
        return self.public_url is not None

    @cached_property
    def contact(self) -> dict[str, str]:
        """Whom the docs page names for questions, as OpenAPI's Contact Object."""
        given = {"name": self.contact_name, "url": self.contact_url, "email": self.contact_email}
        return {name: str(value) for name, value in given.items() if value is not None}

    @cached_property
    def key_ring(self) -> KeyRing:
        """The keys that encrypt passcodes and join links at rest."""
        return KeyRing.parse(self.encryption_keys)


class ApiSettings(Settings):
    """The settings of the API, which takes Zoom's events in."""

    zoom_webhook_secrets: Annotated[SecretList, Field(min_length=1)]
