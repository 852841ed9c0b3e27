"""The hosts: are there any, are they in the database as they are at Zoom, and is each of their settings safe?"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlmodel import col, select

from app.doctor.host_lines import Judged, setting_lines
from app.doctor.report import OPERATOR, Check, State, Subject, listed, not_checked
from app.hosts.locks import Locks, read_account_settings, read_group_locks
from app.hosts.models import Host, Licence
from app.hosts.readiness import MAILS_REMEDY, ConditionCode, HostReading, KnownHost, known_hosts, readiness_of
from app.hosts.settings import ADMINISTRATOR, SYNCHRONISE, SettingsFound
from app.kit.database import Database
from app.zoom.client import ZoomClient
from app.zoom.errors import UserNotFoundError, ZoomError
from app.zoom.limits.plans import Plan, meetings_at_once
from app.zoom.schemas import AccountSettings, LockSettings, User

AT_ONCE: Final = 5
"""Hosts that are read at the same time."""

_LINES: Final = (Subject.HOST_STATES, Subject.LICENCES, Subject.CHANGES, Subject.HOST_SETTINGS)


@dataclass(frozen=True)
class ZoomSide:
    """What Zoom has told: the client to read more, its active users, and the account's locks."""

    zoom: ZoomClient
    users: Mapping[str, User]
    account_locks: LockSettings | None
    account: AccountSettings | None = None
    plan: Plan = Plan.PRO


@dataclass(frozen=True)
class _Seen:
    """The hosts that are in use, and what each was found to be."""

    judged: Sequence[Judged]
    unreadable: Mapping[str, ZoomError] = field(default_factory=dict)


async def load_hosts(database: Database, now: datetime) -> Sequence[KnownHost]:
    """Return the hosts that a coordinator leaves in use."""
    async with database.transaction() as session:
        hosts = (await session.exec(select(Host).where(col(Host.enabled)).order_by(col(Host.id)))).all()
        return await known_hosts(session, hosts, now=now)


async def look_at_hosts(known: Sequence[KnownHost], zoom: ZoomSide | None, now: datetime) -> Sequence[Check]:
    """Look at every host, at Zoom if it can be asked, otherwise at what is stored.

    What only people confirm is judged in either case.
    """
    if not known:
        remedy = (
            f"{SYNCHRONISE}, with the addresses of the Zoom users under which meetings shall be held; hosts that were taken "
            "out of use can be enabled again (PATCH /v1/hosts/{host_id})."
        )
        found = Check(Subject.HOSTS, State.WRONG, "There is no host in use, so no meeting can be made.", remedy)
        return (found, *not_checked("There is no host in use.", *_LINES))
    if zoom is None:
        stored = [Judged(each.host, readiness_of(each, None, now=now)) for each in known]
        lines = not_checked("Zoom's side cannot be read.", *(line for line in _LINES if line is not Subject.CHANGES))
        return (_existence(stored), _changes(stored), *lines, *setting_lines(stored, now, by_persons_only=True))
    seen = await _read_all(known, zoom, now)
    return (
        _existence(seen.judged),
        *_states(seen.judged),
        _licences(seen.judged, zoom.plan),
        _changes(seen.judged),
        *_unreadable(seen.unreadable),
        *_mails(seen.judged),
        *setting_lines(seen.judged, now),
    )


async def _read_all(known: Sequence[KnownHost], side: ZoomSide, now: datetime) -> _Seen:
    present = [user for each in known if (user := side.users.get(each.host.zoom_user_id)) is not None]
    groups = sorted({group_id for user in present for group_id in user.group_ids})
    locks = Locks(side.account_locks, await read_group_locks(side.zoom, groups))
    turns = asyncio.Semaphore(AT_ONCE)

    async def read(each: KnownHost) -> HostReading | ZoomError:
        user = side.users.get(each.host.zoom_user_id)
        if user is None:
            return HostReading(now)
        async with turns:
            try:
                settings = await side.zoom.user_settings(user.id)
                account = await read_account_settings(side.zoom, each.required, settings)
            except UserNotFoundError:
                return HostReading(now)
            except ZoomError as error:
                return error
        return HostReading(now, user, SettingsFound(settings, locks, user.group_ids, account))

    readings = await asyncio.gather(*map(read, known))
    return _Seen(
        [
            Judged(each.host, readiness_of(each, None if isinstance(reading, ZoomError) else reading, now=now))
            for each, reading in zip(known, readings, strict=True)
        ],
        {
            each.host.zoom_user_id: reading
            for each, reading in zip(known, readings, strict=True)
            if isinstance(reading, ZoomError)
        },
    )


