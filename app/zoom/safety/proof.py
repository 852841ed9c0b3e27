"""Whether Zoom really applied a safety profile: read back, setting by setting.

Zoom drops what it does not know, and what an account's lock overrides, without an error. Only a value that was read
counts. A field that is missing from Zoom's reply proves nothing by itself; the table names what else proves the same.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from pydantic import SecretStr

from app.zoom.safety.table import SETTINGS, Key, Level, Setting, levels_for
from app.zoom.schemas import AccountSettings, Meeting, UserSettings

_MISSING: Final = object()
PASSCODE: Final = "meeting.passcode"

KeysOf = Callable[[Level], tuple[Key, ...]]


class EnforcedBy(StrEnum):
    """Where a setting takes effect."""

    MEETING = "meeting"
    HOST = "host"
    PERSON = "person"


class ProofState(StrEnum):
    """What reading back has shown."""

    PROVEN = "proven"
    DIFFERING = "differing"
    NOT_PROVEN = "not_proven"
    BY_PERSON = "by_person"
    ASKED = "asked"
    """Asked for; Zoom does not show that it applies, and nothing depends on it."""
    NOT_STANDING_IN = "not_standing_in"
    """The host's own setting does not hold, so that it proves nothing for meetings that do not tell by themselves."""


class Enforcement(StrEnum):
    """How firmly a setting holds while a meeting runs."""

    LOCKED = "locked"
    """A lock of the account or a group holds it: the host cannot change it in the meeting's toolbar either."""
    SET = "set"
    """It is set. The host may be able to change it in the toolbar, for that one meeting, and Zoom's API would not tell."""
    ASKED_OF_HOST = "asked_of_host"
    """Zoom's API does not offer it: the host is asked in writing."""


@dataclass(frozen=True)
class SettingProof:
    """One setting: the level required, and Zoom's fields as found, without a passcode or an address.

    `instruction` is what a person must do, if anything.
    """

    code: str
    enforced_by: EnforcedBy
    state: ProofState
    required: str
    found: str
    instruction: str | None = None
    enforcement: Enforcement = Enforcement.SET


@dataclass(frozen=True)
class Proof:
    """What is known of a meeting or of a host, in the order of the settings table."""

    settings: tuple[SettingProof, ...]

    @property
    def is_proven(self) -> bool:
        """Whether Zoom enforces everything that it can; what a person sees to is not in question here."""
        return not self.differences()

    def differences(self) -> tuple[SettingProof, ...]:
        """Return the settings that are differing or not proven."""
        return tuple(row for row in self.settings if row.state in {ProofState.DIFFERING, ProofState.NOT_PROVEN})

    def under(self, locks: Collection[str]) -> "Proof":
        """Return this proof with what these locks, by their names at Zoom, are known to enforce.

        Only what is proven can be enforced; a lock that is not known is none.
        """
        return Proof(tuple(_under(row, locks) for row in self.settings))


def prove_meeting(
    required: Mapping[str, str],
    meeting: Meeting,
    *,
    passcode: SecretStr | None,
    standing_in: Collection[str] = frozenset(),
) -> Proof:
    """Compare a meeting as read from Zoom with the levels required of it and with the passcode that it was given.

    A tighter value than required proves the setting as well.

    Args:
        required: The level of each setting, by its code.
        meeting: The meeting as it was read.
        passcode: The passcode that it was given.
        standing_in: The settings for which the host's own settings prove what the meeting does not tell (`codes_standing_in`).

    Raises:
        UnknownSafetyError: `required` has a code or a level that Zoom's mapping does not know.
    """
    rows: list[SettingProof] = []
    for setting, levels in levels_for(required):
        if setting.code == PASSCODE:
            rows.append(_prove_passcode(levels[0], meeting, passcode))
        elif any(level.meeting for level in setting.levels):
            untold = untold_paths(setting, levels, standing_in)
            rows.append(_prove(setting, levels, meeting_keys, meeting.settings, EnforcedBy.MEETING, untold))
        if (instruction := levels[0].each_meeting) is not None:
            rows.append(_by_person(setting, levels[0], instruction))
    return Proof(tuple(rows))


