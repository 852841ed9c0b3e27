"""Hosts that go away, meetings that drift, work that has to wait, and what a coordinator can do about it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
import time_machine
from sqlalchemy import text
from sqlalchemy.dialects.postgresql import Range
from sqlmodel import select

from app.access.models import Scope
from app.bookings.models import Booking, Meeting, MeetingState, Reservation
from app.bookings.review import mark_concerned
from app.bookings.states import BookingState
from app.hosts.models import Host, HostUsage
from app.kit.clock import utc_now
from app.kit.database import Database
from app.kit.identifiers import new_id
from app.kit.jobs import RECONCILE, enqueue_reconcile
from app.provisioning.checking import CHECKED_BEFORE, CHECKED_DURING, CHECKED_EVERY, next_check
from app.provisioning.reconciler import Reconciler
from app.provisioning.timers import every_minute
from app.settings import Settings
from app.zoom.limits.plans import Plan
from tests.support.scenario import add_host, any_key, let_it_begin, make_scenario
from tests.support.service import Service, problem
from tests.support.zoom import AI_OFF, System, Zoom, eventually, running_system


async def confirmed(system: System, client: httpx.AsyncClient, **more: Any) -> dict[str, Any]:
    scenario = await make_scenario(system.database)
    response = await client.post("/v1/bookings", json=scenario.booking(10, **more))
    assert response.status_code == 201, response.text
    booking: dict[str, Any] = response.json()
    assert booking["state"] == "confirmed", booking
    return booking


async def becomes(client: httpx.AsyncClient, booking: dict[str, Any], state: str) -> dict[str, Any]:
    async def look() -> dict[str, Any] | None:
        now: dict[str, Any] = (await client.get(f"/v1/bookings/{booking['id']}")).json()
        return now if now["state"] == state else None

    return await eventually(look)


async def host_of(system: System, booking: dict[str, Any]) -> Host:
    async with system.database.transaction() as session:
        row = (await session.exec(select(Booking).where(Booking.id == booking["id"]))).one()
        assert row.host_id is not None
        return await session.get_one(Host, row.host_id)


@pytest.mark.parametrize("change", [{"status": "inactive"}, {"type": 1}], ids=["deactivated", "demoted"])
async def test_the_sessions_ahead_of_a_host_that_zoom_takes_out_move_to_another(
    system: System, change: dict[str, Any]
) -> None:
    coordinator = await system.caller()
    booking = await confirmed(system, coordinator)
    gone = await host_of(system, booking)
    user = {"id": gone.zoom_user_id, "email": gone.email, "settings": AI_OFF, **change}
    await system.zoom.control("POST", "/users", user)

    assert (await coordinator.post("/v1/hosts/sync", json={})).status_code == 200

    async def moved() -> bool:
        return (await host_of(system, booking)).id != gone.id

    await eventually(moved)
    again = await becomes(coordinator, booking, "confirmed")

    shown = (await coordinator.get(f"/v1/bookings/{booking['id']}")).json()
    assert shown["meeting"]["zoom_meeting_id"] != booking["meeting"]["zoom_meeting_id"]
    assert again["starts_at"] == booking["starts_at"]
    # Nobody can do anything about the meetings of a user who is not active; they are removed when the user is back.
    await system.zoom.control("POST", "/users", user | {"status": "active"})

    async def one_left() -> list[dict[str, Any]] | None:
        meetings = await system.zoom.meetings()
        return meetings if len(meetings) == 1 and meetings[0]["host_id"] != gone.zoom_user_id else None

    (meeting,) = await eventually(one_left)
    assert shown["meeting"]["zoom_meeting_id"] == meeting["id"]
    actions = [entry["action"] for entry in await system.audit(booking["id"])]
    assert actions.index("booking.host_changed") < actions.index("meeting.removed")
    # Only a meeting that is proven confirms: the old one goes after the new one's proof, not merely after it was made.
    _, second_proof = (place for place, action in enumerate(actions) if action == "booking.confirmed")
    assert second_proof < actions.index("meeting.removed")


async def test_a_host_that_zoom_takes_no_more_changes_for_today_leaves_the_session_to_another(system: System) -> None:
    coordinator = await system.caller()
    scenario = await make_scenario(system.database)
    async with system.database.transaction() as session:
        hosts = (await session.exec(select(Host))).all()
        for host in hosts[:2]:
            session.add(HostUsage(host_id=host.id, day=utc_now().date(), changes=100))

    booking = (await coordinator.post("/v1/bookings", json=scenario.booking(10))).json()

    assert booking["state"] == "confirmed"
    assert (await host_of(system, booking)).id == hosts[2].id


async def test_a_meeting_is_looked_at_daily_an_hour_and_ten_minutes_before_and_often_while_its_room_may_be_open() -> (
    None
):
    now = utc_now()
    hour, ten_minutes = CHECKED_BEFORE

    def ahead(starts_in: timedelta) -> timedelta | None:
        starts_at = now + starts_in
        moment = next_check(starts_at, starts_at + timedelta(minutes=45), timedelta(minutes=15), now)
        return moment - now if moment else None

    assert CHECKED_EVERY - timedelta(hours=4) <= (ahead(timedelta(days=30)) or timedelta()) <= CHECKED_EVERY
    assert ahead(timedelta(hours=3)) == timedelta(hours=3) - hour
    assert ahead(hour) == hour - ten_minutes
    assert ahead(timedelta(minutes=11)) == timedelta(minutes=1)
    assert ahead(ten_minutes) == ten_minutes
    assert ahead(timedelta(0)) == ahead(-timedelta(minutes=30)) == CHECKED_DURING
    assert ahead(-timedelta(minutes=42)) == timedelta(minutes=3)
    assert ahead(-timedelta(minutes=58)) == timedelta(minutes=2)
    assert ahead(-timedelta(minutes=60)) is None


async def test_what_is_loosened_without_an_event_is_found_by_the_next_look_and_becomes_an_incident(
    system: System,
) -> None:
    coordinator = await system.caller()
    booking = await confirmed(system, coordinator)
    await system.zoom.control("DELETE", "/webhook")
    await system.zoom.as_host(booking["meeting"]["zoom_meeting_id"], settings={"waiting_room": False})
    await system.idle()
    async with system.database.transaction() as session:
        (await session.exec(select(Meeting))).one().next_check_at = utc_now()

    await system.a_minute_passes()

    async def repaired() -> bool:
        (meeting,) = await system.zoom.meetings()
        return bool(meeting["settings"]["waiting_room"])

    await eventually(repaired)

    async def told() -> list[dict[str, Any]]:
        found = (await coordinator.get("/v1/incidents", params={"kind": "settings_loosened"})).json()["items"]
        return [each for each in found if each["booking_id"] == booking["id"] and each["details"]["after"]]

    (incident,) = await eventually(told)
    assert set(incident["details"]["before"]) == {"meeting.waiting-room"} == set(incident["details"]["after"])
    async with system.database.transaction() as session:
        looked_at = (await session.exec(select(Meeting))).one()
    assert looked_at.next_check_at is not None
    assert looked_at.next_check_at > utc_now() + timedelta(hours=12)


@pytest.mark.parametrize(
    "shown", [{"topic": "Zoom Meeting", "agenda": ""}, {"topic": "Zoom Meeting"}], ids=["both", "the topic"]
)
async def test_what_an_account_hides_of_a_meeting_is_not_sent_again_and_blocks_nothing(
    system: System, shown: dict[str, str]
) -> None:
    coordinator = await system.caller()
    booking = await confirmed(system, coordinator)
    changes = await system.zoom.calls("update_meeting")
    await system.zoom.as_host(booking["meeting"]["zoom_meeting_id"], **shown)
    await system.zoom.settle()
    await system.idle()
    async with system.database.transaction() as session:
        meeting = (await session.exec(select(Meeting))).one()
        proven_at, meeting.next_check_at = meeting.proven_at, utc_now()

    await system.a_minute_passes()

    async def looked_at() -> bool:
        async with system.database.transaction() as session:
            return (await session.exec(select(Meeting))).one().proven_at != proven_at

    await eventually(looked_at)
    assert await system.zoom.calls("update_meeting") == changes
    assert (await coordinator.get(f"/v1/bookings/{booking['id']}")).json()["state"] == "confirmed"


async def test_a_session_that_has_begun_gets_a_meeting_that_lasts_to_its_end(system: System) -> None:
    coordinator = await system.caller()
    booking = await confirmed(system, coordinator)
    meeting_id = booking["meeting"]["zoom_meeting_id"]
    await let_it_begin(system.database, booking["id"])
    # Zoom moves a start that has passed to now, and the host has made the meeting shorter than the session.
    await system.zoom.as_host(
        meeting_id, start_time=f"{utc_now():%Y-%m-%dT%H:%M:%SZ}", duration=5, settings={"waiting_room": False}
    )

    async def lasts() -> bool:
        meeting = (await system.zoom.control("GET", f"/meetings/{meeting_id}"))["meeting"]
        return bool(meeting["duration"] >= 60 and meeting["settings"]["waiting_room"])

    await eventually(lasts)


async def meetings_that_are_due(database: Database, count: int) -> list[UUID]:
    """Write so many confirmed sessions whose meetings must be looked at now; return their ids, the soonest first."""
    scenario = await make_scenario(database)
    host = await add_host(database)
    now = utc_now()
    async with database.transaction() as session:
        key = await any_key(session)
        # The order in which they were booked is not the order in which they take place.
        places = [place * 7 % count for place in range(count)]
        bookings = [
            Booking(
                partner_id=scenario.partner,
                programme_id=scenario.programme,
                pairing_id=scenario.pairing,
                policy_version=1,
                modality="zoom",
                starts_at=now + timedelta(days=1, hours=place),
                ends_at=now + timedelta(days=1, hours=place, minutes=45),
                time_zone="Europe/London",
                agreed_by_both=True,
                state=BookingState.CONFIRMED,
                host_id=host,
                safety={},
                requested_by=key.id,
                requested_by_role=key.role,
            )
            for place in places
        ]
        session.add_all(bookings)
        await session.flush()
        session.add_all(
            Meeting(
                booking_id=booking.id,
                host_id=host,
                state=MeetingState.PROVEN,
                zoom_meeting_id=90_000_000_000 + place,
                passcode="",
                # Who has waited longest is not who is looked at first.
                next_check_at=now - timedelta(minutes=1, seconds=place),
            )
            for place, booking in zip(places, bookings, strict=True)
        )
        taken = {"mentor": scenario.mentor, "mentee": scenario.mentee, "host": host}
        session.add_all(
            Reservation(
                booking_id=booking.id,
                resource=resource,
                resource_id=resource_id,
                period=Range(booking.starts_at, booking.ends_at, bounds="[)"),
            )
            for booking in bookings
            for resource, resource_id in taken.items()
        )
        return [booking.id for booking in sorted(bookings, key=lambda booking: booking.starts_at)]


async def asked_for(database: Database) -> set[UUID]:
    """Return the bookings that the worker is asked to look at."""
    async with database.transaction() as session:
        payloads = await (await session.connection()).scalars(
            text("SELECT convert_from(payload, 'UTF8') FROM pgqueuer WHERE entrypoint = :entrypoint"),
            {"entrypoint": RECONCILE},
        )
        return {UUID(payload) for payload in payloads}


async def test_looking_at_meetings_stays_within_its_share_and_begins_with_the_soonest_sessions(
    settings: Settings, database: Database
) -> None:
    frugal = settings.model_copy(update={"zoom_plan": Plan.FREE})
    due = await meetings_that_are_due(database, 60)
    # A fifth of the free plan's four reads a second.
    a_minute = 48

    await every_minute(database, frugal)
    assert await asked_for(database) == set(due[:a_minute])

    with time_machine.travel(utc_now() + timedelta(minutes=1), tick=True):
        await every_minute(database, frugal)
    assert await asked_for(database) == set(due)
    async with database.transaction() as session:
        jobs = await (await session.connection()).scalar(text("SELECT count(*) FROM pgqueuer"))
    assert jobs == len(due)


async def test_work_that_fails_for_a_reason_of_our_own_ends_and_can_be_tried_again(
    sandbox_settings: Settings, database: Database, zoom: Zoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = sandbox_settings.model_copy(update={"give_up_after": 3, "retry_longest": timedelta(milliseconds=100)})
    poisoned: set[str] = set()
    sound = Reconciler._bring_about

    async def poison(self: Reconciler, booking_id: Any, lease: Any) -> Any:
        if str(booking_id) in poisoned:
            raise RuntimeError
        return await sound(self, booking_id, lease)

    monkeypatch.setattr(Reconciler, "_bring_about", poison)
    async with running_system(settings, database, zoom) as system:
        await system.proven_hosts()
        coordinator = await system.caller()
        good = await confirmed(system, coordinator)
        poisoned.add(good["id"])
        other = await make_scenario(database)
        later = {key: value for key, value in other.booking(15).items() if key != "pairing_id"}
        moved = await coordinator.patch(f"/v1/bookings/{good['id']}", json=later, headers={"If-Match": "*"})
        assert moved.json()["state"] in {"provisioning", "failed"}
        # The others go on meanwhile.
        await confirmed(system, coordinator)
        failed = await becomes(coordinator, good, "failed")
        assert "our side" in failed["problem"]
        (incident,) = (await coordinator.get("/v1/incidents", params={"kind": "provisioning_stuck"})).json()["items"]
        assert incident["booking_id"] == good["id"]

        poisoned.clear()
        again = await coordinator.post(f"/v1/bookings/{good['id']}/retry")

        assert again.json()["state"] == "confirmed", again.text
        assert (await coordinator.get(f"/v1/incidents/{incident['id']}")).json()["resolved_at"]

        async def one_each() -> bool:
            return len(await zoom.meetings()) == 2

        await eventually(one_each)


async def test_a_blocked_session_is_tried_again_once_its_cause_is_put_right(system: System) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    await system.zoom.lock(meeting_security__waiting_room=False)
    booking = (await coordinator.post("/v1/bookings", json=scenario.booking(10))).json()
    assert booking["state"] == "blocked"
    await system.zoom.lock()

    again = await coordinator.post(f"/v1/bookings/{booking['id']}/retry")

    assert again.json()["state"] == "confirmed", again.text
    assert again.json()["starts_at"] == booking["starts_at"]
    problem(await coordinator.post(f"/v1/bookings/{booking['id']}/retry"), 409, "wrong-state")


async def test_what_somebody_else_has_taken_meanwhile_is_not_tried_again(system: System) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    await system.zoom.lock(meeting_security__waiting_room=False)
    booking = (await coordinator.post("/v1/bookings", json=scenario.booking(10))).json()
    await system.zoom.lock()
    assert (await coordinator.post("/v1/bookings", json=scenario.booking(10))).json()["state"] == "confirmed"

    refused = problem(await coordinator.post(f"/v1/bookings/{booking['id']}/retry"), 409, "clash")

    assert refused["parties"] == ["mentor", "mentee"]
    assert (await coordinator.get(f"/v1/bookings/{booking['id']}")).json()["state"] == "blocked"


async def test_a_session_in_progress_is_ended_for_everybody_and_not_moved(system: System) -> None:
    coordinator = await system.caller()
    booking = await confirmed(system, coordinator)
    path, meeting_id = f"/v1/bookings/{booking['id']}", booking["meeting"]["zoom_meeting_id"]
    later = {"starts_at": booking["starts_at"], "ends_at": booking["ends_at"], "agreed_by_both": True}
    assert "Cancel it" in problem(await coordinator.post(f"{path}/end"), 409, "wrong-state")["detail"]
    await let_it_begin(system.database, booking["id"])
    await system.zoom.control("POST", f"/meetings/{meeting_id}/start")
    await system.zoom.settle()
    await becomes(coordinator, booking, "in_progress")

    refused = await coordinator.patch(path, json=later, headers={"If-Match": "*"})
    assert "/end" in problem(refused, 409, "wrong-state")["detail"]
    ended = await coordinator.post(f"{path}/end")

    assert ended.json()["ended_by_request_at"], ended.text
    assert await system.zoom.calls("update_status") == 1
    refused = await coordinator.patch(path, json=later, headers={"If-Match": "*"})
    assert "was ended" in problem(refused, 409, "wrong-state")["detail"]

    async def cannot_be_opened_again() -> bool:
        return not await system.zoom.meetings()

    await eventually(cannot_be_opened_again)


@pytest.mark.parametrize("verb", ["end", "retry"])
async def test_who_may_not_act_on_a_booking_is_refused(system: System, verb: str) -> None:
    elsewhere = await make_scenario(system.database)
    coordinator = await system.caller()
    booking = await confirmed(system, coordinator)
    path = f"/v1/bookings/{booking['id']}/{verb}"
    nobody = await system.anonymous()
    reader = await system.caller(Scope.BOOKINGS_READ)
    stranger = await system.caller(partner_id=elsewhere.partner)

    problem(await nobody.post(path), 401, "not-authenticated")
    problem(await reader.post(path), 403, "not-permitted")
    problem(await stranger.post(path), 404, "not-found")


async def test_when_the_days_quota_is_out_bookings_wait_with_an_honest_estimate_and_none_is_lost(
    system: System,
) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    rule = {"kind": "rate_limited_per_day", "operation": "create_meeting"}
    await system.zoom.faults(rule)

    response = await coordinator.post("/v1/bookings", json=scenario.booking(10), headers={"Prefer": "wait=2"})

    assert response.status_code == 202, response.text
    booking = response.json()
    assert booking["state"] == "provisioning"
    midnight = utc_now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    until_midnight = (midnight - utc_now()).total_seconds()
    assert int(response.headers["Retry-After"]) == pytest.approx(until_midnight, abs=30)
    assert "limit" in booking["problem"]
    assert booking["next_attempt_at"]
    assert await system.zoom.meetings() == []


async def test_a_dead_host_with_a_doubtful_meeting_takes_no_other_host_with_it(system: System) -> None:
    coordinator = await system.caller()
    await system.zoom.faults({"kind": "drop_answer_after_work", "operation": "create_meeting"})
    booking = await confirmed(system, coordinator)
    async with system.database.transaction() as session:
        # As if Zoom might still carry out another create call that nobody answered.
        meeting = (await session.exec(select(Meeting))).one()
        meeting.unanswered_creates, meeting.last_create_at = 1, utc_now()
    gone = await host_of(system, booking)
    user = {"id": gone.zoom_user_id, "email": gone.email, "settings": AI_OFF, "status": "inactive"}
    await system.zoom.control("POST", "/users", user)
    await coordinator.post("/v1/hosts/sync", json={})

    async def moved() -> bool:
        return (await host_of(system, booking)).id != gone.id

    await eventually(moved)
    await becomes(coordinator, booking, "confirmed")

    async def tried_to_clear_away() -> bool:
        return await system.zoom.calls("delete_meeting") >= 3

    await eventually(tried_to_clear_away)
    hosts = (await coordinator.get("/v1/hosts")).json()["items"]
    assert [host["zoom_user_id"] for host in hosts if not host["active"]] == [gone.zoom_user_id]
    assert (await coordinator.get(f"/v1/bookings/{booking['id']}")).json()["state"] == "confirmed"


async def test_a_meeting_that_must_go_is_removed_although_its_job_was_lost(system: System) -> None:
    coordinator = await system.caller()
    booking = await confirmed(system, coordinator)
    await system.idle()
    async with system.database.transaction() as session:
        row = (await session.exec(select(Booking).where(Booking.id == booking["id"]))).one()
        row.state, row.updated_at = BookingState.SUSPENDED, utc_now() - timedelta(hours=1)
        row.next_decision_at = None

    await system.a_minute_passes()

    async def gone() -> bool:
        return await system.zoom.meetings() == []

    await eventually(gone)


async def test_jobs_that_follow_each_other_do_not_multiply(service: Service) -> None:
    booking_id = new_id()

    async def waiting() -> int:
        async with service.database.transaction() as session:
            found = await (await session.connection()).execute(text("SELECT count(*) FROM pgqueuer"))
            return int(found.scalar_one())

    for _ in range(3):
        async with service.database.transaction() as session:
            await enqueue_reconcile(session, [booking_id], after=timedelta(hours=1), unless_waiting=True)
    assert await waiting() == 1
    async with service.database.transaction() as session:
        await enqueue_reconcile(session, [booking_id])
    assert await waiting() == 2


async def test_a_fact_that_changed_while_the_database_was_away_is_not_forgotten(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    coordinator = await system.caller()
    booking = await confirmed(system, coordinator)
    failures = iter([OSError("the database is away")])
    sound = mark_concerned

    async def away_once(database: Database, concerning: Mapping[str, UUID]) -> None:
        for failure in failures:
            raise failure
        await sound(database, concerning)

    monkeypatch.setattr("app.provisioning.worker.mark_concerned", away_once)
    path = f"/v1/pairings/{booking['pairing_id']}"

    assert (await coordinator.patch(path, json={"active": False}, headers={"If-Match": "*"})).status_code == 200

    await becomes(coordinator, booking, "suspended")
