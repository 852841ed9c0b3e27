"""What else an account decides: how passcodes must be, what is locked, what Zoom mails, and what it refuses to change."""

import json
from typing import Any

import httpx
from sqlmodel import select

from app.audit.origin import OPERATOR
from app.hosts.models import Host
from app.hosts.proving import prove_and_keep, take_hosts
from app.hosts.readiness import known_hosts, readiness_of
from app.kit.clock import utc_now
from app.kit.database import Database
from app.settings import Settings
from app.zoom.client import ZoomClient
from tests.support.clinic import SAFE
from tests.support.scenario import make_scenario
from tests.support.zoom import System, Zoom

FILES = "in_meeting.file_transfer"


class LocksFileTransfer(httpx.AsyncBaseTransport):
    """Zoom as some accounts may be: it refuses a change of settings that has a locked one among others."""

    def __init__(self) -> None:
        self._zoom = httpx.AsyncHTTPTransport()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.method == "PATCH" and "file_transfer" in json.loads(request.content).get("in_meeting", {}):
            field = {"field": FILES, "message": "This setting is locked by your account administrator."}
            body = {"code": 300, "message": "Validation Failed.", "errors": [field]}
            return httpx.Response(400, json=body, request=request)
        return await self._zoom.handle_async_request(request)

    async def aclose(self) -> None:
        await self._zoom.aclose()


async def test_a_setting_that_zoom_refuses_to_change_leaves_the_host_unproven_and_is_named(
    sandbox_settings: Settings, database: Database, zoom: Zoom
) -> None:
    async with ZoomClient(sandbox_settings.zoom, transport=LocksFileTransfer()) as client:
        (host_id,) = await take_hosts(database, client, OPERATOR, ["host-1@example.org"])
        assert not await prove_and_keep(database, client, OPERATOR, host_id)

    async with database.transaction() as session:
        hosts = [host] = [await session.get_one(Host, host_id)]
    assert not host.proven
    assert {row["code"] for row in host.proof if row["state"] == "differing"} == {"meeting.file-transfer"}
    async with database.transaction() as session:
        (known,) = await known_hosts(session, hosts, now=utc_now())
    (row,) = [
        each for each in readiness_of(known, None, now=utc_now()).settings if each.code == "meeting.file-transfer"
    ]
    assert FILES in (row.remedy or "")
    assert "locked by your account administrator" in (row.remedy or "")
    # What Zoom did not refuse was set all the same.
    assert (await _settings(zoom))["in_meeting"]["who_can_share_screen"] == "host"


async def test_a_lock_that_keeps_its_value_without_a_word_blocks_the_session_and_names_the_setting(
    system: System,
) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    await system.zoom.lock(in_meeting__file_transfer=True)
    await _read_again(system)

    booking = (await coordinator.post("/v1/bookings", json=scenario.booking())).json()

    assert booking["state"] == "blocked"
    entries = {entry["action"]: entry for entry in await system.audit(booking["id"])}
    assert entries["booking.blocked"]["after"]["differences"] == {"meeting.file-transfer": f"{FILES}: true"}
    assert "meeting.file-transfer" in booking["problem"]


async def test_ai_companion_that_only_the_portal_switches_off_blocks_the_session_with_the_way_to_do_it(
    system: System,
) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    await system.zoom.lock(in_meeting__meeting_summary_with_ai_companion__enable=True)
    await _read_again(system)

    booking = (await coordinator.post("/v1/bookings", json=scenario.booking())).json()

    assert booking["state"] == "blocked"
    assert "meeting.ai-companion" in booking["problem"]
    assert "Zoom's web portal" in booking["problem"]
    assert "AI Companion" in booking["problem"]


async def test_passcodes_are_of_digits_alone_where_the_account_takes_no_others(system: System) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    await system.zoom.lock(meeting_security__meeting_password_requirement__only_allow_numeric=True)
    await _read_again(system)

    booking = (await coordinator.post("/v1/bookings", json=scenario.booking())).json()

    assert booking["state"] == "confirmed", booking
    (meeting,) = await system.zoom.meetings()
    assert meeting["password"].isdecimal()
    assert len(meeting["password"]) == 10


