"""`chaperone run`, as somebody runs it who has just cloned the repository: what it prints, what works, how it ends."""

import asyncio
import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

import httpx
import psutil
import pytest

from app.embedded.default import run_embedded_default
from app.kit.errors import ConfigurationError
from app.kit.serving import listen
from app.main import create_app
from tests.support.command import run_command
from tests.support.database import folder_for_data

# Two runs for the whole file, one after the other on the same data: they stay with one worker of xdist.
pytestmark = pytest.mark.xdist_group("embedded")

ROOT = Path(__file__).resolve().parents[2]
LOCAL = "127.0.0.1"
SECONDS_TO_END = 20
COORDINATOR = "organisation's coordinator"
KEYS = (COORDINATOR, "a second coordinator", "partner's coordinator", "booking front-end")


@dataclass(frozen=True)
class Place:
    """Where it runs: the data folder, and ports that are free."""

    home: Path
    port: int
    sandbox_port: int

    @classmethod
    def at(cls, home: Path) -> Self:
        with closing(listen(LOCAL, 0)) as one, closing(listen(LOCAL, 0)) as other:
            return cls(home, one.getsockname()[1], other.getsockname()[1])

    @property
    def folder(self) -> Path:
        return self.home / "data"

    @property
    def command(self) -> list[str]:
        options = {"--port": self.port, "--sandbox-port": self.sandbox_port, "--folder": self.folder}
        given = [str(each) for option in options.items() for each in option]
        return [sys.executable, "-m", "app.commands.entry", "run", *given]

    @property
    def surroundings(self) -> dict[str, Any]:
        """No settings, an empty home, no .env file."""
        return {
            "cwd": self.home,
            "env": {"PATH": os.environ["PATH"], "HOME": str(self.home), "PYTHONPATH": str(ROOT)},
            "text": True,
        }

    @property
    def url(self) -> str:
        return f"http://{LOCAL}:{self.port}"

    @property
    def sandbox_url(self) -> str:
        return f"http://{LOCAL}:{self.sandbox_port}"


@dataclass(frozen=True)
class Answer:
    """What the printed command answers."""

    status: int
    body: Any


@dataclass(frozen=True)
class Run:
    """One that has greeted."""

    place: Place
    process: "subprocess.Popen[str]"
    greeting: str

    @property
    def keys(self) -> dict[str, str]:
        lines = [line.strip() for line in self.greeting.splitlines()]
        return {name: line.split()[-1] for name in KEYS for line in lines if line.startswith(name)}

    @property
    def curl(self) -> str:
        return self.greeting.partition("Book a session:")[2].partition("A session that")[0].strip()

    @property
    def links(self) -> dict[str, str]:
        """Return the two personal links that it ends with."""
        told = self.greeting.partition("A session that can be opened now.")[2].partition("Ctrl-C")[0]
        return dict(line.split() for line in told.splitlines() if "/j/" in line)

    def read(self, path: str) -> Any:
        """Read from the API as the organisation's coordinator."""
        headers = {"Authorization": f"Bearer {self.keys[COORDINATOR]}"}
        response = httpx.get(f"{self.place.url}{path}", headers=headers, timeout=30)
        assert response.status_code == 200, response.text
        return response.json()

    def meeting(self, booking: dict[str, Any]) -> dict[str, Any]:
        """Read a booking's meeting as Zoom's API shows it to the app."""
        secret = json.loads((self.place.folder / "secrets.json").read_text())["client_secret"]
        with httpx.Client(base_url=self.place.sandbox_url, timeout=30) as sandbox:
            grant = {"grant_type": "account_credentials", "account_id": "sandbox-account"}
            granted = sandbox.post("/oauth/token", params=grant, auth=("sandbox-client", secret))
            headers = {"Authorization": f"Bearer {granted.json()['access_token']}"}
            response = sandbox.get(f"/v2/meetings/{booking['meeting']['zoom_meeting_id']}", headers=headers)
        assert response.status_code == 200, response.text
        meeting: dict[str, Any] = response.json()
        return meeting

    def started(self) -> list[psutil.Process]:
        """Return all that it has started."""
        children: list[psutil.Process] = psutil.Process(self.process.pid).children(recursive=True)
        return children