def prove_host(required: Mapping[str, str], settings: UserSettings, account: AccountSettings | None = None) -> Proof:
    """Compare a host's settings as read from Zoom with the levels required of the host's meetings.

    Args:
        required: The level of each setting, by its code.
        settings: The host's settings as they were read.
        account: The account's settings, where they could be read: they tell whether a feature that a host's settings leave out
            is switched off (`needs_account`).

    Raises:
        UnknownSafetyError: `required` has a code or a level that Zoom's mapping does not know.
    """
    values = settings.model_dump()
    rows: list[SettingProof] = []
    for setting, levels in levels_for(required):
        if any(level.host for level in setting.levels):
            off = _off_for_account(levels, account)
            rows.append(_prove(setting, levels, host_keys, values, EnforcedBy.HOST, off))
        elif levels[0].host_alternative:
            rows.append(_stand_in(setting, levels, values))
        if (instruction := levels[0].once) is not None:
            rows.append(_by_person(setting, levels[0], instruction))
    return Proof(tuple(rows))


def needs_account(required: Mapping[str, str], settings: UserSettings) -> bool:
    """Tell whether only the account's settings can say why some of a host's are missing."""
    values = settings.model_dump()
    keys = (key for _, levels in levels_for(required) for key in levels[0].host)
    return any(key.may_be_missing_with_account and _look_up(values, key.path) is _MISSING for key in keys)


def codes_standing_in(required: Mapping[str, str], host: Iterable[tuple[str, str, str]]) -> frozenset[str]:
    """Return the settings for which a host's proof stands in where a meeting does not tell by itself.

    Args:
        required: The level of each setting that the meeting must have, by its code.
        host: Code, state and level of each setting of the host that was proven in the host's own settings.
    """
    proven = {(code, level) for code, state, level in host if state == ProofState.PROVEN}
    return frozenset(
        setting.code
        for setting, levels in levels_for(required)
        if levels[0].untold and any((setting.code, level.name) in proven for level in levels)
    )


def untold_paths(setting: Setting, levels: Sequence[Level], standing_in: Collection[str]) -> tuple[str, ...]:
    """Return the fields of a meeting that may be missing, because the host's own settings prove the same."""
    return levels[0].untold if setting.code in standing_in else ()


def meeting_keys(level: Level) -> tuple[Key, ...]:
    """Return what a level demands of the meeting."""
    return level.meeting


def host_keys(level: Level) -> tuple[Key, ...]:
    """Return what a level demands of the host's settings."""
    return level.host


def host_alternative_keys(level: Level) -> tuple[Key, ...]:
    """Return what is set for the host so that it can stand in for the meeting's own fields."""
    return level.host_alternative


def unproven_keys(
    levels: Sequence[Level], keys_of: KeysOf, values: Mapping[str, Any], untold: Collection[str] = ()
) -> tuple[Key, ...]:
    """Return the fields that keep `values` from the first of `levels`; none where a tighter level holds.

    Those in `untold` may be missing, or leave the matter to the host.
    """
    demanded = keys_of(levels[0])
    if any(_all_hold(keys_of(tighter), values, untold) for tighter in levels[1:]):
        return ()
    return tuple(key for key in demanded if not _holds(key, values, untold))


def is_shown(key: Key, values: Mapping[str, Any]) -> bool:
    """Tell whether Zoom's answer has a field at all."""
    return _look_up(values, key.path) is not _MISSING


def _under(row: SettingProof, locks: Collection[str]) -> SettingProof:
    setting = next(each for each in SETTINGS if each.code == row.code)
    names = {EnforcedBy.MEETING: setting.meeting_locks, EnforcedBy.HOST: setting.host_locks}.get(row.enforced_by, ())
    holds = row.state is ProofState.PROVEN and bool(names) and all(name in locks for name in names)
    return replace(row, enforcement=Enforcement.LOCKED) if holds else row


