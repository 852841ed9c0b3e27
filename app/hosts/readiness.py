"""Whether a host can be used for a new meeting now; if not, what stands in the way, and who does what about it.

Nothing is changed here: `app.hosts.proving` sets and proves.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.hosts import confirmations
from app.hosts.conditions import HostConditions
from app.hosts.locks import Locks, read_account_locks, read_account_settings, read_group_locks
from app.hosts.models import CHANGES_PER_DAY, Host, HostConfirmation, HostUsage, Licence
from app.hosts.proving import licence_of, pool_profile
from app.hosts.settings import ADMINISTRATOR, HARMLESS, SYNCHRONISE, Kept, SettingReadiness, SettingsFound, judge
from app.kit.clock import utc_now
from app.zoom.client import ZoomClient
from app.zoom.errors import UserNotFoundError
from app.zoom.safety import mails_on
from app.zoom.schemas import User

MAILS_REMEDY: Final = (
    f"{SYNCHRONISE}, which switches them off. If they stay on, they are locked. {ADMINISTRATOR}: switch them off under Account "
    "Management, Account Settings, Meeting, Email Notification."
)


class ConditionCode(StrEnum):
    """What a host must be, besides its settings."""

    ACTIVE = "active"
    ENABLED = "enabled"
    LICENCE = "licence"
    SYNCHRONISED = "synchronised"
    CHANGES = "changes"
    MAILS = "mails"


@dataclass(frozen=True)
class Condition:
    """One condition. A `remedy` where it holds says what is nevertheless worth doing."""

    code: ConditionCode
    holds: bool
    found: str
    remedy: str | None = None


@dataclass(frozen=True)
class HostReadiness:
    """All that is known of a host. `read_at` is when Zoom told it."""

    host_id: UUID
    zoom_user_id: str
    pool: str
    fresh: bool
    read_at: datetime | None
    licence: Licence
    active: bool
    enabled: bool
    changes_left_today: int
    conditions: tuple[Condition, ...]
    settings: tuple[SettingReadiness, ...]

    @property
    def ready(self) -> bool:
        """Whether a new meeting can be created under this host now."""
        return all(each.holds for each in self.conditions) and all(each.state in HARMLESS for each in self.settings)


@dataclass(frozen=True)
class KnownHost:
    """What the database says of a host: itself, the levels that its pool needs, what people confirmed, today's changes."""

    host: Host
    required: Mapping[str, str]
    changes_left_today: int
    confirmations: Mapping[str, HostConfirmation] = field(default_factory=dict)


@dataclass(frozen=True)
class HostReading:
    """What Zoom says of a host: nothing where it knows no such user."""

    read_at: datetime
    user: User | None = None
    found: SettingsFound | None = None


async def known_hosts(session: AsyncSession, hosts: Sequence[Host], *, now: datetime) -> list[KnownHost]:
    """Load what the database says of hosts, in as many statements for one as for a thousand."""
    ids = [host.id for host in hosts]
    today = now.astimezone(UTC).date()
    query = select(HostUsage).where(col(HostUsage.host_id).in_(ids), col(HostUsage.day) == today)
    used = {usage.host_id: usage.changes for usage in await session.exec(query)}
    required = {pool: (await pool_profile(session, pool)).levels() for pool in {host.pool for host in hosts}}
    confirmed = await confirmations.newest(session, ids)
    return [
        KnownHost(host, required[host.pool], max(0, CHANGES_PER_DAY - used.get(host.id, 0)), confirmed[host.id])
        for host in hosts
    ]


async def read_host(zoom: ZoomClient, zoom_user_id: str, required: Mapping[str, str]) -> HostReading:
    """Read a host, its settings, and what stands above them, from Zoom; `required` are the levels that it is read for.

    Raises:
        ZoomError: Zoom does not answer, or refuses; that it knows no such user is an answer.
    """
    read_at = utc_now()
    try:
        user, settings, account = await asyncio.gather(
            zoom.user(zoom_user_id), zoom.user_settings(zoom_user_id), read_account_locks(zoom)
        )
    except UserNotFoundError:
        return HostReading(read_at)
    locks = Locks(account, await read_group_locks(zoom, user.group_ids))
    above = await read_account_settings(zoom, required, settings)
    return HostReading(read_at, user, SettingsFound(settings, locks, user.group_ids, above))


