"""The account that a sandbox plays: by name, from a file, and from what a real account answered."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from app.commands.application import chaperone
from app.zoom.sandbox import (
    Beliefs,
    Capture,
    Exchange,
    Profile,
    ProfileError,
    SandboxConfiguration,
    UserSeed,
    captured_profile,
    load_profile,
    profile_names,
)
from app.zoom.sandbox.account.beliefs import LockedUpdate
from app.zoom.sandbox.api.front import OPERATIONS
from app.zoom.sandbox.api.scopes import SCOPES
from tests.support.sandbox import HOST, Zoom, answer, zoom_running

CAPTURE = Path(__file__).with_name("capture.json")
MEETINGS = f"/v2/users/{HOST}/meetings"
WAITING_ROOM_OPTIONS = "waiting_room_options"
AI = {"auto_start_meeting_summary", "auto_start_ai_companion_questions"}
SHOWN_BY = {"free-2026": set[str](), "pro-2026": AI, "business-2026": {WAITING_ROOM_OPTIONS, *AI}}
HELD_AT_ONCE = {"free-2026": (1, 1), "pro-2026": (2, 1), "business-2026": (2, 2)}


def with_profile(profile: Profile) -> SandboxConfiguration:
    return SandboxConfiguration(seed=1, profile=profile, users=(UserSeed(email=HOST), UserSeed(email="b@example.org")))


@pytest.mark.parametrize("name", SHOWN_BY)
async def test_each_profile_answers_as_its_evidence_says(name: str) -> None:
    profile = load_profile(name)
    sent = {"waiting_room": True, "private_meeting": True, WAITING_ROOM_OPTIONS: {"mode": "custom"}}
    licence, at_once = HELD_AT_ONCE[name]
    async with zoom_running(with_profile(profile)) as zoom:
        made = await zoom.create(settings=sent, start_time="2026-01-01T10:00:00Z")
        other = await zoom.create()
        shown = (await zoom.get(made["id"]))["settings"]
        user = answer(await zoom.http.get(f"/v2/users/{HOST}"))
        started = [
            (await zoom.http.post(f"/sandbox/meetings/{each['id']}/start")).status_code for each in (made, other)
        ]
        account = await zoom.http.get("/v2/accounts/me/settings")

        assert shown.keys() & {WAITING_ROOM_OPTIONS, *AI, "disable_participant_video"} == SHOWN_BY[name]
        assert (shown["waiting_room"], shown["private_meeting"]) == (True, False)
        assert made["start_time"] > "2026-01-02"
        assert (user["type"], started.count(200)) == (licence, at_once)
        assert account.status_code == (400 if name == "free-2026" else 200)
        assert await zoom.control("GET", "/profile") == profile.model_dump(mode="json")
        assert all(each["source"] for each in (await zoom.control("GET", "/profile"))["evidence"])


def test_the_profiles_of_the_years_accounts_are_there() -> None:
    assert profile_names() == ("full", *sorted(SHOWN_BY))


def test_a_profile_is_read_from_a_file_and_changed_at_the_start(tmp_path: Path) -> None:
    written, again = tmp_path / "mine.yaml", tmp_path / "mine.json"
    written.write_text("name: mine\nplan: business\nbeliefs:\n  topic_hidden: true\n")
    profile = load_profile(str(written), beliefs=["list_delay_seconds=5", "locked_user_setting=refused"])
    again.write_text(profile.model_dump_json())

    assert profile.beliefs == Beliefs(topic_hidden=True, list_delay_seconds=5, locked_user_setting="refused")
    assert load_profile(str(again)) == profile


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name: [", "neither YAML nor JSON"),
        ("- 1", "neither a profile nor a capture"),
        ("name: mine\nbeliefs: {no_such: 1}", "beliefs.no_such"),
        ("name: mine\nmeeting_settings: {waiting_room: maybe}", "waiting_room"),
        ("format: zoom-capture-1\nexchanges: [{at: yesterday}]", "exchanges.0.at"),
    ],
)
def test_a_file_that_holds_no_profile_is_refused_with_the_place(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(text)
    with pytest.raises(ProfileError, match=says):
        load_profile(str(file))


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--profile", "free-1999"], "free-2026"),
        (["--belief", "no_such=1"], "no_such"),
        (["--belief", "list_delay_seconds=soon"], "list_delay_seconds"),
    ],
)
def test_the_command_refuses_an_account_that_it_does_not_know(options: list[str], says: str) -> None:
    result = CliRunner().invoke(chaperone, ["sandbox", *options])
    assert result.exit_code != 0
    assert says in f"{result.output}{result.exception}"


async def test_a_sandbox_started_from_a_capture_answers_as_the_account_did() -> None:
    profile = load_profile(str(CAPTURE))
    async with zoom_running(with_profile(profile)) as zoom:
        made = await zoom.create(
            topic="Mentoring session", start_time="2020-01-01T10:00:00Z", settings={"private_meeting": True}
        )
        user = answer(await zoom.http.get(f"/v2/users/{HOST}"))
        security = (await zoom.settings(option="meeting_security"))["meeting_security"]
        locked = await zoom.http.patch(
            f"/v2/users/{HOST}/settings",
            params={"option": "meeting_security"},
            json={"meeting_security": {"waiting_room": False}},
        )

        assert (profile.plan, user["type"]) == ("business", 1)
        assert made["settings"] == {
            "private_meeting": False,
            "mute_upon_entry": False,
            "host_video": True,
            "watermark": True,
        }
        assert (made["topic"], made["start_time"] > "2026") == ("Zoom Meeting", True)
        assert security["waiting_room_settings"] == {"participants_to_place_in_waiting_room": 1}
        assert security["meeting_password_requirement"] == {"length": 8, "only_allow_numeric": False}
        assert locked.status_code == 400
        assert answer(await zoom.http.get(MEETINGS))["meetings"] == []
        assert answer(await zoom.http.get("/v2/meetings/99999999999"), 404)["code"] == 300
    assert profile.beliefs.list_delay_seconds == 6
    assert profile.beliefs.start_link_asks_to_sign_in


@dataclass
class Recorder:
    """Writes down every call and answer that goes by, as first contact does."""

    exchanges: list[Exchange] = field(default_factory=list)
    ahead: timedelta = timedelta()

    async def see(self, response: httpx.Response) -> None:
        request, path = response.request, response.request.url.path
        for operation in OPERATIONS:
            match = operation.pattern.fullmatch(path.removeprefix("/v2"))
            if operation.method == request.method and match:
                body = await response.aread()
                self.exchanges.append(
                    Exchange(
                        at=datetime.now(UTC) + self.ahead,
                        operation=operation.name,
                        names=match.groupdict(),
                        query=dict(request.url.params),
                        request=json.loads(request.content) if request.content else None,
                        status=response.status_code,
                        headers=dict(response.headers),
                        answer=json.loads(body) if body else None,
                    )
                )


async def look_around(zoom: Zoom, recorder: Recorder) -> None:
    """Ask about every belief that an answer can tell."""
    http, far = zoom.http, datetime.now(UTC) + timedelta(days=270)
    for option in ("", "meeting_security"):
        for path in (f"users/{HOST}/settings", "accounts/me/settings", "accounts/me/lock_settings"):
            await http.get(f"/v2/{path}", params={"option": option} if option else {})
    await http.get(f"/v2/users/{HOST}")
    await http.patch(f"/v2/users/{HOST}/settings", json={"in_meeting": {"file_transfer": False, "chat": True}})
    await http.get(f"/v2/users/{HOST}/settings")
    soon = (datetime.now(UTC) + timedelta(days=7)).strftime("%Y-%m-%dT%H:%M:%SZ")
    body = {"topic": "Session", "agenda": "Reference: 1", "password": "4719350286", "start_time": soon}
    made = [
        (await http.post(MEETINGS, json={**body, **more})).json().get("id")
        for more in (
            {"settings": {"private_meeting": True, "approval_type": 1}},
            {"start_time": "2020-01-01T10:00:00Z"},
            {"start_time": f"{far:%Y-%m-%dT%H:%M:%SZ}"},
            {"timezone": "Europe/Malta"},
            {"password": "aB3-defg"},
        )
    ]
    await http.get(MEETINGS)
    await zoom.advance(10)
    recorder.ahead += timedelta(seconds=10)
    await http.get(MEETINGS)
    await http.get(MEETINGS, params={"to": f"{far:%Y-%m-%d}"})
    await http.get("/v2/meetings/99999999999")
    for _ in range(4):
        person = {"email": "someone@example.org", "first_name": "Someone"}
        await http.post(f"/v2/meetings/{made[0]}/registrants", json=person)
    await http.get(f"/v2/meetings/{made[0]}")
    await http.post(f"/sandbox/meetings/{made[0]}/start")
    await http.put(f"/v2/meetings/{made[0]}/status", json={"action": "end"})
    await http.delete(f"/v2/meetings/{made[0]}")


LOCKED = {"in_meeting.file_transfer": True}
ABSENT = {
    "meeting": {"settings.waiting_room_options", "settings.continuous_meeting_chat.enable"},
    "user_settings": {"in_meeting.ai_companion_questions", "meeting_security.auto_security"},
    "account_settings": {"in_meeting.ai_companion_questions"},
}


@pytest.mark.parametrize(
    "beliefs",
    [
        Beliefs(),
        Beliefs(
            absent=ABSENT,
            shown_as={"settings.private_meeting": False},
            locked_user_setting="refused",
            topic_hidden=True,
            list_reaches_days=183,
            past_start_moved=True,
            unlisted_time_zone_refused=True,
            numeric_passcodes=True,
            registrant_limit_text="of_user",
            unknown_meeting_code=300,
        ),
        Beliefs(list_without_agenda=True, list_delay_seconds=5, in_progress_after_end_seconds=60),
        Beliefs(description_hidden=True),
    ],
    ids=["full", "much", "late", "undescribed"],
)
async def test_a_capture_tells_what_the_account_was_started_with(beliefs: Beliefs) -> None:
    profile = Profile(name="original", beliefs=beliefs, account_locks=LOCKED, meeting_settings={"watermark": True})
    recorder = Recorder()
    async with zoom_running(with_profile(profile)) as zoom:
        zoom.http.event_hooks["response"].append(recorder.see)
        await look_around(zoom, recorder)
    capture = Capture(exchanges=tuple(recorder.exchanges))

    found = captured_profile(Capture.model_validate_json(capture.model_dump_json()))

    # What is seen late was there at the latest then.
    assert found.beliefs.list_delay_seconds >= beliefs.list_delay_seconds
    assert (found.beliefs.in_progress_after_end_seconds > 0) is (beliefs.in_progress_after_end_seconds > 0)
    timed = {"list_delay_seconds", "in_progress_after_end_seconds", "absent"}
    assert found.beliefs.model_dump(exclude=timed) == beliefs.model_dump(exclude=timed)
    # Breakout rooms are dropped while the host has them switched off.
    assert found.beliefs.absent.meeting == beliefs.absent.meeting | {"settings.breakout_room"}
    assert found.beliefs.absent.user_settings == beliefs.absent.user_settings
    assert found.beliefs.absent.account_settings == beliefs.absent.account_settings
    assert found.meeting_settings["watermark"] is True
    assert (found.plan, found.licence, found.account_locks) == (profile.plan, profile.licence, LOCKED)


@pytest.mark.parametrize("locked_update", ["ignored", "refused"])
async def test_locks_that_an_app_may_not_read_show_in_what_an_update_leaves(locked_update: str) -> None:
    profile = Profile(
        name="original", account_locks=LOCKED, beliefs=Beliefs(locked_user_setting=LockedUpdate(locked_update))
    )
    recorder = Recorder()
    scopes = frozenset(each for each in SCOPES if "lock" not in each and each != "account:read:admin")
    async with zoom_running(with_profile(profile).model_copy(update={"scopes": scopes})) as zoom:
        zoom.http.event_hooks["response"].append(recorder.see)
        await look_around(zoom, recorder)

    assert captured_profile(Capture(exchanges=tuple(recorder.exchanges))).account_locks == LOCKED


@pytest.mark.parametrize("denial", ["denied", "without_scopes"])
async def test_a_capture_of_a_denied_account_is_denied(denial: str) -> None:
    recorder = Recorder()
    async with zoom_running(with_profile(Profile(name="denied", beliefs=Beliefs(denial=denial)))) as zoom:
        zoom.http.event_hooks["response"].append(recorder.see)
        await zoom.http.get(f"/v2/users/{HOST}")
    assert captured_profile(Capture(exchanges=tuple(recorder.exchanges))).beliefs.denial == denial
