"""Zoom's calls that add, change, deactivate and remove users ("Users" in its API reference)."""

import re
from collections.abc import Mapping
from typing import Any, Final
from zoneinfo import available_timezones

from app.zoom.sandbox.account import portal
from app.zoom.sandbox.account.directory import Account
from app.zoom.sandbox.account.limit_tables import Label
from app.zoom.sandbox.account.user_types import UserStatus, UserType
from app.zoom.sandbox.api.answers import NO_CONTENT, Answer, Refusal, invalid_fields
from app.zoom.sandbox.api.fields import INVALID, Field, accepted, choice, text
from app.zoom.sandbox.api.requests import Operation, ZoomRequest
from app.zoom.sandbox.configuration import UserSeed

_ADDRESS: Final = re.compile(r"[^@/\s]+@[^@/\s]+")
_LONGEST_ADDRESS: Final = 128
_STATUS_AFTER: Final[Mapping[str, UserStatus]] = {
    # An invitation waits to be accepted; the others are in the account at once.
    "create": UserStatus.PENDING,
    "autoCreate": UserStatus.ACTIVE,
    "custCreate": UserStatus.ACTIVE,
    "ssoCreate": UserStatus.ACTIVE,
}
_TYPES: Final = tuple(int(each) for each in UserType)
_CHANGES: Final[Mapping[str, Field]] = {
    "type": choice(0, *_TYPES),
    "first_name": text(),
    "last_name": text(),
    "timezone": text(),
}


def create_user(account: Account, request: ZoomRequest) -> Answer:
    """Answer "Create users"."""
    body = request.json_object()
    action, info = body.get("action"), body.get("user_info")
    problems: dict[str, str] = {}
    if not isinstance(action, str) or action not in _STATUS_AFTER:
        problems["action"] = INVALID
    if not isinstance(info, dict):
        raise invalid_fields({**problems, "user_info": INVALID})
    email = info.get("email")
    if not isinstance(email, str) or not _ADDRESS.fullmatch(email) or len(email) > _LONGEST_ADDRESS:
        problems["user_info.email"] = INVALID
    values = accepted(_CHANGES, info, problems=problems, prefix="user_info.")
    if "type" not in values:
        problems["user_info.type"] = INVALID
    if problems:
        raise invalid_fields(problems)
    if account.find_user(str(email)) is not None:
        raise Refusal.of(409, 1005, f"User already in the account: {email}.")
    seed = UserSeed(email=str(email), status=_STATUS_AFTER[str(action)], **_known_zone(values))
    user = portal.add_user(account, seed, how=str(action))
    names = {"first_name": user.first_name, "last_name": user.last_name}
    return Answer(201, {"id": user.id, **names, "email": user.email, "type": int(user.type)})


def update_user(account: Account, request: ZoomRequest) -> Answer:
    """Answer "Update a user": licence, names and time zone; other keys are passed over."""
    user = account.user(request.name("user"))
    problems: dict[str, str] = {}
    values = accepted(_CHANGES, request.json_object(), problems=problems)
    if problems:
        raise invalid_fields(problems)
    portal.change_user(account, user, _known_zone(values))
    return NO_CONTENT


def update_user_status(account: Account, request: ZoomRequest) -> Answer:
    """Answer "Update user status": deactivated users cannot sign in, and host nothing."""
    user = account.user(request.name("user"))
    action = request.json_object().get("action")
    if action not in {"activate", "deactivate"}:
        raise invalid_fields({"action": INVALID})
    if user is account.owner and action == "deactivate":
        raise Refusal.of(400, 300, "The account owner cannot be deactivated.")
    portal.set_status(account, user, UserStatus.ACTIVE if action == "activate" else UserStatus.INACTIVE)
    return NO_CONTENT


def delete_user(account: Account, request: ZoomRequest) -> Answer:
    """Answer "Delete a user": by default they only leave the account. Their meetings are gone; none are handed over."""
    user = account.user(request.name("user"))
    action = request.query.get("action") or "disassociate"
    if action not in {"disassociate", "delete"}:
        raise invalid_fields({"action": INVALID})
    if user is account.owner:
        raise Refusal.of(400, 300, "The account owner cannot be deleted.")
    portal.remove_user(account, user, disassociate=action == "disassociate")
    return NO_CONTENT


def _known_zone(values: dict[str, Any]) -> dict[str, Any]:
    """Return values whose time zone is one.

    Raises:
        Refusal: There is no such time zone.
    """
    if "timezone" in values and values["timezone"] not in available_timezones():
        raise invalid_fields({"timezone": INVALID})
    return values


OPERATIONS = (
    Operation("create_user", "POST", "/users", Label.LIGHT, "user:write:user", "user:write:admin", create_user),
    Operation(
        "update_user", "PATCH", "/users/{user}", Label.LIGHT, "user:update:user", "user:write:admin", update_user
    ),
    Operation(
        "update_user_status",
        "PUT",
        "/users/{user}/status",
        Label.LIGHT,
        "user:update:status",
        "user:write:admin",
        update_user_status,
    ),
    Operation(
        "delete_user", "DELETE", "/users/{user}", Label.LIGHT, "user:delete:user", "user:write:admin", delete_user
    ),
)
