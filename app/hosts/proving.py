"""Proving hosts: their Zoom settings are set, read back, and only then are they used."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, func, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit import service as audit
from app.audit.origin import Origin
from app.hosts.changes import Changes, change_settings, paths_of, switch_mails_off
from app.hosts.conditions import HostConditions
from app.hosts.locks import Locks, read_account_locks, read_account_settings, read_locks
from app.hosts.models import CHANGES_PER_DAY, Host, HostUsage, Licence
from app.incidents.service import open_incident
from app.kit.clock import utc_now
from app.kit.database import Database
from app.kit.jobs import enqueue_decide_again, enqueue_sessions_of_host
from app.policy.incidents import IncidentKind
from app.policy.safety import SafetyProfile
from app.registry.policies.models import PolicyVersion, policy_of
from app.registry.programmes.models import Programme
from app.zoom.client import ZoomClient
from app.zoom.errors import Circumstances, HostNotAllowedError, Operation, ZoomError
from app.zoom.safety import (
    EnforcedBy,
    Proof,
    ProofState,
    codes_standing_in,
    host_settings_changes,
    mails_on,
    prove_host,
)
from app.zoom.schemas import User, UserType

AT_ONCE: Final = 5
"""Hosts that are proven at the same time."""

LONGEST_PROBLEM: Final = 500
"""Characters of a booking's problem."""

_NAMED: Final = 5

_NOT_ACTIVE: Final = "is not an active user of the Zoom account"


def proof_as_json(proof: Proof) -> list[dict[str, Any]]:
    """Return a proof as it is stored and shown."""
    return [asdict(setting) for setting in proof.settings]


def licence_of(user: User) -> Licence:
    """Return what a user's type at Zoom allows."""
    if user.is_licensed:
        return Licence.LICENSED
    return Licence.BASIC if user.type == UserType.BASIC else Licence.NONE


async def pool_profile(session: AsyncSession, pool: str) -> SafetyProfile:
    """Return what the hosts of a pool must be proven for: the tightest of all programmes that use it."""
    rows = await session.exec(
        select(PolicyVersion)
        .join(Programme, col(Programme.id) == col(PolicyVersion.programme_id))
        .where(col(Programme.host_pool) == pool, col(Programme.policy_version) == col(PolicyVersion.version))
    )
    return SafetyProfile.combine(SafetyProfile.baseline(), *(policy_of(row).safety for row in rows))


async def take_hosts(
    database: Database,
    zoom: ZoomClient,
    origin: Origin,
    emails: Iterable[str] | None,
    *,
    found: Callable[[AsyncSession, Sequence[UUID]], Awaitable[None]] | None = None,
) -> Sequence[UUID]:
    """Take the account's users as hosts; return those that are to be proven.

    Args:
        database: Where hosts are kept.
        zoom: The account.
        origin: Who asks.
        emails: Only these users are taken as new hosts; None takes all.
        found: Is told those that are to be proven, in the same transaction.

    Raises:
        ZoomError: Zoom does not answer, or refuses; nothing is kept then.
    """
    chosen = {email.casefold() for email in emails} if emails is not None else None
    users = [user async for user in zoom.users()]
    async with database.transaction() as session:
        known = {host.zoom_user_id: host for host in await session.exec(select(Host).with_for_update(key_share=True))}
        for user in users:
            host = known.get(user.id)
            if host is None and (chosen is None or (user.email or "").casefold() in chosen):
                host = Host(
                    zoom_user_id=user.id, email=user.email or "", licence=licence_of(user), active=user.is_active
                )
                session.add(host)
                known[user.id] = host
                await session.flush()
                await _audit(session, origin, host, "host.added")
            if host is not None:
                await _take_over(session, origin, host, user)
        present = {user.id for user in users}
        for host in known.values():
            if host.zoom_user_id not in present and host.active:
                await _take_out(session, origin, host, _NOT_ACTIVE)
        to_prove = [host.id for host in known.values() if host.active and host.enabled]
        if found is not None:
            await found(session, to_prove)
    return to_prove


