"""Scripts that are played against a run: what they may hold, and what comes of those that are shipped."""

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from app.embedded.addresses import Addresses
from app.embedded.demo.kept_keys import read_keys
from app.embedded.play.playing import Pace, play
from app.embedded.play.programme import Booked
from app.embedded.play.script import Script, Step, load_script, read_script, script_names
from app.embedded.play.seeing import Seen, changes, outcome
from app.kit.errors import ConfigurationError
from tests.support.command import run_command
from tests.support.zoom import System, eventually

PLAYING = (Path(__file__).parents[2] / "docs" / "sandbox.md").read_text().partition("## Play a session")[2]
SHIPPED = (
    *("early-opening", "good-session", "loosened-waiting-room", "lost-webhooks"),
    *("no-show", "recording", "stranger"),
)
INCIDENTS = {
    "early-opening": "room_opened_early",
    "loosened-waiting-room": "settings_loosened",
    "recording": "recording_started",
    "stranger": "stranger_inside",
}
ONE_LOOK = Pace(patience=0, quiet=0)
INCIDENT = {"id": "1", "kind": "settings_loosened", "severity": "high", "summary": "Loosened.", "resolved_at": None}


class Notes:
    """An audience that writes everything down."""

    def __init__(self) -> None:
        self.booked: Booked | None = None
        self.at_zoom: list[str] = []
        self.last: list[str] = []

    def begins(self, _: Script, booked: Booked) -> None:
        self.booked = booked

    def step(self, _: int, __: datetime, ___: str, at_zoom: str, ____: Sequence[str]) -> None:
        self.at_zoom.append(at_zoom)

    def ends(self, _: Booked, lines: list[str]) -> None:
        self.last = lines


def test_these_scripts_are_shipped_and_described() -> None:
    described = re.findall(r"^\| `([a-z-]+)` \|", PLAYING.partition("| Script |")[2].partition("\n\n")[0], re.MULTILINE)

    assert script_names() == SHIPPED == tuple(described)


def test_every_action_is_described_and_the_example_is_a_script() -> None:
    [example] = re.findall(r"```yaml\n(.*?)```", PLAYING, re.DOTALL)
    described = set(re.findall(r"`([a-z ]+)`", PLAYING.partition("| Action |")[2].partition("\n\n")[0]))

    assert {name.replace("_", " ") for name in Step.model_fields} - {"say"} <= described
    assert [step.action for step in read_script(example, "the example").steps] == [
        "join",
        "call",
        "wait",
        "join",
        "admit",
    ]


async def test_every_shipped_script_is_played_to_its_end(demo: System, tmp_path: Path) -> None:
    keys = read_keys(tmp_path)
    assert keys is not None
    addresses = Addresses(demo.base_url, demo.zoom.base_url)
    noted: dict[str, Notes] = {}
    for name in SHIPPED:
        noted[name] = Notes()
        await play(load_script(name), addresses, keys.organisation, noted[name], ONE_LOOK)

    # Every host of the demo holds two of them now.
    await play(load_script("no-show"), addresses, keys.organisation, Notes(), ONE_LOOK)

    assert {name: len(notes.at_zoom) for name, notes in noted.items()} == {
        name: 1 + len(load_script(name).steps) for name in SHIPPED
    }
    refused = {name: [each for each in notes.at_zoom if "not possible" in each] for name, notes in noted.items()}
    assert {name: found for name, found in refused.items() if found} == {}
    assert noted["early-opening"].last[-1] == "The session is still ahead, and was cancelled."
    assert await demo.zoom.control("GET", "/webhook-faults") == []
    users = (await demo.zoom.control("GET", "/state"))["users"]
    assert [each["user"]["email"] for each in users if each["user"]["email"].startswith("rehearsal-")] != []
    coordinator = await demo.caller()
    for name, kind in INCIDENTS.items():
        booked = noted[name].booked
        assert booked is not None

        async def is_noticed(booking_id: str = booked.id, kind: str = kind) -> bool:
            response = await coordinator.get("/v1/incidents", params={"booking_id": booking_id})
            return kind in {each["kind"] for each in response.json()["items"]}

        assert await eventually(is_noticed), name


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("a: [", "script, line 1: this is no YAML"),
        ("- join: mentor", "script: a script is a mapping with `title` and `steps`"),
        ("{title: x, steps: []}", "script: steps: Tuple should have at least 1 item"),
        ("{title: x, steps: [{jion: mentor}]}", "script: step 1: there is no 'jion' here. Known: admit,"),
        ("{title: x, steps: [{join: mentor, end: true}]}", "script: step 1: a step has exactly one action."),
        ("{title: x, steps: [{say: Nothing.}]}", "script: step 1: a step has exactly one action."),
        ("{title: x, steps: [{join: visitor}]}", "script: step 1: nobody of people is 'visitor'."),
        ("{title: x, steps: [{record: loudly}]}", "script: step 1: record: Input should be 'start', 'pause',"),
        ("{title: x, session: {minutes: 3}, steps: [{end: true}]}", "script: session minutes: Input should be greater"),
        ("{title: x, colour: red, steps: [{end: true}]}", "script: there is no 'colour' here. Known: about, people,"),
    ],
)
def test_a_script_that_is_none_is_refused_in_one_line(text: str, complaint: str) -> None:
    with pytest.raises(ConfigurationError) as refusal:
        read_script(text, "script")

    assert str(refusal.value).startswith(complaint)
    assert "\n" not in str(refusal.value)


