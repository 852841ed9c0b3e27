"""Each kind of incident from a session played at the sandbox, with what is done about it there and in the trail."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from app.audit.models import AuditEntry
from app.bookings.models import Booking
from app.bookings.participants.models import Participant
from app.bookings.participants.registering import renew
from app.hosts.models import Host
from app.kit.clock import utc_now
from app.kit.jobs import LOOK_AT_ROOM, enqueue_reconcile
from app.monitoring.findings import SETTLES_WITHIN
from app.monitoring.models import ZoomEvent
from app.policy.evidence import EvidenceKind
from app.registry.evidence.models import Evidence
from tests.support.rooms import MINUTE, at_zoom, becomes, booked, incidents, is_closed, play, registration_of, shift
from tests.support.scenario import Scenario, any_key, make_scenario
from tests.support.service import WEBHOOK_SECRET
from tests.support.webhooks import delivery, send, zoom_time
from tests.support.zoom import System, eventually

Json = dict[str, Any]


class Room:
    """The room of a session at the sandbox."""

    def __init__(self, system: System, booking: Json) -> None:
        self.system = system
        self.booking = booking
        self.path = f"/meetings/{booking['meeting']['zoom_meeting_id']}"

    async def do(self, what: str, body: Json | None = None, *, method: str = "POST") -> Any:
        return await self.system.zoom.control(method, f"{self.path}/{what}", body)

    async def joins(self, name: str, **more: str) -> str:
        """Let somebody come, by the mentee's link unless they are signed in at Zoom; return who they are."""
        if "user" not in more and "registrant_id" not in more:
            more["registrant_id"] = await registration_of(self.system.database, self.booking)
        uuid: str = (await self.do("participants", {"name": name, **more}))["uuid"]
        return uuid

    async def comes_in(self, name: str, **more: str) -> str:
        """Let somebody come, as `joins`, and let them in."""
        uuid = await self.joins(name, **more)
        await self.do(f"participants/{uuid}/admit")
        return uuid

    async def report(self) -> Json:
        report: Json = await self.system.zoom.control("GET", self.path)
        return report

    async def incident(self, kind: str, *, count: int = 1) -> Json:
        """Wait for the incident of a kind about the session, seen so often."""

        async def found() -> Json | None:
            ours = [each for each in await incidents(self.system, kind) if each["booking_id"] == self.booking["id"]]
            return next((each for each in ours if each["count"] == count), None)

        return await eventually(found)

    async def done(self, kind: str) -> Json:
        """Wait for an incident, and for what was done about it."""

        async def found() -> Json | None:
            seen = await self.incident(kind)
            return seen if seen["done"] else None

        return await eventually(found)

    async def kinds(self) -> set[str]:
        coordinator = await self.system.caller()
        query = {"booking_id": self.booking["id"], "limit": "200"}
        return {each["kind"] for each in (await coordinator.get("/v1/incidents", params=query)).json()["items"]}

    async def trail(self, action: str) -> list[Json]:
        return [each for each in await self.system.audit(self.booking["id"]) if each["action"] == action]


async def opened(system: System, scenario: Scenario, *, ago: timedelta = 10 * MINUTE) -> Room:
    """Book a session, let it have begun a while ago, and let its host open the room."""
    booking = await booked(system, scenario, starts_in=-ago)
    await play(system, booking, "start")
    await becomes(system, booking, "in_progress")
    return Room(system, booking)


async def let_hosts_record(system: System) -> None:
    """Let an administrator switch on what the product had switched off, of which Zoom's event gets lost."""
    changes = {
        "recording.cloud_recording": True,
        "in_meeting.meeting_summary_with_ai_companion.enable": True,
        "in_meeting.file_transfer": True,
    }
    await system.zoom.control("DELETE", "/webhook")
    for number in (1, 2, 3):
        await system.zoom.control("PATCH", f"/users/host-{number}/settings", changes)
    webhook = {"url": f"{system.base_url}/webhooks/zoom", "secret_token": WEBHOOK_SECRET}
    await system.zoom.control("PUT", "/webhook", webhook)


