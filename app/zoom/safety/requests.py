"""What to send to Zoom so that a safety profile comes true: all of it for a new meeting, then as little as possible."""

from collections.abc import Collection, Iterable, Mapping
from copy import deepcopy
from typing import Any

from pydantic import SecretStr

from app.zoom.safety.proof import (
    host_alternative_keys,
    host_keys,
    is_shown,
    meeting_keys,
    unproven_keys,
    untold_paths,
)
from app.zoom.safety.table import ALWAYS_SENT, MAIL, Key, Level, levels_for
from app.zoom.schemas import Meeting, UserSettings


def meeting_settings(required: Mapping[str, str]) -> dict[str, Any]:
    """Return the `settings` object of a meeting with the levels required; nothing is left to Zoom's defaults.

    Raises:
        UnknownSafetyError: `required` has a code or a level that Zoom's mapping does not know.
    """
    keys = [key for _, levels in levels_for(required) for key in (*levels[0].meeting, *levels[0].sent)]
    return _set({name: deepcopy(value) for name, value in ALWAYS_SENT.items()}, keys)


def repair(
    required: Mapping[str, str],
    meeting: Meeting,
    passcode: SecretStr | None,
    standing_in: Collection[str] = frozenset(),
) -> dict[str, Any]:
    """Return the smallest body of an update that makes `meeting` proven again; empty where it is.

    A nested object is sent whole, as Zoom wants it. A missing field is sent like a differing one, unless the host's own settings
    stand in for it (`standing_in`, as for `prove_meeting`) or nothing depends on it. The body may hold the passcode.

    Raises:
        UnknownSafetyError: `required` has a code or a level that Zoom's mapping does not know.
    """
    wanted = meeting_settings(required)
    unproven = [
        key
        for setting, levels in levels_for(required)
        for key in unproven_keys(levels, meeting_keys, meeting.settings, untold_paths(setting, levels, standing_in))
        if key.blocks
    ]
    body: dict[str, Any] = {}
    if unproven:
        names = dict.fromkeys(key.path.partition(".")[0] for key in unproven)
        body["settings"] = {name: wanted[name] for name in names}
    if passcode is not None and (meeting.password is None or meeting.password != passcode):
        body["password"] = passcode.get_secret_value()
    return body


def host_settings_changes(required: Mapping[str, str], current: UserSettings) -> dict[str, dict[str, Any]]:
    """Return the smallest change, by group of settings, that makes a host proven as far as Zoom lets us.

    Empty where no change helps. Fields that only Zoom's portal can change are left out; `prove_host` names what a
    person does about them.

    Raises:
        UnknownSafetyError: `required` has a code or a level that Zoom's mapping does not know.
    """
    values = current.model_dump()
    wanted: list[Key] = []
    for _, levels in levels_for(required):
        wanted += unproven_keys(levels, host_keys, values)
        # Where Zoom does not show it, setting it would prove nothing, and never come to an end.
        wanted += (key for key in unproven_keys(levels, host_alternative_keys, values) if is_shown(key, values))
    return _set({}, (key for key in wanted if key.settable))


def mails_on(current: UserSettings) -> tuple[str, ...]:
    """Return which mails Zoom sends by itself about this host's meetings, as far as it shows them."""
    values = current.model_dump()
    return tuple(
        key.path
        for key in MAIL
        if is_shown(key, values) and unproven_keys((Level("off", (key,)),), meeting_keys, values)
    )


def mail_changes(names: Collection[str]) -> dict[str, dict[str, Any]]:
    """Return the change of a host's settings that switches these mails off."""
    return _set({}, (key for key in MAIL if key.path in names))


def _set(values: dict[str, Any], keys: Iterable[Key]) -> dict[str, Any]:
    for key in keys:
        *parents, name = key.path.split(".")
        place = values
        for parent in parents:
            place = place.setdefault(parent, {})
        place[name] = key.value
    return values
