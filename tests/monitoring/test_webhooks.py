"""Zoom's events, coming in: only authentic ones, each once, nothing secret kept."""

import hashlib
import hmac
import json
import time
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import text
from sqlmodel import select

from app.bookings.models import Booking, Meeting, MeetingState
from app.bookings.states import BookingState
from app.hosts.models import Host
from app.kit.clock import utc_now
from app.kit.database import Database
from app.monitoring.following import follow_events
from app.monitoring.models import ZoomEvent
from app.settings import Settings
from tests.support.scenario import let_it_begin, make_scenario
from tests.support.service import WEBHOOK_SECRET, Service, problem
from tests.support.zoom import System, Zoom, eventually, running_system

PATH = "/webhooks/zoom"
NOW_MS = 1_760_000_000_000


def event(name: str, meeting_id: int, *, at: int = NOW_MS, **subject: Any) -> bytes:
    body = {
        "event": name,
        "event_ts": at,
        "payload": {
            "account_id": "account",
            "operator": "somebody@example.org",
            "object": {"id": str(meeting_id), "uuid": "abc/+==", "topic": "A private topic", **subject},
        },
    }
    return json.dumps(body, separators=(",", ":")).encode()


def signed(body: bytes, *, secret: str = WEBHOOK_SECRET, age: float = 0) -> dict[str, str]:
    timestamp = str(int(time.time() - age))
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256).hexdigest()
    return {
        "x-zm-request-timestamp": timestamp,
        "x-zm-signature": f"v0={digest}",
        "content-type": "application/json",
    }


async def send(service: Service, body: bytes, headers: dict[str, str] | None = None) -> httpx.Response:
    client = await service.anonymous()
    return await client.post(PATH, content=body, headers=signed(body) if headers is None else headers)


async def stored(database: Database) -> list[ZoomEvent]:
    async with database.transaction() as session:
        return list(await session.exec(select(ZoomEvent)))


async def all_followed(database: Database) -> bool:
    """Tell whether what follows from the events was done."""
    return all(each.followed_at is not None for each in await stored(database))


async def test_a_delivery_that_is_not_authentic_is_refused_and_not_kept(service: Service) -> None:
    body = event("meeting.started", 1)
    headers = signed(body)
    for refused in (
        await send(service, body, {}),
        await send(service, body, {name: value for name, value in headers.items() if "signature" not in name}),
        await send(service, body, signed(body, secret="another secret")),
        await send(service, body + b" ", headers),
        await send(service, body.replace(b"started", b"stopped"), headers),
        await send(service, body, {**headers, "x-zm-request-timestamp": "soon"}),
    ):
        problem(refused, 401, "webhook-refused")
    assert await stored(service.database) == []


@pytest.mark.parametrize(("minutes", "status"), [(89, 204), (91, 401), (-89, 204), (-91, 401)])
async def test_a_time_stamp_counts_for_ninety_minutes(service: Service, minutes: int, status: int) -> None:
    body = event("meeting.started", 1)

    assert (await send(service, body, signed(body, age=minutes * 60))).status_code == status


async def test_a_delivery_that_comes_again_is_kept_once(service: Service) -> None:
    body = event("meeting.started", 77)

    first = await send(service, body)
    again = await send(service, body, signed(body, age=300))

    assert (first.status_code, again.status_code) == (204, 204)
    (kept,) = await stored(service.database)
    assert (kept.event, kept.zoom_meeting_id) == ("meeting.started", 77)
    # Not one of our meetings: other people's business.
    assert kept.payload == {}


