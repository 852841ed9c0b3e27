"""Keeping Zoom's events: whatever else is slow, each once, without secrets and names; what is refused is counted."""

import asyncio
import time
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import select

from app.bookings.models import Booking, Meeting, MeetingState
from app.bookings.states import BookingState
from app.kit.clock import utc_now
from app.kit.database import Database
from app.kit.jobs import FOLLOW_EVENTS
from app.monitoring.following import ask_to_follow, follow_other_events, replay
from app.monitoring.models import WebhookRefusal, ZoomEvent
from app.settings import Settings
from tests.support.interleaving import interrupted
from tests.support.scenario import add_host, make_scenario
from tests.support.service import Service, problem, service_running
from tests.support.stored import everything_stored
from tests.support.webhooks import PATH, all_followed, delivery, headers, send
from tests.support.zoom import System, eventually

ZOOM_WAITS = 3
SECRETS = ("Fake Name", "fake@example.org", "Passw0rd", "pwd=secret", "441632960000", "token-secret", "192.0.2.1")


async def stored(database: Database) -> list[ZoomEvent]:
    async with database.transaction() as session:
        return list(await session.exec(select(ZoomEvent).order_by(ZoomEvent.id)))  # type: ignore[arg-type]  # a column


async def test_what_is_refused_is_refused_plainly_and_counted_by_reason(settings: Settings, database: Database) -> None:
    body = delivery("meeting.started", {"id": 1})
    good = headers(body)
    signature, timestamp = good[1], good[0]
    unread = b"{"
    async with service_running(settings, database) as service:
        client = await service.anonymous()
        sent: list[tuple[bytes, list[tuple[str, str]], int, str]] = [
            (body, [timestamp], 401, "webhook-refused"),
            (body, [*good, signature], 401, "webhook-refused"),
            (body, [*good, timestamp], 401, "webhook-refused"),
            (body, headers(body, secret="another secret"), 401, "webhook-refused"),
            (body, headers(body, age=91 * 60), 401, "webhook-refused"),
            (b" " * (256 * 1024 + 1), good, 413, "too-large"),
            (unread, headers(unread), 400, "bad-request"),
        ]
        for content, given, status, kind in sent:
            problem(await client.post(PATH, content=content, headers=given), status, kind)
        assert await send(client, body) == 204

    async with database.transaction() as session:
        counted = {each.reason: each.count for each in await session.exec(select(WebhookRefusal))}
    assert counted == {
        "header_missing": 1,
        "header_malformed": 2,
        "wrong_signature": 1,
        "stale": 1,
        "too_large": 1,
        "unreadable": 1,
    }


async def test_a_delivery_is_recognised_by_zooms_request_id_and_then_by_what_it_says(service: Service) -> None:
    client = await service.anonymous()
    body, another = delivery("meeting.started", {"id": 1}, at=1), delivery("meeting.started", {"id": 1}, at=2)

    # Zoom's retry, with a new signature; the same event through a second subscription; an event of its own.
    assert await send(client, body, x_zm_request_id="one") == 204
    assert await send(client, body, age=300, x_zm_request_id="one") == 204
    assert await send(client, body, x_zm_request_id="two") == 204
    assert await send(client, another, x_zm_request_id="three") == 204
    # One that nobody can rely on counts for nothing.
    assert await send(client, delivery("meeting.ended", {"id": 1}), x_zm_request_id="x" * 300) == 204

    kept = [(each.event, each.request_id) for each in await stored(service.database)]
    assert kept == [("meeting.started", "one"), ("meeting.started", "three"), ("meeting.ended", None)]


async def test_a_burst_is_kept_whole_each_event_once(service: Service) -> None:
    client = await service.anonymous()
    bodies = [delivery("meeting.started", {"id": number}) for number in range(1, 151)]

    statuses = await asyncio.gather(*(send(client, body) for body in [*bodies, *bodies[:50]]))

    assert set(statuses) == {204}
    assert sorted(each.zoom_meeting_id or 0 for each in await stored(service.database)) == list(range(1, 151))


