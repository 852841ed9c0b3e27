"""The host's own settings: set as the product sets them, read back, and put back as they were in the end."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from app.first_contact.report import ADMINISTRATOR, Consequence, Finding, as_expected, differs, not_checked
from app.first_contact.visit import REQUIRED, Visit
from app.hosts.changes import change_settings, paths_of
from app.hosts.locks import read_account_settings
from app.zoom.errors import ZoomError
from app.zoom.safety import (
    EnforcedBy,
    Proof,
    ProofState,
    SettingProof,
    codes_standing_in,
    host_settings_changes,
    mail_changes,
    mails_on,
    prove_host,
)
from app.zoom.schemas import User, UserSettings

_UNLOCK: Final = (
    f"{ADMINISTRATOR}: in Zoom's portal, Account Management, Account Settings (or the user's group), set it to the "
    "value that is "
    "needed, or take the lock away."
)
_HARMLESS: Final = "in_meeting", "file_transfer"
"""Sent as it is where nothing needs to be set, to see whether settings can be set at all."""


async def host_settings(visit: Visit) -> Sequence[Finding]:
    """Set, read back, and prove the settings of the host."""
    if visit.host is None:
        return [not_checked("The host could not be read.")]
    return await prove_settings(visit, visit.host)


async def prove_settings(visit: Visit, user: User) -> Sequence[Finding]:
    """Set what the product sets for a host, and prove it from what is read back.

    Raises:
        ZoomError: Zoom does not answer, or refuses to show the settings.
    """
    before = await visit.zoom.user_settings(user.id)
    changes = _shown_only(host_settings_changes(REQUIRED, before), before)
    for group, values in mail_changes(mails_on(before)).items():
        changes[group] = {**changes.get(group, {}), **values}
    refused: dict[str, str] = {}
    if sent := changes or _as_it_is(before):
        visit.journal.changing(user.id, _values_of(before, sent))
        refused = await change_settings(visit.zoom, user.id, sent)
    found = await visit.zoom.user_settings(user.id) if sent else before
    visit.host_settings[user.id] = found
    proof = prove_host(REQUIRED, found, await read_account_settings(visit.zoom, REQUIRED, found))
    visit.host_proofs[user.id] = proof
    findings = [_refused(path, why) for path, why in refused.items()]
    findings += [
        _differing(row, changes) for row in proof.differences() if not any(path in row.found for path in refused)
    ]
    findings += [_not_standing_in(row) for row in proof.settings if row.state is ProofState.NOT_STANDING_IN]
    if mails := [path for path in mails_on(found) if path not in refused]:
        meaning = "Bookings work. Zoom may mail the host when a meeting is made or removed."
        findings.append(
            differs(f"still on: {', '.join(mails)}", Consequence.WORKS, meaning, remedy=_UNLOCK, part="mails")
        )
    if proof.is_proven:
        done = f"Set and read back: {', '.join(paths_of(changes))}" if changes else "Already as needed"
        findings.insert(0, as_expected(f"{done}. Every setting of the host is proven."))
    return findings


async def put_back(visit: Visit) -> Sequence[str]:
    """Put the hosts' settings back as they were; return what could not be."""
    left = []
    for user_id, before in list(visit.journal.settings.items()):
        try:
            await change_settings(visit.zoom, user_id, before)
            now = _flat((await visit.zoom.user_settings(user_id)).model_dump())
        except ZoomError as error:
            left.append(f"settings of a host ({type(error).__name__})")
            continue
        if kept := [name for name, value in _flat(before).items() if now.get(name) != value]:
            left.append(f"settings of a host: {', '.join(kept)}")
        else:
            visit.journal.put_back(user_id)
    return left


def standing_in(proof: Proof | None) -> frozenset[str]:
    """Return the settings for which the host's own stand in where a meeting leaves its fields out."""
    rows = () if proof is None else proof.settings
    return codes_standing_in(
        REQUIRED, [(row.code, row.state, row.required) for row in rows if row.enforced_by is EnforcedBy.HOST]
    )


def _refused(path: str, why: str) -> Finding:
    meaning = (
        "Zoom refuses the change, as where a lock holds the setting. Unless it is as needed already, the host "
        "is not used."
    )
    return differs(f"{path}: {why}", Consequence.BLOCKS, meaning, remedy=_UNLOCK, part=path)


def _differing(row: SettingProof, changes: Mapping[str, Mapping[str, Any]]) -> Finding:
    meaning = "The host is not proven, so no session takes place under it."
    if any(path in row.found for path in paths_of(changes)):
        meaning = f"Zoom took the change and did not apply it, as where a lock holds the setting. {meaning}"
    remedy = row.instruction or _UNLOCK
    if row.instruction:
        remedy = f"{ADMINISTRATOR}: {row.instruction}"
    return differs(row.found, Consequence.BLOCKS, meaning, remedy=remedy, part=row.code)


def _not_standing_in(row: SettingProof) -> Finding:
    meaning = "It proves nothing for meetings that leave their own fields out; what they show is under “safe meeting”."
    return differs(row.found, Consequence.WORKS, meaning, remedy=_UNLOCK, part=row.code)


def _as_it_is(settings: UserSettings) -> dict[str, dict[str, Any]]:
    group, name = _HARMLESS
    values = settings.model_dump()[group]
    return {group: {name: values[name]}} if name in values else {}


def _shown_only(changes: Mapping[str, Mapping[str, Any]], before: UserSettings) -> dict[str, dict[str, Any]]:
    """Leave out what Zoom does not show: it could not be put back."""
    shown = _flat(before.model_dump())
    kept = {
        group: {name: value for name, value in values.items() if _is_shown(f"{group}.{name}", value, shown)}
        for group, values in changes.items()
    }
    return {group: values for group, values in kept.items() if values}


def _is_shown(path: str, value: object, shown: Mapping[str, Any]) -> bool:
    paths = _flat(value, f"{path}.") if isinstance(value, Mapping) else [path]
    return all(each in shown for each in paths)


def _values_of(settings: UserSettings, changes: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return what the settings that are about to be changed are now."""

    def picked(wanted: Mapping[str, Any], place: Mapping[str, Any]) -> dict[str, Any]:
        return {
            name: picked(value, place[name]) if isinstance(value, Mapping) else place[name]
            for name, value in wanted.items()
        }

    return picked(changes, settings.model_dump())


def _flat(values: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in values.items():
        flat |= _flat(value, f"{prefix}{name}.") if isinstance(value, Mapping) else {prefix + name: value}
    return flat