@dataclass(frozen=True)
class Ending:
    """How a run ended, and what was left of it."""

    exit_code: int
    last_words: str
    complaints: str
    started: list[str]
    left: list[str]


@dataclass(frozen=True)
class First:
    """What was seen of the first run, which Ctrl-C has stopped; beside it another was tried on the same folder."""

    run: Run
    beside: str
    docs: httpx.Response
    booked: Answer
    booking: dict[str, Any]
    meeting: dict[str, Any]
    bookings: list[dict[str, Any]]
    participants: list[dict[str, Any]]
    led_to: dict[str, str]
    ending: Ending


@dataclass(frozen=True)
class Second:
    """What was seen of the second run on the same data, which SIGTERM has stopped."""

    run: Run
    booking: dict[str, Any]
    meeting: dict[str, Any]
    bookings: list[dict[str, Any]]
    booked: Answer
    played: tuple[int, str, str]
    ending: Ending


@contextmanager
def running(place: Place) -> Iterator[Run]:
    """Run it until the block ends, or until the block has stopped it."""
    with (
        (place.home / "complaints").open("w") as complaints,
        # In a session of its own, so that a signal can go to the whole group: that is what Ctrl-C in a terminal does.
        subprocess.Popen(  # noqa: S603  # the command is ours
            place.command, stdout=subprocess.PIPE, stderr=complaints, start_new_session=True, **place.surroundings
        ) as process,
    ):
        try:
            yield Run(place, process, _greeting(process, place))
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait(SECONDS_TO_END)


def _greeting(process: "subprocess.Popen[str]", place: Place) -> str:
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if line.startswith("Ctrl-C"):
            return "".join(lines)
    raise AssertionError("".join(lines) + (place.home / "complaints").read_text())


def ended(run: Run, number: signal.Signals) -> Ending:
    """Stop it, and look for what it left behind."""
    assert run.process.stdout is not None
    started = run.started()
    names = [process.name() for process in started]
    if number is signal.SIGINT:
        os.killpg(run.process.pid, number)
    else:
        run.process.send_signal(number)
    exit_code = run.process.wait(SECONDS_TO_END)
    # At once: what has been stopped is gone when the command is.
    left = [process for process in started if _lives(process)]
    for process in left:
        process.kill()
    return Ending(
        exit_code=exit_code,
        last_words=run.process.stdout.read().strip(),
        complaints=(run.place.home / "complaints").read_text(),
        started=names,
        left=[str(process) for process in left],
    )


def _lives(process: psutil.Process) -> bool:
    try:
        # Of what has ended, the number may be left until the machine's first process has taken notice.
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def pasted(command: str) -> Answer:
    """Run the command as it is printed."""
    if shutil.which("curl") is None:
        return by_httpx(command)
    answer = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True).stdout  # noqa: S603, S607  # as printed
    head, _, body = answer.partition("\n\n")
    return Answer(int(head.split()[1]), json.loads(body))


def by_httpx(command: str) -> Answer:
    """Send the request that the command would send."""
    _, *words = shlex.split(command.replace("\\\n", " "))
    (url,) = (word for word in words if word.startswith("http"))
    options = list(pairwise(words))
    headers = [value.split(": ", 1) for option, value in options if option == "--header"]
    (data,) = (value for option, value in options if option == "--data")
    response = httpx.post(url, headers=[(name, value) for name, value in headers], content=data, timeout=30)
    return Answer(response.status_code, response.json())


def played(place: Place) -> tuple[int, str, str]:
    """Play a session against the run, with nothing but its folder; return what the command printed."""
    script = place.home / "early.yaml"
    script.write_text("{title: Early, session: {starts in: 7200}, steps: [{join: mentor}]}")
    return asyncio.run(run_command({}, "sandbox", "play", str(script), "--folder", str(place.folder), columns=200))


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    # Not in pytest's own folder, whose path is long for a socket's name.
    with TemporaryDirectory(prefix="chaperone-tests-", dir=folder_for_data()) as home:
        yield Place.at(Path(home))


