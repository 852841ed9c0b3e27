"""Zoom's calls about users."""

from app.zoom.sandbox import user_settings
from app.zoom.sandbox.account import Account
from app.zoom.sandbox.answers import NO_CONTENT, Answer, invalid_fields
from app.zoom.sandbox.configuration import UserStatus
from app.zoom.sandbox.fields import INVALID
from app.zoom.sandbox.paging import page_of
from app.zoom.sandbox.requests import Label, Operation, ZoomRequest
from app.zoom.sandbox.views import listed_user_view, user_view

_OPTIONS = {"", "meeting_security", "meeting_authentication", "recording_authentication"}


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
        user_settings.change(account.state, user, body, security=bool(option))
        account.changed()
    return NO_CONTENT


def _option(request: ZoomRequest) -> str:
    option = request.query.get("option", "")
    if option not in _OPTIONS:
        raise invalid_fields({"option": INVALID})
    return option


OPERATIONS = (
    Operation("list_users", "GET", "/users", Label.MEDIUM, "user:read:list_users", "user:read:admin", list_users),
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