def _off_for_account(levels: Sequence[Level], account: AccountSettings | None) -> tuple[str, ...]:
    """Return the host's fields that may be missing, because the account's settings say that the feature is off."""
    if account is None:
        return ()
    values = account.model_dump()
    return tuple(
        key.path
        for key in levels[0].host
        if key.may_be_missing_with_account and (_look_up(values, key.path) is _MISSING or _holds(key, values, ()))
    )


def _stand_in(setting: Setting, levels: Sequence[Level], values: Mapping[str, Any]) -> SettingProof:
    row = _prove(setting, levels, host_alternative_keys, values, EnforcedBy.HOST, ())
    return row if row.state is ProofState.PROVEN else replace(row, state=ProofState.NOT_STANDING_IN)


def _prove(
    setting: Setting,
    levels: Sequence[Level],
    keys_of: KeysOf,
    values: Mapping[str, Any],
    enforced_by: EnforcedBy,
    untold: Collection[str],
) -> SettingProof:
    required = levels[0]
    unproven = unproven_keys(levels, keys_of, values, untold)
    if not unproven:
        state = ProofState.PROVEN
    elif not any(key.blocks for key in unproven):
        state = ProofState.ASKED
    elif all(_look_up(values, key.path) is _MISSING for key in unproven):
        state = ProofState.NOT_PROVEN
    else:
        state = ProofState.DIFFERING
    shown = unproven or {key.path: key for level in levels for key in keys_of(level)}.values()
    remedy = required.host_remedy if enforced_by is EnforcedBy.HOST and unproven else None
    return SettingProof(
        setting.code, enforced_by, state, required.name, "; ".join(_describe(key, values) for key in shown), remedy
    )


def _prove_passcode(required: Level, meeting: Meeting, ours: SecretStr | None) -> SettingProof:
    found = meeting.password.get_secret_value() if meeting.password is not None else ""
    if not found and (required.passcode_length or ours is not None):
        state, seen = ProofState.NOT_PROVEN, "password: missing"
    elif (ours is None and required.passcode_length) or (ours is not None and found != ours.get_secret_value()):
        # Another passcode is the host's own or somebody's change: whoever knows it is not whom we told ours.
        state, seen = ProofState.DIFFERING, "password: not the one that was set"
    elif len(found) < required.passcode_length:
        state, seen = ProofState.DIFFERING, "password: too short"
    else:
        state, seen = ProofState.PROVEN, "password: set"
    return SettingProof(PASSCODE, EnforcedBy.MEETING, state, required.name, seen)


def _by_person(setting: Setting, required: Level, instruction: str) -> SettingProof:
    return SettingProof(
        setting.code,
        EnforcedBy.PERSON,
        ProofState.BY_PERSON,
        required.name,
        "not offered by Zoom's API",
        instruction,
        Enforcement.ASKED_OF_HOST,
    )


def _all_hold(keys: tuple[Key, ...], values: Mapping[str, Any], untold: Collection[str]) -> bool:
    return bool(keys) and all(_holds(key, values, untold) for key in keys)


def _holds(key: Key, values: Mapping[str, Any], untold: Collection[str]) -> bool:
    found = _look_up(values, key.path)
    if key.path in untold and (found is _MISSING or (key.defers is not None and found == key.defers)):
        return True
    if found is _MISSING:
        return key.may_be_missing
    # The type counts: in Python, 1 equals True.
    return type(found) is type(key.value) and bool(found == key.value)


def _look_up(values: Mapping[str, Any], path: str) -> Any:
    found: Any = values
    for name in path.split("."):
        if not isinstance(found, Mapping) or name not in found:
            return _MISSING
        found = found[name]
    return found


def _describe(key: Key, values: Mapping[str, Any]) -> str:
    found = _look_up(values, key.path)
    if found is _MISSING:
        text = "missing"
    elif isinstance(found, bool):
        text = str(found).lower()
    elif _holds(key, values, ()) or isinstance(found, int):
        text = str(found) or "none"
    elif isinstance(found, str) and not key.personal and found.replace("_", "").isalpha():
        text = found[:40]
    else:
        text = "another value"
    return f"{key.path}: {text}"
