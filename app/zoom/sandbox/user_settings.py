"""A user's settings as they are in force: Zoom's defaults, then the user's own, then the locks above.

An account's lock is stronger than a group's, and a group's than a user's ("Managing tiered settings" in Zoom's support
pages). Values are kept by dotted path.
"""

from collections.abc import Mapping
from typing import Any, Final

from app.zoom.sandbox.answers import invalid_fields
from app.zoom.sandbox.fields import Field, accepted, defaults, flattened, nested
from app.zoom.sandbox.state import State, User
from app.zoom.sandbox.user_fields import SAME_SWITCH, SECURITY_GROUP, USUAL_GROUPS

_ALL: Final[Mapping[str, Field]] = {**USUAL_GROUPS, **SECURITY_GROUP}
_USUAL: Final = flattened(defaults(USUAL_GROUPS))
_SECURITY: Final = flattened(defaults(SECURITY_GROUP))
_DEFAULTS: Final = {**_USUAL, **_SECURITY}


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
    return locks | state.account_locks


def effective(state: State, user: User) -> dict[str, Any]:
    """Return every setting in force, by the path that it is kept under."""
    return {**_DEFAULTS, **user.settings, **locks_on(state, user)}


def in_force(state: State, user: User, path: str) -> Any:
    """Return one setting in force, by the path that it is kept under."""
    locks = locks_on(state, user)
    return locks[path] if path in locks else user.settings.get(path, _DEFAULTS.get(path))


def usual_settings(state: State, user: User) -> dict[str, Any]:
    """Return the body of Zoom's answer without an option."""
    values = effective(state, user)
    return nested(
        {path: values[SAME_SWITCH.get(path, path)] for path in _USUAL}
        | {path: value for path, value in values.items() if path not in _DEFAULTS}
    )


def security_settings(state: State, user: User) -> dict[str, Any]:
    """Return the body of Zoom's answer with `option=meeting_security`."""
    values = effective(state, user)
    return nested({path: values[path] for path in _SECURITY})


def change(state: State, user: User, sent: Mapping[str, Any], *, security: bool) -> None:
    """Apply the body of an update. Unknown, read-only and locked keys are passed over without a word.

    Raises:
        Refusal: A value is of the wrong kind.
    """
    problems: dict[str, str] = {}
    values = accepted(SECURITY_GROUP if security else USUAL_GROUPS, sent, problems=problems)
    if problems:
        raise invalid_fields(problems)
    locked = locks_on(state, user)
    wanted = {SAME_SWITCH.get(path, path): value for path, value in flattened(values).items()}
    user.settings |= {path: value for path, value in wanted.items() if path not in locked}


def _field(path: str) -> Field | None:
    fields: Mapping[str, Field] = _ALL
    field: Field | None = None
    for name in path.split("."):
        field = fields.get(name)
        if field is None:
            return None
        fields = field.inner or {}
    return field
