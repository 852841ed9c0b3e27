"""One line for each safety setting, or one for each way in which hosts differ in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from app.doctor.report import Check, State, Subject, listed
from app.hosts.confirmations import ENDS_SOON
from app.hosts.models import Host
from app.hosts.readiness import Condition, ConditionCode, HostReadiness
from app.hosts.settings import SettingReadiness, SettingState

_BY_PERSONS: Final = frozenset(
    {SettingState.CONFIRMED, SettingState.CONFIRMATION_MISSING, SettingState.CONFIRMATION_EXPIRED}
)
_WORDS: Final = {
    SettingState.PROVEN: "proven",
    SettingState.DIFFERING: "differing",
    SettingState.NOT_PROVEN: "not shown by Zoom",
    SettingState.NOT_STANDING_IN: "left to the meetings to prove",
    SettingState.LOCKED_BY_ACCOUNT: "locked by the account",
    SettingState.LOCKED_BY_GROUP: "locked by a group",
    SettingState.CONFIRMED: "confirmed",
    SettingState.CONFIRMATION_MISSING: "not confirmed by anybody",
    SettingState.CONFIRMATION_EXPIRED: "confirmed too long ago",
}
_LOOK_AGAIN: Final = (
    "Whoever signs in to Zoom as this host: look at the setting again. A coordinator then: run “Confirm a setting that Zoom's "
    "API does not show” (POST /v1/hosts/{host_id}/confirmations)."
)


@dataclass(frozen=True)
class Judged:
    """A host, and what was found."""

    host: Host
    readiness: HostReadiness

    @property
    def name(self) -> str:
        """Zoom's id of it: an e-mail address is nobody's business here."""
        return self.host.zoom_user_id

    def condition(self, code: ConditionCode) -> Condition:
        """Return one condition."""
        return next(each for each in self.readiness.conditions if each.code is code)

    def as_detail(self) -> dict[str, Any]:
        """Describe it for machines."""
        return {
            "host_id": str(self.host.id),
            "zoom_user_id": self.name,
            "ready": self.readiness.ready,
            "active": self.readiness.active,
            "licence": self.readiness.licence,
            "changes_left_today": self.readiness.changes_left_today,
        }


def setting_lines(judged: Sequence[Judged], now: datetime, *, by_persons_only: bool = False) -> Iterable[Check]:
    """Return the lines. Hosts that Zoom does not let in have none: another line tells of them."""
    rows: dict[str, list[tuple[Judged, SettingReadiness]]] = {}
    for each in judged:
        # Of a host that could not be read there is only what was stored.
        ours = by_persons_only or not each.readiness.fresh
        for row in each.readiness.settings if each.readiness.active else ():
            if row.state in _BY_PERSONS or not ours:
                rows.setdefault(row.code, []).append((each, row))
    for code, found in rows.items():
        yield from _lines(code, found, now)


def _lines(code: str, rows: Sequence[tuple[Judged, SettingReadiness]], now: datetime) -> Iterable[Check]:
    groups: dict[tuple[State, SettingState, str | None], list[tuple[Judged, SettingReadiness]]] = {}
    for each, row in rows:
        groups.setdefault((_state(row, now), row.state, row.locked_by), []).append((each, row))
    in_trouble = {key: found for key, found in groups.items() if key[0] is not State.OK}
    for (state, kind, lock), found in in_trouble.items():
        _, row = found[0]
        hosts = f"{len(found)} of {len(rows)} hosts ({listed([each.name for each, _ in found])})"
        how = _WORDS[kind] if lock is None else f"{_WORDS[kind]} ({lock})"
        until = f" until {row.confirmed_until:%Y-%m-%d}" if row.confirmed_until else ""
        said = f"{hosts}: {how}{until}. Required: {row.required}. Found: {row.found}."
        yield Check(Subject.HOST_SETTINGS, state, said, row.remedy or _LOOK_AGAIN, code, _details(found))
    if not in_trouble:
        found_in_all = _WORDS[rows[0][1].state]
        yield Check(
            Subject.HOST_SETTINGS, State.OK, f"{found_in_all.capitalize()} for every host ({len(rows)}).", None, code
        )


def _state(row: SettingReadiness, now: datetime) -> State:
    match row.state:
        case SettingState.PROVEN:
            return State.OK
        case SettingState.CONFIRMED:
            ends_soon = row.confirmed_until is not None and row.confirmed_until - now <= ENDS_SOON
            return State.WARNING if ends_soon else State.OK
        case SettingState.CONFIRMATION_MISSING | SettingState.NOT_STANDING_IN:
            return State.WARNING
        case _:
            return State.WRONG


def _details(found: Sequence[tuple[Judged, SettingReadiness]]) -> tuple[dict[str, Any], ...]:
    return tuple(
        {
            "host_id": str(each.host.id),
            "zoom_user_id": each.name,
            "state": row.state,
            "found": row.found,
            "locked_by": row.locked_by,
            "confirmed_until": row.confirmed_until.isoformat() if row.confirmed_until else None,
        }
        for each, row in found
    )
