"""Each safety setting of a host: what is required, what is there, whether a lock holds it, and who does what about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from app.hosts.locks import OF_MEETINGS, Lock, LockedBy, Locks
from app.hosts.models import HostConfirmation
from app.zoom.safety import EnforcedBy, Enforcement, ProofState, SettingProof, prove_host
from app.zoom.safety.proof import host_alternative_keys, host_keys, unproven_keys
from app.zoom.safety.table import Level, levels_for
from app.zoom.schemas import AccountSettings, UserSettings

SYNCHRONISE: Final = "A coordinator: run “Read the account's hosts from Zoom” (POST /v1/hosts/sync)"
ADMINISTRATOR: Final = "The Zoom account's administrator"
_NEVER_READ: Final = "not read from Zoom yet"


class SettingState(StrEnum):
    """What is known of one setting of a host."""

    PROVEN = "proven"
    DIFFERING = "differing"
    NOT_PROVEN = "not_proven"
    NOT_STANDING_IN = "not_standing_in"
    LOCKED_BY_ACCOUNT = "locked_by_account"
    LOCKED_BY_GROUP = "locked_by_group"
    CONFIRMED = "confirmed"
    CONFIRMATION_MISSING = "confirmation_missing"
    CONFIRMATION_EXPIRED = "confirmation_expired"


HARMLESS: Final = frozenset(
    {
        SettingState.PROVEN,
        # Its meetings may prove themselves; one that does not is not used.
        SettingState.NOT_STANDING_IN,
        SettingState.CONFIRMED,
        SettingState.CONFIRMATION_MISSING,
        SettingState.CONFIRMATION_EXPIRED,
    }
)
"""States in which a host is used: what only a person can see to is told to the host in writing with every meeting."""


@dataclass(frozen=True)
class SettingReadiness:
    """One setting. `locked_by` is the lock's name at Zoom; `settable` tells whether Chaperone can set it by itself."""

    code: str
    required: str
    found: str
    state: SettingState
    settable: bool
    locked_by: str | None = None
    confirmed_until: datetime | None = None
    remedy: str | None = None
    enforcement: Enforcement = Enforcement.SET


@dataclass(frozen=True)
class SettingsFound:
    """A host's settings as Zoom has them now, and the locks above them; the account's settings where they were needed."""

    settings: UserSettings
    locks: Locks
    group_ids: tuple[str, ...] = ()
    account: AccountSettings | None = None


@dataclass(frozen=True)
class Kept:
    """What is stored of a host: the levels that its pool requires, its last proof, and what people have confirmed."""

    required: Mapping[str, str]
    proof: Sequence[Mapping[str, Any]]
    confirmations: Mapping[str, HostConfirmation]
    refused: Mapping[str, str] = field(default_factory=dict)

    def was_tried(self, code: str) -> bool:
        """Whether Chaperone has set this setting, and read back something else."""
        return any(row["code"] == code and row["state"] == ProofState.DIFFERING for row in self.proof)


def judge(kept: Kept, found: SettingsFound | None, *, now: datetime) -> tuple[SettingReadiness, ...]:
    """Judge each setting by what Zoom says now, or, where that was not asked, by the last proof."""
    if found is None:
        rows = _last_read(kept)
    else:
        proof = prove_host(kept.required, found.settings, found.account)
        rows = proof.under(found.locks.names(found.group_ids)).settings
    judged = [_judged(kept, row, found, now) for row in rows]
    return (*judged, *_withheld_from_meetings(kept.required, found)) if found is not None else tuple(judged)


def _levels(required: Mapping[str, str], code: str) -> Sequence[Level]:
    return next(levels for setting, levels in levels_for(required) if setting.code == code)


def _last_read(kept: Kept) -> Sequence[SettingProof]:
    """Return the last proof, for what is required now: a looser level that was proven proves nothing."""
    stored = {(row["code"], row["enforced_by"]): row for row in kept.proof}
    rows: list[SettingProof] = []
    for blank in prove_host(kept.required, UserSettings()).settings:
        row = stored.get((blank.code, blank.enforced_by))
        enough = {level.name for level in _levels(kept.required, blank.code)}
        if row is None or row["required"] not in enough:
            rows.append(replace(blank, found=_NEVER_READ))
        else:
            state = ProofState(row["state"])
            # A row of an older version does not say how firmly it holds.
            firmly = Enforcement(row.get("enforcement", blank.enforcement))
            stored_row = replace(blank, state=state, found=row["found"], instruction=row["instruction"])
            rows.append(replace(stored_row, enforcement=firmly))
    return rows


