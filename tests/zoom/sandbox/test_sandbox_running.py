"""Starting, keeping, resetting and looking inside."""

import asyncio
import socket
from pathlib import Path

import httpx
import pytest

from app.zoom.sandbox import (
    SandboxConfiguration,
    SandboxStartError,
    StateFileError,
    UnknownSettingError,
    UserSeed,
    WebhookConfiguration,
    create_sandbox,
    running,
)
from app.zoom.sandbox.persistence import write_state
from tests.support.sandbox import CONFIGURATION, HOST, WEBHOOK_SECRET, Receiver, Zoom, answer, zoom_running


async def test_a_restart_with_a_state_file_finds_everything_again(tmp_path: Path) -> None:
    file, links = tmp_path / "sandbox" / "state.json", "https://links.example.org"
    kept = CONFIGURATION.model_copy(update={"state_file": file, "web_url": links})
    async with zoom_running(kept) as zoom:
        meeting = await zoom.create(topic="Kept", settings={"waiting_room": True})
        await zoom.lock(in_meeting__chat=False)
        await zoom.advance(60)
        token = zoom.http.headers["authorization"]

    added = kept.model_copy(update={"users": (*kept.users, UserSeed(email="later@example.org"))})
    async with running(added) as base_url, httpx.AsyncClient(base_url=base_url) as http:
        again = answer(await http.get(f"/v2/meetings/{meeting['id']}", headers={"authorization": token}))
        state = (await http.get("/sandbox/state")).json()

    assert {**again, "start_url": ""} == {**meeting, "start_url": ""}
    assert state["account_locks"] == {"in_meeting.chat": False}
    assert [user["user"]["email"] for user in state["users"]][-1] == "later@example.org"
    assert len(state["users"]) == len(CONFIGURATION.users) + 1
    assert [path.name for path in kept.state_file.parent.iterdir()] == ["state.json"] if kept.state_file else False


async def test_the_state_is_written_while_it_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "state.json"
    loop, written = asyncio.get_running_loop(), asyncio.Event()

    def write(path: Path, data: bytes) -> None:
        write_state(path, data)
        if b"Written" in data:
            loop.call_soon_threadsafe(written.set)

    monkeypatch.setattr("app.zoom.sandbox.persistence.write_state", write)
    async with zoom_running(CONFIGURATION.model_copy(update={"state_file": file})) as zoom:
        meeting = await zoom.create()
        await zoom.patch(meeting["id"], topic="Written")
        async with asyncio.timeout(10):
            await written.wait()
        assert "Written" in file.read_text()


async def test_the_state_is_written_a_last_time_at_the_end(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    app = create_sandbox(CONFIGURATION.model_copy(update={"state_file": file}))

    async with app.router.lifespan_context(app):
        assert not file.exists()

    assert HOST in file.read_text()


def test_a_broken_state_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    file.write_text('{"users": 3}')

    with pytest.raises(StateFileError, match=r"state\.json"):
        create_sandbox(SandboxConfiguration(state_file=file))


async def test_a_port_in_use_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(SandboxStartError, match=str(port)):
            async with running(SandboxConfiguration(), port=port):
                pass


def test_a_seed_with_an_unknown_setting_is_refused() -> None:
    seed = UserSeed(email=HOST, settings={"in_meeting": {"chatt": True}})

    with pytest.raises(UnknownSettingError, match=r"in_meeting\.chatt"):
        create_sandbox(SandboxConfiguration(users=(seed,)))


async def test_a_reset_begins_anew_and_leaves_tokens_good(zoom: Zoom) -> None:
    await zoom.create()
    await zoom.control("POST", "/users", {"email": "extra@example.org"})
    await zoom.lock(in_meeting__chat=False)
    await zoom.faults({"kind": "error_500", "times": None})

    await zoom.control("POST", "/reset")

    state = await zoom.control("GET", "/state")
    assert (state["meetings"], state["account_locks"], state["quota_used"], state["requests"]) == ([], {}, {}, [])
    assert [user["user"]["email"] for user in state["users"]] == [seed.email for seed in CONFIGURATION.users]
    answer(await zoom.http.get("/v2/users"))


async def test_a_user_keeps_the_same_id_at_every_start() -> None:
    ids = []
    for _ in range(2):
        async with zoom_running() as zoom:
            ids.append(answer(await zoom.http.get(f"/v2/users/{HOST}"))["id"])

    assert ids[0] == ids[1]


async def test_a_configured_webhook_is_validated_before_its_first_event(receiver: Receiver) -> None:
    webhook = WebhookConfiguration(url=receiver.url, secret_token=WEBHOOK_SECRET)
    async with zoom_running(CONFIGURATION.model_copy(update={"webhook": webhook})) as zoom:
        await zoom.create()
        await zoom.control("POST", "/deliveries/settle")

    assert len(receiver.validations) == 1
    assert receiver.names == ["meeting.created"]


async def test_the_state_shows_meetings_with_everything_but_the_start_link(zoom: Zoom) -> None:
    meeting = await zoom.create(password="abc123")
    await zoom.http.delete(f"/v2/meetings/{meeting['id']}")

    [report] = (await zoom.control("GET", "/state"))["meetings"]

    meeting.pop("start_url")
    assert report["meeting"] == meeting
    assert report["alive"] is False
    assert report["deleted_at"]


async def test_the_control_interface_documents_itself(zoom: Zoom) -> None:
    document = answer(await zoom.http.get("/openapi.json"))

    operations = [operation for path in document["paths"].values() for operation in path.values()]
    assert all(operation["summary"] and operation["tags"] for operation in operations)
    assert all(path.startswith("/sandbox/") for path in document["paths"])


def test_no_secret_shows_in_a_repr() -> None:
    webhook = WebhookConfiguration(url="http://127.0.0.1/", secret_token=WEBHOOK_SECRET)
    configuration = SandboxConfiguration(client_secret="very-secret", webhook=webhook)

    assert "very-secret" not in repr(configuration)
    assert WEBHOOK_SECRET not in repr(configuration)
