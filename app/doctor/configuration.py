"""The settings, and what can be told of secrets by looking at them."""

from datetime import datetime
from typing import Final

from pydantic import ValidationError
from sqlalchemy import func, make_url
from sqlalchemy.exc import ArgumentError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.models import ApiKey, Role, Scope
from app.doctor.report import OPERATOR, Check, State, Subject
from app.kit.errors import ConfigurationError
from app.settings import ApiSettings, Settings

SHORTEST_SECRET: Final = 16
"""Characters; Zoom's secret tokens have 22."""
_PLACEHOLDERS: Final = ("changeme", "change-me", "secret-token", "your-", "your_", "example", "xxxx")


def read_settings() -> Settings:
    """Read all settings, those included that are only used later.

    Raises:
        ConfigurationError: One of them is missing or wrong; the text names it and not its value.
    """
    settings = ApiSettings.load()
    check_readable(settings)
    return settings


def check_readable(settings: Settings) -> None:
    """Read what is otherwise read at its first use.

    Raises:
        ConfigurationError: It cannot be read.
    """
    _ = settings.key_ring
    try:
        _ = make_url(settings.database_url)
    except (ArgumentError, ValueError):
        message = "Settings: DATABASE_URL cannot be read. It looks like postgresql://user:password@host:5432/name."
        raise ConfigurationError(message) from None
    try:
        _ = settings.zoom
    except ValidationError as error:
        names = sorted({f"ZOOM_{problem['loc'][0]}".upper() for problem in error.errors(include_input=False)})
        message = f"Settings: {', '.join(names)} cannot be read. docs/configuration.md lists them all."
        raise ConfigurationError(message) from None


def settings_readable() -> Check:
    """Return the line for settings that were read."""
    return Check(Subject.SETTINGS, State.OK, "All settings can be read.")


def settings_unreadable(error: ConfigurationError) -> Check:
    """Return the line for settings that cannot be read."""
    remedy = f"{OPERATOR}: correct it in the environment or in the .env file of this folder, and run doctor again."
    return Check(Subject.SETTINGS, State.WRONG, str(error), remedy)


def webhook_secret(settings: Settings) -> Check:
    """Look whether Zoom's secret tokens can be what Zoom has given."""
    secrets = [secret.get_secret_value() for secret in settings.zoom_webhook_secrets]
    wrong = next((reason for secret in secrets if (reason := _implausible(secret))), None)
    if wrong is None:
        count = "One secret token is set." if len(secrets) == 1 else f"{len(secrets)} secret tokens are set."
        return Check(Subject.WEBHOOK_SECRET, State.OK, count)
    remedy = (
        f"{OPERATOR}: copy the Secret Token from the app's Features page in the Zoom App Marketplace into "
        "ZOOM_WEBHOOK_SECRETS, and restart. Until then Zoom's events are refused, or anybody could make some."
    )
    return Check(Subject.WEBHOOK_SECRET, State.WRONG, f"ZOOM_WEBHOOK_SECRETS: {wrong}.", remedy)


def _implausible(secret: str) -> str | None:
    if len(secret) < SHORTEST_SECRET:
        return f"a secret token is too short to be one of Zoom's (under {SHORTEST_SECRET} characters)"
    if not secret.isascii() or any(character.isspace() for character in secret):
        return "a secret token holds spaces or characters that Zoom's never have"
    if secret.lower().startswith(_PLACEHOLDERS) or len(set(secret)) < 5:
        return "a secret token is a placeholder"
    return None


_NEEDED: Final = 2


async def second_person(session: AsyncSession, now: datetime, *, is_demanded: bool) -> Check:
    """Look whether a second person is demanded, and whether two people hold keys that can confirm what the other proposed."""
    if not is_demanded:
        found = "SECOND_PERSON is false: one person alone can take protections away, and the audit trail says so."
        remedy = f"{OPERATOR}: remove SECOND_PERSON as soon as there is a second coordinator."
        return Check(Subject.SECOND_PERSON, State.WARNING, found, remedy)
    query = select(func.count(func.distinct(col(ApiKey.person)))).where(
        col(ApiKey.role) == Role.COORDINATOR,
        col(ApiKey.revoked_at).is_(None),
        col(ApiKey.expires_at) > now,
        col(ApiKey.partner_id).is_(None),
        col(ApiKey.scopes).op("&&")([Scope.APPROVALS_WRITE.value, Scope.ADMIN.value]),
    )
    people = (await session.exec(query)).one()
    if people < _NEEDED:
        found = f"People who hold a coordinator's key of the whole organisation that can confirm what another proposed: {people}."
        remedy = (
            f"{OPERATOR}: make a key for each coordinator with `chaperone keys create --role coordinator --scope "
            "approvals:write --person LABEL`, or say with `chaperone keys assign` who holds those that there are."
        )
        return Check(Subject.SECOND_PERSON, State.WARNING, found, remedy)
    return Check(Subject.SECOND_PERSON, State.OK, f"People who can confirm what another proposed: {people}.")
