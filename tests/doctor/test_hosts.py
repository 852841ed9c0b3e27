"""The doctor against hosts that are each wrong in one way: it names that one, with its remedy, and nothing else."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, update

from app.doctor.examination import examine
from app.doctor.report import State, Subject
from app.hosts.models import Host
from app.kit.clock import utc_now
from app.kit.database import Database
from app.settings import Settings
from app.zoom.sandbox.api.scopes import SCOPES
from tests.support.clinic import REJOIN, Clinic, confirm, line, put_user, the_one_wrong, wrong
from tests.support.zoom import Zoom


async def test_a_service_without_hosts_is_told_how_to_take_some(
    sandbox_settings: Settings, database: Database, zoom: Zoom
) -> None:
    found = the_one_wrong(await examine(sandbox_settings))

    assert found.subject is Subject.HOSTS
    assert "POST /v1/hosts/sync" in (found.remedy or "")


@pytest.mark.parametrize("way", ["inactive", "deleted"])
async def test_a_host_that_zoom_no_longer_lets_in_is_named(idle: Clinic, way: str) -> None:
    if way == "inactive":
        await put_user(idle.zoom, 2, status="inactive")
    else:
        await idle.zoom.control("DELETE", "/users/host-2")

    found = the_one_wrong(await examine(idle.settings))

    assert found.subject is Subject.HOST_STATES
    assert "host-2" in found.found
    assert "host-1" not in found.found
    assert "POST /v1/hosts/sync" in (found.remedy or "")


async def test_a_host_that_was_taken_out_and_is_still_away_is_a_warning(idle: Clinic) -> None:
    await put_user(idle.zoom, 2, status="inactive")
    await idle.synchronise()

    report = await examine(idle.settings)

    assert wrong(report) == []
    assert line(report, Subject.HOST_STATES).state is State.WARNING


async def test_a_host_that_has_lost_its_licence_is_named_until_it_is_synchronised(idle: Clinic) -> None:
    await put_user(idle.zoom, 3, type=1)

    found = the_one_wrong(await examine(idle.settings))

    assert found.subject is Subject.HOST_STATES
    assert "host-3" in found.found
    assert "basic" in found.found


async def test_hosts_that_are_all_basic_are_wrong_and_one_among_others_is_a_warning(idle: Clinic) -> None:
    await put_user(idle.zoom, 1, type=1)
    await idle.synchronise()
    one = await examine(idle.settings)
    for number in (2, 3):
        await put_user(idle.zoom, number, type=1)
    await idle.synchronise()

    every = await examine(idle.settings)

    assert wrong(one) == []
    assert line(one, Subject.LICENCES).state is State.WARNING
    found = the_one_wrong(every)
    assert found.subject is Subject.LICENCES
    assert "30 minutes" in found.found
    # As on a free account, whose limits are lower.
    assert line(every, Subject.PLAN).state is State.WARNING


@pytest.mark.parametrize(
    ("locks", "part", "lock"),
    [
        ({"meeting_security.waiting_room": False}, "meeting.waiting-room", "meeting_security.waiting_room"),
        ({"recording.cloud_recording": True}, "meeting.recording", "recording.cloud_recording"),
        ({"in_meeting.who_can_share_screen": "all", "in_meeting.screen_sharing": True}, "meeting.screen-share", None),
        ({"schedule_meeting.join_before_host": True}, "meeting.join-before-host", "schedule_meeting.join_before_host"),
    ],
    ids=["waiting-room", "recording", "screen-share", "join-before-host"],
)
async def test_a_lock_of_the_account_is_named(idle: Clinic, locks: dict[str, Any], part: str, lock: str | None) -> None:
    await idle.zoom.control("PUT", "/locks", {"locks": locks})

    found = the_one_wrong(await examine(idle.settings))

    assert (found.subject, found.part) == (Subject.HOST_SETTINGS, part)
    assert f"locked by the account ({lock or 'in_meeting.screen_sharing'})" in found.found
    assert "unlock" in (found.remedy or "")
    assert "Account Settings" in (found.remedy or "")
    assert len(found.details) == 3


async def test_a_lock_of_a_group_is_named_for_the_hosts_in_it(idle: Clinic) -> None:
    await put_user(idle.zoom, 2, group_ids=["group-1"])
    await idle.zoom.control("PUT", "/groups/group-1/locks", {"locks": {"recording.local_recording": True}})

    found = the_one_wrong(await examine(idle.settings))

    assert found.part == "meeting.recording"
    assert "1 of 3 hosts (host-2): locked by a group (recording.local_recording)" in found.found
    assert "Groups" in (found.remedy or "")


async def test_a_lock_that_zoom_does_not_show_is_suspected_after_setting_was_in_vain(idle: Clinic) -> None:
    await idle.zoom.control("PUT", "/scopes", {"scopes": sorted(SCOPES - {"account:read:lock_settings:master"})})
    await idle.zoom.lock(in_meeting__file_transfer=True)
    await idle.synchronise()

    report = await examine(idle.settings)

    found = the_one_wrong(report)
    assert found.part == "meeting.file-transfer"
    assert "Zoom kept its own value" in (found.remedy or "")
    assert line(report, Subject.LOCKS).state is State.NOT_CHECKED


async def test_a_setting_that_somebody_has_changed_is_named(idle: Clinic) -> None:
    await put_user(idle.zoom, 1, settings={"in_meeting.file_transfer": True})

    found = the_one_wrong(await examine(idle.settings))

    assert found.part == "meeting.file-transfer"
    assert "1 of 3 hosts (host-1): differing" in found.found
    assert "POST /v1/hosts/sync" in (found.remedy or "")


async def test_ai_companion_that_is_on_needs_a_person(idle: Clinic) -> None:
    await put_user(idle.zoom, 1, settings={"in_meeting.meeting_summary_with_ai_companion.enable": True})

    found = the_one_wrong(await examine(idle.settings))

    assert found.part == "meeting.ai-companion"
    assert "AI Companion" in (found.remedy or "")


@pytest.mark.parametrize(
    ("ends_in", "state", "words"),
    [
        (timedelta(days=15), State.OK, "Confirmed for every host (3)"),
        (timedelta(days=13), State.WARNING, "confirmed until"),
        (timedelta(seconds=-1), State.WRONG, "confirmed too long ago"),
    ],
    ids=["good", "ends-soon", "over"],
)
async def test_a_confirmation_is_reminded_of_before_it_ends(
    idle: Clinic, ends_in: timedelta, state: State, words: str
) -> None:
    await confirm(idle.database, utc_now() + ends_in, only="host-3")

    report = await examine(idle.settings)

    found = line(report, Subject.HOST_SETTINGS, REJOIN)
    assert found.state is state
    assert words in found.found
    assert ("host-3" in found.found) is (state is not State.OK)
    assert [check.part for check in wrong(report)] == ([REJOIN] if state is State.WRONG else [])
    assert ("/confirmations" in (found.remedy or "")) is (state is not State.OK)


async def test_a_host_that_a_coordinator_took_out_of_use_is_not_looked_at(idle: Clinic) -> None:
    await put_user(idle.zoom, 2, status="inactive")
    async with idle.database.transaction() as session:
        await session.exec(update(Host).where(col(Host.zoom_user_id) == "host-2").values(enabled=False))

    assert wrong(await examine(idle.settings)) == []


async def test_one_host_that_cannot_be_read_does_not_hide_the_others(idle: Clinic) -> None:
    await put_user(idle.zoom, 1, status="inactive")
    await idle.zoom.faults({"kind": "error_503", "path": "/v2/users/host-3/settings", "times": None})

    report = await examine(idle.settings)

    assert {check.subject for check in wrong(report)} == {Subject.HOST_STATES, Subject.HOST_SETTINGS}
    assert "host-3" in line(report, Subject.HOST_SETTINGS).found
    assert "Proven for every host (1)" in line(report, Subject.HOST_SETTINGS, "meeting.recording").found
