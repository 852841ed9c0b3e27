"""What happened in a session, over HTTP: as it was told, as Zoom answers where it was not, and as coordinators correct it."""

import csv
import io
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import delete, update
from sqlmodel import col, select

from app.access.models import Role, Scope
from app.audit.origin import WORKER
from app.bookings.models import Booking, Meeting
from app.bookings.reading import booking_for_update
from app.bookings.states import BookingState
from app.kit.clock import utc_now
from app.kit.database import Database
from app.monitoring.models import KeptRecord, ZoomEvent
from app.monitoring.sessions.service import settle
from app.settings import Settings
from tests.support.rooms import registration_of
from tests.support.scenario import Scenario, make_scenario
from tests.support.service import problem
from tests.support.webhooks import all_followed, attended, delivery, send
from tests.support.zoom import System, Zoom, eventually, running_system

LENGTH = timedelta(minutes=45)
CORRECTION = {"is_held": True, "minutes": 40, "reason": "Both told us that they spoke by telephone."}


async def booked(system: System, scenario: Scenario, **more: Any) -> dict[str, Any]:
    coordinator = await system.caller()
    response = await coordinator.post("/v1/bookings", json=scenario.booking(**more))
    assert response.json()["state"] == "confirmed", response.text
    booking: dict[str, Any] = response.json()
    await system.ask_to_register()
    await system.idle()
    return booking


async def began(database: Database, booking: dict[str, Any], ago: timedelta) -> datetime:
    """Let a session have begun some time ago; a look at it is due."""
    async with database.transaction() as session:
        row = await session.get_one(Booking, UUID(booking["id"]))
        row.starts_at = (utc_now() - ago).replace(microsecond=0)
        row.ends_at = row.starts_at + LENGTH
        for meeting in await session.exec(select(Meeting).where(Meeting.booking_id == row.id)):
            meeting.next_check_at = utc_now()
        return row.starts_at