@pytest.fixture(scope="module")
def interrupted(place: Place) -> Ending:
    """Press Ctrl-C as soon as it says that it starts, on a folder that is not there."""
    with subprocess.Popen(  # noqa: S603  # the command is ours
        place.command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, **place.surroundings
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("Starting PostgreSQL")
        os.killpg(process.pid, signal.SIGINT)
        last_words, complaints = process.communicate(timeout=SECONDS_TO_END)
        return Ending(process.returncode, last_words.strip(), complaints, started=[], left=[])


@pytest.fixture(scope="module")
def first(place: Place, interrupted: Ending) -> First:
    """Run it again, paste the command, look around, press Ctrl-C."""
    with running(place) as run:
        booked = pasted(run.curl)
        return First(
            beside=refusal(Place.at(place.home)),
            run=run,
            docs=httpx.get(f"{place.url}/docs", timeout=30),
            booked=booked,
            booking=run.read(f"/v1/bookings/{booked.body['id']}") if booked.status == 201 else {},
            meeting=run.meeting(booked.body) if booked.status == 201 else {},
            bookings=(bookings := run.read("/v1/bookings?limit=200")["items"]),
            participants=[
                participant
                for booking in bookings
                if booking["state"] == "confirmed"
                for participant in run.read(f"/v1/bookings/{booking['id']}/participants")["items"]
                if participant["status"] == "link_given"
            ],
            led_to={role: httpx.post(f"{link}/go", timeout=30).headers["location"] for role, link in run.links.items()},
            ending=ended(run, signal.SIGINT),
        )


@pytest.fixture(scope="module")
def second(place: Place, first: First) -> Second:
    """Run it again, look for what was there, book once more, and stop it as a supervisor does."""
    with running(place) as run:
        booking = run.read(f"/v1/bookings/{first.booked.body['id']}")
        return Second(
            run=run,
            booking=booking,
            meeting=run.meeting(booking),
            bookings=run.read("/v1/bookings?limit=200")["items"],
            booked=by_httpx(run.curl),
            played=played(place),
            ending=ended(run, signal.SIGTERM),
        )


def test_it_prints_where_the_docs_page_is_four_keys_and_a_command(first: First, place: Place) -> None:
    assert f"{place.url}/docs" in first.run.greeting
    assert f"{place.sandbox_url}/docs" in first.run.greeting
    assert len(set(first.run.keys.values())) == len(KEYS)
    assert first.run.curl.startswith("curl ")
    assert first.docs.status_code == 200


def test_it_ends_with_both_personal_links_of_a_session_that_can_be_opened_now(first: First, place: Place) -> None:
    links, now = first.run.links, datetime.now(UTC)

    assert links.keys() == {"mentor", "mentee"}
    assert len(set(links.values())) == 2
    assert all(link.startswith(f"{place.url}/j/") for link in links.values())
    assert [each["role"] for each in first.participants] == ["mentor", "mentee"]
    assert first.led_to["mentor"].startswith(f"{place.sandbox_url}/s/")
    assert first.led_to["mentee"].startswith(f"{place.sandbox_url}/")
    windows = [each["window"] for each in first.participants]
    assert all(datetime.fromisoformat(each["opens_at"]) <= now for each in windows)
    assert all(datetime.fromisoformat(each["closes_at"]) > now + timedelta(minutes=30) for each in windows)


def test_the_printed_command_books_a_session_when_it_is_pasted(first: First) -> None:
    assert first.booked.status == 201, first.booked.body
    assert first.booked.body["state"] == "confirmed"
    assert first.booked.body["meeting"]["join_url"] is None
    assert "/v1/bookings/{id}/links" in first.booked.body["meeting"]["problem"]


def test_the_meeting_at_the_sandbox_is_safe(first: First) -> None:
    settings = first.meeting["settings"]

    assert settings["waiting_room"] is True
    assert settings["waiting_room_options"]["who_goes_to_waiting_room"] == "everyone"
    assert len(first.meeting["password"]) >= 8
    assert settings["join_before_host"] is False
    assert settings["auto_recording"] == "none"
    assert settings["auto_start_meeting_summary"] is False
    assert settings["auto_start_ai_companion_questions"] is False
    assert settings["use_pmi"] is False
    assert settings["continuous_meeting_chat"]["enable"] is False
    assert settings["private_meeting"] is True


def test_ctrl_c_while_it_starts_for_the_first_time_ends_it_without_complaint_or_broken_data(
    interrupted: Ending, first: First
) -> None:
    assert interrupted.exit_code == 0
    assert interrupted.last_words == "Stopping ..."
    assert interrupted.complaints == ""
    assert first.booked.status == 201


def test_a_second_run_on_the_same_folder_at_once_is_refused(first: First, place: Place) -> None:
    assert first.beside == (
        f"Another run uses {place.folder}. Stop it, or name another folder with --folder (`make run FOLDER=...`)."
    )


@pytest.mark.parametrize("which", ["first", "second"])
def test_it_stops_with_all_that_it_has_started(request: pytest.FixtureRequest, which: str) -> None:
    ending: Ending = request.getfixturevalue(which).ending

    assert ending.exit_code == 0
    assert ending.last_words == "Stopping ..."
    assert ending.complaints == ""
    # PostgreSQL, with processes of its own, and the sandbox.
    assert ending.started.count("postgres") > 1, ending.started
    assert set(ending.started) != {"postgres"}
    assert ending.left == []


def test_a_second_run_finds_its_data(first: First, second: Second) -> None:
    assert second.booking == first.booking
    assert second.booking["id"] == first.booked.body["id"]
    assert second.run.keys == first.run.keys
    assert second.run.links == first.run.links
    assert second.meeting["uuid"] == first.meeting["uuid"]
    assert {each["id"] for each in second.bookings} == {each["id"] for each in first.bookings}


def test_the_command_of_a_second_run_books_another_session(first: First, second: Second) -> None:
    assert second.booked.status == 201, second.booked.body
    assert second.booked.body["state"] == "confirmed"
    assert second.booked.body["starts_at"] != first.booked.body["starts_at"]


def test_a_session_is_played_against_the_run_that_its_folder_names(second: Second, place: Place) -> None:
    assert f"sandbox play stranger --folder {place.folder}" in second.run.greeting
    code, printed, complaint = second.played

    assert (code, complaint) == (0, "")
    assert "1 join: mentor -> in meeting" in printed
    assert "incident (room_opened_early" in printed
    assert "the room is closed at Zoom" in printed


def refusal(place: Place) -> str:
    """Run it where it cannot run; return the one line that says why."""
    with pytest.raises(ConfigurationError) as refused:
        asyncio.run(
            run_embedded_default(
                create_app, folder=place.folder, host=LOCAL, port=place.port, sandbox_port=place.sandbox_port
            )
        )
    assert "\n" not in str(refused.value)
    return str(refused.value)


@pytest.mark.parametrize("which", ["port", "sandbox_port"])
def test_a_port_in_use_is_told_before_anything_is_started(tmp_path: Path, which: str) -> None:
    place = Place.at(tmp_path)
    port = getattr(place, which)

    with closing(listen(LOCAL, port)):
        told = refusal(place)

    assert told == f"Cannot listen on {LOCAL}:{port} (address already in use). Choose another port."
    assert not (place.folder / "postgres").exists()


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    place = Place.at(tmp_path)
    (place.folder / "lock").mkdir(parents=True)

    assert refusal(place) == f"The data folder {place.folder} cannot be used (is a directory)."


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    place = Place.at(tmp_path)
    place.folder.touch()

    assert refusal(place) == f"The data folder {place.folder} cannot be made (file exists)."


def test_damaged_secrets_are_told_in_one_line_and_the_exit_code(tmp_path: Path) -> None:
    place = Place.at(tmp_path)
    place.folder.mkdir()
    file = place.folder / "secrets.json"
    file.write_text("{")

    run: subprocess.CompletedProcess[str] = subprocess.run(  # noqa: S603  # the command is ours
        place.command, capture_output=True, check=False, timeout=60, **place.surroundings
    )

    assert run.returncode == 2
    assert run.stdout == ""
    assert run.stderr == f"chaperone: {file} is damaged. Move {place.folder} away to begin with fresh demo data.\n"


def test_broken_data_are_told(place: Place, second: Second) -> None:
    data = place.folder / "postgres"
    (data / "PG_VERSION").write_bytes(b"\xff\x00 no version of PostgreSQL\n")

    told = refusal(place)

    assert told.startswith(f"The embedded PostgreSQL does not start on the data in {data} (")
    assert "not a valid data directory" in told
    assert told.endswith("Move the folder away to begin with fresh demo data.")
    assert not (data / "postmaster.pid").exists()
