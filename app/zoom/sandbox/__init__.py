"""A Zoom that runs on this machine, over real HTTP: to try the product, and to test any client of Zoom's API."""

from app.zoom.sandbox.application import create_sandbox
from app.zoom.sandbox.beliefs import Beliefs
from app.zoom.sandbox.capture import Capture, Exchange
from app.zoom.sandbox.captured_profile import captured_profile
from app.zoom.sandbox.configuration import SandboxConfiguration, UserSeed, WebhookConfiguration
from app.zoom.sandbox.limit_tables import Label, LabelLimit, LimitHeaders, LimitTable, Plan
from app.zoom.sandbox.persistence import StateFileError
from app.zoom.sandbox.profile import Profile, ProfileError, profile_names
from app.zoom.sandbox.profile_files import load_profile
from app.zoom.sandbox.serving import SandboxStartError, running, serve
from app.zoom.sandbox.user_settings import UnknownSettingError
from app.zoom.sandbox.user_types import UserStatus, UserType

__all__ = [
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
