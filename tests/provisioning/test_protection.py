"""A session stays protected until its time is over and its room is closed, whatever anybody does with the room."""

from typing import Any
from uuid import UUID

from sqlmodel import select

from app.bookings.models import Booking, Meeting
from app.kit.clock import utc_now
from app.policy.evidence import EvidenceKind
from app.registry.evidence.models import Evidence
from tests.support.rooms import (
    MINUTE,
    at_zoom,
    becomes,
    booked,
    end_pairing,
    incidents,
    is_closed,
    is_removed,
    play,
    read,
    registration_of,
    shift,
)
from tests.support.scenario import make_scenario
from tests.support.service import WEBHOOK_SECRET, problem
from tests.support.webhooks import attended
from tests.support.zoom import System, eventually


async def test_a_room_that_is_opened_early_is_ended_and_reported_and_the_session_stays_protected(
    system: System,
) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    booking = await booked(system, scenario, starts_in=40 * MINUTE)

    await play(system, booking, "start")
    await is_closed(system, booking)
    await play(system, booking, "end")

    assert (await read(system, booking))["state"] == "confirmed"
    (incident,) = await incidents(system, "room_opened_early")
    assert incident["booking_id"] == booking["id"]

    async def endings() -> list[str]:
        found = [entry for entry in await system.audit(booking["id"]) if entry["action"] == "meeting.room_ended"]
        return [entry["after"]["because"] for entry in found]

    # Zoom has closed it before that is written down.
    assert await eventually(endings) == ["opened_early"]
    path = f"/v1/bookings/{booking['id']}"
    assert "Cancel it" in problem(await coordinator.post(f"{path}/end"), 409, "wrong-state")["detail"]

    await system.zoom.as_host(booking["meeting"]["zoom_meeting_id"], settings={"waiting_room": False})

    async def repaired() -> bool:
        meeting = await at_zoom(system, booking)
        return meeting is not None and meeting["settings"]["waiting_room"] is True

    await eventually(repaired)
    await eventually(lambda: incidents(system, "settings_loosened"))
    await end_pairing(coordinator, scenario)
    await becomes(system, booking, "suspended")
    await is_removed(system, booking)


async def test_an_open_room_is_ended_by_cancelling_though_nobody_was_told_that_it_is_open(system: System) -> None:
    coordinator = await system.caller()
    early = await booked(system, await make_scenario(system.database), starts_in=40 * MINUTE)
    running = await booked(system, await make_scenario(system.database), starts_in=-10 * MINUTE)
    await system.zoom.control("DELETE", "/webhook")

    for booking in (early, running):
        await play(system, booking, "start")
        path = f"/v1/bookings/{booking['id']}/cancel"
        cancelled = await coordinator.post(path, json={"reason": "The mentee is unwell."})
        assert cancelled.json()["state"] == "cancelled", cancelled.text

    for booking in (early, running):
        await is_removed(system, booking)


async def test_a_room_is_ended_on_request_though_nobody_was_told_that_it_is_open(system: System) -> None:
    coordinator = await system.caller()
    booking = await booked(system, await make_scenario(system.database), starts_in=-10 * MINUTE)
    await system.zoom.control("DELETE", "/webhook")
    nobody_there = await coordinator.post(f"/v1/bookings/{booking['id']}/end")
    await play(system, booking, "start")

    ended = await coordinator.post(f"/v1/bookings/{booking['id']}/end")

    assert (nobody_there.status_code, nobody_there.json()["state"]) == (200, "confirmed")
    assert (ended.status_code, ended.json()["state"], ended.json()["meeting"]) == (200, "confirmed", None)
    assert ended.json()["ended_by_request_at"]
    await is_removed(system, booking)


async def test_a_running_session_that_is_closed_before_its_end_goes_on_and_a_fact_that_fails_ends_it(
    system: System,
) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    booking = await booked(system, scenario, starts_in=-10 * MINUTE)
    await play(system, booking, "start")
    await becomes(system, booking, "in_progress")
    await play(system, booking, "end")
    closed = await becomes(system, booking, "confirmed")
    await play(system, booking, "start")
    running = await becomes(system, booking, "in_progress")

    async with system.database.transaction() as session:
        given = Evidence.person_id == scenario.mentor, Evidence.kind == EvidenceKind.VIRTUAL_MEETING_CONSENT
        consent = (await session.exec(select(Evidence).where(*given))).one()
    await coordinator.post(f"/v1/evidence/{consent.id}/withdraw", json={"reason": "On leave."})

    assert closed["meeting"] is not None
    assert running["meeting"] is not None
    assert (await becomes(system, booking, "suspended"))["meeting"] is None
    await is_removed(system, booking)
    # It was held until then.
    await shift(system, booking, starts_in=-65 * MINUTE)
    await attended(await system.anonymous(), system.database, booking["id"])

    async def completed() -> bool:
        # What the worker still holds is left to the next minute.
        await system.a_minute_passes()
        return bool((await read(system, booking))["state"] == "completed")

    await eventually(completed)