async def prove_hosts(
    database: Database,
    zoom: ZoomClient,
    origin: Origin,
    host_ids: Iterable[UUID],
    *,
    told: Callable[[UUID, bool, ZoomError | None], Awaitable[None]],
) -> None:
    """Set what each host's meetings need, and prove it: a few at a time.

    `told` is told of each whether it is proven, or which error of Zoom's kept it from being known; none keeps the others from it.
    """
    turns = asyncio.Semaphore(AT_ONCE)
    try:
        above = Locks(await read_account_locks(zoom))
    except ZoomError:
        # Each host asks for itself then, and is told of by itself.
        above = None

    async def prove(host_id: UUID) -> None:
        async with turns:
            try:
                is_proven, error = await prove_and_keep(database, zoom, origin, host_id, above=above), None
            except ZoomError as raised:
                is_proven, error = False, raised
            await told(host_id, is_proven, error)

    async with asyncio.TaskGroup() as proving:
        for host_id in host_ids:
            proving.create_task(prove(host_id))


async def prove_and_keep(
    database: Database,
    zoom: ZoomClient,
    origin: Origin,
    host_id: UUID,
    *,
    at_least: SafetyProfile | None = None,
    above: Locks | None = None,
) -> bool:
    """Set a host's Zoom settings as its pool, and `at_least`, need them; read them back; tell whether they are proven.

    What kind of user it is at Zoom is looked at too: it may have been deactivated, or have lost its licence. A setting that Zoom
    refuses to change leaves the host unproven. With `above`, the account's locks, those of the host are looked at as well;
    otherwise once a day.

    Raises:
        ZoomError: Zoom does not answer, or refuses to tell, or the user is not active; nothing is kept then.
    """
    async with database.transaction() as session:
        host = await session.get_one(Host, host_id)
        profile = await pool_profile(session, host.pool)
    if at_least is not None:
        profile = profile.tighten(at_least)
    required = profile.levels()
    user = await zoom.user(host.zoom_user_id)
    if not user.is_active:
        raise HostNotAllowedError(Circumstances(Operation.GET_USER, _NOT_ACTIVE))
    async with database.transaction() as session:
        host = await session.get_one(Host, host_id, with_for_update={"key_share": True})
        await _take_over(session, origin, host, user)
        last_proven_at, before = host.proven_at, HostConditions.of(host)
    is_due = above is not None or before.is_due(utc_now())
    locks = await read_locks(zoom, user.group_ids, above) if is_due else None
    found = await zoom.user_settings(host.zoom_user_id)
    changes = host_settings_changes(required, found)
    mails = tuple(name for name in mails_on(found) if is_due or name not in before.mails_on)
    refused = await change_settings(zoom, host.zoom_user_id, changes) if changes else {}
    if mails:
        refused |= await switch_mails_off(zoom, host.zoom_user_id, mails)
    if changes or mails:
        found = await zoom.user_settings(host.zoom_user_id)
    conditions = before.read_again(found, refused, locks, user.group_ids, utc_now())
    proof = prove_host(required, found, await read_account_settings(zoom, required, found)).under(conditions.locks)
    async with database.transaction() as session:
        host = await session.get_one(Host, host_id, with_for_update={"key_share": True})
        was, was_for = host.proven, host.safety
        # What another worker has set since we looked, for a session that needs more, was loosened by nobody.
        is_first = host.proven_at == last_proven_at
        host.proven, host.proven_at = proof.is_proven, utc_now()
        host.proof, host.safety = proof_as_json(proof), required
        host.conditions = conditions.model_dump(mode="json")
        switched_off = sorted(set(mails) - set(conditions.mails_on))
        if changes or switched_off or was is not host.proven:
            host.version += 1
            host.updated_at = utc_now()
            await _audit(
                session,
                origin,
                host,
                "host.proven" if host.proven else "host.not_proven",
                before={"proven": was},
                after={
                    "proven": host.proven,
                    "changed": [path for path in (*paths_of(changes), *switched_off) if path not in refused],
                    "refused": refused,
                    "differences": {row.code: row.found for row in proof.differences()},
                },
            )
        if was and is_first and was_for == required and changes:
            await _report_loosening(session, origin, host, changes)
        if not was and host.proven:
            # What waits for a host may take place again.
            await enqueue_decide_again(session, {"host_id": host.id})
        if was and not host.proven:
            await enqueue_sessions_of_host(session, host.id)
    return proof.is_proven


