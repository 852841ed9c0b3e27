"""Clients that others wrote live through a meeting on the sandbox, unchanged but for their base URLs."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.peers.conftest import CONFIGURATION

SCRIPTS = Path(__file__).parent / "scripts"
HOST = CONFIGURATION.users[0].email
# What rivet is told of the meeting, in order, and what the meeting's number is in it.
EVENTS = [
    ["meeting.created", "number"],
    ["meeting.updated", "number"],
    ["meeting.started", "number"],
    ["meeting.participant_joined", "string"],
    ["meeting.participant_joined_waiting_room", "string"],
    ["meeting.participant_admitted", "string"],
    ["meeting.participant_left_waiting_room", "string"],
    ["meeting.participant_joined", "string"],
    ["meeting.sharing_started", "number"],
    ["meeting.chat_message_file_sent", "number"],
    ["recording.started", "number"],
    ["meeting.live_streaming_started", "number"],
    ["meeting.ai_companion_started", "number"],
    ["meeting.participant_phone_callout_ringing", "number"],
    ["meeting.participant_phone_callout_missed", "number"],
    ["meeting.risk_alert", "number"],
    ["meeting.participant_left", "string"],
    ["meeting.sharing_ended", "string"],
    ["meeting.participant_left", "string"],
    ["recording.stopped", "number"],
    ["meeting.ai_companion_stopped", "number"],
    ["meeting.live_streaming_stopped", "number"],
    ["meeting.ended", "string"],
    ["recording.completed", "number"],
    ["meeting.summary_completed", "number"],
    ["meeting.deleted", "number"],
]


@pytest.fixture
def sandbox(peers_sandbox: str) -> Iterator[httpx.Client]:
    """The sandbox's control interface, begun anew."""
    with httpx.Client(base_url=f"{peers_sandbox}/sandbox") as client:
        client.post("/reset").raise_for_status()
        yield client


def lived(command: list[str], folder: Path, sandbox: httpx.Client, **variables: str) -> dict[str, Any]:
    """Run a peer's script against the sandbox; return what it saw."""
    environment = os.environ | {
        "SANDBOX_URL": str(sandbox.base_url).removesuffix("/sandbox/"),
        "SANDBOX_HOST": HOST,
        "SANDBOX_CLIENT_ID": CONFIGURATION.client_id,
        "SANDBOX_CLIENT_SECRET": CONFIGURATION.client_secret.get_secret_value(),
        "SANDBOX_ACCOUNT_ID": CONFIGURATION.account_id,
        "NO_PROXY": "127.0.0.1",
        **variables,
    }
    outcome = subprocess.run(  # noqa: S603 - the command is this file's own
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert outcome.returncode == 0, outcome.stderr
    seen: dict[str, Any] = json.loads(outcome.stdout)
    return seen


def operations(sandbox: httpx.Client) -> list[str]:
    """Return what the sandbox was asked for, in order."""
    return [call["operation"] for call in sandbox.get("/requests").json()]


def test_zoomus_lives_through_a_meeting(python_peers: Path, sandbox: httpx.Client) -> None:
    command = [sys.executable, str(SCRIPTS / "zoomus_life.py")]
    seen = lived(command, python_peers, sandbox, PYTHONPATH=str(python_peers))

    assert seen == {
        "users": [user.email for user in CONFIGURATION.users],
        "created": 201,
        "waiting_room": True,
        "changed": 204,
        "topics": ["Changed by zoomus"],
        "ended": 204,
        "deleted": 204,
        "gone": [404, 3001],
    }
    assert operations(sandbox) == [
        "give_token",
        "list_users",
        "create_meeting",
        "get_meeting",
        "update_meeting",
        "list_meetings",
        "update_status",
        "delete_meeting",
        "get_meeting",
    ]


def test_pyzoom_lives_through_a_meeting(python_peers: Path, sandbox: httpx.Client) -> None:
    command = [sys.executable, str(SCRIPTS / "pyzoom_life.py")]
    seen = lived(command, python_peers, sandbox, PYTHONPATH=str(python_peers))

    assert seen == {
        "users": [user.email for user in CONFIGURATION.users],
        "read": "By pyzoom",
        "topics": ["Changed by pyzoom"],
        "ended": 204,
        "deleted": True,
        "gone": True,
    }
    assert operations(sandbox) == [
        "give_token",
        "create_meeting",
        "get_meeting",
        "update_meeting",
        "list_meetings",
        "update_status",
        "delete_meeting",
        "get_meeting",
        "list_users",
    ]


def test_rivet_lives_through_a_meeting_and_takes_its_events(node_peers: Path, sandbox: httpx.Client) -> None:
    # node looks for packages beside the script.
    script = node_peers / "rivet_life.mjs"
    script.write_bytes((SCRIPTS / script.name).read_bytes())
    seen = lived(["node", str(script)], node_peers, sandbox, EVENTS=" ".join({name: None for name, _ in EVENTS}))

    assert seen == {
        "validation": "validated",
        "created": 201,
        "waiting_room": True,
        "changed": 204,
        "topics": ["Changed by rivet"],
        "ended": 204,
        "deleted": 204,
        "gone": '[404/3001]: "Meeting does not exist: {id}."',
        "events": EVENTS,
        "deliveries": ["delivered"] * len(EVENTS),
    }
    assert operations(sandbox).count("give_token") == 1
