"""The budgets in the database: taking turns, and writing down what Zoom says of them. One short statement each.

No lock is held while a process thinks, so one that stalls or dies stops nobody.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import date
from typing import Final

import asyncpg

from app.zoom.limits.lanes import LANES, Lane
from app.zoom.limits.plans import Label, Quota

RECOVERY_SECONDS: Final = 60.0
"""How long a pace takes from nothing back to the plan's."""
SLOWER: Final = 0.9
MUCH_SLOWER: Final = 0.7
SLOWEST: Final = 0.05
_ONE_REFUSAL_SECONDS: Final = 1.0
"""Refusals closer together than this are one: the calls were on their way already."""
_SOON_SECONDS: Final = 10.0
"""A refusal that comes sooner than this after the last is no chance: another app uses the quota too."""
_STATEMENT_SECONDS: Final = 2.0

_PACE = f"least(1, pace + extract(epoch FROM clock_timestamp() - paced_at) / {RECOVERY_SECONDS})"
_MIDNIGHT = "((now AT TIME ZONE 'UTC')::date + 1)::timestamp AT TIME ZONE 'UTC'"

# $1 account, $2 label, $3 the pot's labels, $4 seconds between calls, $5 the pot of a day (null: no limit)
_STATE = f"""
    moment AS MATERIALIZED (
        -- After the row, so that the clock is read once the lock is there.
        SELECT row.*, clock_timestamp() AS now, {_PACE} AS pace_now FROM row
    ), state AS MATERIALIZED (
        SELECT now, (now AT TIME ZONE 'UTC')::date AS today, $4::float8 / pace_now AS interval,
            greatest(next_slot, now) AS first_slot,
            CASE WHEN day = (now AT TIME ZONE 'UTC')::date THEN used ELSE 0 END AS used_today,
            (SELECT coalesce(sum(other.used), 0) FROM zoom_budget AS other
             WHERE other.account_id = $1 AND other.label <> $2 AND other.label = ANY($3::text[])
               AND other.day = (now AT TIME ZONE 'UTC')::date) AS used_by_others,
            extract(epoch FROM {_MIDNIGHT} - now)::float8 AS midnight_in
        FROM moment
    )"""  # noqa: S608  # constants of this module

# $6 part of the day's pot
_LOOK = f"""
    WITH row AS MATERIALIZED (SELECT * FROM zoom_budget WHERE account_id = $1 AND label = $2), {_STATE}
    SELECT extract(epoch FROM first_slot - now)::float8 AS first_in, interval::float8, midnight_in,
        (floor($5::int * $6::float8) - used_by_others - used_today)::int AS left_today
    FROM state
"""  # noqa: S608

# $6 how many, $7 seconds of horizon, $8 part of the day's pot, $9 slots to leave out, $10 used on the day $11 by Zoom's word
_TAKE = f"""
    WITH row AS MATERIALIZED (SELECT * FROM zoom_budget WHERE account_id = $1 AND label = $2 FOR UPDATE), {_STATE},
    told AS MATERIALIZED (
        SELECT *, CASE WHEN $11::date = today THEN greatest(used_today, $10::int - used_by_others)
            ELSE used_today END AS used_now
        FROM state
    ), offer AS MATERIALIZED (
        SELECT *, floor($5::int * $8::float8)::int - used_by_others - used_now AS left_today,
            extract(epoch FROM first_slot - now)::float8 AS first_in
        FROM told
    ), granted AS MATERIALIZED (
        SELECT *, greatest(0, least($6::int, 1 + floor(($7::float8 - first_in) / interval), left_today))::int AS slots
        FROM offer
    ), written AS (
        UPDATE zoom_budget SET
            next_slot = first_slot + make_interval(secs => (slots + $9::int) * interval),
            day = today, used = used_now + slots
        FROM granted
        WHERE account_id = $1 AND label = $2 AND (slots > 0 OR $9::int > 0 OR used_now > used_today)
    )
    SELECT slots, first_in, interval::float8, midnight_in, left_today::int FROM granted
"""  # noqa: S608

# $3 seconds to wait, $4 whether we were too fast
_CLOSE = f"""
    WITH moment AS (SELECT clock_timestamp() AS now)
    UPDATE zoom_budget SET
        next_slot = greatest(next_slot, now + make_interval(secs => $3::float8)),
        pace = CASE WHEN {{again}} THEN greatest({SLOWEST}, {_PACE} * {{factor}}) ELSE pace END,
        paced_at = CASE WHEN {{again}} THEN now ELSE paced_at END
    FROM moment
    WHERE account_id = $1 AND label = $2
""".format(  # noqa: S608
    again=f"$4::boolean AND paced_at < now - make_interval(secs => {_ONE_REFUSAL_SECONDS})",
    factor=f"CASE WHEN paced_at < now - make_interval(secs => {_SOON_SECONDS}) THEN {SLOWER} ELSE {MUCH_SLOWER} END",
)