async def test_what_is_started_in_a_room_without_consents_is_stopped_told_of_and_in_the_trail(system: System) -> None:
    room = await opened(system, await make_scenario(system.database))
    await let_hosts_record(system)

    await room.do("recording/start")
    recorded = await room.done("recording_started")
    # Once more is the same incident, and stopped again.
    await room.do("recording/start")
    assert (await room.incident("recording_started", count=2))["id"] == recorded["id"]

    async def stopped_twice() -> bool:
        return len(await room.trail("meeting.stop_recording")) == 2

    await eventually(stopped_twice)
    await room.do("ai-companion/start")
    wrote = await room.done("ai_companion_used")

    assert [(each["action"], each["outcome"]) for each in recorded["done"]] == [("stop_recording", "done")]
    assert [(each["action"], each["outcome"]) for each in wrote["done"]] == [("stop_ai_companion", "done")]
    assert set(wrote["details"]["proven_by"]) == {"meeting", "host"}
    assert await system.zoom.calls("use_in_meeting_controls") == 3
    stopped = (await room.trail("meeting.stop_recording"))[0]["after"]
    assert (stopped["because"], stopped["incident_id"]) == ("recording_started", recorded["id"])
    assert (await room.trail("meeting.stop_ai_companion"))[0]["after"]["outcome"] == "done"
    assert (await room.report())["meeting"]["status"] == "started"


async def test_what_else_happens_in_a_room_is_told_of_each_by_its_kind(system: System) -> None:
    room = await opened(system, await make_scenario(system.database))
    await let_hosts_record(system)
    mentee = await room.comes_in("Somebody", email="mentee@example.org")

    await room.do("live-stream/start")
    await room.do("media-stream/start")
    await room.do("calls/telephone", {"phone_number": "447700900123", "outcome": "ringing"})
    await room.do("risk-alert")
    for name, told in (
        ("meeting.converted_to_webinar", {}),
        ("recording.transcript_completed", {}),
        ("meeting.chat_message_file_sent", {"chat_message_file": {"file_name": "secret-plan.pdf", "file_size": 3}}),
    ):
        await room.do("events", {"event": name, "object": told})
    for content in ("whiteboard", "desktop"):
        shared = {"participant": {"user_id": "99", "sharing_details": {"content": content}}}
        await room.do("events", {"event": "meeting.sharing_started", "object": shared})

    for kind in (
        "live_stream_started",
        "media_stream_started",
        "called_from_outside",
        "link_public",
        "converted_to_webinar",
        "transcript_made",
        "file_shared",
        "whiteboard_shared",
        "screen_shared",
    ):

        async def told_of(kind: str = kind) -> bool:
            return kind in await room.kinds()

        await eventually(told_of)
    coordinator = await system.caller()
    everything = (await coordinator.get("/v1/incidents", params={"limit": 200})).text
    assert "secret-plan" not in everything
    assert "447700900123" not in everything
    assert mentee


async def test_a_room_is_ended_where_the_policy_says_so_and_what_was_agreed_is_written_down(system: System) -> None:
    strict = await opened(system, await make_scenario(system.database, room={"recording": "end"}))
    agreed_between = await make_scenario(system.database)
    async with system.database.transaction() as session:
        key = await any_key(session)
        for person in (agreed_between.mentor, agreed_between.mentee):
            session.add(
                Evidence(
                    kind=EvidenceKind.RECORDING_CONSENT,
                    partner_id=agreed_between.partner,
                    person_id=person,
                    valid_from=utc_now().date() - timedelta(days=1),
                    given_by=key.id,
                )
            )
    agreed = await opened(system, agreed_between)
    lenient = await opened(system, await make_scenario(system.database, room={"recording": "alert"}))
    await let_hosts_record(system)

    for room in (strict, agreed, lenient):
        await room.do("recording/start")

    ended = await strict.done("recording_started")
    await is_closed(system, strict.booking)
    (entry,) = await strict.trail("meeting.room_ended")

    async def is_ours() -> bool:
        coordinator = await system.caller()
        record = (await coordinator.get(f"/v1/bookings/{strict.booking['id']}/session")).json()
        return [each["ended_by"] for each in record["room"]] == ["chaperone"]

    assert await eventually(is_ours)
    assert entry["after"]["because"] == "recording_started"
    assert ended["done"][0]["action"] == "end_room"
    await lenient.incident("recording_started")

    async def written_down() -> list[Json]:
        return await agreed.trail("meeting.keeping_agreed")

    (note,) = await eventually(written_down)
    assert note["after"]["kind"] == "recording_started"
    assert "recording_started" not in await agreed.kinds()
    assert (await agreed.report())["meeting"]["status"] == "started"
    assert (await lenient.report())["meeting"]["status"] == "started"
    assert (await lenient.incident("recording_started"))["done"] == []