@dataclass(frozen=True)
class Hindrances:
    """What keeps a host from being used: settings with what was found, and what people do about them."""

    found: Mapping[str, str]
    remedies: tuple[str, ...]

    def as_problem(self, problem: str) -> str:
        """Return `problem` with the settings, and with as many of the remedies as a booking has room for."""
        codes = sorted(self.found)
        more = f" and {len(codes) - _NAMED} more" if len(codes) > _NAMED else ""
        said = f"{problem} In the way: {', '.join(codes[:_NAMED])}{more}." if codes else problem
        for remedy in self.remedies:
            if len(said) + len(remedy) < LONGEST_PROBLEM:
                said = f"{said} {remedy}"
        return said


async def hindrances_of(database: Database, host_id: UUID | None) -> Hindrances:
    """Return what keeps a host from being used, as it was last read, and what Zoom refused to change."""
    if host_id is None:
        return Hindrances({}, ())
    async with database.transaction() as session:
        host = await session.get_one(Host, host_id)
    refused = HostConditions.of(host).refused
    rows = [row for row in host.proof if row["state"] in {ProofState.DIFFERING, ProofState.NOT_PROVEN}]
    found = {
        row["code"]: "; ".join(
            [
                row["found"],
                *(f"Zoom refused to change {path}: {why}" for path, why in refused.items() if path in row["found"]),
            ]
        )
        for row in rows
    }
    return Hindrances(found, tuple(row["instruction"] for row in rows if row["instruction"]))


def is_proven_for(host: Host, profile: SafetyProfile, longest_age: timedelta) -> bool:
    """Tell whether what is known of a host is recent, and enough for meetings of this profile."""
    return (
        host.proven
        and host.proven_at is not None
        and utc_now() - host.proven_at <= longest_age
        and SafetyProfile(host.safety).is_at_least_as_tight_as(profile)
    )


def standing_in(host: Host, required: Mapping[str, str]) -> frozenset[str]:
    """Return the settings for which a host's own, as last read, prove what its meetings do not tell by themselves."""
    rows = ((row["code"], row["state"], row["required"]) for row in host.proof if row["enforced_by"] == EnforcedBy.HOST)
    return codes_standing_in(required, rows)


async def take_out(session: AsyncSession, origin: Origin, host_id: UUID, reason: str) -> None:
    """Use a host no longer until the next synchronisation finds it well."""
    await _take_out(session, origin, await session.get_one(Host, host_id, with_for_update={"key_share": True}), reason)


async def forget_proof(session: AsyncSession, host_id: UUID) -> None:
    """Read the host's settings again before its next meeting: what was read is overtaken."""
    await session.exec(update(Host).where(col(Host.id) == host_id).values(proven_at=None))


async def note_without_registration(session: AsyncSession, host_id: UUID) -> None:
    """Write down that Zoom registers nobody for a host's meetings: it is not asked to before the host's next look at locks."""
    host = await session.get_one(Host, host_id, with_for_update={"key_share": True}, populate_existing=True)
    host.conditions = HostConditions.of(host).model_copy(update={"registers": False}).model_dump(mode="json")


async def note_quota_used_up(session: AsyncSession, host_id: UUID) -> None:
    """Write down that Zoom takes no more changes for a host on this UTC day: another app made some."""
    statement = insert(HostUsage).values(host_id=host_id, day=utc_now().astimezone(UTC).date(), changes=CHANGES_PER_DAY)
    await session.exec(
        statement.on_conflict_do_update(
            index_elements=["host_id", "day"],
            set_={"changes": func.greatest(col(HostUsage.changes), CHANGES_PER_DAY)},
        )
    )


