"""From what one account answered to the profile of an account that answers alike.

What was not asked is as in the profile `full`. Of settings the first answer counts, which nobody had changed yet.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from app.zoom.sandbox.account import tiers, user_settings
from app.zoom.sandbox.account.account_fields import LOCKS, SECURITY_LOCKS
from app.zoom.sandbox.account.beliefs import AbsentKeys
from app.zoom.sandbox.account.capture import Capture, Exchange
from app.zoom.sandbox.account.captured_beliefs import captured_beliefs, fields_named, tells_of_a_lock
from app.zoom.sandbox.account.limit_tables import Plan
from app.zoom.sandbox.account.profile import Evidence, Mark, Profile
from app.zoom.sandbox.account.user_fields import SAME_SWITCH
from app.zoom.sandbox.account.user_settings import UnknownSettingError, canonical
from app.zoom.sandbox.account.user_types import UserType
from app.zoom.sandbox.api.fields import accepted, defaults, flattened
from app.zoom.sandbox.meetings.meeting_fields import CHAT, INHERITED, SETTINGS

_PLAN_LACKS_IT: Final = 200
_SECURITY_OPTION: Final = "meeting_security"
_ALWAYS_SHOWN: Final = frozenset(
    {"host_id", "status", "start_time", "duration", "timezone", "join_url", "password", "encrypted_password"}
)
"""Keys beside the settings that every meeting with a passcode and a start has."""


def captured_profile(capture: Capture, name: str = "captured") -> Profile:
    """Return the profile of the account that answered so."""
    users = _of_first_user(capture.of("get_user_settings"))
    account = capture.of("get_account_settings")
    created = [each for each in capture.of("create_meeting") if each.succeeded]
    read = [each for each in capture.of("get_meeting") if each.succeeded]
    own = _values(users)
    account_values = _values(account)
    locks = _locks(capture.of("get_account_locks"), account_values | own) | _locks_that_showed(capture, own)
    beliefs = captured_beliefs(capture, locked={path for path, inherited in INHERITED.items() if inherited in locks})
    absent = AbsentKeys(
        meeting=_absent_of_meetings([*created, *read]),
        user_settings=_absent(users, user_settings.shown_paths),
        account_settings=_absent(account, tiers.shown_paths),
    )
    licence = _licence(capture.of("get_user"))
    return Profile(
        name=name,
        about="As a capture shows it.",
        plan=capture.plan or _plan(account, licence),
        licence=licence,
        user_settings=own,
        account_settings=account_values,
        account_locks=locks,
        meeting_settings=_defaults_of_meetings(created),
        beliefs=beliefs.model_copy(update={"absent": absent}),
        evidence=(Evidence(what="Everything.", mark=Mark.CAPTURED, source=f"{len(capture.exchanges)} calls."),),
    )


def _of_first_user(exchanges: Sequence[Exchange]) -> tuple[Exchange, ...]:
    """Return what was read of the user who was read first; another one may have another licence."""
    first = next((each.names.get("user") for each in exchanges if each.succeeded), None)
    return tuple(each for each in exchanges if each.succeeded and each.names.get("user") == first)


def _with_option(exchanges: Iterable[Exchange], *, security: bool) -> list[Exchange]:
    option = _SECURITY_OPTION if security else ""
    return [each for each in exchanges if each.succeeded and each.query.get("option", "") == option]


def _values(exchanges: Sequence[Exchange]) -> dict[str, Any]:
    """Return the settings that were found, by the path that they are kept under; what Zoom has added since is left out."""
    values: dict[str, Any] = {}
    for security in (False, True):
        for first in _with_option(exchanges, security=security)[:1]:
            values |= _known(first.body)
    return values


def _known(settings: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for path, value in flattened(settings).items():
        try:
            values |= canonical({path: value})
        except UnknownSettingError:
            continue
    return values


def _absent(exchanges: Sequence[Exchange], shown_paths: Callable[..., frozenset[str]]) -> frozenset[str]:
    """Return the keys that no answer had, each by the longest of its parents that none had either."""
    absent: set[str] = set()
    for security in (False, True):
        bodies = [each.body for each in _with_option(exchanges, security=security)]
        if bodies:
            absent |= _missing(shown_paths(security=security), bodies)
    return frozenset(absent)


def _missing(paths: Iterable[str], bodies: Sequence[Mapping[str, Any]]) -> set[str]:
    seen = set[str]()
    for body in bodies:
        seen |= _every_path(body)
    missing: set[str] = set()
    for path in paths:
        names = path.split(".")
        parents = (".".join(names[:length]) for length in range(1, len(names) + 1))
        if (highest := next((each for each in parents if each not in seen), None)) is not None:
            missing.add(highest)
    return missing


def _every_path(body: Mapping[str, Any], prefix: str = "") -> set[str]:
    paths: set[str] = set()
    for name, value in body.items():
        paths.add(prefix + name)
        if isinstance(value, Mapping):
            paths |= _every_path(value, f"{prefix}{name}.")
    return paths


def _absent_of_meetings(exchanges: Sequence[Exchange]) -> frozenset[str]:
    if not exchanges:
        return frozenset()
    expected = set(flattened(defaults(SETTINGS)))
    for each in exchanges:
        expected |= flattened((each.request or {}).get("settings") or {}).keys()
    settings = (f"settings.{path}" for path in expected)
    return frozenset(_missing((*_ALWAYS_SHOWN, *settings), [each.body for each in exchanges]))


def _defaults_of_meetings(created: Sequence[Exchange]) -> dict[str, Any]:
    """Return what settings are when none is sent, but for those that follow the host's."""
    found: dict[str, Any] = {}
    for each in created:
        sent = (each.request or {}).get("settings") or {}
        shown = each.body.get("settings") or {}
        unsent = {name: value for name, value in shown.items() if name not in {*sent, *INHERITED, CHAT}}
        problems: dict[str, str] = {}
        found = accepted(SETTINGS, unsent, problems=problems) | found
    return {name: value for name, value in found.items() if value != {}}


