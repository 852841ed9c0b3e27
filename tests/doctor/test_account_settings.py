"""The doctor against accounts that decide something over their hosts' heads: each is named, with who changes it where."""

import httpx
import pytest
import respx

from app.doctor.account_settings import RECOMMENDED_LOCKS, look_at_account
from app.doctor.examination import examine
from app.doctor.report import Check, State, Subject
from app.hosts.models import Host, Licence
from app.hosts.readiness import KnownHost
from app.zoom.schemas import AccountSettings
from tests.support.clinic import Clinic, line

ADMINISTRATOR = "The Zoom account's administrator"


async def test_what_the_account_decides_is_named_with_who_changes_it_where(idle: Clinic) -> None:
    await idle.zoom.lock(
        schedule_meeting__always_display_zoom_meeting_as_topic__enable=True,
        schedule_meeting__hide_meeting_description__enable=True,
        meeting_security__meeting_password_requirement__only_allow_numeric=True,
        email_notification__schedule_for_reminder=True,
        **{lock.replace(".", "__"): SAFE_VALUES[lock] for each in RECOMMENDED_LOCKS for lock in each.names},
    )
    await idle.synchronise()

    report = await examine(idle.settings)

    for part in ("ai companion", "topic", "description", "passcodes of digits"):
        found = line(report, Subject.ACCOUNT, part)
        assert found.state is State.WARNING
        assert (found.remedy or "").startswith(ADMINISTRATOR)
        assert "Account Management, Account Settings" in (found.remedy or "")
    mails = line(report, Subject.HOST_SETTINGS, "mails")
    assert "schedule_for_reminder" in mails.found
    assert ADMINISTRATOR in (mails.remedy or "")
    # Every lock that is recommended is set, so none is.
    assert line(report, Subject.LOCKS).state is State.OK


async def test_the_locks_that_are_not_set_are_recommended_with_where_to_click(idle: Clinic) -> None:
    await idle.zoom.lock(in_meeting__file_transfer=False)

    found = line(await examine(idle.settings), Subject.LOCKS)

    assert found.state is State.WARNING
    advised = {detail["what"] for detail in found.details}
    assert advised == {"waiting room", "screen sharing", "chat", "recording"}
    for words in ("Security, “Waiting Room”", "“Screen sharing”", "“Meeting chat”", "rename", "lock symbol"):
        assert words in (found.remedy or "")


@pytest.mark.parametrize(
    ("answer", "subject", "words"),
    [
        (
            httpx.Response(403, json={"code": 104, "message": "Access to the Zoom REST API has been denied."}),
            Subject.ACCOUNT,
            "HTTP 403",
        ),
        (httpx.Response(401, json={"code": 4700, "message": "Invalid access token."}), Subject.SCOPES, "4700"),
    ],
    ids=["the account is denied", "the app has no scopes"],
)
async def test_a_refusal_of_everything_is_one_finding_about_the_account(
    idle: Clinic, answer: httpx.Response, subject: Subject, words: str
) -> None:
    with respx.mock(assert_all_called=False) as router:
        router.get(f"{idle.settings.zoom_api_url}/v2/users").mock(return_value=answer)
        router.route().pass_through()
        report = await examine(idle.settings)

    (found,) = [check for check in report.checks if check.subject is subject and words in check.found]
    assert found.state is State.WRONG
    assert found.remedy


def host(level: str) -> KnownHost:
    stored = Host(zoom_user_id="host-1", email="h@example.org", licence=Licence.LICENSED, active=True)
    return KnownHost(stored, {"meeting.video-on-entry": level}, 100)


def of_video(checks: tuple[Check, ...] | list[Check]) -> list[Check]:
    return [check for check in checks if check.part == "video"]


def test_the_accounts_permission_to_switch_video_off_matters_where_a_policy_demands_no_video() -> None:
    forbidden = AccountSettings(schedule_meeting={"allow_host_to_disable_participant_video": False})

    (found,) = of_video(list(look_at_account(forbidden, [host("no-video")])))

    assert found.state is State.WRONG
    assert "Allow host to disable participant video" in (found.remedy or "")
    assert of_video(list(look_at_account(forbidden, [host("off")]))) == []
    assert of_video(list(look_at_account(AccountSettings(), [host("no-video")]))) == []


def test_passcodes_that_are_off_are_told_also_where_the_account_shows_nothing() -> None:
    known = host("off")
    known.host.conditions = {"passcodes_are_off": True}

    checks = look_at_account(None, [known])

    assert [check.state for check in checks] == [State.NOT_CHECKED, State.WARNING]
    assert "Meeting Passcode" in (checks[1].remedy or "")


SAFE_VALUES = {
    "meeting_security.waiting_room": True,
    "in_meeting.screen_sharing": True,
    "in_meeting.file_transfer": False,
    "in_meeting.chat": True,
    "recording.local_recording": False,
    "recording.cloud_recording": False,
}
