"""`chaperone first-contact` as it is run: what it asks, prints and writes, its exit codes, and Ctrl-C."""

import asyncio
import json
import os
import pty
import re
import signal
import subprocess
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from app.commands.application import chaperone
from app.first_contact.checks import AFTER_PEOPLE, BEFORE_PEOPLE, CLEANED_UP, MOST_CHANGES, OPENING, PEOPLE
from app.first_contact.people import STEPS
from app.first_contact.report import Outcome
from app.kit.errors import ConfigurationError
from app.kit.revisions import ROOT
from app.settings import Settings
from app.zoom.sandbox import load_profile
from tests.first_contact.visiting import HOST, Visitor, finding, settings_for, state_of_hosts
from tests.support.service import TLS, WEBHOOK_SECRET
from tests.support.zoom import CLIENT_SECRET, System, Zoom, eventually


def environment_for(url: str) -> dict[str, str]:
    settings = settings_for(url)
    return {
        "DATABASE_URL": settings.database_url,
        "ZOOM_OAUTH_URL": url,
        "ZOOM_API_URL": url,
        "ZOOM_ACCOUNT_ID": settings.zoom_account_id,
        "ZOOM_CLIENT_ID": settings.zoom_client_id,
        "ZOOM_CLIENT_SECRET": CLIENT_SECRET,
        "ZOOM_WEBHOOK_SECRETS": WEBHOOK_SECRET,
        "ENCRYPTION_KEYS": settings.encryption_keys.get_secret_value(),
    }


async def started(folder: Path, url: str, *options: str) -> Process:
    environment = {"COLUMNS": "200", "PYTHONPATH": str(ROOT), **environment_for(url)}
    command = (sys.executable, "-m", "app.commands.entry", "first-contact", "--host", HOST, *options)
    return await asyncio.create_subprocess_exec(
        *command, cwd=folder, env=environment, stdin=PIPE, stdout=PIPE, stderr=PIPE
    )


async def test_it_prints_and_writes_what_it_found(zoom: Zoom, tmp_path: Path) -> None:
    (tmp_path / "answers.json").write_text('{"toolbar": "no"}')
    files = ("--json", "report.json", "--capture", "capture.json", "--answers", "answers.json")

    process = await started(tmp_path, zoom.base_url, "--yes", *files)
    printed, _ = await process.communicate()

    assert process.returncode == 0
    assert b"nothing would block bookings" in printed
    assert b"start link: Open" in printed
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["complete"]
    assert any(each["check"] == "seen by a person" and each["outcome"] == "differs" for each in report["checks"])
    assert load_profile(str(tmp_path / "capture.json")).beliefs.topic_hidden is False
    assert await zoom.meetings() == []


def test_it_does_nothing_where_nobody_can_be_asked_and_nobody_said_yes(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in environment_for("http://127.0.0.1:9").items():
        monkeypatch.setenv(name, value)
    result = CliRunner().invoke(chaperone, ["first-contact", "--host", HOST])
    assert isinstance(result.exception, ConfigurationError)
    assert "7 of the 100 changes" in str(result.exception)
    assert "--yes" in str(result.exception)


async def test_ctrl_c_leaves_nothing_at_zoom_even_when_told_to_end_at_once(zoom: Zoom, tmp_path: Path) -> None:
    # So it waits, with a meeting made and settings changed.
    await zoom.control("PUT", "/beliefs", {"list_delay_seconds": 3600})
    before = await state_of_hosts(zoom)
    process = await started(tmp_path, zoom.base_url, "--yes", "--json", "report.json")
    journal = tmp_path / ".first-contact.json"

    async def is_answered() -> bool:
        # A meeting whose answer is lost would be looked for in lists, where it is an hour late.
        noted = json.loads(journal.read_text())["intents"] if journal.exists() else []
        return any(each["meeting_id"] for each in noted)

    await eventually(is_answered)

    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGTERM)
    printed, _ = await process.communicate()

    assert process.returncode == 2
    assert b"not carried out to the end" in printed
    assert json.loads((tmp_path / "report.json").read_text())["complete"] is False
    assert await zoom.meetings() == []
    assert await state_of_hosts(zoom) == before
    assert not journal.exists()


def test_on_a_terminal_it_asks_shows_the_links_and_takes_ctrl_c_at_a_question(sandbox_url: str, tmp_path: Path) -> None:
    environment = {"COLUMNS": "200", "PYTHONPATH": str(ROOT), **environment_for(sandbox_url)}
    # Without a terminal of its own, Ctrl-C would be a letter.
    begin = "import fcntl, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); from app.commands.entry import main; main()"
    command = (sys.executable, "-c", begin, "first-contact", "--host", HOST, "--json", "report.json")
    ours, theirs = pty.openpty()
    with subprocess.Popen(  # noqa: S603  # our own command
        command,
        cwd=tmp_path,
        env=environment,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    ) as process:
        os.close(theirs)
        before = _read_until(ours, "Go on? [y/N]:")
        os.write(ours, b"y\n")
        asked = _read_until(ours, "leave it open)")
        os.write(ours, b"perhaps\n")
        again = _read_until(ours, "leave it open)")
        os.write(ours, b"no\n")
        second = _read_until(ours, "leave it open)")
        os.write(ours, b"\x03")
        rest = _read_until(ours, None)
        os.close(ours)

    assert process.returncode == 2
    assert "of the 100 changes" in before
    assert "zak=" in asked
    assert "start without asking" in again
    assert "guest" in second
    assert "not carried out to the end" in rest
    report = (tmp_path / "report.json").read_text()
    assert "zak=" not in report
    state = httpx.get(f"{sandbox_url}/sandbox/state", verify=TLS).json()
    assert [each for each in state["meetings"] if each["alive"]] == []


def _read_until(terminal: int, words: str | None) -> str:
    read = b""
    while words is None or words.encode() not in read:
        try:
            read += os.read(terminal, 65_536)
        except OSError:
            # The other end is closed.
            break
    return read.decode()


async def test_events_that_reach_the_service_are_seen_and_missing_ones_named(
    system: System, sandbox_settings: Settings, visitor: Visitor
) -> None:
    arrived = await visitor.visit(settings=sandbox_settings, answers={})
    await system.zoom.control("DELETE", "/webhook")
    missing = await visitor.visit(settings=sandbox_settings, answers={})

    assert finding(arrived, "events").outcome is Outcome.AS_EXPECTED
    assert "meeting.deleted, meeting.updated" in finding(missing, "events").found
    assert "Event Subscriptions" in (finding(missing, "events").remedy or "")
    assert missing.report.exit_code == 0


def test_the_page_has_a_row_for_each_check_and_a_word_for_each_step() -> None:
    page = (ROOT / "docs" / "first-contact.md").read_text()
    names = {check.name for check in (*BEFORE_PEOPLE, *AFTER_PEOPLE)} | {"leftovers", CLEANED_UP, PEOPLE, OPENING}
    assert set(re.findall(r"^\| ([a-z ]+) \|", page, re.MULTILINE)) - {"check"} == names
    assert {step.name for step in STEPS} <= set(re.findall(r"\*\*([a-z\s]+)\*\*", page.replace("\n", " ")))
    assert f"up to {MOST_CHANGES} of the 100" in page