async def test_people_whom_nobody_expects_or_let_in_or_admits_are_told_of_and_a_stranger_ends_the_room(
    system: System,
) -> None:
    scenario = await make_scenario(system.database, room={"stranger": "end"})
    booking = await booked(system, scenario, starts_in=-20 * MINUTE)
    room = Room(system, booking)
    # It happened a while ago: what people do must settle before anything follows from it.
    await system.zoom.control("POST", "/time/advance", {"seconds": -600})
    await play(system, booking, "start")
    await room.comes_in("One", email="one@example.org")
    await room.comes_in("One again", email="one@example.org")
    await room.comes_in("Two", registrant_id=await registration_of(system.database, booking, "mentor"))
    # Users of the account need no registration, and nobody expects them.
    hosts = (f"host-{number}" for number in (1, 2, 3))
    holds = (await room.report())["meeting"]["host_id"]
    one, other = (each for each in hosts if each != holds)
    await room.joins("Mentee", user=one)
    await system.zoom.settle()
    await becomes(system, booking, "in_progress")

    assert (await room.incident("link_used_twice"))["details"] == {"role": "mentee"}
    await room.incident("stranger_waiting")
    await room.incident("nobody_admits")
    assert "stranger_inside" not in await room.kinds()
    await room.do("toolbar", {"waiting_room": False}, method="PATCH")
    await room.joins("Mentor", user=other)

    await room.incident("never_admitted")
    stranger = await room.done("stranger_inside")
    await is_closed(system, booking)
    assert stranger["severity"] == "critical"
    assert stranger["done"][0]["action"] == "end_room"
    assert [each["after"]["because"] for each in await room.trail("meeting.room_ended")] == ["stranger_inside"]
    coordinator = await system.caller()
    assert "example.org" not in (await coordinator.get("/v1/incidents", params={"limit": 200})).text


async def test_somebody_who_may_be_known_in_a_moment_is_told_of_at_once_and_ends_the_room_when_it_is_certain(
    system: System,
) -> None:
    room = await opened(system, await make_scenario(system.database, room={"stranger": "end"}))
    meeting = (await room.report())["meeting"]
    came_at = utc_now().replace(microsecond=0) - timedelta(seconds=30)
    # Without address, number and registration, as a telephone that is bound to somebody's computer a little later.
    nobody = {"user_id": "901", "join_time": zoom_time(came_at)}
    about = {"id": meeting["id"], "uuid": meeting["uuid"], "host_id": meeting["host_id"], "participant": nobody}
    client = await system.anonymous()
    assert await send(client, delivery("meeting.participant_joined", about, at=came_at.timestamp())) == 204

    told = await room.incident("stranger_inside")

    assert told["done"] == []
    assert (await room.report())["meeting"]["status"] == "started"
    waiting = text("SELECT execute_after FROM pgqueuer WHERE entrypoint = :entrypoint AND status = 'queued'")
    async with system.database.transaction() as session:
        (due,) = (await (await session.connection()).execute(waiting, {"entrypoint": LOOK_AT_ROOM})).scalars()
        # Seconds of a slow transaction more or less: whoever looks too early looks again.
        assert abs(due - (came_at + SETTLES_WITHIN)) < MINUTE
        # A minute passes for who came, and for the job.
        joined = select(ZoomEvent).where(ZoomEvent.event == "meeting.participant_joined").order_by(col(ZoomEvent.id))
        event = (await session.exec(joined)).all()[-1]
        earlier = {**nobody, "join_time": zoom_time(came_at - MINUTE)}
        event.payload = {**event.payload, "object": {**event.payload["object"], "participant": earlier}}
        now_due = text("UPDATE pgqueuer SET execute_after = now() WHERE entrypoint = :entrypoint")
        await (await session.connection()).execute(now_due, {"entrypoint": LOOK_AT_ROOM})

    ended = await room.done("stranger_inside")
    await is_closed(system, room.booking)
    assert (ended["id"], ended["count"], ended["done"][0]["action"]) == (told["id"], 1, "end_room")
    assert [each["after"]["because"] for each in await room.trail("meeting.room_ended")] == ["stranger_inside"]


async def test_a_link_that_was_revoked_lets_nobody_in_and_who_is_inside_by_it_is_told_of(system: System) -> None:
    room = await opened(system, await make_scenario(system.database))
    await room.comes_in("Mentee")
    former = await registration_of(system.database, room.booking)
    async with system.database.transaction() as session:
        query = select(Participant).where(Participant.registrant_id == former)
        renew((await session.exec(query.with_for_update())).one(), utc_now())
        await enqueue_reconcile(session, [UUID(room.booking["id"])])

    async def is_another() -> bool:
        return await registration_of(system.database, room.booking) != former

    await eventually(is_another)
    refused = await system.zoom.played("POST", f"{room.path}/participants", {"registrant_id": former})
    await system.a_minute_passes()

    assert refused.status_code == 409, refused.text
    incident = await room.incident("stranger_inside")
    assert incident["details"] == {"registrant_id": former, "revoked": True}


