"""A user's settings as they are in force: Zoom's defaults, the account's and the group's, the user's own, then the locks.

An account's lock is stronger than a group's, and a group's than a user's ("Managing tiered settings" in Zoom's support
pages). Values are kept by dotted path.
"""

from collections.abc import Mapping
from typing import Any, Final

from app.zoom.sandbox.account.account_fields import TIER_GROUPS, TIER_SECURITY
from app.zoom.sandbox.account.beliefs import LockedUpdate
from app.zoom.sandbox.account.user_fields import SAME_SWITCH, SECURITY_GROUP, USUAL_GROUPS
from app.zoom.sandbox.api.answers import invalid_fields, setting_locked
from app.zoom.sandbox.api.fields import Field, accepted, defaults, flattened, nested, without
from app.zoom.sandbox.state import State, User

AI_COMPANION_SWITCHES: Final = (
    "in_meeting.meeting_summary_with_ai_companion.enable",
    "in_meeting.ai_companion_questions.enable",
)
AI_COMPANION_OFF: Final[Mapping[str, Any]] = dict.fromkeys(AI_COMPANION_SWITCHES, False)
"""Settings of a user for whom somebody has switched AI Companion off in the portal: Zoom's API cannot."""

_OF_USERS: Final[Mapping[str, Field]] = {**USUAL_GROUPS, **SECURITY_GROUP}
_OF_TIERS: Final[Mapping[str, Field]] = {**TIER_GROUPS, **TIER_SECURITY}
_USUAL: Final = flattened(defaults(USUAL_GROUPS))
_WITH_OPTION: Final = {"schedule_meeting.meeting_authentication"}
"""What is kept among the usual settings and shown with an option of its own."""
_SECURITY: Final = flattened(defaults(SECURITY_GROUP))
_DEFAULTS: Final = {**_USUAL, **_SECURITY}
_DIGITS_ALONE: Final = {"meeting_security.meeting_password_requirement.only_allow_numeric": True}


class UnknownSettingError(ValueError):
    """A setting that Zoom does not have, or a value that it does not take."""


def canonical(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return settings, dotted or nested, by the path that they are kept under.

    A truth value for an object stands for its `enable`.

    Raises:
        UnknownSettingError: Zoom has no such setting, or the value is of the wrong kind.
    """
    result: dict[str, Any] = {}
    for path, value in flattened(settings).items():
        field = _field(path)
        if field is not None and field.inner is not None and "enable" in field.inner:
            path, field = f"{path}.enable", field.inner["enable"]  # noqa: PLW2901 - the same setting, named in full
        path = SAME_SWITCH.get(path, path)  # noqa: PLW2901 - as above
        field = field or _field(path)
        if field is None or field.inner is not None or not field.takes(value):
            msg = f"Zoom has no setting {path!r}, or it does not take this value."
            raise UnknownSettingError(msg)
        result[path] = value
    return result


def locks_on(state: State, user: User) -> dict[str, Any]:
    """Return the values that neither the user nor a meeting of theirs can change."""
    locks = dict(user.locks)
    # The first group is the primary one, whose locks count most.
    for group in reversed(user.group_ids):
        locks |= state.group_locks.get(group, {})
    locks |= state.account_locks
    return locks | _DIGITS_ALONE if state.beliefs.numeric_passcodes else locks


def effective(state: State, user: User) -> dict[str, Any]:
    """Return every setting in force, by the path that it is kept under."""
    return {**_DEFAULTS, **_inherited(state, user), **user.settings, **locks_on(state, user)}


def shown_paths(*, security: bool) -> frozenset[str]:
    """Return the paths of what every user's settings show, with `option=meeting_security` or without an option."""
    return frozenset(_SECURITY if security else _USUAL.keys() - _WITH_OPTION)


def in_force(state: State, user: User, path: str) -> Any:
    """Return one setting in force, by the path that it is kept under."""
    for values in (locks_on(state, user), user.settings, _inherited(state, user)):
        if path in values:
            return values[path]
    return _DEFAULTS.get(path)


def usual_settings(state: State, user: User) -> dict[str, Any]:
    """Return the body of Zoom's answer without an option."""
    values = effective(state, user)
    return _shown(
        state,
        {path: values[SAME_SWITCH.get(path, path)] for path in _USUAL if path not in _WITH_OPTION}
        | {path: value for path, value in values.items() if path not in _DEFAULTS and _find(_OF_USERS, path)},
    )


def security_settings(state: State, user: User) -> dict[str, Any]:
    """Return the body of Zoom's answer with `option=meeting_security`."""
    values = effective(state, user)
    return _shown(state, {path: values[path] for path in _SECURITY})


def change(state: State, user: User, sent: Mapping[str, Any], *, security: bool) -> None:
    """Apply the body of an update. Unknown, read-only and locked keys are passed over without a word.

    Raises:
        Refusal: A value is of the wrong kind, or a setting is locked where the account refuses that.
    """
    problems: dict[str, str] = {}
    sent = without(sent, state.beliefs.absent.user_settings)
    values = accepted(SECURITY_GROUP if security else USUAL_GROUPS, sent, problems=problems)
    if problems:
        raise invalid_fields(problems)
    locked = locks_on(state, user)
    wanted = {SAME_SWITCH.get(path, path): value for path, value in flattened(values).items()}
    if state.beliefs.locked_user_setting is LockedUpdate.REFUSED:
        held = [path for path, value in wanted.items() if path in locked and locked[path] != value]
        if held:
            raise setting_locked(held)
    user.settings |= {path: value for path, value in wanted.items() if path not in locked}


def _shown(state: State, values: Mapping[str, Any]) -> dict[str, Any]:
    return without(nested(values), state.beliefs.absent.user_settings)


def _inherited(state: State, user: User) -> dict[str, Any]:
    """Return what the account and the user's groups have set, for those who have not set anything else."""
    values = dict(state.account_settings)
    for group in reversed(user.group_ids):
        values |= state.group_settings.get(group, {})
    return values


def _field(path: str) -> Field | None:
    return _find(_OF_USERS, path) or _find(_OF_TIERS, path)


def _find(fields: Mapping[str, Field], path: str) -> Field | None:
    field: Field | None = None
    for name in path.split("."):
        field = fields.get(name)
        if field is None:
            return None
        fields = field.inner or {}
    return field
