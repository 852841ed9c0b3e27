"""Whatever an account does otherwise is found and named, and nothing stays behind."""

import json
from typing import Any

import httpx
import pytest

from app.first_contact.people import Answer
from app.first_contact.report import Consequence, Outcome
from tests.first_contact.visiting import Visitor, finding, state_of_hosts
from tests.support.zoom import Zoom

BLOCKS, WORKS, ALTERNATIVE = Consequence.BLOCKS, Consequence.WORKS, Consequence.BY_ALTERNATIVE

DEVIATIONS: dict[str, tuple[dict[str, Any], str, str | None, Consequence, str]] = {
    "custom waiting rooms are not offered": (
        {"absent": {"meeting": ["settings.waiting_room_options"]}},
        *("safe meeting", "meeting.waiting-room", ALTERNATIVE, "waiting_room_options.mode: missing"),
    ),
    "ai companion is not offered": (
        {"absent": {"meeting": ["settings.auto_start_meeting_summary", "settings.auto_start_ai_companion_questions"]}},
        *("safe meeting", "meeting.ai-companion", ALTERNATIVE, "auto_start_meeting_summary: missing"),
    ),
    "the waiting room is not shown": (
        {"absent": {"meeting": ["settings.waiting_room"]}},
        *("safe meeting", "meeting.waiting-room", BLOCKS, "waiting_room: missing"),
    ),
    "a setting of the host is not shown": (
        {"absent": {"user_settings": ["in_meeting.file_transfer"]}},
        *("host settings", "meeting.file-transfer", BLOCKS, "in_meeting.file_transfer: missing"),
    ),
    "private meetings are not shown": (
        {"shown_as": {"settings.private_meeting": False}},
        *("safe meeting", "meeting.listing", WORKS, "private_meeting: false"),
    ),
    "topics are hidden": ({"topic_hidden": True}, "topic and description", "topic", WORKS, "“Zoom Meeting”"),
    "descriptions are hidden": (
        {"description_hidden": True},
        *("topic and description", "description", WORKS, "no description"),
    ),
    "lists are a little late": ({"list_delay_seconds": 3}, "list", None, WORKS, "after 5 seconds"),
    "lists are late": ({"list_delay_seconds": 30}, "list", None, WORKS, "after 60 seconds"),
    "lists are very late": ({"list_delay_seconds": 300}, "list", None, WORKS, "Not in the list"),
    "lists have no description": ({"list_without_agenda": True}, "list", "description", WORKS, "no description"),
    "lists reach six months": ({"list_reaches_days": 183}, "nine months ahead", None, WORKS, "`from` and `to`"),
    "a start that is over is moved": ({"past_start_moved": True}, "past start", None, WORKS, "present"),
    "other time zones are refused": (
        {"unlisted_time_zone_refused": True},
        *("time zone", "unlisted zone", WORKS, "refuses Europe/Malta"),
    ),
    "the account is denied": ({"denial": "denied"}, "host", None, BLOCKS, "HTTP 403"),
    "the app has no scopes": ({"denial": "without_scopes"}, "host", None, BLOCKS, "4700"),
    "an unknown meeting is code 300": ({"unknown_meeting_code": 300}, "end and delete", "not found", WORKS, "code 300"),
    "passcodes are digits": ({"numeric_passcodes": True}, "passcode", None, WORKS, "digits only"),
    "passcodes are digits, and nothing says so": (
        {
            "numeric_passcodes": True,
            "absent": {
                "user_settings": [
                    "meeting_security.meeting_password_requirement",
                    "schedule_meeting.meeting_password_requirement",
                ]
            },
        },
        *("safe meeting", "password", BLOCKS, "refuses password"),
    ),
    "the registrant's limit reads like the host's": (
        {"registrant_limit_text": "of_user"},
        *("registrants", "limit", WORKS, "user"),
    ),
}


@pytest.mark.parametrize("name", DEVIATIONS)
async def test_each_switch_of_an_account_is_found_and_named(name: str, visitor: Visitor, zoom: Zoom) -> None:
    beliefs, check, part, consequence, words = DEVIATIONS[name]
    await zoom.control("PUT", "/beliefs", beliefs)
    before = await state_of_hosts(zoom)

    outcome = await visitor.visit(answers={})

    found = finding(outcome, check, part)
    assert (found.outcome, found.consequence) == (Outcome.DIFFERS, consequence)
    assert words in found.found
    assert found.meaning
    assert found.remedy or consequence is not BLOCKS
    assert outcome.report.exit_code == (1 if consequence is BLOCKS else 0)
    assert await zoom.meetings() == []
    assert await state_of_hosts(zoom) == before
    assert not visitor.journal.exists()


