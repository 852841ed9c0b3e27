"""Zoom's calls about users."""

from typing import Final

from app.zoom.sandbox.account import user_settings
from app.zoom.sandbox.account.directory import Account
from app.zoom.sandbox.account.limit_tables import Label
from app.zoom.sandbox.account.user_types import UserStatus
from app.zoom.sandbox.api.answers import NO_CONTENT, Answer, invalid_fields
from app.zoom.sandbox.api.fields import INVALID
from app.zoom.sandbox.api.paging import page_of
from app.zoom.sandbox.api.requests import Operation, ZoomRequest
from app.zoom.sandbox.api.views import listed_user_view, user_view
from app.zoom.sandbox.identifiers import host_token
from app.zoom.sandbox.webhooks import settings_events

_TOKEN_SECONDS: Final = 7200
_LONGEST_TOKEN_SECONDS: Final = 31_536_000
_OWN_ZAK_SECONDS: Final = 300
_OPTIONS: Final = {"", "meeting_security", "meeting_authentication", "recording_authentication"}


def list_users(account: Account, request: ZoomRequest) -> Answer:
    """Answer "List users"."""
    status = request.query.get("status") or UserStatus.ACTIVE.value
    if status not in set(UserStatus):
        raise invalid_fields({"status": INVALID})
    users = [user for user in account.state.users.values() if user.status.value == status]
    page = page_of(users, request, account.clock.now())
    return Answer(200, {**page.keys, "users": [listed_user_view(account, user) for user in page.items]})


def get_user(account: Account, request: ZoomRequest) -> Answer:
    """Answer "Get a user"."""
    return Answer(200, user_view(account, account.user(request.name("user"))))


def get_user_settings(account: Account, request: ZoomRequest) -> Answer:
    """Answer "Get user settings", in the shape that the option asks for."""
    user = account.user(request.name("user"))
    match _option(request):
        case "meeting_security":
            return Answer(200, user_settings.security_settings(account.state, user))
        case "meeting_authentication":
            value = user_settings.in_force(account.state, user, "schedule_meeting.meeting_authentication")
            return Answer(200, {"meeting_authentication": value, "authentication_options": []})
        case "recording_authentication":
            return Answer(200, {"recording_authentication": False, "authentication_options": []})
        case _:
            return Answer(200, user_settings.usual_settings(account.state, user))


def update_user_settings(account: Account, request: ZoomRequest) -> Answer:
    """Answer "Update user settings". Authentication profiles are not kept."""
    user = account.user(request.name("user"))
    body, option = request.json_object(), _option(request)
    if option in {"", "meeting_security"}:
        view = user_settings.security_settings if option else user_settings.usual_settings
        before = view(account.state, user)
        user_settings.change(account.state, user, body, security=bool(option))
        account.changed()
        after = view(account.state, user)
        settings_events.announce(account, "user.settings_updated", user.id, before, after, account.owner)
    return NO_CONTENT


def get_user_token(account: Account, request: ZoomRequest) -> Answer:
    """Answer "Get a user token": with it, its holder is that user in Zoom's client."""
    user = account.user(request.name("user"))
    kind, ttl = request.query.get("type") or "token", request.query.get("ttl") or str(_TOKEN_SECONDS)
    problems = {}
    if kind not in {"token", "zak", "onbehalf"}:
        problems["type"] = INVALID
    if not (ttl.isascii() and ttl.isdecimal() and int(ttl) <= _LONGEST_TOKEN_SECONDS):
        problems["ttl"] = INVALID
    if problems:
        raise invalid_fields(problems)
    return Answer(200, {"token": host_token(user=user.id, meeting=None, now=account.clock.now(), seconds=int(ttl))})


def get_own_zak(account: Account, _: ZoomRequest) -> Answer:
    """Answer "Get user's ZAK", of the app's owner."""
    owner = account.user("me")
    seconds = _OWN_ZAK_SECONDS
    return Answer(200, {"token": host_token(user=owner.id, meeting=None, now=account.clock.now(), seconds=seconds)})


def _option(request: ZoomRequest) -> str:
    option = request.query.get("option", "")
    if option not in _OPTIONS:
        raise invalid_fields({"option": INVALID})
    return option


OPERATIONS = (
    Operation("list_users", "GET", "/users", Label.MEDIUM, "user:read:list_users", "user:read:admin", list_users),
    Operation("get_own_zak", "GET", "/users/me/zak", Label.LIGHT, "user:read:zak", "user_zak:read", get_own_zak),
    Operation(
        "get_user_token",
        "GET",
        "/users/{user}/token",
        Label.LIGHT,
        "user:read:token",
        "user:read:admin",
        get_user_token,
    ),
    Operation("get_user", "GET", "/users/{user}", Label.LIGHT, "user:read:user", "user:read:admin", get_user),
    Operation(
        "get_user_settings",
        "GET",
        "/users/{user}/settings",
        Label.MEDIUM,
        "user:read:settings",
        "user:read:admin",
        get_user_settings,
    ),
    Operation(
        "update_user_settings",
        "PATCH",
        "/users/{user}/settings",
        Label.MEDIUM,
        "user:update:settings",
        "user:write:admin",
        update_user_settings,
    ),
)
