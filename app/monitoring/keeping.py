"""Storing what came from Zoom, many events in one transaction, without secrets, names, and what is other people's business."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import asyncpg

from app.kit.identifiers import new_id
from app.kit.jobs import enqueue_follow_events
from app.monitoring.facts import Source
from app.zoom.events import ZoomEvent
from app.zoom.stored_event import without_secrets

PSEUDONYMS: Final = "pseudonyms of participants"
"""The purpose of the key that a guest's address is hashed with."""

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


@dataclass(frozen=True)
class Arrival:
    """An event that came in, and how."""

    event: ZoomEvent
    request_id: str | None
    received_at: datetime
    source: Source = Source.TOLD


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
