"""`GET /v1/hosts/{id}/readiness`, and confirming what only a person sees."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from app.access.models import Role, Scope
from app.audit.models import AuditEntry
from app.hosts import endpoints
from app.hosts.locks import Locks
from app.hosts.models import Host, HostConfirmation
from app.hosts.proving import count_change
from app.hosts.settings import Kept, SettingsFound, SettingState, judge
from app.kit.clock import utc_now
from app.kit.database import Database
from app.settings import Settings
from app.zoom.schemas import LockSettings, UserSettings
from tests.support.scenario import add_host, make_scenario
from tests.support.service import Service, problem
from tests.support.zoom import AI_OFF, System, Zoom, running_system, synchronise

REJOIN = "meeting.removed-cannot-rejoin"


@pytest.fixture
async def api(sandbox_settings: Settings, database: Database, zoom: Zoom) -> AsyncIterator[System]:
    """The API on the sandbox, with proven hosts and without worker."""
    async with running_system(sandbox_settings, database, zoom, with_worker=False) as system:
        await system.proven_hosts()
        yield system


async def host_of(system: System, zoom_user_id: str = "host-1") -> Host:
    async with system.database.transaction() as session:
        return next(host for host in await session.exec(select(Host)) if host.zoom_user_id == zoom_user_id)


def by_code(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["code"]: row for row in rows}


async def test_a_host_that_is_well_is_ready_and_every_setting_is_told(api: System) -> None:
    host, coordinator = await host_of(api), await api.caller(Scope.REGISTRY_READ)
    before = len(await api.zoom.control("GET", "/requests"))

    response = await coordinator.get(f"/v1/hosts/{host.id}/readiness")

    assert response.status_code == 200, response.text
    body = response.json()
    assert (body["ready"], body["fresh"], body["active"], body["licence"]) == (True, True, True, "licensed")
    assert body["changes_left_today"] == 100
    assert all(condition["holds"] for condition in body["conditions"])
    settings = by_code(body["settings"])
    assert {code: row["state"] for code, row in settings.items() if row["state"] != "proven"} == {
        REJOIN: "confirmation_missing"
    }
    assert settings["meeting.recording"]["required"] == "off"
    assert "recording.cloud_recording: false" in settings["meeting.recording"]["found"]
    assert settings["meeting.recording"]["settable"] is True
    assert settings["meeting.ai-companion"]["settable"] is False
    assert "/confirmations" in settings[REJOIN]["remedy"]
    calls = (await api.zoom.control("GET", "/requests"))[before:]
    # Besides the token that the service asks for once.
    assert {call["method"] for call in calls if call["operation"] != "give_token"} == {"GET"}
    assert (await host_of(api)).version == host.version


async def test_what_is_stored_is_answered_without_asking_zoom(api: System) -> None:
    host, coordinator = await host_of(api), await api.caller(Scope.REGISTRY_READ)
    await api.zoom.faults({"kind": "error_503", "times": None})

    stored = await coordinator.get(f"/v1/hosts/{host.id}/readiness", params={"fresh": "false"})
    asked = await coordinator.get(f"/v1/hosts/{host.id}/readiness")

    body = stored.json()
    assert (body["ready"], body["fresh"]) == (True, False)
    assert host.proven_at is not None
    assert datetime.fromisoformat(body["read_at"]) == host.proven_at
    assert "fresh=false" in problem(asked, 503, "unavailable")["detail"]


async def test_a_zoom_that_is_slow_is_not_waited_for_long(api: System, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoints, "READING_TIME", 0.05)
    host, coordinator = await host_of(api), await api.caller(Scope.REGISTRY_READ)
    await api.zoom.faults({"kind": "delay", "seconds": 1, "times": None})

    problem(await coordinator.get(f"/v1/hosts/{host.id}/readiness"), 503, "unavailable")


@pytest.mark.parametrize(
    ("locks", "code", "lock"),
    [
        ({"recording.local_recording": True}, "meeting.recording", "recording.local_recording"),
        ({"meeting_security.waiting_room": False}, "meeting.waiting-room", "meeting_security.waiting_room"),
    ],
    ids=["of-the-host", "of-its-meetings"],
)
async def test_a_lock_is_named_and_the_host_is_not_ready(
    api: System, locks: dict[str, Any], code: str, lock: str
) -> None:
    host, coordinator = await host_of(api), await api.caller()
    await api.zoom.control("PUT", "/locks", {"locks": locks})

    body = (await coordinator.get(f"/v1/hosts/{host.id}/readiness")).json()

    row = by_code(body["settings"])[code]
    assert (body["ready"], row["state"], row["locked_by"]) == (False, "locked_by_account", lock)
    assert lock in row["remedy"]


async def test_what_is_not_as_it_is_stored_is_told_and_a_synchronisation_mends_it(api: System) -> None:
    host, coordinator = await host_of(api), await api.caller()
    await api.zoom.control(
        "POST", "/users", {"id": "host-1", "email": "host-1@example.org", "settings": AI_OFF, "type": 1}
    )

    loosened = (await coordinator.get(f"/v1/hosts/{host.id}/readiness")).json()
    assert await synchronise(api.settings, api.database)
    corrected = (await coordinator.get(f"/v1/hosts/{host.id}/readiness")).json()

    assert (loosened["ready"], loosened["licence"]) == (False, "basic")
    assert by_code(loosened["conditions"])["synchronised"]["holds"] is False
    differing = by_code(loosened["settings"])["meeting.file-transfer"]
    assert (differing["state"], differing["locked_by"]) == ("differing", None)
    assert "POST /v1/hosts/sync" in differing["remedy"]
    # A Basic host can be used, for 30 minutes at a time.
    assert corrected["ready"] is True
    assert "30 minutes" in by_code(corrected["conditions"])["licence"]["found"]


async def test_a_host_that_zoom_does_not_know_is_not_ready(api: System) -> None:
    host, coordinator = await host_of(api), await api.caller()
    await api.zoom.control("DELETE", "/users/host-1")

    body = (await coordinator.get(f"/v1/hosts/{host.id}/readiness")).json()

    assert (body["ready"], body["active"], body["settings"]) == (False, False, [])
    assert by_code(body["conditions"])["active"]["found"] == "Zoom knows no such user."


async def test_a_host_out_of_use_or_without_changes_left_is_not_ready(api: System) -> None:
    host, coordinator = await host_of(api), await api.caller()
    path = f"/v1/hosts/{host.id}/readiness"
    async with api.database.transaction() as session:
        for _ in range(100):
            await count_change(session, host.id)

    used_up = (await coordinator.get(path, params={"fresh": "false"})).json()
    await coordinator.patch(f"/v1/hosts/{host.id}", json={"enabled": False}, headers={"If-Match": "*"})
    out_of_use = (await coordinator.get(path, params={"fresh": "false"})).json()

    assert (used_up["ready"], used_up["changes_left_today"]) == (False, 0)
    assert "midnight UTC" in by_code(used_up["conditions"])["changes"]["remedy"]
    assert by_code(out_of_use["conditions"])["enabled"]["holds"] is False


async def test_a_host_that_was_never_read_is_not_ready(api: System) -> None:
    host_id = await add_host(api.database, "host-never-read")
    coordinator = await api.caller()

    body = (await coordinator.get(f"/v1/hosts/{host_id}/readiness", params={"fresh": "false"})).json()

    assert body["ready"] is False
    recording = by_code(body["settings"])["meeting.recording"]
    assert (recording["state"], recording["found"]) == ("not_proven", "not read from Zoom yet")


async def test_a_confirmation_counts_until_it_ends_and_is_in_the_trail(api: System) -> None:
    host, coordinator = await host_of(api), await api.caller()
    headers = {"Idempotency-Key": "confirm-once"}
    body = {"code": REJOIN, "valid_days": 30}

    first = await coordinator.post(f"/v1/hosts/{host.id}/confirmations", json=body, headers=headers)
    again = await coordinator.post(f"/v1/hosts/{host.id}/confirmations", json=body, headers=headers)
    shown = (await coordinator.get(f"/v1/hosts/{host.id}/readiness")).json()

    assert first.status_code == 201, first.text
    kept = first.json()
    assert again.json() == kept
    until = datetime.fromisoformat(kept["valid_until"])
    assert until - datetime.fromisoformat(kept["confirmed_at"]) == timedelta(days=30)
    assert kept["confirmed_by"] == str(api.keys[coordinator])
    row = by_code(shown["settings"])[REJOIN]
    assert (row["state"], datetime.fromisoformat(row["confirmed_until"]), row["remedy"]) == ("confirmed", until, None)
    async with api.database.transaction() as session:
        entries = (await session.exec(select(AuditEntry).where(AuditEntry.action == "host.confirmed"))).all()
    (entry,) = entries
    assert (entry.subject_id, entry.actor) == (str(host.id), str(api.keys[coordinator]))
    assert entry.after == {"code": REJOIN, "valid_until": until.astimezone(UTC).isoformat()}


async def test_the_newest_confirmation_counts_also_where_it_is_over_sooner(api: System) -> None:
    host, coordinator = await host_of(api), await api.caller()
    path = f"/v1/hosts/{host.id}/confirmations"
    default = (await coordinator.post(path, json={"code": REJOIN})).json()
    async with api.database.transaction() as session:
        session.add(
            HostConfirmation(
                host_id=host.id,
                code=REJOIN,
                confirmed_by=api.keys[coordinator],
                valid_until=utc_now() - timedelta(seconds=1),
            )
        )

    shown = (await coordinator.get(f"/v1/hosts/{host.id}/readiness")).json()

    valid = datetime.fromisoformat(default["valid_until"]) - datetime.fromisoformat(default["confirmed_at"])
    assert valid == timedelta(days=180)
    assert by_code(shown["settings"])[REJOIN]["state"] == "confirmation_expired"
    # It is told to the host in writing with every meeting: a reminder, and no reason to cancel sessions.
    assert shown["ready"] is True


NOT_TO_BE_CONFIRMED = (
    {"code": "meeting.recording"},
    {"code": "meeting.ai-companion"},
    {"code": "no-such-setting"},
    {"code": REJOIN, "valid_days": 0},
    {"code": REJOIN, "valid_days": 367},
    {"code": REJOIN, "note": "unknown field"},
)


async def test_only_what_nobody_but_a_person_sees_can_be_confirmed_and_only_for_a_while(service: Service) -> None:
    host_id = await add_host(service.database)
    coordinator = await service.caller()

    for body in NOT_TO_BE_CONFIRMED:
        problem(await coordinator.post(f"/v1/hosts/{host_id}/confirmations", json=body), 422, "invalid-fields")

    assert (await coordinator.post(f"/v1/hosts/{host_id}/confirmations", json={"code": REJOIN})).status_code == 201


async def test_hosts_are_the_organisations_and_confirming_is_a_coordinators(service: Service) -> None:
    scenario = await make_scenario(service.database)
    host_id = await add_host(service.database)
    partner = await service.caller(partner_id=scenario.partner)
    front_end = await service.caller(role=Role.FRONT_END)
    reader = await service.caller(Scope.REGISTRY_READ)
    stranger = await service.caller(Scope.BOOKINGS_WRITE)
    confirmation, readiness = f"/v1/hosts/{host_id}/confirmations", f"/v1/hosts/{host_id}/readiness?fresh=false"

    problem(await partner.get(readiness), 404, "not-found")
    problem(await partner.post(confirmation, json={"code": REJOIN}), 404, "not-found")
    problem(await front_end.post(confirmation, json={"code": REJOIN}), 403, "not-permitted")
    problem(await reader.post(confirmation, json={"code": REJOIN}), 403, "not-permitted")
    problem(await stranger.get(readiness), 403, "not-permitted")
    assert (await reader.get(readiness)).status_code == 200


def row_of(kept: Kept, found: SettingsFound | None, code: str) -> SettingState:
    return next(row.state for row in judge(kept, found, now=utc_now()) if row.code == code)


@pytest.mark.parametrize(
    ("proven_for", "required", "state"),
    [
        ("host", "host", SettingState.PROVEN),
        ("nobody", "host", SettingState.PROVEN),
        ("host", "nobody", SettingState.NOT_PROVEN),
    ],
)
def test_a_stored_proof_counts_for_its_level_and_looser_ones_alone(
    proven_for: str, required: str, state: SettingState
) -> None:
    code = "meeting.screen-share"
    proof = {
        "code": code,
        "enforced_by": "host",
        "state": "proven",
        "required": proven_for,
        "found": "",
        "instruction": None,
    }

    assert row_of(Kept({code: required}, [proof], {}), None, code) is state


def test_an_accounts_lock_wins_over_a_groups_and_unknown_locks_are_no_locks() -> None:
    locked = LockSettings(in_meeting={"screen_sharing": True})
    path = "in_meeting.who_can_share_screen"

    both = Locks(locked, {"group": locked}).of(path, ["group"])
    group = Locks(None, {"group": locked}).of(path, ["group"])

    assert both is not None
    assert both.held_by == "account"
    assert group is not None
    assert (group.held_by, group.name) == ("group", "in_meeting.screen_sharing")
    assert Locks(None, {"group": locked}).of(path, ["another"]) is None
    assert Locks(None).of(path, ["group"]) is None


@pytest.mark.parametrize("value", [True, None], ids=["as-required", "not-shown"])
def test_a_lock_that_holds_what_is_required_stands_in_nobodys_way(value: bool | None) -> None:
    locks = Locks(LockSettings(meeting_security={"waiting_room": True}))
    settings = UserSettings(meeting_security={} if value is None else {"waiting_room": value})

    rows = judge(Kept({}, [], {}), SettingsFound(settings, locks), now=utc_now())

    states = [row.state for row in rows if row.code == "meeting.waiting-room"]
    assert states == [SettingState.NOT_STANDING_IN]
