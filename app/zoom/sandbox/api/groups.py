"""Zoom's calls about groups and their members ("Groups" in its API reference)."""

from typing import Any, Final

from app.zoom.sandbox.account.directory import Account
from app.zoom.sandbox.account.limit_tables import Label, Plan
from app.zoom.sandbox.api.answers import NO_CONTENT, Answer, Refusal, group_unknown, invalid_fields, paid_accounts_only
from app.zoom.sandbox.api.fields import INVALID
from app.zoom.sandbox.api.paging import page_of
from app.zoom.sandbox.api.requests import Operation, ZoomRequest
from app.zoom.sandbox.clock import zoom_time
from app.zoom.sandbox.state import User

_LONGEST_NAME: Final = 128
_MOST_MEMBERS: Final = 30


def list_groups(account: Account, request: ZoomRequest) -> Answer:
    """Answer "List groups"."""
    _demand_paid(account)
    page = page_of([_view(account, each) for each in account.groups()], request, account.clock.now())
    return Answer(200, {**page.keys, "groups": list(page.items)})


def create_group(account: Account, request: ZoomRequest) -> Answer:
    """Answer "Create a group"."""
    _demand_paid(account)
    name = _new_name(account, request)
    identity = account.identifiers.opaque()
    account.state.groups[identity] = name
    account.changed()
    return Answer(201, _view(account, identity))


def get_group(account: Account, request: ZoomRequest) -> Answer:
    """Answer "Get a group"."""
    return Answer(200, _view(account, _group(account, request)))


def update_group(account: Account, request: ZoomRequest) -> Answer:
    """Answer "Update a group": its name."""
    group = _group(account, request)
    account.state.groups[group] = _new_name(account, request)
    account.changed()
    return NO_CONTENT


def delete_group(account: Account, request: ZoomRequest) -> Answer:
    """Answer "Delete a group". Its settings and locks are gone with it."""
    account.remove_group(_group(account, request))
    return NO_CONTENT


def list_group_members(account: Account, request: ZoomRequest) -> Answer:
    """Answer "List group members"."""
    members = account.members_of(_group(account, request))
    page = page_of(members, request, account.clock.now())
    return Answer(200, {**page.keys, "members": [_member(user) for user in page.items]})


def add_group_members(account: Account, request: ZoomRequest) -> Answer:
    """Answer "Add group members": up to 30, by id or address. Who is not in the account is passed over (assumed)."""
    group = _group(account, request)
    named = request.json_object().get("members")
    if not isinstance(named, list) or not 1 <= len(named) <= _MOST_MEMBERS or not all(map(_is_named, named)):
        raise invalid_fields({"members": INVALID})
    users = [account.find_user(each.get("id") or each["email"]) for each in named]
    added = [user for user in users if user is not None]
    for user in added:
        if group not in user.group_ids:
            user.group_ids.append(group)
    account.changed()
    return Answer(201, {"ids": ",".join(user.id for user in added), "added_at": zoom_time(account.clock.now())})


def remove_group_member(account: Account, request: ZoomRequest) -> Answer:
    """Answer "Delete a group member"."""
    group = _group(account, request)
    user = account.user(request.name("member"))
    if group not in user.group_ids:
        raise Refusal.of(400, 300, f"The user is not a member of the group: {user.id}.")
    user.group_ids.remove(group)
    account.changed()
    return NO_CONTENT


def _group(account: Account, request: ZoomRequest) -> str:
    _demand_paid(account)
    name = request.name("group")
    if name not in account.groups():
        raise group_unknown(name)
    return name


def _demand_paid(account: Account) -> None:
    if account.plan is Plan.FREE:
        raise paid_accounts_only(account.configuration.account_id)


def _new_name(account: Account, request: ZoomRequest) -> str:
    name = request.json_object().get("name")
    if not isinstance(name, str) or not 1 <= len(name) <= _LONGEST_NAME:
        raise invalid_fields({"name": INVALID})
    if name in account.state.groups.values():
        raise Refusal.of(409, 4132, f"Group name {name} is already in use.")
    return name


def _is_named(member: Any) -> bool:
    return isinstance(member, dict) and any(isinstance(member.get(key), str) for key in ("id", "email"))


def _view(account: Account, group: str) -> dict[str, Any]:
    return {
        "id": group,
        "name": account.state.groups.get(group, group),
        "total_members": len(account.members_of(group)),
    }


def _member(user: User) -> dict[str, Any]:
    return {
        "id": user.id,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "email": user.email,
        "type": int(user.type),
    }


OPERATIONS = (
    Operation("list_groups", "GET", "/groups", Label.MEDIUM, "group:read:list_groups", "group:read:admin", list_groups),
    Operation("create_group", "POST", "/groups", Label.LIGHT, "group:write:group", "group:write:admin", create_group),
    Operation("get_group", "GET", "/groups/{group}", Label.LIGHT, "group:read:group", "group:read:admin", get_group),
    Operation(
        "update_group",
        "PATCH",
        "/groups/{group}",
        Label.LIGHT,
        "group:update:group",
        "group:write:admin",
        update_group,
    ),
    Operation(
        "delete_group",
        "DELETE",
        "/groups/{group}",
        Label.LIGHT,
        "group:delete:group",
        "group:write:admin",
        delete_group,
    ),
    Operation(
        "list_group_members",
        "GET",
        "/groups/{group}/members",
        Label.MEDIUM,
        "group:read:list_members",
        "group:read:admin",
        list_group_members,
    ),
    Operation(
        "add_group_members",
        "POST",
        "/groups/{group}/members",
        Label.MEDIUM,
        "group:write:member",
        "group:write:admin",
        add_group_members,
    ),
    Operation(
        "remove_group_member",
        "DELETE",
        "/groups/{group}/members/{member}",
        Label.LIGHT,
        "group:delete:member",
        "group:write:admin",
        remove_group_member,
    ),
)
