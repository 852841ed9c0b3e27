"""What is played: a session, who takes part, and what they do, step by step. A script is a YAML file."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

import yaml
from pydantic import AliasGenerator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from app.kit.errors import ConfigurationError

_SUFFIX: Final = ".yaml"
_FOLDER: Final = files(__package__) / "scripts"
_LARGEST: Final = 100_000
_Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9 -]{0,39}$")]


_Seconds = Annotated[float, Field(ge=0, le=3600, allow_inf_nan=False)]


def _spoken(name: str) -> str:
    return name.replace("_", " ")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=AliasGenerator(validation_alias=_spoken))


class Session(_Part):
    """The session that is booked: when it begins, counted from now, and for how long."""

    starts_in: float = Field(default=5, ge=2, le=30 * 86_400, description="Seconds.")
    minutes: int = Field(default=15, ge=15, le=90)


class Person(_Part):
    """Somebody who comes to the room: by a link of their own where they are registered, as mentor and mentee are.

    `host` is who comes as the meeting's host at Zoom, and opens the room by it; `colleague` who is signed in with another user
    of the account, which needs no registration; `link` says by whose link somebody comes who got it from them.
    """

    name: str | None = Field(default=None, max_length=64)
    host: bool = False
    colleague: bool = False
    link: _Name | None = None
    phone_number: str = Field(default="", pattern=r"^[0-9]{0,20}$")
    browser: bool = False


class Binding(_Part):
    """Whose telephone is bound to whose computer."""

    who: _Name
    telephone: _Name


class Sharing(_Part):
    """What somebody shows."""

    who: _Name
    content: str = "desktop"


class Call(_Part):
    """Whom the host calls, as who they are in the script, and what becomes of it."""

    who: _Name
    phone_number: str = Field(pattern=r"^[0-9]{3,20}$")
    outcome: Literal["accepted", "missed", "rejected", "failed"] = "accepted"


class Recording(StrEnum):
    """What is done with the recording."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"
    COMPLETE = "complete"
    TRANSCRIBE = "transcribe"
    LOCALLY = "locally"


class AiCompanion(StrEnum):
    """What is done with AI Companion."""

    START = "start"
    STOP = "stop"
    COMPLETE_SUMMARY = "complete-summary"
    COMPLETE_TRANSCRIPT = "complete-transcript"


class Stream(StrEnum):
    """What is done with a stream."""

    START = "start"
    STOP = "stop"


class Step(_Part):
    """One thing that happens: exactly one of the actions, and `say`, what is printed of it."""

    say: str | None = Field(default=None, max_length=200)
    join: _Name | None = None
    admit: _Name | None = None
    put_back: _Name | None = None
    remove: _Name | None = None
    leave: _Name | None = None
    bind: Binding | None = None
    share: Sharing | None = None
    stop_sharing: _Name | None = None
    send_file: _Name | None = None
    call: Call | None = None
    record: Recording | None = None
    ai_companion: AiCompanion | None = None
    live_stream: Stream | None = None
    media_stream: Stream | None = None
    toolbar: dict[str, Any] | None = None
    change_meeting: dict[str, Any] | None = None
    change_host_settings: dict[str, Any] | None = None
    delete_meeting: Literal[True] | None = None
    convert_to_webinar: Literal[True] | None = None
    find_link_in_public: Literal[True] | None = None
    create_meeting_by_hand: dict[str, Any] | None = None
    host: Literal["deactivate", "activate"] | None = None
    webhooks: Literal["well"] | list[dict[str, Any]] | None = None
    end: Literal[True] | None = None
    wait: _Seconds | Literal["start", "end"] | None = Field(default=None, description="Seconds, or until when.")

    @model_validator(mode="after")
    def _does_one_thing(self) -> Self:
        if len(self.model_fields_set - {"say"}) != 1:
            message = "a step has exactly one action"
            raise ValueError(message)
        return self

    @cached_property
    def action(self) -> str:
        """What is done."""
        [name] = self.model_fields_set - {"say"}
        return name

    @property
    def argument(self) -> Any:
        """With what it is done."""
        return getattr(self, self.action)

    @property
    def sentence(self) -> str:
        """What is printed of it."""
        return self.say or f"{_spoken(self.action)}: {_shown(self.argument)}"