def readiness_of(known: KnownHost, reading: HostReading | None, *, now: datetime) -> HostReadiness:
    """Judge a host by what Zoom says now, or, without a reading, by what was stored when it was last read."""
    host = known.host
    conditions = HostConditions.of(host)
    kept = Kept(known.required, host.proof, known.confirmations, conditions.refused)
    settings: tuple[SettingReadiness, ...] = ()
    if reading is None:
        licence, active, settings = host.licence, host.active, judge(kept, None, now=now)
    elif reading.user is None:
        # Of a user whom it does not know Zoom says nothing of a licence either.
        licence, active = host.licence, False
    else:
        licence, active = licence_of(reading.user), reading.user.is_active
        settings = judge(kept, reading.found, now=now)
    proven = bool(settings) and all(each.state in HARMLESS for each in settings)
    return HostReadiness(
        host_id=host.id,
        zoom_user_id=host.zoom_user_id,
        pool=host.pool,
        fresh=reading is not None,
        read_at=host.proven_at if reading is None else reading.read_at,
        licence=licence,
        active=active,
        enabled=host.enabled,
        changes_left_today=known.changes_left_today,
        conditions=(
            _active(reading, active=active),
            _enabled(host),
            _licence(licence),
            _synchronised(host, licence, active=active, proven=proven),
            _changes(known.changes_left_today),
            _mails(
                conditions.mails_on if reading is None or reading.found is None else mails_on(reading.found.settings)
            ),
        ),
        settings=tuple(settings),
    )


def _active(reading: HostReading | None, *, active: bool) -> Condition:
    if reading is not None and reading.user is None:
        remedy = f"{ADMINISTRATOR}: add the user to the account again, or a coordinator takes the host out of use."
        return Condition(ConditionCode.ACTIVE, holds=False, found="Zoom knows no such user.", remedy=remedy)
    if active:
        return Condition(ConditionCode.ACTIVE, holds=True, found="Zoom lets the user in.")
    remedy = f"{ADMINISTRATOR}: activate the user under User Management, Users. {SYNCHRONISE} then."
    return Condition(ConditionCode.ACTIVE, holds=False, found="The user is not active at Zoom.", remedy=remedy)


def _enabled(host: Host) -> Condition:
    if host.enabled:
        return Condition(ConditionCode.ENABLED, holds=True, found="In use.")
    remedy = "A coordinator: set enabled to true (PATCH /v1/hosts/{host_id}) if it shall be used again."
    return Condition(ConditionCode.ENABLED, holds=False, found="A coordinator took it out of use.", remedy=remedy)


def _licence(licence: Licence) -> Condition:
    match licence:
        case Licence.LICENSED:
            return Condition(ConditionCode.LICENCE, holds=True, found="Licensed.")
        case Licence.BASIC:
            remedy = f"{ADMINISTRATOR}: assign a licence if sessions may be longer than 30 minutes."
            return Condition(
                ConditionCode.LICENCE,
                holds=True,
                found="Basic: for sessions of at most 30 minutes, as Zoom ends its meetings after about 40.",
                remedy=remedy,
            )
        case Licence.NONE:
            remedy = f"{ADMINISTRATOR}: assign a licence to the user. {SYNCHRONISE} then."
            return Condition(
                ConditionCode.LICENCE, holds=False, found="No licence that allows meetings.", remedy=remedy
            )


def _synchronised(host: Host, licence: Licence, *, active: bool, proven: bool) -> Condition:
    """Tell whether what is stored, by which hosts are chosen, is what Zoom says. What differs at Zoom has its own lines."""
    stored, seen = _words(host.licence, active=host.active), _words(licence, active=active)
    if stored != seen:
        found = f"Stored: {stored}. Zoom: {seen}."
    elif proven and not host.proven:
        found = "Its settings are right at Zoom now; they were not when they were last read, so it is not used."
    else:
        return Condition(ConditionCode.SYNCHRONISED, holds=True, found=f"Stored as Zoom has it: {stored}.")
    return Condition(ConditionCode.SYNCHRONISED, holds=False, found=found, remedy=f"{SYNCHRONISE}.")


def _words(licence: Licence, *, active: bool) -> str:
    return f"{'active' if active else 'not active'}, licence: {licence}"


def _changes(left: int) -> Condition:
    found = f"{left} of {CHANGES_PER_DAY} changes are left today."
    if left:
        return Condition(ConditionCode.CHANGES, holds=True, found=found)
    remedy = "Wait until midnight UTC, or the Zoom account's administrator: give the programme one host more."
    return Condition(ConditionCode.CHANGES, holds=False, found=found, remedy=remedy)


def _mails(names: Sequence[str]) -> Condition:
    """Say whether Zoom mails by itself about meetings. It never keeps a host from being used."""
    if not names:
        return Condition(ConditionCode.MAILS, holds=True, found="None that Zoom shows to be on.")
    found = f"Zoom mails by itself when meetings are scheduled or cancelled: {', '.join(names)}."
    return Condition(ConditionCode.MAILS, holds=True, found=found, remedy=MAILS_REMEDY)