async def test_an_account_that_keeps_passcodes_off_is_named_as_the_reason(system: System) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    await system.zoom.lock(meeting_security__meeting_password=False)
    await _read_again(system)

    booking = (await coordinator.post("/v1/bookings", json=scenario.booking())).json()

    assert booking["state"] == "blocked"
    assert "Meeting Passcode" in booking["problem"]
    assert "Zoom administrator" in booking["problem"]


async def test_what_a_known_lock_enforces_is_told_apart_from_what_is_set_and_what_the_host_is_asked_for(
    system: System,
) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    await system.zoom.lock(in_meeting__file_transfer=False, meeting_security__waiting_room=True)
    await system.proven_hosts()

    booking = (await coordinator.post("/v1/bookings", json=scenario.booking())).json()

    of_booking = _enforcement(booking["meeting"]["safety"])
    host = await _host(system)
    of_host = _enforcement((await coordinator.get(f"/v1/hosts/{host.id}/readiness")).json()["settings"])
    for found in (of_booking, of_host):
        assert found["meeting.file-transfer"] == "locked"
        assert found["meeting.screen-share"] == "set"
        assert found["meeting.removed-cannot-rejoin"] == "asked_of_host"
        assert found["meeting.waiting-room"] == "locked"
    assert of_booking["meeting.lock-when-complete"] == "asked_of_host"


async def test_mails_about_meetings_are_switched_off_read_back_and_no_sign_of_loosening(system: System) -> None:
    coordinator = await system.caller()
    mails = ("schedule_for_reminder", "cancel_meeting_reminder", "alternative_host_reminder")
    switches = (await _settings(system.zoom))["email_notification"]
    assert {switches[name] for name in mails} == {False}
    # Somebody switches all of them on again in the portal.
    seed = {
        "id": "host-1",
        "email": "host-1@example.org",
        "settings": SAFE | dict.fromkeys((f"email_notification.{name}" for name in mails), True),
    }
    await system.zoom.control("POST", "/users", seed)

    await system.proven_hosts()

    host = await _host(system)
    (mails_now,) = [
        each
        for each in (await coordinator.get(f"/v1/hosts/{host.id}/readiness")).json()["conditions"]
        if each["code"] == "mails"
    ]
    assert mails_now["remedy"] is None
    assert (await coordinator.get("/v1/incidents")).json()["items"] == []
    entries = (await coordinator.get("/v1/audit", params={"limit": 200})).json()["items"]
    (entry,) = [
        each
        for each in entries
        if each["action"] == "host.proven"
        and each["after"]["changed"] == sorted(f"email_notification.{name}" for name in mails)
    ]
    assert entry["after"]["refused"] == {}


async def test_a_mail_that_the_account_locks_on_is_told_and_keeps_no_host_from_being_used(system: System) -> None:
    coordinator = await system.caller()
    await system.zoom.lock(email_notification__schedule_for_reminder=True)

    await system.proven_hosts()

    body = (await coordinator.get(f"/v1/hosts/{(await _host(system)).id}/readiness")).json()
    (told,) = [each for each in body["conditions"] if each["code"] == "mails"]
    assert body["ready"]
    assert "schedule_for_reminder" in told["found"]
    assert "administrator" in told["remedy"]


async def _read_again(system: System) -> None:
    """Let the hosts be read before the next meeting, as when their proof has become old."""
    async with system.database.transaction() as session:
        for host in await session.exec(select(Host)):
            host.proven_at = None


async def _host(system: System) -> Host:
    async with system.database.transaction() as session:
        return next(host for host in await session.exec(select(Host)) if host.zoom_user_id == "host-1")


def _enforcement(rows: list[dict[str, Any]]) -> dict[str, str]:
    return {row["code"]: row["enforcement"] for row in rows}


async def _settings(zoom: Zoom) -> dict[str, Any]:
    users = (await zoom.control("GET", "/state"))["users"]
    found: dict[str, Any] = next(each["settings"] for each in users if each["user"]["id"] == "host-1")
    return found
