"""Keeping Zoom's events: stored and queued in one transaction, within the three seconds that Zoom waits for an answer.

Events that come while a transaction commits go into the next one together, so a burst costs few commits. The connection is the
intake's own: whatever else the service does, and however long somebody holds a booking, it waits for nothing but itself. Nothing
is decided here; the worker does what follows.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol, Self
from uuid import UUID

import asyncpg
import structlog

from app.kit.clock import utc_now
from app.kit.database import DatabaseSettings, connect_alone
from app.kit.database_failures import DRIVER_FAILURES, is_passing
from app.kit.encryption import KeyRing
from app.kit.errors import ServiceUnavailableError
from app.kit.identifiers import new_id
from app.kit.jobs import enqueue_follow_events
from app.monitoring.facts import Source
from app.monitoring.refusals import Refusals
from app.zoom.events import ZoomEvent
from app.zoom.stored_event import without_secrets

ANSWER_WITHIN: Final = 2.5
"""Seconds; Zoom waits for three, and sends an event again that was answered with a 5xx or not at all."""
_STATEMENT_SECONDS: Final = 2.0
_AT_ONCE: Final = 500
_MOST_WAITING: Final = 20_000
_COUNTED_EVERY: Final = 30.0
_PSEUDONYMS: Final = "pseudonyms of participants"

_OURS: Final = """
SELECT DISTINCT ON (zoom_meeting_id) zoom_meeting_id, booking_id FROM meeting
WHERE zoom_meeting_id = ANY($1::bigint[]) ORDER BY zoom_meeting_id, id DESC
"""
_BY_UUID: Final = """
SELECT DISTINCT ON (meeting_uuid) meeting_uuid, zoom_meeting_id FROM zoom_event
WHERE meeting_uuid = ANY($1::text[]) AND zoom_meeting_id IS NOT NULL ORDER BY meeting_uuid, id
"""
_HOSTS: Final = "SELECT zoom_user_id FROM host WHERE zoom_user_id = ANY($1::text[])"
_STORE: Final = """
INSERT INTO zoom_event (id, deduplication_key, request_id, event, happened_at, zoom_meeting_id, meeting_uuid, booking_id,
    payload, received_at, source, followed_at)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::bigint[], $7::text[], $8::uuid[],
    $9::jsonb[], $10::timestamptz[], $11::text[], $12::timestamptz[])