async def test_an_account_that_is_as_documented_has_no_difference(visitor: Visitor, zoom: Zoom) -> None:
    outcome = await visitor.visit(answers={})

    differing = {
        (line.name, line.finding.found)
        for line in outcome.report.lines
        if line.finding.outcome is Outcome.DIFFERS and line.check != "account settings"
    }
    assert differing == set()
    assert outcome.report.exit_code == 0
    made = await zoom.calls("create_meeting") + await zoom.calls("update_meeting")
    assert outcome.report.changes == made == 6


@pytest.mark.parametrize("answer", ["ignored", "refused"])
async def test_a_lock_that_holds_a_setting_of_the_host_is_named_whatever_zoom_answers(
    answer: str, visitor: Visitor, zoom: Zoom
) -> None:
    await zoom.control("PUT", "/beliefs", {"locked_user_setting": answer})
    await zoom.lock(recording__cloud_recording=True)
    before = await state_of_hosts(zoom)

    outcome = await visitor.visit(answers={})

    named = [each for each in outcome.report.findings("host settings") if each.consequence is BLOCKS]
    assert len(named) == 1
    assert "recording.cloud_recording" in named[0].found
    assert "lock" in (named[0].meaning or "")
    assert "Account Settings" in (named[0].remedy or "")
    assert outcome.report.exit_code == 1
    assert await state_of_hosts(zoom) == before


async def test_ai_companion_of_the_host_blocks_and_the_portal_is_named(visitor: Visitor, zoom: Zoom) -> None:
    user = {"id": "host-1", "email": "host-1@example.org"}
    on = {"in_meeting.meeting_summary_with_ai_companion.enable": True}
    await zoom.control("POST", "/users", user | {"settings": on})

    outcome = await visitor.visit(answers={})

    found = finding(outcome, "host settings", "meeting.ai-companion")
    assert (found.consequence, "portal" in (found.remedy or "")) == (BLOCKS, True)


async def test_a_basic_host_is_looked_at_too(visitor: Visitor, zoom: Zoom) -> None:
    await zoom.control("POST", "/users", {"id": "free", "email": "free@example.org", "type": 1})
    await zoom.control("PUT", "/beliefs", {"absent": {"meeting": ["settings.waiting_room_options"]}})

    outcome = await visitor.visit(basic_host="free@example.org", answers={})

    assert finding(outcome, "basic host").outcome is Outcome.AS_EXPECTED
    assert finding(outcome, "basic meeting", "meeting.waiting-room").consequence is ALTERNATIVE
    # Nobody has switched AI Companion off for this user.
    assert finding(outcome, "basic meeting", "meeting.ai-companion").consequence is BLOCKS
    assert await zoom.meetings() == []


async def test_what_only_a_person_sees_goes_into_the_report_and_the_capture(visitor: Visitor, zoom: Zoom) -> None:
    await zoom.control("PUT", "/beliefs", {"in_progress_after_end_seconds": 4})
    watcher = visitor.watcher
    watcher.answers = {"start link": Answer.NO, "waiting room": Answer.YES}

    def start() -> None:
        number = watcher.links["join_url"].partition("?")[0].rpartition("/")[2]
        httpx.post(f"{zoom.base_url}/sandbox/meetings/{number}/start").raise_for_status()
        watcher.at_the_steps = lambda: None

    watcher.at_the_steps = start
    outcome = await visitor.visit()

    assert "zak=" in watcher.links["start_url"]
    assert finding(outcome, "seen by a person", "start link").consequence is WORKS
    ways = finding(outcome, "ways to open rooms")
    assert (ways.consequence, "host_link: does not work" in ways.found) == (WORKS, True)
    assert watcher.links["sign_in_url"].endswith(f"/s/{watcher.links['join_url'].partition('?')[0].rpartition('/')[2]}")
    assert finding(outcome, "seen by a person", "waiting room").outcome is Outcome.AS_EXPECTED
    assert finding(outcome, "seen by a person", "toolbar").found == "Not answered."
    assert "for a while" in finding(outcome, "end and delete", "delete").found
    assert outcome.capture().start_link_asks_to_sign_in is True
    assert watcher.links["start_url"] not in json.dumps(outcome.report.as_json())
    assert await zoom.meetings() == []