class Script(_Part):
    """A session and what happens in it. The mentor, as the host, and the mentee need not be described."""

    title: str = Field(min_length=1, max_length=100)
    about: str = Field(default="", max_length=400)
    session: Session = Session()
    people: dict[_Name, Person] = Field(default_factory=dict)
    steps: tuple[Step, ...] = Field(min_length=1, max_length=200)

    @model_validator(mode="after")
    def _everybody_is_somebody(self) -> Self:
        known = {*_USUAL, *self.people}
        for number, step in enumerate(self.steps, start=1):
            if unknown := _named(step) - known:
                message = f"step {number}: nobody of people is {unknown.pop()!r}"
                raise ValueError(message)
        return self

    def person(self, name: str) -> Person:
        """Return somebody of the script."""
        return self.people.get(name) or _USUAL.get(name) or Person(name=name.capitalize())


_USUAL: Final = {"mentor": Person(host=True), "mentee": Person(name="Mentee")}


def script_names() -> tuple[str, ...]:
    """Return the scripts that come with the product."""
    names = (entry.name for entry in _FOLDER.iterdir())
    return tuple(sorted(name.removesuffix(_SUFFIX) for name in names if name.endswith(_SUFFIX)))


def load_script(name: str) -> Script:
    """Read a script that comes with the product, or a file.

    Raises:
        ConfigurationError: There is none, or it is not one; the text is one line that says where.
    """
    return read_script(_text(name), name)


def read_script(text: str, name: str) -> Script:
    """Read a script's text; `name` is what it is called where something is wrong with it.

    Raises:
        ConfigurationError: It is not one; the text is one line that says where.
    """
    try:
        document = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        message = f"{name}{where}: this is no YAML ({getattr(error, 'problem', None) or 'unreadable'})."
        raise ConfigurationError(message) from None
    if not isinstance(document, dict):
        message = f"{name}: a script is a mapping with `title` and `steps`; docs/sandbox.md shows one."
        raise ConfigurationError(message)
    try:
        return Script.model_validate(document)
    except ValidationError as error:
        message = f"{name}: {_first_problem(error)}"
        raise ConfigurationError(message) from None


def _text(name: str) -> str:
    if name in script_names():
        return (_FOLDER / f"{name}{_SUFFIX}").read_text()
    file = Path(name)
    if not file.is_file():
        message = f"There is no script {name!r}, and no such file. Scripts: {', '.join(script_names())}."
        raise ConfigurationError(message)
    try:
        if file.stat().st_size > _LARGEST:
            message = f"{name}: a script is not longer than {_LARGEST} bytes."
            raise ConfigurationError(message)
        return file.read_text()
    except (OSError, UnicodeDecodeError):
        message = f"{name} cannot be read as text."
        raise ConfigurationError(message) from None


def _first_problem(error: ValidationError) -> str:
    problem = error.errors()[0]
    place = [part for part in problem["loc"] if isinstance(part, int | str)]
    where = ""
    if len(place) > 1 and place[0] == "steps" and isinstance(place[1], int):
        where, place = f"step {place[1] + 1}: ", place[2:]
    name = " ".join(str(part) for part in place)
    if problem["type"] == "extra_forbidden":
        known = sorted(map(_spoken, Step.model_fields)) if where else sorted(map(_spoken, Script.model_fields))
        return f"{where}there is no {name!r} here. Known: {', '.join(known)}."
    text = problem["msg"].removeprefix("Value error, ")
    return f"{where}{name}: {text}." if name else f"{where}{text}."


def _named(step: Step) -> set[str]:
    """Return whom a step names."""
    match step.argument:
        case Binding(who=who, telephone=telephone):
            return {who, telephone}
        case Sharing(who=who) | Call(who=who):
            return {who}
        case str() as name if step.action in _BY_NAME:
            return {name}
        case _:
            return set()


_BY_NAME: Final = frozenset({"join", "admit", "put_back", "remove", "leave", "stop_sharing", "send_file"})


def _shown(argument: object) -> str:
    match argument:
        case True:
            return "yes"
        case BaseModel():
            return ", ".join(str(value) for value in argument.model_dump(exclude_defaults=True).values())
        case Mapping() | list():
            return yaml.safe_dump(argument, default_flow_style=True, width=10**6).strip()
        case _:
            return str(argument)
