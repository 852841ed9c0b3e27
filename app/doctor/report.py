"""What the doctor found: one line for each thing that was looked at."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Final


class State(StrEnum):
    """How one thing is. `NOT_CHECKED` always follows from another line, or says why nothing could be known yet."""

    OK = "ok"
    WARNING = "warning"
    WRONG = "wrong"
    NOT_CHECKED = "not checked"


class Subject(StrEnum):
    """What is looked at, in the order in which one thing builds on another."""

    SETTINGS = "settings"
    WEBHOOK_SECRET = "webhook secret"  # noqa: S105  # the name of a check
    PUBLIC_URL = "address of pages"
    DATABASE = "database"
    CONNECTIONS = "connections"
    MIGRATIONS = "migrations"
    TRAIL = "audit trail"
    ENCRYPTION = "encryption keys"
    QUEUE = "job queue"
    AGREEMENT = "agreement with zoom"
    EVENTS = "events from zoom"
    SECOND_PERSON = "second person"
    ZOOM = "zoom"
    CREDENTIALS = "zoom credentials"
    SCOPES = "zoom scopes"
    PLAN = "zoom plan"
    CLOCK = "clock"
    HOSTS = "hosts"
    HOST_STATES = "host states"
    LICENCES = "host licences"
    CHANGES = "host changes"
    HOST_SETTINGS = "host settings"
    OPENING = "ways to open rooms"
    LOCKS = "account locks"
    ACCOUNT = "account settings"


OPERATOR: Final = "Whoever runs Chaperone"


@dataclass(frozen=True)
class Check:
    """One line. `part` names the safety setting where there is a line for each; `details` are for machines."""

    subject: Subject
    state: State
    found: str
    remedy: str | None = None
    part: str | None = None
    details: tuple[Mapping[str, Any], ...] = ()

    @property
    def name(self) -> str:
        """What was looked at."""
        return self.subject.value if self.part is None else f"{self.subject.value}: {self.part}"


@dataclass(frozen=True)
class Report:
    """All lines. `is_readable` is false where the configuration itself is wrong, so that nothing else was looked at."""

    checks: tuple[Check, ...]
    is_readable: bool = True

    @property
    def exit_code(self) -> int:
        """For CI: 0 when nothing is wrong, 1 when something is, 2 for a configuration that cannot be read."""
        if not self.is_readable:
            return 2
        return int(any(check.state is State.WRONG for check in self.checks))

    def as_json(self) -> dict[str, Any]:
        """Return the report for machines."""
        return {
            "exit_code": self.exit_code,
            "checks": [{"name": check.name, **asdict(check)} for check in self.checks],
        }


def not_checked(why: str, *subjects: Subject) -> tuple[Check, ...]:
    """Return the lines of what could not be looked at because of something else."""
    return tuple(Check(subject, State.NOT_CHECKED, why) for subject in subjects)


def listed(names: Sequence[str], *, most: int = 5) -> str:
    """Return names for a sentence, the first of them where there are many."""
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"