_OPEN = """
    INSERT INTO zoom_budget (account_id, label, next_slot, day, used, pace, paced_at)
    VALUES ($1, $2, now(), (now() AT TIME ZONE 'UTC')::date, 0, 1, now() - interval '1 hour')
    ON CONFLICT DO NOTHING
"""


_FAILURES: Final = (
    OSError,
    TimeoutError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    # What asyncpg raises when the server closes the connection under a statement.
    asyncpg.InternalClientError,
)


class LedgerError(Exception):
    """The database does not answer. What was asked may have been done."""


@dataclass(frozen=True)
class State:
    """A budget at this moment.

    Times are seconds from now: `first_in` to the first free slot, `interval` from one slot of the lane's to the next,
    `midnight_in` to the next UTC day. `left_today` are the calls left to the lane of the day, None without such a limit.
    """

    first_in: float
    interval: float
    midnight_in: float
    left_today: int | None

    @property
    def is_day_over(self) -> bool:
        """Whether nothing is left until the next UTC day."""
        return self.left_today is not None and self.left_today <= 0


@dataclass(frozen=True)
class Told:
    """What Zoom said since we last wrote: slots to leave out, and the calls that are used up of a day's pot."""

    skip: int = 0
    used: int | None = None
    day: date | None = None

    def and_then(self, later: "Told", *, most: int) -> "Told":
        """Return both together, leaving out `most` slots at most."""
        skip = min(self.skip + later.skip, most)
        if later.used is None or later.day is None:
            return Told(skip, self.used, self.day)
        same_day = self.used is not None and self.day == later.day
        return Told(skip, max(self.used or 0, later.used) if same_day else later.used, later.day)


@dataclass(frozen=True)
class Offer(State):
    """`slots` turns, the first after `first_in` seconds; none if the lane has to wait."""

    slots: int


class Ledger:
    """The budgets of one account, on one connection of this process. A lost connection is made again."""

    def __init__(self, dsn: str, account_id: str) -> None:
        self._dsn = dsn
        self._account_id = account_id
        self._connection: asyncpg.Connection | None = None
        self._turn = asyncio.Lock()

    async def aclose(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            with suppress(*_FAILURES):
                await self._connection.close(timeout=_STATEMENT_SECONDS)

    async def take(self, label: Label, quota: Quota, lane: Lane, slots: int, told: Told) -> Offer:
        """Reserve up to `slots` turns as far ahead as the lane may.

        Raises:
            LedgerError: The database does not answer.
        """
        rules = LANES[lane]
        row = await self._row(
            _TAKE,
            label,
            list(quota.pot),
            quota.interval / rules.share_of_pace,
            quota.per_day,
            slots,
            rules.horizon,
            rules.share_of_day,
            told.skip,
            told.used,
            told.day,
        )
        return Offer(row["first_in"], row["interval"], row["midnight_in"], row["left_today"], row["slots"])

    async def look(self, label: Label, quota: Quota, lane: Lane) -> State:
        """Read a budget as a lane sees it, without taking of it.

        Raises:
            LedgerError: The database does not answer.
        """
        rules = LANES[lane]
        interval = quota.interval / rules.share_of_pace
        row = await self._row(_LOOK, label, list(quota.pot), interval, quota.per_day, rules.share_of_day)
        return State(row["first_in"], row["interval"], row["midnight_in"], row["left_today"])

    async def close(self, label: Label, seconds: float, *, slower: bool) -> None:
        """Let nobody call for `seconds`; `slower` also lowers the pace after that.

        Raises:
            LedgerError: The database does not answer.
        """
        async with self._connected() as connection:
            await connection.execute(_OPEN, self._account_id, label)
            await connection.execute(_CLOSE, self._account_id, label, seconds, slower)

    async def _row(self, statement: str, label: Label, *values: object) -> asyncpg.Record:
        async with self._connected() as connection:
            row = await connection.fetchrow(statement, self._account_id, label, *values)
            if row is None:
                await connection.execute(_OPEN, self._account_id, label)
                row = await connection.fetchrow(statement, self._account_id, label, *values)
            return row

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[asyncpg.Connection]:
        async with self._turn:
            try:
                if self._connection is None or self._connection.is_closed():
                    self._connection = await asyncpg.connect(
                        self._dsn,
                        timeout=_STATEMENT_SECONDS,
                        command_timeout=_STATEMENT_SECONDS,
                        # What a crash of the database could lose, Zoom's next answer tells.
                        server_settings={"application_name": "chaperone", "synchronous_commit": "off"},
                    )
                yield self._connection
            except _FAILURES as error:
                if self._connection is not None:
                    self._connection.terminate()
                raise LedgerError(type(error).__name__) from error