async def read(client: httpx.AsyncClient, booking: dict[str, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = (await client.get(f"/v1/bookings/{booking['id']}/session")).json()
    return shown


async def settled(system: System, booking: dict[str, Any]) -> dict[str, Any]:
    """Wait until it is said whether the session was held, and read what happened in it."""
    coordinator = await system.caller()

    async def look() -> dict[str, Any] | None:
        await system.a_minute_passes()
        shown = await read(coordinator, booking)
        return shown if shown["state"] in {"completed", "not_held"} else None

    return await eventually(look)


async def play(zoom: Zoom, database: Database, booking: dict[str, Any], starts_at: datetime) -> None:
    """Play a session at the sandbox, at the time when it was: half an hour, and, opened again a minute later, five minutes."""
    meeting = f"/meetings/{booking['meeting']['zoom_meeting_id']}"
    mentee = {"name": "Fake Name", "registrant_id": await registration_of(database, booking)}
    await zoom.control("PUT", "/time", {"now": starts_at.isoformat()})
    for lasts in (30, 5):
        await zoom.control("POST", f"{meeting}/start")
        uuid = (await zoom.control("POST", f"{meeting}/participants", mentee))["uuid"]
        await zoom.control("POST", "/time/advance", {"seconds": 60})
        await zoom.control("POST", f"{meeting}/participants/{uuid}/admit")
        await zoom.control("POST", "/time/advance", {"seconds": (lasts - 1) * 60})
        await zoom.control("POST", f"{meeting}/end")
        await zoom.control("POST", "/time/advance", {"seconds": 60})
    await zoom.control("PUT", "/time", {"now": utc_now().isoformat()})
    await zoom.settle()


def minutes(shown: dict[str, Any], starts_at: datetime) -> dict[str, Any]:
    """Return what is shown with its times in minutes since the start of the session."""

    def since(text: str | None) -> float | None:
        return None if text is None else (datetime.fromisoformat(text) - starts_at).total_seconds() // 60

    def periods(rows: list[dict[str, Any]]) -> list[tuple[float | None, float | None]]:
        return [(since(row["began_at"]), since(row["ended_at"])) for row in rows]

    return {
        "room": [(since(run["opened_at"]), since(run["closed_at"])) for run in shown["room"]],
        "people": [(one["role"], periods(one["waited"]), periods(one["inside"])) for one in shown["people"]],
    }


@pytest.mark.parametrize(
    "fault", [None, "fail", "drop"], ids=["told", "not delivered and fetched from Zoom's log", "lost and asked for"]
)
async def test_a_session_is_held_and_who_was_in_is_told_also_where_no_event_came(
    sandbox_settings: Settings, database: Database, zoom: Zoom, fault: str | None
) -> None:
    settings = sandbox_settings.model_copy(update={"zoom_app_id": "sandbox-app" if fault == "fail" else ""})
    async with running_system(settings, database, zoom) as system:
        await system.proven_hosts()
        booking = await booked(system, await make_scenario(database))
    starts_at = await began(database, booking, timedelta(minutes=80))
    if fault:
        await zoom.control("PUT", "/webhook-faults", {"rules": [{"kind": fault, "event": "*", "times": 1000}]})
    # Without a worker, which would end a room that is open after its session.
    async with running_system(settings, database, zoom, with_worker=False):
        await play(zoom, database, booking, starts_at)
    await zoom.control("DELETE", "/webhook-faults")

    async with running_system(settings, database, zoom) as system:
        shown = await settled(system, booking)

        assert (shown["state"], shown["is_held"], shown["seen"]["why"]) == ("completed", True, "held")
        assert shown["seen"]["minutes_together"] == 33
        assert minutes(shown, starts_at) == {
            "room": [(0, 30), (31, 36)],
            "people": [
                ("host", [], [(0, 30), (31, 36)]),
                ("mentee", [(0, 1), (31, 32)], [(1, 30), (32, 36)]),
            ],
        }
        assert (shown["gaps"], shown["events_complete"], shown["partly_asked"]) == ([], True, fault is not None)
        assert "Fake" not in str(shown)

        # Zoom is asked about a part that was lost, too, though nobody doubts that the session was held.
        coordinator = await system.caller()
        async with database.transaction() as session:
            left = col(ZoomEvent.booking_id) == UUID(booking["id"]), col(ZoomEvent.event) == "meeting.participant_left"
            await session.exec(delete(ZoomEvent).where(*left))
            await session.exec(update(KeptRecord).values(asked_at=None))
            await settle(session, await booking_for_update(session, UUID(booking["id"])), origin=WORKER)

        async def filled() -> bool:
            await system.a_minute_passes()
            known = await read(coordinator, booking)
            return (known["gaps"], known["partly_asked"]) == ([], True)

        assert await eventually(filled)


async def test_two_seconds_together_or_a_mentor_alone_is_no_session_and_the_record_says_why(system: System) -> None:
    client = await system.anonymous()
    short = await booked(system, await make_scenario(system.database))
    alone = await booked(system, await make_scenario(system.database))
    for booking in (short, alone):
        await began(system.database, booking, timedelta(minutes=80))
    await attended(client, system.database, short["id"], minutes=1 + 2 / 60)
    await attended(client, system.database, alone["id"], is_guest_there=False)

    found = [await settled(system, booking) for booking in (short, alone)]

    assert [(each["state"], each["is_held"], each["seen"]["why"]) for each in found] == [
        ("not_held", False, "too_short"),
        ("not_held", False, "only_mentor"),
    ]


async def test_a_record_waits_for_late_events_before_it_says_not_held_and_is_corrected_by_later_ones(
    system: System,
) -> None:
    coordinator = await system.caller()
    booking = await booked(system, await make_scenario(system.database))
    await began(system.database, booking, LENGTH + timedelta(minutes=10))
    asked = await system.zoom.calls("get_past_meeting")

    async def has_asked() -> bool:
        await system.a_minute_passes()
        return await system.zoom.calls("get_past_meeting") > asked

    await eventually(has_asked)
    waiting = await read(coordinator, booking)
    assert (waiting["state"], waiting["seen"]["why"]) == ("confirmed", "nobody_came")

    await began(system.database, booking, LENGTH + timedelta(minutes=16))
    assert (await settled(system, booking))["state"] == "not_held"
    await attended(await system.anonymous(), system.database, booking["id"])
    await eventually(lambda: all_followed(system.database))
    late = await read(coordinator, booking)
    assert (late["state"], late["is_held"]) == ("completed", True)

    # It outlives the events that it was drawn from.
    async with system.database.transaction() as session:
        await session.exec(delete(ZoomEvent).where(col(ZoomEvent.booking_id) == UUID(booking["id"])))
    assert await read(coordinator, booking) == late


async def over(system: System, scenario: Scenario, state: BookingState, **more: Any) -> dict[str, Any]:
    """Return a session that is over."""
    booking = await booked(system, scenario, **more)
    await began(system.database, booking, timedelta(hours=3))
    async with system.database.transaction() as session:
        (await session.get_one(Booking, UUID(booking["id"]))).state = state
    return booking


async def test_a_coordinator_corrects_a_record_beside_what_was_seen_and_the_state_follows(system: System) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    missed = await over(system, scenario, BookingState.NOT_HELD)
    path = f"/v1/bookings/{missed['id']}/session"

    corrected = await coordinator.post(f"{path}/corrections", json=CORRECTION, headers={"Idempotency-Key": "one"})
    again = await coordinator.post(f"{path}/corrections", json=CORRECTION, headers={"Idempotency-Key": "one"})

    assert (corrected.status_code, again.status_code) == (201, 201), corrected.text
    shown = await read(coordinator, missed)
    assert (shown["state"], shown["is_held"]) == ("completed", True)
    assert (shown["seen"]["is_held"], shown["seen"]["why"]) == (False, "nobody_came")
    (said,) = shown["corrections"]
    assert (said["is_held"], said["minutes"], said["reason"]) == (True, 40, CORRECTION["reason"])
    (entry,) = [each for each in await system.audit(missed["id"]) if each["action"] == "session.corrected"]
    assert (entry["actor_kind"], entry["after"]) == ("key", {"is_held": True, "minutes": 40})

    await coordinator.post(f"{path}/corrections", json={"is_held": False, "reason": "It was another session."})
    back = await read(coordinator, missed)
    assert (back["state"], back["is_held"], len(back["corrections"])) == ("not_held", False, 2)
    reader = await system.caller(Scope.BOOKINGS_READ)
    assert [each["reason"] for each in (await read(reader, missed))["corrections"]] == [None, None]


async def test_a_session_by_telephone_counts_as_held_until_a_coordinator_says_otherwise(system: System) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    call = await booked(system, scenario, modality="phone")
    await began(system.database, call, timedelta(hours=2))

    assert (await settled(system, call))["seen"]["why"] == "telephone"
    said = {"is_held": False, "reason": "The mentee was ill."}
    await coordinator.post(f"/v1/bookings/{call['id']}/session/corrections", json=said)

    assert (await read(coordinator, call))["state"] == "not_held"


async def test_only_who_may_see_a_session_reads_its_record_and_only_coordinators_correct_it(system: System) -> None:
    scenario, other = await make_scenario(system.database), await make_scenario(system.database)
    booking = await over(system, scenario, BookingState.NOT_HELD)
    path = f"/v1/bookings/{booking['id']}/session"
    stranger = await system.caller(partner_id=other.partner)
    reader = await system.caller(Scope.BOOKINGS_READ)
    front_end = await system.caller(role=Role.FRONT_END)

    problem(await stranger.get(path), 404, "not-found")
    problem(await stranger.post(f"{path}/corrections", json=CORRECTION), 404, "not-found")
    problem(await reader.post(f"{path}/corrections", json=CORRECTION), 403, "not-permitted")
    problem(await front_end.post(f"{path}/corrections", json=CORRECTION), 403, "not-permitted")
    problem(await (await system.caller(Scope.REGISTRY_READ)).get(path), 403, "not-permitted")
    problem(await (await system.anonymous()).get(path), 401, "not-authenticated")
    week = f"/v1/programmes/{scenario.programme}/sessions?week=2026-W48"
    problem(await (await system.caller(Scope.REGISTRY_READ)).get(week), 403, "not-permitted")
    ahead = await booked(system, other)
    coordinator = await system.caller()
    not_over = f"/v1/bookings/{ahead['id']}/session/corrections"
    problem(await coordinator.post(not_over, json=CORRECTION), 409, "wrong-state")


async def test_the_weekly_record_tells_date_hour_held_and_notes_as_json_and_as_a_table(system: System) -> None:
    scenario, other = await make_scenario(system.database), await make_scenario(system.database)
    coordinator = await system.caller()
    first = await booked(system, scenario, hour=10)
    second = await booked(system, scenario, hour=14, days_ahead=7)
    async with system.database.transaction() as session:
        for booking, monday, state in (
            (first, datetime.fromisoformat("2026-03-30T09:00:00+01:00"), BookingState.COMPLETED),
            (second, datetime.fromisoformat("2026-04-05T23:30:00+01:00"), BookingState.NOT_HELD),
        ):
            row = await session.get_one(Booking, UUID(booking["id"]))
            row.starts_at, row.ends_at, row.state = monday, monday + LENGTH, state
    await attended(await system.anonymous(), system.database, first["id"])
    await eventually(lambda: all_followed(system.database))
    said = {"is_held": False, "reason": "Fake Name was ill."}
    await coordinator.post(f"/v1/bookings/{second['id']}/session/corrections", json=said)
    path = f"/v1/programmes/{scenario.programme}/sessions"

    week = (await coordinator.get(path, params={"week": "2026-W14"})).json()
    table = await coordinator.get(path, params={"week": "2026-W14"}, headers={"Accept": "text/csv"})
    asked = await coordinator.get(path, params={"week": "2026-W14", "format": "csv"})

    assert (week["time_zone"], [row["booking_id"] for row in week["sessions"]]) == (
        "Europe/London",
        [first["id"], second["id"]],
    )
    assert [(row["date"], row["hour"], row["is_held"], row["minutes"]) for row in week["sessions"]] == [
        ("2026-03-30", "09:00", True, 29),
        ("2026-04-05", "23:30", False, None),
    ]
    assert table.headers["content-type"].startswith("text/csv")
    assert table.text == asked.text
    rows = list(csv.DictReader(io.StringIO(table.text)))
    assert [(row["date"], row["hour"], row["held"], row["minutes"]) for row in rows] == [
        ("2026-03-30", "09:00", "yes", "29"),
        ("2026-04-05", "23:30", "no", ""),
    ]
    assert rows[1]["notes"].startswith("Corrected by a coordinator.")
    assert "Fake" not in table.text
    # Another week, another partner, no week.
    assert (await coordinator.get(path, params={"week": "2026-W15"})).json()["sessions"] == []
    stranger = await system.caller(partner_id=other.partner)
    assert (await stranger.get(path, params={"week": "2026-W14"})).json()["sessions"] == []
    for never in ("2026-W54", "1999-W52", "9999-W52"):
        problem(await coordinator.get(path, params={"week": never}), 422, "invalid-fields")
    problem(await coordinator.get(path), 422, "invalid-fields")


async def test_a_room_that_is_open_in_a_session_shows_who_waits_and_who_is_in_so_far(system: System) -> None:
    coordinator, client = await system.caller(), await system.anonymous()
    booking = await booked(system, await make_scenario(system.database))
    await began(system.database, booking, timedelta(minutes=10))
    about = {"id": booking["meeting"]["zoom_meeting_id"], "uuid": "u1", "participant": {"user_id": "7"}}
    await send(client, delivery("meeting.participant_joined_waiting_room", about))
    await eventually(lambda: all_followed(system.database))

    shown = await read(coordinator, booking)

    assert (shown["is_held"], shown["seen"]["why"]) == (None, "not_over")
    (one,) = shown["people"]
    assert ([each["ended_at"] for each in one["waited"]], one["inside"]) == ([None], [])