async def test_events_are_kept_while_bookings_are_locked_and_every_connection_of_the_pool_is_taken(
    system: System,
) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    booking = (await coordinator.post("/v1/bookings", json=scenario.booking())).json()
    client = await system.anonymous()
    subject = {"id": str(booking["meeting"]["zoom_meeting_id"]), "uuid": "u1"}

    async with system.database.transaction() as session:
        await (await session.connection()).execute(text("LOCK TABLE booking IN ACCESS EXCLUSIVE MODE"))
        # As many as the pool has connections, and one more.
        asking = [asyncio.create_task(coordinator.get("/v1/bookings")) for _ in range(11)]
        await asyncio.wait(asking, timeout=0.3)
        assert not any(each.done() for each in asking)
        began = time.monotonic()
        assert await send(client, delivery("meeting.started", subject)) == 204
        assert time.monotonic() - began < ZOOM_WAITS
        (kept,) = [each for each in await stored(system.database) if each.meeting_uuid == "u1"]
        assert (str(kept.booking_id), kept.followed_at) == (booking["id"], None)
    assert {each.status_code for each in await asyncio.gather(*asking)} == {200}
    await eventually(lambda: all_followed(system.database))


async def test_nothing_secret_and_nobodys_name_is_in_any_table_or_log_after_events_that_are_full_of_them(
    system: System, capfd: pytest.CaptureFixture[str]
) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    booking = (await coordinator.post("/v1/bookings", json=scenario.booking())).json()
    client = await system.anonymous()
    number = booking["meeting"]["zoom_meeting_id"]
    person = {
        "user_id": "1",
        "user_name": "Fake Name",
        "email": "fake@example.org",
        "phone_number": "441632960000",
        "public_ip": "192.0.2.1",
        "customer_key": "Fake Name",
        "leave_reason": "Fake Name left the meeting.<br>Reason: Host ended the meeting.",
        "sharing_details": {"content": "desktop", "file_link": "https://example.org/?pwd=secret"},
    }
    subject = {
        "id": number,
        "uuid": "u1",
        "host_id": "host-1",
        "topic": "Fake Name",
        "password": "Passw0rd",
        "join_url": "https://example.org/j/1?pwd=secret",
        "start_url": "https://example.org/s/1?zak=token-secret",
        "host_email": "fake@example.org",
        "summary_content": "Fake Name said",
        "participant": person,
        "registrant": {"id": "r", "email": "fake@example.org", "first_name": "Fake Name", "join_url": "x?pwd=secret"},
        "chat_message_file": {"sender_name": "Fake Name", "file_name": "Fake Name.pdf", "download_url": "x?pwd=secret"},
        "armn_details": {"post_user": "Fake Name", "meeting_url": "https://example.org/?pwd=secret"},
        "live_streaming": {"service": "Custom", "custom_live_streaming_settings": {"stream_key": "token-secret"}},
        "recording_files": [{"download_url": "https://example.org/?pwd=secret"}],
    }
    capfd.readouterr()
    for name in ("meeting.participant_joined", "meeting.participant_left", "meeting.summary_completed", "x.new"):
        for about in (subject, {**subject, "id": 12345678901}):
            more: dict[str, Any] = {
                "operator": "fake@example.org",
                "download_token": "token-secret",
                "server_urls": "x?pwd=secret",
            }
            assert await send(client, delivery(name, about, **more)) == 204
    malformed = b'{"event": 5, "name": "Fake Name", "password": "Passw0rd"}'
    assert await send(client, malformed) == 400
    await eventually(lambda: all_followed(system.database))

    told = capfd.readouterr()
    everything = [told.out, told.err, *(await everything_stored(system.database)).values()]
    for secret in SECRETS:
        assert not [each for each in everything if secret in each]
    # What may be kept was: the test would prove nothing of an empty table.
    assert len([each for each in await stored(system.database) if each.meeting_uuid == "u1"]) == 6


async def test_an_event_that_names_a_run_alone_finds_its_booking_also_when_it_comes_first(system: System) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    booking = (await coordinator.post("/v1/bookings", json=scenario.booking())).json()
    client = await system.anonymous()

    assert await send(client, delivery("meeting.rtms_started", meeting_uuid="u1", rtms_stream_id="s")) == 204
    subject = {"id": booking["meeting"]["zoom_meeting_id"], "uuid": "u1"}
    assert await send(client, delivery("meeting.participant_joined", subject)) == 204
    assert await send(client, delivery("meeting.rtms_stopped", meeting_uuid="u1", rtms_stream_id="s")) == 204

    async def linked() -> bool:
        events = [each for each in await stored(system.database) if each.meeting_uuid == "u1"]
        return {str(each.booking_id) for each in events} == {booking["id"]} and await all_followed(system.database)

    assert await eventually(linked)