@pytest.fixture
def impatient(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The service waits for no lock for long."""
    monkeypatch.setitem(settings.__dict__, "database_lock_timeout", timedelta(milliseconds=100))


async def test_an_authentic_event_that_cannot_be_kept_is_asked_for_again_and_then_kept(
    impatient: None, service: Service, database: Database
) -> None:
    body = event("meeting.started", 1)
    async with database.transaction() as session:
        await (await session.connection()).execute(text("LOCK TABLE zoom_event IN EXCLUSIVE MODE"))
        waiting = await send(service, body)
    again = await send(service, body)

    # Zoom repeats after a 5xx alone: any 4xx would lose the event for good.
    assert (waiting.status_code, again.status_code) == (503, 204), waiting.text
    assert len(await stored(database)) == 1


async def test_zooms_validation_is_answered_with_the_secret_that_signed_it(service: Service) -> None:
    body = b'{"event":"endpoint.url_validation","payload":{"plainToken":"abc123"},"event_ts":1760000000000}'

    answer = await send(service, body)

    expected = hmac.new(WEBHOOK_SECRET.encode(), b"abc123", hashlib.sha256).hexdigest()
    assert (answer.status_code, answer.json()) == (200, {"plainToken": "abc123", "encryptedToken": expected})
    unsigned = await send(service, body, {"content-type": "application/json"})
    problem(unsigned, 401, "webhook-refused")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"event": 5}', b'{"event":"' + b"x" * 500 + b'"}'])
async def test_a_signed_body_that_is_no_event_is_a_clear_problem(service: Service, body: bytes) -> None:
    problem(await send(service, body), 400, "bad-request")


async def test_an_event_that_nobody_knows_is_taken_in(service: Service) -> None:
    assert (await send(service, event("meeting.something_new", 5))).status_code == 204


async def test_what_is_kept_of_an_event_holds_no_secret_and_nobody_s_name(system: System) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    booking = (await coordinator.post("/v1/bookings", json=scenario.booking())).json()
    meeting_id = booking["meeting"]["zoom_meeting_id"]

    await send(
        system,
        event(
            "meeting.updated",
            meeting_id,
            password="Passw0rd",
            join_url="https://zoom.example.org/j/1?pwd=secret",
            settings={"waiting_room": False, "alternative_hosts": "somebody@example.org"},
        ),
    )

    kept = [each for each in await stored(system.database) if each.event == "meeting.updated" and each.booking_id]
    assert kept
    assert kept[-1].payload["object"]["settings"] == {"waiting_room": False}
    told = str([each.payload for each in kept])
    for secret in ("private topic", "Passw0rd", "pwd=", "@"):
        assert secret not in told


async def test_events_in_any_order_leave_the_room_as_the_latest_one_says_and_a_held_session_held(
    sandbox_settings: Settings, database: Database, zoom: Zoom
) -> None:
    async with running_system(sandbox_settings, database, zoom) as system:
        await system.proven_hosts()
        scenario = await make_scenario(database)
        coordinator = await system.caller()
        booking = (await coordinator.post("/v1/bookings", json=scenario.booking())).json()
    meeting_id = booking["meeting"]["zoom_meeting_id"]
    await let_it_begin(database, booking["id"])
    begins = int(utc_now().timestamp() * 1000)

    async def seen() -> tuple[BookingState, bool]:
        await follow_events(database, UUID(booking["id"]))
        async with database.transaction() as session:
            row = await session.get_one(Booking, booking["id"])
            return row.state, row.held_at is not None

    # Without a worker, which would ask Zoom.
    async with running_system(sandbox_settings, database, zoom, with_worker=False) as system:
        await send(system, event("meeting.ended", meeting_id, at=begins + 600_000))
        assert await seen() == (BookingState.CONFIRMED, False)
        await send(system, event("meeting.started", meeting_id, at=begins + 1_000))
        assert await seen() == (BookingState.CONFIRMED, True)
        await send(system, event("meeting.started", meeting_id, at=begins + 700_000))
        assert await seen() == (BookingState.IN_PROGRESS, True)


async def test_a_session_that_was_called_not_held_is_corrected_by_an_event_that_comes_late(system: System) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    booking = (await coordinator.post("/v1/bookings", json=scenario.booking())).json()
    meeting_id = booking["meeting"]["zoom_meeting_id"]
    async with system.database.transaction() as session:
        row = await session.get_one(Booking, booking["id"])
        row.state = BookingState.NOT_HELD
        row.starts_at, row.ends_at = utc_now() - timedelta(hours=3), utc_now() - timedelta(hours=2)
        in_time, early = (row.starts_at + by for by in (timedelta(minutes=2), -timedelta(hours=1)))

    async def state(at: datetime) -> str:
        await send(system, event("meeting.started", meeting_id, at=int(at.timestamp() * 1000), uuid=at.isoformat()))
        await eventually(lambda: all_followed(system.database))
        shown: str = (await coordinator.get(f"/v1/bookings/{booking['id']}")).json()["state"]
        return shown

    assert [await state(early), await state(in_time)] == ["not_held", "completed"]


async def test_what_becomes_of_a_meeting_that_is_being_removed_is_not_what_becomes_of_the_session(
    system: System,
) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    booking = (await coordinator.post("/v1/bookings", json=scenario.booking())).json()
    # In time: of what happens long before a session nothing follows anyway.
    await let_it_begin(system.database, booking["id"])
    begins = int(utc_now().timestamp() * 1000)
    async with system.database.transaction() as session:
        (await session.exec(select(Meeting))).one().state = MeetingState.REMOVING

    for later, name in enumerate(("meeting.started", "meeting.ended")):
        sent = await send(system, event(name, booking["meeting"]["zoom_meeting_id"], at=begins + later))
        assert sent.status_code == 204
    await eventually(lambda: all_followed(system.database))

    async with system.database.transaction() as session:
        assert (await session.get_one(Booking, booking["id"])).state is BookingState.CONFIRMED


async def test_while_the_secret_changes_both_count(service: Service) -> None:
    service.settings.zoom_webhook_secrets.append(SecretStr("the next secret"))
    body = event("meeting.started", 9)

    assert (await send(service, body, signed(body, secret="the next secret"))).status_code == 204
    assert (await send(service, body, signed(body))).status_code == 204


@pytest.mark.parametrize(
    ("name", "number"),
    [("meeting.ai_companion_started", "meeting_number"), ("meeting.summary_completed", "meeting_id")],
)
async def test_ai_companion_in_a_session_that_must_be_without_it_is_an_incident(
    system: System, name: str, number: str
) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    booking = (await coordinator.post("/v1/bookings", json=scenario.booking())).json()
    subject = {
        number: booking["meeting"]["zoom_meeting_id"],
        "meeting_uuid": "abc",
        "summary_content": "What they said",
    }
    body = {"event": name, "event_ts": NOW_MS, "payload": {"account_id": "account", "object": subject}}

    for _ in range(2):
        assert (await send(system, json.dumps(body).encode())).status_code == 204
    await eventually(lambda: all_followed(system.database))

    (incident,) = (await coordinator.get("/v1/incidents", params={"kind": "ai_companion_used"})).json()["items"]
    assert incident["booking_id"] == booking["id"]
    assert incident["details"]["event"] == name
    # What proved that it was off is told, and the host is looked at before its next meeting.
    assert set(incident["details"]["proven_by"]) == {"meeting", "host"}
    async with system.database.transaction() as session:
        assert [host.zoom_user_id for host in await session.exec(select(Host)) if host.proven_at is None] != []
    assert "What they said" not in str([each.payload for each in await stored(system.database)])


async def test_ai_companion_where_it_is_allowed_or_in_other_meetings_is_no_incident(system: System) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    booking = (await coordinator.post("/v1/bookings", json=scenario.booking())).json()
    async with system.database.transaction() as session:
        row = await session.get_one(Booking, booking["id"])
        row.safety = row.safety | {"meeting.ai-companion": "allowed"}

    for meeting_id in (booking["meeting"]["zoom_meeting_id"], 12345678901):
        await send(system, event("meeting.ai_companion_started", meeting_id))
    await eventually(lambda: all_followed(system.database))

    assert (await coordinator.get("/v1/incidents")).json()["items"] == []