def _existence(judged: Sequence[Judged]) -> Check:
    usable = [each for each in judged if each.readiness.active and each.readiness.licence is not Licence.NONE]
    found = f"{len(judged)} in use, {len(usable)} of them active with a licence for meetings."
    if usable:
        return Check(Subject.HOSTS, State.OK, found, details=tuple(each.as_detail() for each in judged))
    remedy = f"{ADMINISTRATOR}: activate a user and give it a licence. {SYNCHRONISE} then."
    return Check(Subject.HOSTS, State.WRONG, found, remedy, details=tuple(each.as_detail() for each in judged))


def _states(judged: Sequence[Judged]) -> Iterable[Check]:
    stale = [each for each in judged if not each.condition(ConditionCode.SYNCHRONISED).holds]
    away = [each for each in judged if each not in stale and not each.readiness.active]
    if stale:
        gone = [each for each in stale if not each.readiness.active]
        found = f"Not as they are stored: {listed([each.name for each in stale])}. " + _first_found(stale)
        remedy = f"{SYNCHRONISE}."
        if gone:
            remedy = (
                f"{ADMINISTRATOR}: activate {listed([each.name for each in gone])} at Zoom if it shall be used. "
                f"{SYNCHRONISE} in either case, which takes hosts out and moves their sessions, or takes them in again."
            )
        yield Check(Subject.HOST_STATES, State.WRONG, found, remedy, details=tuple(each.as_detail() for each in stale))
    if away:
        found = f"Not active at Zoom, and not used: {listed([each.name for each in away])}."
        remedy = (
            f"{ADMINISTRATOR}: activate them; or a coordinator takes them out of use for good "
            "(PATCH /v1/hosts/{host_id}, enabled: false)."
        )
        yield Check(Subject.HOST_STATES, State.WARNING, found, remedy, details=tuple(each.as_detail() for each in away))
    if not stale and not away:
        yield Check(Subject.HOST_STATES, State.OK, "Stored as they are at Zoom.")


def _first_found(judged: Sequence[Judged]) -> str:
    first = judged[0]
    return f"{first.name}: {first.condition(ConditionCode.SYNCHRONISED).found}"


def _licences(judged: Sequence[Judged], plan: Plan) -> Check:
    active = [each for each in judged if each.readiness.active]
    basic = [each for each in active if each.readiness.licence is Licence.BASIC]
    licensed = [each for each in active if each.readiness.licence is Licence.LICENSED]
    without = [each for each in active if each.readiness.licence is Licence.NONE]
    if not basic and not without:
        at_once = meetings_at_once(plan, is_licensed=True)
        running = "two meetings" if at_once > 1 else "one meeting"
        found = f"{len(licensed)} licensed. Each may have {running} at once, by ZOOM_PLAN ({plan})."
        return Check(Subject.LICENCES, State.OK, found)
    names = listed([each.name for each in basic])
    parts = [f"{names} hold sessions of at most 30 minutes (Basic: Zoom ends them after about 40)."] * bool(basic)
    parts += [f"{listed([each.name for each in without])} may hold no meetings."] * bool(without)
    state = State.WARNING if licensed else State.WRONG
    remedy = f"{ADMINISTRATOR}: assign licences under User Management, Users. {SYNCHRONISE} then."
    details = tuple(each.as_detail() for each in (*basic, *without))
    return Check(Subject.LICENCES, state, " ".join(parts), remedy, details=details)


def _changes(judged: Sequence[Judged]) -> Check:
    used_up = [each for each in judged if not each.readiness.changes_left_today]
    least = min(each.readiness.changes_left_today for each in judged)
    if not used_up:
        return Check(Subject.CHANGES, State.OK, f"Each has {least} or more changes left today.")
    found = f"Zoom takes no more changes today for {listed([each.name for each in used_up])}."
    remedy = f"Nobody, if it is rare: it is over at midnight UTC. {ADMINISTRATOR} otherwise: give the pool more hosts."
    return Check(Subject.CHANGES, State.WARNING, found, remedy, details=tuple(each.as_detail() for each in used_up))


def _mails(judged: Sequence[Judged]) -> Iterable[Check]:
    mailing = [each for each in judged if each.readiness.active and each.condition(ConditionCode.MAILS).remedy]
    if mailing:
        found = f"{listed([each.name for each in mailing])}: {mailing[0].condition(ConditionCode.MAILS).found}"
        details = tuple(each.as_detail() for each in mailing)
        yield Check(Subject.HOST_SETTINGS, State.WARNING, found, MAILS_REMEDY, "mails", details)


def _unreadable(failures: Mapping[str, ZoomError]) -> Iterable[Check]:
    if failures:
        name, error = next(iter(failures.items()))
        found = f"The settings of {listed(sorted(failures))} could not be read. {name}: {error}."
        remedy = f"{OPERATOR}: run doctor again; if it stays so, look at the lines about Zoom above."
        yield Check(Subject.HOST_SETTINGS, State.WRONG, found, remedy)