def test_a_script_of_ones_own_is_read_from_its_file(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(
        "title: My own\npeople: {phone: {phone number: '15550100100'}}\nsteps:\n  - join: phone\n  - wait: end\n"
    )

    script = load_script(str(file))

    assert (script.title, [step.sentence for step in script.steps]) == ("My own", ["join: phone", "wait: end"])
    assert script.person("phone").phone_number == "15550100100"
    with pytest.raises(ConfigurationError, match="There is no script 'nothing', and no such file"):
        load_script("nothing")


async def test_the_command_refuses_in_one_line_where_nothing_runs(tmp_path: Path) -> None:
    code, printed, complaint = await run_command({}, "sandbox", "play", "stranger", "--folder", str(tmp_path))

    assert (code, printed) == (2, "")
    assert (
        complaint == f"chaperone: Nothing has run in {tmp_path}. Start `make run`, or name its folder with --folder.\n"
    )


async def test_a_run_that_has_ended_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"Chaperone does not answer at http://127\.0\.0\.1:9"):
        await play(load_script("stranger"), Addresses("http://127.0.0.1:9", "http://127.0.0.1:9"), "key", Notes())


def seen(**changed: Any) -> Seen:
    return Seen(**{"state": "confirmed", "problem": None, "has_link": True, **changed})


def test_what_has_changed_is_said_in_words() -> None:
    again = INCIDENT | {"count": 2, "done": [{"action": "repaired", "outcome": "succeeded"}]}
    over = INCIDENT | {"resolved_at": "2026-11-21T20:00:00Z"}

    assert changes(seen(), seen()) == []
    assert changes(None, seen()) == ["booking: confirmed", "the link is given out"]
    assert changes(seen(), seen(state="in_progress", has_link=False, incidents={"1": INCIDENT})) == [
        "booking: confirmed -> in_progress",
        "the link is not given out any more",
        "incident (settings_loosened, high): Loosened.",
    ]
    assert changes(seen(incidents={"1": INCIDENT | {"count": 1}}), seen(incidents={"1": again})) == [
        "incident (settings_loosened, high): seen 2 times",
        "done: repaired succeeded",
    ]
    assert changes(seen(incidents={"1": INCIDENT}), seen(incidents={"1": over})) == [
        "incident (settings_loosened) is resolved"
    ]
    assert outcome(seen(incidents={"1": INCIDENT})) == ["booking: confirmed", "open incidents: 1"]


def test_what_the_record_tells_is_said_once() -> None:
    ended = {"began_at": "2026-11-21T20:00:00Z", "ended_at": "2026-11-21T20:10:00Z"}
    lasting = ended | {"ended_at": None}
    early = {
        "is_held": None,
        "seen": {"why": "not_over", "minutes_together": 0},
        "people": [{"role": "host", "inside": [lasting]}, {"role": "unknown", "inside": [], "waited": [lasting]}],
        "room": [{"closed_at": None, "ended_by": "unknown"}],
    }
    late = {
        "is_held": True,
        "seen": {"why": "held", "minutes_together": 9},
        "people": [{"role": "host", "inside": [ended]}, {"role": "unknown", "inside": [ended], "waited": [ended]}],
        "room": [{"closed_at": "2026-11-21T20:10:00Z", "ended_by": "the_host"}],
        "gaps": ["start_missing"],
        "partly_asked": True,
    }

    assert changes(seen(), seen(record=early)) == [
        "session record: not over yet (not over), 0 minutes together",
        "session record: who came: host (in), unknown (waiting)",
    ]
    assert changes(seen(record=early), seen(record=early | {"gaps": []})) == []
    assert changes(seen(record=early), seen(record=late)) == [
        "session record: held (held), 9 minutes together",
        "session record: who came: host (gone), unknown (gone)",
        "session record: room closed: the host",
        "session record: not told by events: start missing",
        "session record: some of it is known because Zoom was asked",
    ]
