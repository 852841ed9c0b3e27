"""When Zoom does not do what it was asked: no unsafe meeting, no lost one, no second one."""

from typing import Any

import pytest

from app.kit.database import Database
from app.settings import Settings
from tests.support.scenario import make_scenario
from tests.support.zoom import AI_OFF, System, Zoom, eventually, running_system

CREATE = "create_meeting"


async def test_an_account_that_locks_the_waiting_room_off_gets_no_meeting(system: System) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    await system.zoom.lock(meeting_security__waiting_room=False)

    response = await coordinator.post("/v1/bookings", json=scenario.booking())

    assert response.status_code == 201, response.text
    booking = response.json()
    assert (booking["state"], booking["meeting"]) == ("blocked", None)
    assert "safety settings" in booking["problem"]

    async def removed() -> bool:
        return not await system.zoom.meetings()

    await eventually(removed)
    assert await system.zoom.calls(CREATE) == 1
    entries = {entry["action"]: entry for entry in await system.audit(booking["id"])}
    assert set(entries["booking.blocked"]["after"]["differences"]) == {"meeting.waiting-room"}
    assert "meeting.removed" in entries
    assert "booking.confirmed" not in entries
    # Nobody ever saw a link, and the people are free for another session.
    assert "/j/" not in response.text
    await system.zoom.lock()
    assert (await coordinator.post("/v1/bookings", json=scenario.booking())).json()["state"] == "confirmed"


async def test_a_setting_that_zoom_ignores_once_is_repaired_before_anybody_sees_a_link(system: System) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    await system.zoom.faults({"kind": "ignore_setting", "operation": CREATE, "setting": "waiting_room"})

    booking = (await coordinator.post("/v1/bookings", json=scenario.booking())).json()

    assert booking["state"] == "confirmed"
    (meeting,) = await system.zoom.meetings()
    assert meeting["settings"]["waiting_room"] is True
    assert await system.zoom.calls("update_meeting") == 1


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "drop_answer_after_work"},
        {"kind": "truncated_body"},
        {"kind": "xml_body"},
        {"kind": "error_500", "after_work": True},
        {"kind": "error_503", "after_work": True},
        {"kind": "drop_before_work"},
        {"kind": "reset_connection"},
        {"kind": "error_500"},
        {"kind": "error_503"},
        {"kind": "rate_limited_per_second"},
        {"kind": "expired_token"},
    ],
    ids=lambda fault: "-".join(str(value) for value in fault.values()),
)
async def test_whatever_becomes_of_the_answer_to_create_there_is_one_meeting(
    system: System, fault: dict[str, Any]
) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    await system.zoom.faults({**fault, "operation": CREATE})

    response = await coordinator.post("/v1/bookings", json=scenario.booking(), headers={"Prefer": "wait=20"})

    assert response.status_code == 201, response.text
    booking = response.json()
    assert (booking["state"], booking["problem"], booking["attempts"]) == ("confirmed", None, 0)
    (meeting,) = await system.zoom.meetings()
    assert meeting["id"] == booking["meeting"]["zoom_meeting_id"]


async def test_after_a_refusal_no_call_is_spent_on_looking_for_what_cannot_be_there(system: System) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    await system.zoom.faults({"kind": "rate_limited_per_second", "operation": CREATE, "times": 2})

    booking = (await coordinator.post("/v1/bookings", json=scenario.booking(), headers={"Prefer": "wait=20"})).json()

    assert booking["state"] == "confirmed"
    assert (await system.zoom.calls(CREATE), await system.zoom.calls("list_meetings")) == (3, 0)


@pytest.mark.parametrize("operation", ["get_meeting", "update_meeting", "delete_meeting", "list_meetings"])
@pytest.mark.parametrize("kind", ["drop_answer_after_work", "error_503", "truncated_body", "rate_limited_per_second"])
async def test_a_call_that_fails_on_the_way_is_made_again(system: System, operation: str, kind: str) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    await system.zoom.faults(
        # A lost answer to create makes it look (list), an ignored setting makes it repair (update).
        {"kind": "drop_answer_after_work", "operation": CREATE},
        {"kind": "ignore_setting", "operation": CREATE, "setting": "waiting_room"},
        {"kind": kind, "operation": operation},
    )

    booking = (await coordinator.post("/v1/bookings", json=scenario.booking(), headers={"Prefer": "wait=20"})).json()
    assert booking["state"] == "confirmed"
    (meeting,) = await system.zoom.meetings()
    assert meeting["settings"]["waiting_room"] is True
    await coordinator.post(f"/v1/bookings/{booking['id']}/cancel", json={"reason": "No longer needed."})

    async def removed() -> bool:
        return not await system.zoom.meetings()

    await eventually(removed)


async def test_while_zoom_is_away_a_booking_waits_and_says_so_and_is_confirmed_when_zoom_is_back(
    system: System,
) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    await system.zoom.faults({"kind": "error_503", "times": None})

    response = await coordinator.post("/v1/bookings", json=scenario.booking(), headers={"Prefer": "wait=1"})
    waiting = (await coordinator.get(response.headers["Location"])).json()
    await system.zoom.faults()

    assert response.status_code == 202, response.text
    assert (waiting["state"], waiting["meeting"]) == ("provisioning", None)
    assert waiting["attempts"] >= 1
    assert waiting["next_attempt_at"]
    assert "Zoom" in waiting["problem"]

    async def confirmed() -> bool:
        return bool((await coordinator.get(response.headers["Location"])).json()["state"] == "confirmed")

    await eventually(confirmed)
    assert len(await system.zoom.meetings()) == 1


