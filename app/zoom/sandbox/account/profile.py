"""Which account a sandbox plays: its plan and licences, its settings, and how it behaves where accounts differ.

`full` is the account that the sandbox plays without a profile: every key is there. The others are built from what captures of
real answers show; each names its evidence.
"""

import json
from collections.abc import Iterable, Mapping
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from app.zoom.sandbox.account.beliefs import Beliefs
from app.zoom.sandbox.account.limit_tables import Plan
from app.zoom.sandbox.account.user_types import UserType
from app.zoom.sandbox.api.fields import accepted, flattened, nested
from app.zoom.sandbox.meetings.meeting_fields import SETTINGS

_SUFFIX: Final = ".yaml"
_FOLDER: Final = files(__package__) / "profiles"


class ProfileError(Exception):
    """A profile that is not there, or a file that holds none. The text says which, and what is wrong with it."""


class Mark(StrEnum):
    """How a behaviour is known."""

    DOCUMENTED = "documented"
    """Zoom's reference or support pages say so."""
    CAPTURED = "captured"
    """Real answers, published or captured by first contact, show it."""
    REPORTED = "reported"
    """Users or Zoom's staff tell it in public."""
    ASSUMED = "assumed"
    """Nobody has told or measured it."""


class Evidence(BaseModel):
    """What a profile holds, and how it is known."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    what: str
    mark: Mark
    source: str


class Profile(BaseModel):
    """A kind of account.

    Attributes:
        name: What it is called.
        about: One line about it.
        plan: The account's plan, which decides how many meetings a host may hold at once, and what is for paid accounts only.
        licence: The licence of users who are added without one.
        user_settings: What users' settings are unless they are added with others, by dotted path or nested.
        account_settings: What the account has set, which users inherit who have set nothing else.
        account_locks: The settings that the account holds at a value.
        meeting_settings: The settings of a meeting for which none was sent.
        beliefs: How the account behaves where accounts differ.
        evidence: How all this is known.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")
    about: str = ""
    plan: Plan = Plan.PRO
    licence: UserType = UserType.LICENSED
    user_settings: dict[str, Any] = Field(default_factory=dict)
    account_settings: dict[str, Any] = Field(default_factory=dict)
    account_locks: dict[str, Any] = Field(default_factory=dict)
    meeting_settings: dict[str, Any] = Field(default_factory=dict)
    beliefs: Beliefs = Beliefs()
    evidence: tuple[Evidence, ...] = ()

    @field_validator("meeting_settings")
    @classmethod
    def _settings_of_meetings(cls, settings: dict[str, Any]) -> dict[str, Any]:
        problems: dict[str, str] = {}
        whole = nested(flattened(settings))
        known = accepted(SETTINGS, whole, problems=problems)
        unknown = flattened(whole).keys() - flattened(known).keys()
        if unknown:
            msg = f"Zoom's meetings do not have, or do not take this value for: {', '.join(sorted(unknown))}"
            raise ValueError(msg)
        return known

    def believing(self, changes: Mapping[str, Any]) -> Self:
        """Return the profile with some beliefs changed.

        Raises:
            ProfileError: The belief does not exist, or the value is of the wrong kind.
        """
        try:
            beliefs = Beliefs.model_validate(self.beliefs.model_dump() | dict(changes))
        except ValidationError as error:
            raise ProfileError(_first_problem(error, "There is no such belief")) from None
        return self.model_copy(update={"beliefs": beliefs})


FULL: Final = Profile(name="full", about="Every key is there, as Zoom's reference has it.")


def profile_names() -> tuple[str, ...]:
    """Return the names of the profiles that come with the sandbox."""
    shipped = sorted(each.name.removesuffix(_SUFFIX) for each in _FOLDER.iterdir() if each.name.endswith(_SUFFIX))
    return (FULL.name, *shipped)


def named_profile(name: str) -> Profile:
    """Return a profile that comes with the sandbox.

    Raises:
        ProfileError: There is none of that name.
    """
    if name == FULL.name:
        return FULL
    if name not in profile_names():
        msg = f"There is no profile {name!r}; there are: {', '.join(profile_names())}."
        raise ProfileError(msg)
    return _read(yaml.safe_load((_FOLDER / f"{name}{_SUFFIX}").read_text()), name)


def read_document(path: Path) -> Mapping[str, Any]:
    """Return the object in a YAML or JSON file.

    Raises:
        ProfileError: The file cannot be read, or holds something else.
    """
    try:
        text = path.read_text()
        # Captures are large, and YAML is slow to read.
        document = json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)
    except OSError as error:
        msg = f"{path} cannot be read: {(error.strerror or 'it is no file').lower()}."
        raise ProfileError(msg) from None
    except (ValueError, RecursionError, yaml.YAMLError):
        msg = f"{path} is neither YAML nor JSON."
        raise ProfileError(msg) from None
    if not isinstance(document, dict):
        msg = f"{path} holds neither a profile nor a capture."
        raise ProfileError(msg)
    return document


def profile_from(document: Mapping[str, Any], source: str) -> Profile:
    """Return the profile that a document holds; `source` names it in errors.

    Raises:
        ProfileError: It holds none.
    """
    return _read(document, source)


def _read(document: object, source: str) -> Profile:
    try:
        return Profile.model_validate(document)
    except ValidationError as error:
        raise ProfileError(_first_problem(error, f"{source} is no profile")) from None


def _first_problem(error: ValidationError, what: str) -> str:
    problems: Iterable[Any] = error.errors(include_url=False, include_input=False)
    first = next(iter(problems))
    place = ".".join(str(each) for each in first["loc"])
    return f"{what}: {place}: {first['msg']}."