ON CONFLICT DO NOTHING
RETURNING booking_id, followed_at
"""

log = structlog.get_logger(__name__)


class IntakeSettings(DatabaseSettings, Protocol):
    """What must be known to keep events."""

    @property
    def key_ring(self) -> KeyRing:
        """The keys that pseudonyms are made with."""
        ...


@dataclass(frozen=True)
class Arrival:
    """An event that came in, and how."""

    event: ZoomEvent
    request_id: str | None
    received_at: datetime
    source: Source = Source.TOLD


@dataclass(frozen=True)
class _Waiting:
    arrival: Arrival
    kept: asyncio.Future[None]


class Intake:
    """Keeps the events that this process is sent."""

    def __init__(self, settings: IntakeSettings, refusals: Refusals) -> None:
        self._settings = settings
        self._refusals = refusals
        self._pseudonym_key = settings.key_ring.derived(_PSEUDONYMS)
        self._waiting: asyncio.Queue[_Waiting] = asyncio.Queue(_MOST_WAITING)
        self._connection: asyncpg.Connection | None = None

    @classmethod
    @asynccontextmanager
    async def running(cls, settings: IntakeSettings, refusals: Refusals) -> AsyncIterator[Self]:
        """Keep events while the block runs."""
        intake = cls(settings, refusals)
        tasks = [
            asyncio.create_task(intake._keep_storing(), name="intake"),
            asyncio.create_task(intake._keep_counting(), name="intake-refusals"),
        ]
        try:
            yield intake
        finally:
            for task in tasks:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
            await intake._write_counts()
            await intake._disconnect()

    async def take_in(self, event: ZoomEvent, request_id: str | None) -> None:
        """Keep an event that was verified; when this returns it is stored, or was before, and what follows is queued.

        Raises:
            ServiceUnavailableError: It is not certain that it was kept: Zoom must send it again.
        """
        kept: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        try:
            self._waiting.put_nowait(_Waiting(Arrival(event, request_id, utc_now()), kept))
            async with asyncio.timeout(ANSWER_WITHIN):
                await kept
        except (TimeoutError, asyncio.QueueFull, *DRIVER_FAILURES) as error:
            log.warning("intake.not_kept", error=type(error).__name__, event_name=event.event)
            message = "The event could not be kept just now. Send it again."
            raise ServiceUnavailableError(message) from error

    async def _keep_storing(self) -> None:
        while True:
            batch = [await self._waiting.get()]
            while len(batch) < _AT_ONCE and not self._waiting.empty():
                batch.append(self._waiting.get_nowait())
            # Whose answer was given up has been told to send it again.
            batch = [each for each in batch if not each.kept.done()]
            if batch:
                await self._store(batch)

    async def _store(self, batch: Sequence[_Waiting]) -> None:
        """Store a batch. Where the database refuses one event for good, that must not cost the others."""
        try:
            await self._in_transaction([each.arrival for each in batch])
        except (*DRIVER_FAILURES, ValueError) as error:
            if len(batch) > 1 and not is_passing(error):
                for each in batch:
                    await self._store([each])
                return
            if is_passing(error):
                await self._disconnect()
            for each in batch:
                if not each.kept.done():
                    each.kept.set_exception(error if not isinstance(error, ValueError) else OSError(str(type(error))))
            return
        for each in batch:
            if not each.kept.done():
                each.kept.set_result(None)

    async def _in_transaction(self, arrivals: Sequence[Arrival]) -> None:
        connection = await self._connected()
        async with connection.transaction():
            await keep(connection, arrivals, self._pseudonym_key)

    async def _connected(self) -> asyncpg.Connection:
        if self._connection is None or self._connection.is_closed():
            self._connection = await connect_alone(self._settings, command_timeout=_STATEMENT_SECONDS)
        return self._connection

    async def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None

    async def _keep_counting(self) -> None:
        while True:
            await asyncio.sleep(_COUNTED_EVERY)
            await self._write_counts()

    async def _write_counts(self) -> None:
        try:
            connection = await connect_alone(self._settings, command_timeout=_STATEMENT_SECONDS)
            try:
                await self._refusals.write_down(connection)
            finally:
                connection.terminate()
        except DRIVER_FAILURES as error:
            log.warning("intake.refusals_not_counted", error=type(error).__name__)


async def keep(connection: asyncpg.Connection, arrivals: Sequence[Arrival], pseudonym_key: bytes) -> int:
    """Store events that are new, and queue what follows from them, in the transaction of `connection`; return how many were new.

    Of a meeting that is not ours only what concerns our hosts is kept: other meetings are other people's business.
    """
    of_runs = await _meetings_of_runs(connection, arrivals)
    numbers = [_number(each.event, of_runs) for each in arrivals]
    ours: dict[int, UUID] = {
        row["zoom_meeting_id"]: row["booking_id"]
        for row in await connection.fetch(_OURS, list({number for number in numbers if number is not None}))
    }
    hosts = await _our_hosts(connection, arrivals, numbers, ours)
    rows = []
    for arrival, number in zip(arrivals, numbers, strict=True):
        event, booking_id = arrival.event, ours.get(number) if number is not None else None
        told = without_secrets(event.payload, event=event.event, pseudonym_key=pseudonym_key)
        payload = told if booking_id is not None else _of_others(event, told, hosts)
        rows.append(
            (
                new_id(),
                event.deduplication_key,
                arrival.request_id,
                event.event,
                event.event_ts,
                number,
                event.meeting_uuid,
                booking_id,
                json.dumps(payload),
                arrival.received_at,
                arrival.source.value,
                # Nothing follows from what tells nothing.
                None if payload else arrival.received_at,
            )
        )
    stored = await connection.fetch(_STORE, *(list(column) for column in zip(*rows, strict=True)))
    await enqueue_follow_events(connection, {row["booking_id"] for row in stored if row["followed_at"] is None})
    return len(stored)


async def _meetings_of_runs(connection: asyncpg.Connection, arrivals: Sequence[Arrival]) -> Mapping[str, int]:
    """Return the number of each meeting whose run alone is told, as `meeting.rtms_*` does."""
    uuids = {each.event.meeting_uuid for each in arrivals if each.event.meeting_id is None and each.event.meeting_uuid}
    if not uuids:
        return {}
    known = {each.event.meeting_uuid: each.event.meeting_id for each in arrivals if each.event.meeting_id is not None}
    found = {row["meeting_uuid"]: row["zoom_meeting_id"] for row in await connection.fetch(_BY_UUID, list(uuids))}
    return {uuid: number for uuid, number in {**known, **found}.items() if uuid is not None and number is not None}


def _number(event: ZoomEvent, of_runs: Mapping[str, int]) -> int | None:
    if event.meeting_id is not None or event.meeting_uuid is None:
        return event.meeting_id
    return of_runs.get(event.meeting_uuid)


async def _our_hosts(
    connection: asyncpg.Connection, arrivals: Sequence[Arrival], numbers: Sequence[int | None], ours: Mapping[int, UUID]
) -> frozenset[str]:
    """Return the hosts of ours among those whom events tell of that are about no session."""
    named = {
        host
        for each, number in zip(arrivals, numbers, strict=True)
        if number is None or number not in ours
        if (host := _host_named(each.event)) is not None
    }
    if not named:
        return frozenset()
    return frozenset(row["zoom_user_id"] for row in await connection.fetch(_HOSTS, list(named)))


def _host_named(event: ZoomEvent) -> str | None:
    subject = event.payload.get("object")
    if not isinstance(subject, dict):
        return None
    named = subject.get("id" if event.event.startswith("user.") else "host_id")
    return named if isinstance(named, str) and named.isprintable() else None


_OF_FOREIGN_MEETINGS: Final = ("id", "uuid", "host_id", "type", "start_time", "duration", "creation_source")


def _of_others(event: ZoomEvent, told: dict[str, Any], hosts: frozenset[str]) -> dict[str, Any]:
    """Return what is kept of an event that is about no session: of our hosts that they meet, and what changes for them."""
    if event.event.startswith(("meeting.", "recording.")):
        if _host_named(event) in hosts:
            subject = told.get("object", {})
            return {"object": {key: subject[key] for key in _OF_FOREIGN_MEETINGS if key in subject}}
        # Whose run it is may turn out later.
        is_of_a_run = event.meeting_id is None and event.meeting_uuid is not None
        return {key: told[key] for key in ("meeting_uuid", "operator_id", "stop_reason") if is_of_a_run and key in told}
    if event.event.startswith("user."):
        return told if _host_named(event) in hosts else {}
    return told if event.event.startswith(("account.", "group.", "app")) else {}