async def test_of_other_meetings_only_what_our_hosts_meet_is_kept(system: System) -> None:
    client = await system.anonymous()
    await system.zoom.settle()
    before = len(await stored(system.database))
    for host in ("host-1", "somebody-else"):
        about = {"id": 12345678901, "uuid": host, "host_id": host, "topic": "Private", "participant": {"user_id": "1"}}
        await send(client, delivery("meeting.participant_joined", about))
        await send(client, delivery("user.settings_updated", {"id": host, "settings": {"in_meeting": {"chat": True}}}))

    kept = [each.payload for each in (await stored(system.database))[before:] if each.payload]
    assert [each["object"] for each in kept] == [
        {"id": 12345678901, "uuid": "host-1", "host_id": "host-1"},
        {"id": "host-1", "settings": {"in_meeting": {"chat": True}}},
    ]


async def test_following_the_same_events_again_changes_nothing(system: System) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    booking = (await coordinator.post("/v1/bookings", json=scenario.booking())).json()
    client = await system.anonymous()
    async with system.database.transaction() as session:
        row = await session.get_one(Booking, UUID(booking["id"]))
        row.state = BookingState.NOT_HELD
        row.starts_at, row.ends_at = utc_now() - timedelta(hours=3), utc_now() - timedelta(hours=2)
        begins = row.starts_at.timestamp()
    about = {"id": booking["meeting"]["zoom_meeting_id"], "uuid": "u1"}
    for later, name in enumerate(("meeting.started", "meeting.ai_companion_started", "meeting.ended")):
        await send(client, delivery(name, about, at=begins + 600 * later))
    await eventually(lambda: all_followed(system.database))

    async def seen() -> tuple[Any, ...]:
        shown = (await coordinator.get(f"/v1/bookings/{booking['id']}")).json()
        incidents = (await coordinator.get("/v1/incidents")).json()["items"]
        trail = [entry["action"] for entry in await system.audit(booking["id"])]
        return shown["state"], [(each["id"], each["updated_at"]) for each in incidents], trail

    before = await seen()
    for _ in range(2):
        async with system.database.transaction() as session:
            assert await replay(session, UUID(booking["id"])) >= 3
        await eventually(lambda: all_followed(system.database))

    assert before[0] == "completed"
    assert await seen() == before


async def test_an_event_whose_job_was_lost_is_followed_all_the_same(service: Service) -> None:
    client = await service.anonymous()
    await send(client, delivery("account.settings_updated", {"settings": {"in_meeting": {"chat": True}}}))
    async with service.database.transaction() as session:
        await session.exec(text("DELETE FROM pgqueuer"))  # type: ignore[call-overload]  # SQLModel types selects alone
        (event,) = await session.exec(select(ZoomEvent))
        event.received_at -= timedelta(minutes=2)

    for _ in range(2):
        async with service.database.transaction() as session:
            await ask_to_follow(session)
    async with service.database.engine.connect() as connection:
        jobs = await connection.execute(text("SELECT entrypoint, payload FROM pgqueuer"))
        assert [(each.entrypoint, each.payload) for each in jobs] == [(FOLLOW_EVENTS, b"")]
    await follow_other_events(service.database)
    assert await all_followed(service.database)


async def test_zoom_may_tell_of_a_meeting_of_ours_at_the_moment_when_its_answer_is_written_down(
    service: Service,
) -> None:
    await add_host(service.database, "host-1")
    coordinator = await service.caller()
    scenario = await make_scenario(service.database)
    asked = await coordinator.post("/v1/bookings", json=scenario.booking(), headers={"Prefer": "respond-async"})
    async with service.database.transaction() as session:
        booking = await session.get_one(Booking, UUID(asked.json()["id"]))
        assert booking.host_id is not None
        meeting = Meeting(booking_id=booking.id, host_id=booking.host_id, passcode="", unanswered_creates=1)
        session.add(meeting)
    body = delivery("meeting.created", {"id": 123456789, "uuid": "a==", "host_id": "host-1"})
    assert await send(await service.anonymous(), body) == 204

    async def answer_is_written_down() -> None:
        async with service.database.transaction() as session:
            row = await session.get_one(Meeting, meeting.id)
            row.zoom_meeting_id, row.state, row.unanswered_creates = 123456789, MeetingState.CREATED, 0

    with interrupted(answer_is_written_down, before="meeting.unanswered_creates > ") as interruption:
        await follow_other_events(service.database)
    await follow_other_events(service.database)

    assert interruption.happened
    assert await all_followed(service.database)
    assert (await coordinator.get("/v1/incidents")).json()["items"] == []
