"""Zoom's calls about the settings and locks of the account and of its groups."""

from dataclasses import replace
from typing import Any, Final

from app.zoom.sandbox.account.directory import Account
from app.zoom.sandbox.account.limit_tables import Label, Plan
from app.zoom.sandbox.account.tiers import Tier, account_tier, group_tier
from app.zoom.sandbox.api.answers import NO_CONTENT, Answer, Refusal, group_unknown, invalid_fields, paid_accounts_only
from app.zoom.sandbox.api.fields import INVALID, without
from app.zoom.sandbox.api.requests import Operation, ZoomRequest
from app.zoom.sandbox.webhooks import settings_events

_OPTIONS: Final = {"", "meeting_security", "meeting_authentication", "recording_authentication"}
_MASTER: Final = (":master",)


def get_account_settings(account: Account, request: ZoomRequest) -> Answer:
    """Answer "Get account settings", in the shape that the option asks for."""
    answer = _settings(_account(account, request), request)
    return replace(answer, body=without(answer.body, account.beliefs.absent.account_settings))


def update_account_settings(account: Account, request: ZoomRequest) -> Answer:
    """Answer "Update account settings". They hold for those who have set nothing else."""
    identity = account.configuration.account_id
    return _update(account, _account(account, request), request, "account.settings_updated", identity)


def get_account_locks(account: Account, request: ZoomRequest) -> Answer:
    """Answer "Get locked settings"."""
    return _locks(_account(account, request), request)


def update_account_locks(account: Account, request: ZoomRequest) -> Answer:
    """Answer "Update locked settings": what is locked is held at the account's value."""
    identity = account.configuration.account_id
    return _update_locks(account, _account(account, request), request, "account.lock_settings_updated", identity)


def get_managed_domains(account: Account, request: ZoomRequest) -> Answer:
    """Answer "Get account's managed domains"."""
    _account(account, request)
    domains = [{"domain": domain, "status": "managed"} for domain in account.configuration.managed_domains]
    return Answer(200, {"domains": domains, "total_records": len(domains)})


def get_group_settings(account: Account, request: ZoomRequest) -> Answer:
    """Answer "Get a group's settings"."""
    return _settings(_group(account, request), request)


def update_group_settings(account: Account, request: ZoomRequest) -> Answer:
    """Answer "Update a group's settings"."""
    return _update(account, _group(account, request), request, "group.settings_updated", request.name("group"))


def get_group_locks(account: Account, request: ZoomRequest) -> Answer:
    """Answer "Get locked settings" of a group."""
    return _locks(_group(account, request), request)


def update_group_locks(account: Account, request: ZoomRequest) -> Answer:
    """Answer "Update locked settings" of a group."""
    tier, event = _group(account, request), "group.lock_settings_updated"
    return _update_locks(account, tier, request, event, request.name("group"))


def _account(account: Account, request: ZoomRequest) -> Tier:
    name = request.name("account")
    if name not in {"me", account.configuration.account_id}:
        raise Refusal.of(404, 2001, f"Account does not exist: {name}.")
    _demand_paid(account)
    return account_tier(account.state)


def _group(account: Account, request: ZoomRequest) -> Tier:
    name = request.name("group")
    if name not in account.groups():
        raise group_unknown(name)
    _demand_paid(account)
    return group_tier(account.state, name)


def _demand_paid(account: Account) -> None:
    if account.plan is Plan.FREE:
        raise paid_accounts_only(account.configuration.account_id)


def _settings(tier: Tier, request: ZoomRequest) -> Answer:
    match option := _option(request):
        case "meeting_authentication":
            value = tier.values["schedule_meeting.meeting_authentication"]
            body: dict[str, Any] = {
                "meeting_authentication": value,
                "allow_authentication_exception": False,
                "authentication_options": [],
            }
            return Answer(200, body)
        case "recording_authentication":
            return Answer(200, {"recording_authentication": False, "authentication_options": []})
        case _:
            return Answer(200, tier.view(security=bool(option)))


def _locks(tier: Tier, request: ZoomRequest) -> Answer:
    return Answer(200, tier.lock_view(security=_option(request) == "meeting_security"))


def _update(account: Account, tier: Tier, request: ZoomRequest, event: str, identity: str) -> Answer:
    body, option = request.json_object(), _option(request)
    if option in {"", "meeting_security"}:
        security = bool(option)
        before = tier.view(security=security)
        tier.change(body, security=security)
        account.changed()
        settings_events.announce(account, event, identity, before, tier.view(security=security), account.owner)
    return NO_CONTENT


def _update_locks(account: Account, tier: Tier, request: ZoomRequest, event: str, identity: str) -> Answer:
    body, security = request.json_object(), _option(request) == "meeting_security"
    before = tier.lock_view(security=security)
    tier.change_locks(body, security=security)
    account.changed()
    settings_events.announce(account, event, identity, before, tier.lock_view(security=security), account.owner)
    return NO_CONTENT


def _option(request: ZoomRequest) -> str:
    option = request.query.get("option", "")
    if option not in _OPTIONS:
        raise invalid_fields({"option": INVALID})
    return option


OPERATIONS = (
    Operation(
        "get_account_settings",
        "GET",
        "/accounts/{account}/settings",
        Label.MEDIUM,
        "account:read:settings",
        "account:read:admin",
        get_account_settings,
    ),
    Operation(
        "update_account_settings",
        "PATCH",
        "/accounts/{account}/settings",
        Label.MEDIUM,
        "account:update:settings",
        "account:write:admin",
        update_account_settings,
    ),
    Operation(
        "get_account_locks",
        "GET",
        "/accounts/{account}/lock_settings",
        Label.MEDIUM,
        "account:read:lock_settings",
        "account:read:admin",
        get_account_locks,
        _MASTER,
    ),
    Operation(
        "update_account_locks",
        "PATCH",
        "/accounts/{account}/lock_settings",
        Label.MEDIUM,
        "account:update:lock_settings",
        "account:write:admin",
        update_account_locks,
    ),
    Operation(
        "get_managed_domains",
        "GET",
        "/accounts/{account}/managed_domains",
        Label.LIGHT,
        "account:read:managed_domains",
        "account:read:admin",
        get_managed_domains,
        _MASTER,
    ),
    Operation(
        "get_group_settings",
        "GET",
        "/groups/{group}/settings",
        Label.MEDIUM,
        "group:read:settings",
        "group:read:admin",
        get_group_settings,
    ),
    Operation(
        "update_group_settings",
        "PATCH",
        "/groups/{group}/settings",
        Label.MEDIUM,
        "group:update:settings",
        "group:write:admin",
        update_group_settings,
    ),
    Operation(
        "get_group_locks",
        "GET",
        "/groups/{group}/lock_settings",
        Label.MEDIUM,
        "group:read:lock_settings",
        "group:read:admin",
        get_group_locks,
    ),
    Operation(
        "update_group_locks",
        "PATCH",
        "/groups/{group}/lock_settings",
        Label.MEDIUM,
        "group:update:lock_settings",
        "group:write:admin",
        update_group_locks,
    ),
)