async def test_a_running_meeting_that_is_loosened_is_not_called_proven_and_is_repaired_when_zoom_lets_us(
    system: System,
) -> None:
    coordinator = await system.caller()
    booking = await booked(system, await make_scenario(system.database), starts_in=-10 * MINUTE)
    number = booking["meeting"]["zoom_meeting_id"]
    await play(system, booking, "start")
    await becomes(system, booking, "in_progress")
    # Nobody tells of the change: the next look finds it.
    await system.zoom.control("DELETE", "/webhook")
    await system.zoom.as_host(number, settings={"waiting_room": False})
    await shift(system, booking, starts_in=-20 * MINUTE)

    await system.a_minute_passes()

    async def noticed() -> dict[str, Any] | None:
        shown = await read(system, booking)
        return shown if shown["problem"] else None

    shown = await eventually(noticed)
    assert (shown["state"], shown["meeting"]) == ("in_progress", None)
    problem(await coordinator.get(f"/v1/bookings/{booking['id']}/meeting-access"), 409, "wrong-state")
    (incident,) = await incidents(system, "settings_loosened")
    assert incident["details"] == {"before": {"meeting.waiting-room": "waiting_room: false"}, "after": {}}
    running = await at_zoom(system, booking)
    assert running is not None
    assert (running["status"], running["settings"]["waiting_room"]) == ("started", False)

    webhook = {"url": f"{system.base_url}/webhooks/zoom", "secret_token": WEBHOOK_SECRET}
    await system.zoom.control("PUT", "/webhook", webhook)
    await play(system, booking, "end")

    async def proven_again() -> dict[str, Any] | None:
        shown = await read(system, booking)
        return shown if shown["meeting"] else None

    assert (await eventually(proven_again))["problem"] is None
    repaired = await at_zoom(system, booking)
    assert repaired is not None
    assert repaired["settings"]["waiting_room"] is True


async def test_a_running_meeting_that_is_loosened_is_ended_where_the_policy_asks_for_that(system: System) -> None:
    scenario = await make_scenario(system.database, room={"loosened": "end"})
    booking = await booked(system, scenario, starts_in=-10 * MINUTE)
    await play(system, booking, "start")
    await becomes(system, booking, "in_progress")

    await system.zoom.as_host(booking["meeting"]["zoom_meeting_id"], settings={"waiting_room": False})

    await is_closed(system, booking)
    assert (await becomes(system, booking, "confirmed"))["id"] == booking["id"]
    assert await incidents(system, "settings_loosened")


async def test_a_session_may_overrun_for_a_while_and_then_its_room_is_ended_and_stays_so(system: System) -> None:
    booking = await booked(system, await make_scenario(system.database), starts_in=-10 * MINUTE)
    await play(system, booking, "start")
    await becomes(system, booking, "in_progress")
    await shift(system, booking, starts_in=-55 * MINUTE)
    looked = await system.zoom.calls("get_meeting")
    await system.a_minute_passes()

    async def has_looked() -> bool:
        return await system.zoom.calls("get_meeting") > looked

    await eventually(has_looked)
    assert (await read(system, booking))["state"] == "in_progress"
    assert await incidents(system, "room_open_too_long") == []

    await shift(system, booking, starts_in=-61 * MINUTE)
    await attended(await system.anonymous(), system.database, booking["id"], lose="meeting.ended")
    await system.a_minute_passes()

    await becomes(system, booking, "completed")
    await is_closed(system, booking)
    (incident,) = await incidents(system, "room_open_too_long")
    assert incident["booking_id"] == booking["id"]
    await play(system, booking, "start")
    await is_closed(system, booking)


async def test_whether_a_session_was_held_is_told_after_its_end_by_what_was_seen_or_by_zoom(system: System) -> None:
    nobody = await booked(system, await make_scenario(system.database), starts_in=-10 * MINUTE)
    silent = await booked(system, await make_scenario(system.database), starts_in=-10 * MINUTE)
    await system.zoom.control("DELETE", "/webhook")
    await system.zoom.control("PUT", "/time", {"now": (utc_now() - 10 * MINUTE).isoformat()})
    await play(system, silent, "start")
    people = f"/meetings/{silent['meeting']['zoom_meeting_id']}/participants"
    mentee = {"name": "A guest", "registrant_id": await registration_of(system.database, silent)}
    guest = await system.zoom.control("POST", people, mentee)
    await system.zoom.control("POST", f"{people}/{guest['uuid']}/admit")
    await system.zoom.control("PUT", "/time", {"now": utc_now().isoformat()})
    await play(system, silent, "end")
    await shift(system, nobody, starts_in=-55 * MINUTE)
    await system.a_minute_passes()
    assert (await read(system, nobody))["state"] == "confirmed"

    await shift(system, nobody, starts_in=-61 * MINUTE)
    await system.idle()
    async with system.database.transaction() as session:
        row = await session.get_one(Booking, UUID(silent["id"]))
        row.ends_at = utc_now()
        row.held_at = None
        (await session.exec(select(Meeting).where(Meeting.booking_id == row.id))).one().next_check_at = utc_now()
    await system.a_minute_passes()

    await becomes(system, nobody, "not_held")
    await becomes(system, silent, "completed")


async def test_what_a_host_loosens_while_another_change_is_being_repaired_is_repaired_too(system: System) -> None:
    booking = await booked(system, await make_scenario(system.database), starts_in=40 * MINUTE)
    meeting_id = booking["meeting"]["zoom_meeting_id"]
    # The look that follows the repair comes late, so that the host is there before it.
    await system.zoom.faults({"kind": "delay", "operation": "get_meeting", "seconds": 0.5, "after": 1})

    await system.zoom.as_host(meeting_id, duration=15)

    async def is_being_repaired() -> bool:
        return await system.zoom.calls("update_meeting") > 0

    await eventually(is_being_repaired)
    await system.zoom.as_host(meeting_id, settings={"waiting_room": False})

    async def repaired() -> bool:
        meeting = await at_zoom(system, booking)
        return meeting is not None and meeting["settings"]["waiting_room"] is True and meeting["duration"] == 45

    await eventually(repaired)
    assert (await read(system, booking))["state"] == "confirmed"