def _judged(kept: Kept, row: SettingProof, found: SettingsFound | None, now: datetime) -> SettingReadiness:
    if row.enforced_by is EnforcedBy.PERSON:
        return _by_person(kept.confirmations.get(row.code), row, now)
    levels = _levels(kept.required, row.code)
    keys_of = host_keys if levels[0].host else host_alternative_keys
    settable = all(key.settable for key in keys_of(levels[0]))
    if row.state is ProofState.PROVEN:
        return SettingReadiness(
            row.code, row.required, row.found, SettingState.PROVEN, settable, enforcement=row.enforcement
        )
    lock: Lock | None = None
    if found is not None:
        keys = unproven_keys(levels, keys_of, found.settings.model_dump())
        held = (found.locks.of(key.path, found.group_ids) for key in keys)
        lock = next((each for each in held if each is not None), None)
    # A lock takes nothing from a host whose meetings may prove themselves.
    stands_apart = lock is None or row.state is ProofState.NOT_STANDING_IN
    state = SettingState(row.state.value) if stands_apart or lock is None else _LOCKED[lock.held_by]
    return SettingReadiness(
        row.code,
        row.required,
        row.found,
        state,
        settable,
        locked_by=lock.name if lock else None,
        remedy=_remedy(row, lock, state, kept),
    )


_LOCKED: Final = {LockedBy.ACCOUNT: SettingState.LOCKED_BY_ACCOUNT, LockedBy.GROUP: SettingState.LOCKED_BY_GROUP}
_WHERE: Final = {
    LockedBy.ACCOUNT: "Account Management, Account Settings",
    LockedBy.GROUP: "User Management, Groups, the user's group",
}


def _remedy(row: SettingProof, lock: Lock | None, state: SettingState, kept: Kept) -> str:
    if lock is not None:
        return _unlock(lock)
    refused = [f"{path} ({why})" for path, why in kept.refused.items() if path in row.found]
    if refused:
        return (
            f"{ADMINISTRATOR}: Zoom refused to change {', '.join(refused)}. Look whether the account or the user's group locks "
            f"it, set it as required there, or unlock it. {SYNCHRONISE} then."
        )
    if row.instruction is not None:
        return f"The host, or the Zoom account's administrator: {row.instruction} {SYNCHRONISE} then."
    if state is SettingState.NOT_PROVEN:
        return (
            f"{SYNCHRONISE}. If it stays so, Zoom does not show this setting: the Zoom account's administrator looks whether the "
            "account's plan has it."
        )
    if kept.was_tried(row.code):
        return (
            f"{ADMINISTRATOR}: Chaperone has set it, and Zoom kept its own value. Look whether the account or the user's "
            f"group locks it, set it as required there, or unlock it. {SYNCHRONISE} then."
        )
    return f"{SYNCHRONISE}, which sets it."


def _unlock(lock: Lock) -> str:
    return (
        f"{ADMINISTRATOR}: in Zoom's web portal, {_WHERE[lock.held_by]}, set it as required, or unlock it ({lock.name}). "
        f"{SYNCHRONISE} then."
    )


def _by_person(confirmation: HostConfirmation | None, row: SettingProof, now: datetime) -> SettingReadiness:
    if confirmation is None:
        state, until = SettingState.CONFIRMATION_MISSING, None
    else:
        until = confirmation.valid_until
        state = SettingState.CONFIRMED if now < until else SettingState.CONFIRMATION_EXPIRED
    remedy = None if state is SettingState.CONFIRMED else _how_to_confirm(row)
    return SettingReadiness(
        row.code,
        row.required,
        row.found,
        state,
        settable=False,
        confirmed_until=until,
        remedy=remedy,
        enforcement=row.enforcement,
    )


def _how_to_confirm(row: SettingProof) -> str:
    """Return who does what about a setting that only a person sees."""
    return (
        f"Whoever signs in to Zoom as this host: {row.instruction} A coordinator then: run “Confirm a setting that Zoom's API "
        f"does not show” (POST /v1/hosts/{{host_id}}/confirmations) for {row.code}."
    )


def _withheld_from_meetings(required: Mapping[str, str], found: SettingsFound) -> list[SettingReadiness]:
    """Return what meetings ask for themselves and a lock withholds: each meeting of this host would be removed again."""
    values = found.settings.model_dump()
    rows: dict[str, SettingReadiness] = {}
    for each in OF_MEETINGS:
        levels = _levels(required, each.code)
        concerned = each.level not in {level.name for level in levels[1:]}
        differs = unproven_keys((Level(each.level, host=(each.key,)),), host_keys, values)
        lock = found.locks.of(each.key.path, found.group_ids) if concerned and differs else None
        if lock is not None and each.code not in rows:
            state = _LOCKED[lock.held_by]
            rows[each.code] = SettingReadiness(
                each.code,
                levels[0].name,
                f"{each.key.path}: locked at another value than {str(each.key.value).lower()}",
                state,
                settable=False,
                locked_by=lock.name,
                remedy=_unlock(lock),
            )
    return list(rows.values())
