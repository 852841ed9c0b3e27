"""The settings and locks of an account and of its groups, which hold for everybody below."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.zoom.sandbox.account.account_fields import (
    GROUP_LOCKS,
    LOCKS,
    SECURITY_LOCKS,
    TIER_GROUPS,
    TIER_SECURITY,
    Values,
)
from app.zoom.sandbox.account.user_fields import SAME_SWITCH, SECURITY_GROUP, USUAL_GROUPS
from app.zoom.sandbox.api.answers import invalid_fields
from app.zoom.sandbox.api.fields import INVALID, accepted, defaults, flattened, nested
from app.zoom.sandbox.state import State

_USUAL: Final = flattened(defaults(TIER_GROUPS))
_SECURITY: Final = flattened(defaults(TIER_SECURITY))
_DEFAULTS: Final = {
    SAME_SWITCH.get(path, path): value
    for source in (TIER_GROUPS, TIER_SECURITY, USUAL_GROUPS, SECURITY_GROUP)
    for path, value in flattened(defaults(source)).items()
}


@dataclass(frozen=True)
class Tier:
    """The account, or one of its groups.

    `settings` and `locks` are parts of the state, by the path that they are kept under. A lock holds its setting at a value.
    `above` is what is in force without them, and `locked_above` what of it cannot be changed here.
    """

    settings: Values
    locks: Values
    lock_names: Mapping[str, tuple[str, ...]]
    above: Mapping[str, Any]
    locked_above: Mapping[str, Any]

    @property
    def values(self) -> Values:
        """Every setting in force on this tier."""
        return {**self.above, **self.settings, **self.locks, **self.locked_above}

    def view(self, *, security: bool) -> dict[str, Any]:
        """Return the body of Zoom's answer about settings."""
        values = self.values
        return nested({path: values[SAME_SWITCH.get(path, path)] for path in (_SECURITY if security else _USUAL)})

    def lock_view(self, *, security: bool) -> dict[str, Any]:
        """Return the body of Zoom's answer about locks."""
        names = SECURITY_LOCKS if security else self.lock_names
        return nested({name: _kept(paths[0]) in self.locks for name, paths in names.items()})

    def change(self, sent: Mapping[str, Any], *, security: bool) -> None:
        """Apply the body of an update. Unknown, read-only and locked keys are passed over without a word.

        Raises:
            Refusal: A value is of the wrong kind.
        """
        problems: dict[str, str] = {}
        values = accepted(TIER_SECURITY if security else TIER_GROUPS, sent, problems=problems)
        if problems:
            raise invalid_fields(problems)
        for path, value in flattened(values).items():
            kept = _kept(path)
            if kept in self.locked_above:
                continue
            self.settings[kept] = value
            if kept in self.locks:
                self.locks[kept] = value

    def change_locks(self, sent: Mapping[str, Any], *, security: bool) -> None:
        """Lock settings at their present values, or let them go. Unknown keys are passed over without a word.

        Raises:
            Refusal: A value is no truth value.
        """
        names = SECURITY_LOCKS if security else self.lock_names
        wanted = {name: value for name, value in flattened(sent).items() if name in names and value is not None}
        if problems := {name: INVALID for name, value in wanted.items() if not isinstance(value, bool)}:
            raise invalid_fields(problems)
        values = self.values
        for name, locked in wanted.items():
            for path in map(_kept, names[name]):
                if locked:
                    self.locks.setdefault(path, values[path])
                else:
                    self.locks.pop(path, None)


def shown_paths(*, security: bool) -> frozenset[str]:
    """Return the paths of what every account's settings show, with `option=meeting_security` or without an option."""
    return frozenset(_SECURITY if security else _USUAL)


def account_tier(state: State) -> Tier:
    """Return the account."""
    return Tier(state.account_settings, state.account_locks, LOCKS, _DEFAULTS, {})


def group_tier(state: State, group: str) -> Tier:
    """Return a group, which begins with nothing of its own."""
    account = account_tier(state)
    return Tier(
        state.group_settings.setdefault(group, {}),
        state.group_locks.setdefault(group, {}),
        GROUP_LOCKS,
        account.values,
        account.locks,
    )


def _kept(path: str) -> str:
    return SAME_SWITCH.get(path, path)
