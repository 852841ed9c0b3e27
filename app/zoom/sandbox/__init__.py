"""A Zoom that runs on this machine, over real HTTP: to try the product, and to test any client of Zoom's API."""

from app.zoom.sandbox.account.beliefs import Beliefs
from app.zoom.sandbox.account.capture import Capture, Exchange
from app.zoom.sandbox.account.captured_profile import captured_profile
from app.zoom.sandbox.account.limit_tables import Label, LabelLimit, LimitHeaders, LimitTable, Plan
from app.zoom.sandbox.account.profile import Profile, ProfileError, profile_names
from app.zoom.sandbox.account.profile_files import load_profile
from app.zoom.sandbox.account.user_settings import AI_COMPANION_OFF, UnknownSettingError
from app.zoom.sandbox.account.user_types import UserStatus, UserType
from app.zoom.sandbox.application import create_sandbox
from app.zoom.sandbox.configuration import SandboxConfiguration, UserSeed, WebhookConfiguration
from app.zoom.sandbox.persistence import StateFileError
from app.zoom.sandbox.serving import SandboxStartError, running, serve

__all__ = [
    "AI_COMPANION_OFF",
    "Beliefs",
    "Capture",
    "Exchange",
    "Label",
    "LabelLimit",
    "LimitHeaders",
    "LimitTable",
    "Plan",
    "Profile",
    "ProfileError",
    "SandboxConfiguration",
    "SandboxStartError",
    "StateFileError",
    "UnknownSettingError",
    "UserSeed",
    "UserStatus",
    "UserType",
    "WebhookConfiguration",
    "captured_profile",
    "create_sandbox",
    "load_profile",
    "profile_names",
    "running",
    "serve",
]
