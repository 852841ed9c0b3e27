"""A Zoom that runs on this machine, over real HTTP: to try the product, and to test any client of Zoom's API."""

from app.zoom.sandbox.application import create_sandbox
from app.zoom.sandbox.configuration import (
    SandboxConfiguration,
    UserSeed,
    UserStatus,
    UserType,
    WebhookConfiguration,
)
from app.zoom.sandbox.limit_tables import Label, LabelLimit, LimitHeaders, LimitTable, Plan
from app.zoom.sandbox.persistence import StateFileError
from app.zoom.sandbox.serving import SandboxStartError, running, serve
from app.zoom.sandbox.user_settings import UnknownSettingError

__all__ = [
    "Label",
    "LabelLimit",
    "LimitHeaders",
    "LimitTable",
    "Plan",
    "SandboxConfiguration",
    "SandboxStartError",
    "StateFileError",
    "UnknownSettingError",
    "UserSeed",
    "UserStatus",
    "UserType",
    "WebhookConfiguration",
    "create_sandbox",
    "running",
    "serve",
]