def _locks(exchanges: Sequence[Exchange], values: Mapping[str, Any]) -> dict[str, Any]:
    held: dict[str, Any] = {}
    for each in exchanges:
        names = SECURITY_LOCKS if each.query.get("option") == _SECURITY_OPTION else LOCKS
        locked = (name for name, value in flattened(each.body).items() if value is True and name in names)
        kept = (SAME_SWITCH.get(path, path) for name in locked for path in names[name])
        held |= {path: values[path] for path in kept if path in values}
    return held


def _locks_that_showed(capture: Capture, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of the user's settings an update did not change; few accounts let an app read their locks."""
    calls = capture.of("get_user_settings", "update_user_settings")
    held: dict[str, Any] = {}
    for place, call in enumerate(calls):
        if call.operation != "update_user_settings":
            continue
        sent = _known(call.request or {})
        if call.status == 400 and tells_of_a_lock(call):
            named = {SAME_SWITCH.get(field, field) for field in fields_named(call)}
            wanted = {path: values.get(path) for path, value in sent.items() if values.get(path, value) != value}
            held |= {path: value for path, value in wanted.items() if path in named or not named & wanted.keys()}
        elif call.succeeded:
            later = (each for each in calls[place:] if each.operation == "get_user_settings" and each.succeeded)
            same = (each for each in later if (each.names, each.query) == (call.names, call.query))
            found = _known(next(same, call).body)
            held |= {path: found[path] for path, value in sent.items() if path in found and found[path] != value}
    return held


def _licence(exchanges: Sequence[Exchange]) -> UserType:
    for each in exchanges:
        if each.succeeded and each.body.get("type") in set(UserType):
            return UserType(each.body["type"])
    return UserType.LICENSED


def _plan(account: Sequence[Exchange], licence: UserType) -> Plan:
    lacks = any(each.code == _PLAN_LACKS_IT for each in account)
    return Plan.FREE if lacks or licence is UserType.BASIC else Plan.PRO