COUNT_CHANGE: Final = (
    insert(HostUsage)
    .values(host_id=bindparam("counted_host"), day=bindparam("counted_day"), changes=1)
    .on_conflict_do_update(index_elements=["host_id", "day"], set_={"changes": col(HostUsage.changes) + 1})
)


def counted_for(host_id: UUID) -> Mapping[str, Any]:
    """Return the parameters of COUNT_CHANGE: it counts one meeting created or updated for a host on this UTC day."""
    return {"counted_host": host_id, "counted_day": utc_now().astimezone(UTC).date()}


async def count_change(session: AsyncSession, host_id: UUID) -> None:
    """Count one meeting created or updated for a host on this UTC day, before Zoom is asked to."""
    await session.flush()
    await (await session.connection()).execute(COUNT_CHANGE, counted_for(host_id))


async def take_back_change(session: AsyncSession, host_id: UUID) -> None:
    """Count one less: the change was not sent to Zoom, or Zoom did not carry it out."""
    today = utc_now().astimezone(UTC).date()
    await session.exec(
        update(HostUsage)
        .where(col(HostUsage.host_id) == host_id, col(HostUsage.day) == today, col(HostUsage.changes) > 0)
        .values(changes=col(HostUsage.changes) - 1)
    )


async def _take_over(session: AsyncSession, origin: Origin, host: Host, user: User) -> None:
    """Take over what Zoom says of a host. Where it can hold other sessions than before, look at those that it was to hold."""
    was, host.email = host.licence, user.email or host.email
    if host.active and not user.is_active:
        await _take_out(session, origin, host, _NOT_ACTIVE)
        return
    if (host.licence, host.active) == (licence_of(user), user.is_active):
        return
    before = {"licence": host.licence, "active": host.active}
    host.licence, host.active = licence_of(user), user.is_active
    host.version += 1
    host.updated_at = utc_now()
    after = {"licence": host.licence, "active": host.active}
    await _audit(session, origin, host, "host.changed", before=before, after=after)
    if was is Licence.LICENSED:
        await open_incident(
            session,
            origin,
            IncidentKind.HOST_UNUSABLE,
            summary="A Zoom host has lost its licence. Its sessions that are too long now are given to other hosts.",
            remedy="Ask the organisation's Zoom administrator to give the user a licence again, then synchronise the hosts.",
            details=after,
            host_id=host.id,
        )
    await enqueue_sessions_of_host(session, host.id)
    await enqueue_decide_again(session, {"host_id": host.id})


async def _take_out(session: AsyncSession, origin: Origin, host: Host, reason: str) -> None:
    host.active = host.proven = False
    host.version += 1
    host.updated_at = utc_now()
    await _audit(
        session, origin, host, "host.taken_out", before={"active": True}, after={"active": False, "reason": reason}
    )
    await open_incident(
        session,
        origin,
        IncidentKind.HOST_UNUSABLE,
        summary="A Zoom host can hold no meetings any more. Its sessions ahead are given to other hosts.",
        remedy="Ask the organisation's Zoom administrator to look at this user, then synchronise the hosts.",
        details={"reason": reason},
        host_id=host.id,
    )
    await enqueue_sessions_of_host(session, host.id)


async def _report_loosening(session: AsyncSession, origin: Origin, host: Host, changes: Changes) -> None:
    await open_incident(
        session,
        origin,
        IncidentKind.SETTINGS_LOOSENED,
        summary="Safety settings of a Zoom host had been changed since they were last proven. Chaperone corrected them.",
        remedy="Ask the organisation's Zoom administrator who changed them, and to lock them for the account.",
        details={"changed": paths_of(changes)},
        host_id=host.id,
    )


async def _audit(
    session: AsyncSession,
    origin: Origin,
    host: Host,
    action: str,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    await audit.append(session, origin=origin, action=action, subject=("host", host.id), before=before, after=after)