async def test_a_waiting_room_that_is_switched_off_in_zoom_is_on_again_within_five_seconds(system: System) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    booking = (await coordinator.post("/v1/bookings", json=scenario.booking())).json()
    meeting_id = booking["meeting"]["zoom_meeting_id"]

    await system.zoom.as_host(meeting_id, settings={"waiting_room": False, "join_before_host": True})

    async def repaired() -> bool:
        (meeting,) = await system.zoom.meetings()
        settings = meeting["settings"]
        return bool(settings["waiting_room"] and not settings["join_before_host"])

    await eventually(repaired, within=5)

    async def told() -> dict[str, Any] | None:
        return next((each for each in await system.audit(booking["id"]) if each["action"] == "meeting.repaired"), None)

    entry = await eventually(told, within=5)
    assert "false" in entry["before"]["meeting.waiting-room"]
    assert "true" in entry["after"]["meeting.waiting-room"]
    access = (await coordinator.get(f"/v1/bookings/{booking['id']}/meeting-access")).json()
    assert access["join_url"] == booking["meeting"]["join_url"]


async def test_a_repair_whose_answer_is_lost_is_told_of_all_the_same(system: System) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    booking = (await coordinator.post("/v1/bookings", json=scenario.booking())).json()
    await system.zoom.faults({"kind": "drop_answer_after_work", "operation": "update_meeting"})

    await system.zoom.as_host(booking["meeting"]["zoom_meeting_id"], settings={"waiting_room": False})

    async def told() -> dict[str, Any] | None:
        incidents = await coordinator.get("/v1/incidents", params={"booking_id": booking["id"]})
        return next((each for each in incidents.json()["items"] if each["details"].get("after")), None)

    incident = await eventually(told)
    assert incident["kind"] == "settings_loosened"
    assert "false" in incident["details"]["before"]["meeting.waiting-room"]
    assert "true" in incident["details"]["after"]["meeting.waiting-room"]
    (entry,) = [each for each in await system.audit(booking["id"]) if each["action"] == "meeting.repaired"]
    assert entry["before"] == incident["details"]["before"]


async def test_a_meeting_that_somebody_deletes_at_zoom_is_made_again(system: System) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    booking = (await coordinator.post("/v1/bookings", json=scenario.booking())).json()

    await system.zoom.control("DELETE", f"/meetings/{booking['meeting']['zoom_meeting_id']}")

    async def again() -> dict[str, Any] | None:
        shown: dict[str, Any] = (await coordinator.get(f"/v1/bookings/{booking['id']}")).json()
        meeting = shown["meeting"]
        was = booking["meeting"]["zoom_meeting_id"]
        return meeting if meeting and meeting["zoom_meeting_id"] != was else None

    meeting = await eventually(again)
    (at_zoom,) = await system.zoom.meetings()
    assert at_zoom["id"] == meeting["zoom_meeting_id"]


async def test_a_host_whose_settings_cannot_be_proven_is_not_used(
    sandbox_settings: Settings, database: Database, zoom: Zoom
) -> None:
    await zoom.lock(in_meeting__file_transfer=True)
    async with running_system(sandbox_settings, database, zoom) as system:
        scenario = await make_scenario(database)
        coordinator = await system.caller()

        synced = (await coordinator.post("/v1/hosts/sync", json={})).json()

        assert (synced["proven"], synced["not_proven"]) == (0, 3)
        differing = {
            row["code"] for host in synced["hosts"] for row in host["host"]["proof"] if row["state"] == "differing"
        }
        assert differing == {"meeting.file-transfer"}
        refused = await coordinator.post("/v1/bookings", json=scenario.booking())
        assert refused.status_code == 422
        assert await zoom.calls(CREATE) == 0


async def test_when_zoom_lets_no_host_hold_meetings_the_session_is_suspended_until_one_may_again(
    system: System,
) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    # No event tells of it: Zoom's refusal does.
    await system.zoom.control("DELETE", "/webhook")
    await licence_all(system, 4)

    response = await coordinator.post("/v1/bookings", json=scenario.booking())

    booking = response.json()
    assert booking["state"] == "suspended", booking
    assert {each["code"] for each in booking["decision"]["findings"] if each["outcome"] == "deny"} == {"host.licence"}
    assert await system.zoom.calls("create_meeting") == 3
    hosts = (await coordinator.post("/v1/hosts/sync", json={})).json()["hosts"]
    assert {each["host"]["licence"] for each in hosts} == {"none"}
    incidents = (await coordinator.get("/v1/incidents")).json()["items"]
    assert sorted(each["kind"] for each in incidents) == ["booking_suspended", *["host_unusable"] * 3]

    await licence_all(system, 2)
    assert (await coordinator.post("/v1/hosts/sync", json={})).json()["proven"] == 3

    async def confirmed() -> bool:
        return bool((await coordinator.get(f"/v1/bookings/{booking['id']}")).json()["state"] == "confirmed")

    await eventually(confirmed)
    assert len(await system.zoom.meetings()) == 1


async def licence_all(system: System, kind: int) -> None:
    for number in (1, 2, 3):
        user = {"id": f"host-{number}", "email": f"host-{number}@example.org", "type": kind, "settings": AI_OFF}
        await system.zoom.control("POST", "/users", user)