async def test_a_host_who_does_not_come_is_told_of_though_no_event_is(system: System) -> None:
    booking = await booked(system, await make_scenario(system.database), starts_in=-11 * MINUTE)

    await system.a_minute_passes()

    await Room(system, booking).incident("host_missing")


async def test_a_meeting_that_is_changed_or_deleted_at_zoom_is_made_again_and_told_of(system: System) -> None:
    booking = await booked(system, await make_scenario(system.database), starts_in=3 * 60 * MINUTE)
    room = Room(system, booking)
    number = booking["meeting"]["zoom_meeting_id"]
    # Our own move of the session in time is none of somebody else's.
    await system.zoom.settle()
    await system.a_minute_passes()

    async def as_booked() -> bool:
        meeting = await at_zoom(system, booking)
        return meeting is not None and meeting["duration"] == 45

    await eventually(as_booked)
    for incident in await incidents(system, "meeting_changed"):
        coordinator = await system.caller()
        await coordinator.post(f"/v1/incidents/{incident['id']}/resolve", json={"resolution": "It was the test."})

    await system.zoom.as_host(number, duration=20)

    async def changed() -> Json | None:
        open_ones = [each for each in await incidents(system, "meeting_changed") if each["state"] == "open"]
        return open_ones[0] if open_ones else None

    assert "duration" in (await eventually(changed))["details"]["changed"]
    await eventually(as_booked)

    await system.zoom.control("DELETE", room.path)

    deleted = await room.incident("meeting_deleted")
    assert deleted["details"] == {"zoom_meeting_id": number}

    async def made_again() -> Json | None:
        coordinator = await system.caller()
        shown: Json = (await coordinator.get(f"/v1/bookings/{booking['id']}")).json()
        return shown if shown["meeting"] and shown["meeting"]["zoom_meeting_id"] != number else None

    assert (await eventually(made_again))["state"] == "confirmed"


async def test_what_happens_to_hosts_and_to_the_app_is_told_of(system: System) -> None:
    booking = await booked(system, await make_scenario(system.database), starts_in=3 * 60 * MINUTE)
    async with system.database.transaction() as session:
        row = await session.get_one(Booking, UUID(booking["id"]))
        host = await session.get_one(Host, row.host_id)
    other = next(f"host-{each}" for each in (1, 2, 3) if f"host-{each}" != host.zoom_user_id)

    await system.zoom.control("POST", f"/users/{other}/meetings", {"topic": "Just us", "type": 2, "duration": 30})
    await system.zoom.control("PATCH", f"/users/{host.zoom_user_id}/settings", {"in_meeting.file_transfer": True})

    async def told(kind: str) -> Json:
        async def found() -> Json | None:
            return next(iter(await incidents(system, kind)), None)

        return await eventually(found)

    outside = await told("meeting_outside_product")
    assert "Just us" not in str(outside)
    loosened = await told("settings_loosened")
    assert loosened["host_id"] == str(host.id)
    await system.zoom.control("PUT", f"/users/{other}/status", {"status": "inactive"})
    await told("host_deactivated")
    await system.zoom.control("PUT", "/app", {"authorised": False})
    assert (await told("app_deauthorized"))["severity"] == "critical"
    await system.zoom.control("PUT", "/app", {"authorised": True})


@pytest.mark.parametrize("times", [2])
async def test_events_that_are_told_again_or_followed_again_make_no_second_incident(system: System, times: int) -> None:
    room = await opened(system, await make_scenario(system.database, room={"recording": "alert"}))
    await let_hosts_record(system)
    await room.do("recording/start")
    first = await room.incident("recording_started")
    coordinator = await system.caller()
    await coordinator.post(f"/v1/incidents/{first['id']}/resolve", json={"resolution": "It was a mistake."})

    for _ in range(times):
        await room.do("recording/pause")
        await system.zoom.settle()
        await system.a_minute_passes()

    (only,) = await incidents(system, "recording_started")
    assert (only["id"], only["state"]) == (first["id"], "resolved")
    async with system.database.transaction() as session:
        opened_ones = await session.exec(select(AuditEntry).where(AuditEntry.action == "incident.opened"))
        assert [each.subject_id for each in opened_ones].count(first["id"]) == 1
    await shift(system, room.booking, starts_in=-11 * MINUTE)
