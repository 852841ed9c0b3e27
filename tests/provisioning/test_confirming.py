"""From a request to a proven meeting at Zoom, and what happens to it then."""

from typing import Any

from app.access.models import Role, Scope
from tests.support.scenario import let_it_begin, make_scenario
from tests.support.stored import everything_stored
from tests.support.zoom import System, eventually


async def test_a_booking_is_answered_with_a_meeting_that_is_safe_at_zoom(system: System) -> None:
    scenario = await make_scenario(system.database)
    front_end = await system.caller(Scope.BOOKINGS_WRITE, Scope.LINKS_READ, role=Role.FRONT_END)

    response = await front_end.post("/v1/bookings", json=scenario.booking())

    assert response.status_code == 201, response.text
    booking = response.json()
    assert booking["state"] == "confirmed"
    (meeting,) = await system.zoom.meetings()
    assert booking["meeting"]["zoom_meeting_id"] == meeting["id"]
    assert booking["meeting"]["join_url"] == meeting["join_url"]
    assert booking["meeting"]["passcode"] == meeting["password"]
    assert len(meeting["password"]) == 10
    assert (meeting["topic"], meeting["agenda"]) == ("Mentoring session", f"Reference: {booking['reference']}")
    assert (meeting["start_time"], meeting["duration"]) == (utc(booking["starts_at"]), 60)
    settings = meeting["settings"]
    assert settings["waiting_room"] is True
    assert settings["join_before_host"] is False
    assert settings["auto_recording"] == "none"
    assert settings["use_pmi"] is False
    assert settings["private_meeting"] is True
    assert settings["continuous_meeting_chat"]["enable"] is False
    assert settings["auto_start_meeting_summary"] is False
    assert settings["auto_start_ai_companion_questions"] is False
    assert (settings["host_video"], settings["participant_video"]) == (False, False)
    assert "A mente" not in str(meeting)
    safety = {row["code"]: row for row in booking["meeting"]["safety"]}
    assert all(row["state"] in {"proven", "by_person"} for row in safety.values())
    assert safety["meeting.removed-cannot-rejoin"]["instruction"]


async def test_the_trail_tells_how_a_booking_came_about_without_naming_anybody(system: System) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    booking = (await coordinator.post("/v1/bookings", json=scenario.booking())).json()
    await system.ask_to_register()
    await system.idle()

    entries = {entry["action"]: entry for entry in await system.audit(booking["id"])}

    # Registering follows the answer, and may come before or after its link was read.
    assert [each for each in entries if each not in {"booking.participants_registered", "meeting.link_read"}] == [
        "booking.requested",
        "meeting.created",
        "booking.confirmed",
    ]
    assert {"booking.participants_registered", "meeting.link_read"} < entries.keys()
    requested, created, confirmed = (
        entries[each] for each in ("booking.requested", "meeting.created", "booking.confirmed")
    )
    assert (requested["actor_kind"], requested["decision_digest"]) == ("key", booking["decision"]["digest"])
    assert requested["request_id"]
    assert created["after"]["zoom_meeting_id"] == booking["meeting"]["zoom_meeting_id"]
    assert "meeting.waiting-room" in confirmed["after"]["proven"]
    told = str(entries)
    for secret in (booking["meeting"]["join_url"], booking["meeting"]["passcode"], "A mentor", "A mentee", "@"):
        assert secret not in told


async def test_passcode_and_link_are_encrypted_at_rest(system: System) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    booking = (await coordinator.post("/v1/bookings", json=scenario.booking())).json()

    stored = "\n".join((await everything_stored(system.database)).values())

    assert booking["id"] in stored
    for secret in (booking["meeting"]["join_url"], booking["meeting"]["passcode"], "start_url", "zak="):
        assert secret not in stored


async def test_a_session_that_is_moved_keeps_its_meeting_and_its_link(system: System) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    created = await coordinator.post("/v1/bookings", json=scenario.booking(10))
    booking = created.json()
    request = scenario.booking(14, minutes=45)
    move = {key: request[key] for key in ("starts_at", "ends_at", "agreed_by_both")}

    response = await coordinator.patch(
        f"/v1/bookings/{booking['id']}", json=move, headers={"If-Match": created.headers["ETag"]}
    )

    assert response.status_code == 200, response.text
    moved = response.json()
    assert moved["state"] == "confirmed"
    assert moved["meeting"]["join_url"] == booking["meeting"]["join_url"]
    (meeting,) = await system.zoom.meetings()
    assert (meeting["start_time"], meeting["duration"]) == (utc(moved["starts_at"]), 45)
    assert response.headers["ETag"] != created.headers["ETag"]


async def test_a_cancelled_session_leaves_no_meeting_and_frees_its_people(system: System) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    booking = (await coordinator.post("/v1/bookings", json=scenario.booking())).json()
    path = f"/v1/bookings/{booking['id']}"

    cancelled = await coordinator.post(f"{path}/cancel", json={"reason": "The mentee is unwell."})

    assert cancelled.status_code == 200, cancelled.text
    assert (cancelled.json()["state"], cancelled.json()["meeting"]) == ("cancelled", None)
    again = await coordinator.post(f"{path}/cancel", json={"reason": "Sent twice."})
    assert again.json() == cancelled.json()

    async def removed() -> bool:
        return not await system.zoom.meetings()

    await eventually(removed)
    other = await coordinator.post("/v1/bookings", json=scenario.booking())
    assert other.status_code == 201, other.text
    assert "unwell" not in str(await system.audit(booking["id"]))


async def test_zoom_tells_when_the_room_of_a_session_opens_and_closes(system: System) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    booking = (await coordinator.post("/v1/bookings", json=scenario.booking())).json()
    meeting_id = booking["meeting"]["zoom_meeting_id"]
    path = f"/v1/bookings/{booking['id']}"
    await system.ask_to_register()
    await system.idle()
    await let_it_begin(system.database, booking["id"])

    async def shown(*, in_state: str) -> dict[str, Any] | None:
        read: dict[str, Any] = (await coordinator.get(path)).json()
        return read if read["state"] == in_state else None

    await system.zoom.control("POST", f"/meetings/{meeting_id}/start")
    started = await eventually(lambda: shown(in_state="in_progress"))
    await system.zoom.control("POST", f"/meetings/{meeting_id}/end")
    # A room that is closed before the session's end may be opened again: the session is as confirmed as before.
    ended = await eventually(lambda: shown(in_state="confirmed"))

    assert started["meeting"] is not None
    assert ended["meeting"] is not None
    # Who sees it first tells: the event, or the look at Zoom that another one has asked for.
    told = [entry["action"] for entry in await system.audit(booking["id"]) if entry["actor_kind"] in {"zoom", "system"}]
    assert told[-2:] == ["booking.in_progress", "booking.confirmed"]


def utc(moment: str) -> str:
    return moment.replace("+00:00", "Z")


async def test_a_room_that_is_tried_days_before_is_not_the_session(system: System) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    booking = (await coordinator.post("/v1/bookings", json=scenario.booking())).json()
    meeting_id, path = booking["meeting"]["zoom_meeting_id"], f"/v1/bookings/{booking['id']}"

    for verb in ("start", "end", "start"):
        await system.zoom.control("POST", f"/meetings/{meeting_id}/{verb}")
    await system.zoom.settle()

    assert (await coordinator.get(path)).json()["state"] == "confirmed"
    # It runs, and can be cancelled all the same: it is ended, and removed.
    await coordinator.post(f"{path}/cancel", json={"reason": "The mentee is unwell."})

    async def gone() -> bool:
        return await system.zoom.meetings() == []

    await eventually(gone)
