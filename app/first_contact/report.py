"""What first contact found: what was expected, what came instead, and what that means for the product."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Final

OPERATOR: Final = "Whoever runs Chaperone"
ADMINISTRATOR: Final = "The Zoom account's administrator"


class Outcome(StrEnum):
    """How one thing is. What could not be looked at is never taken for what was expected."""

    AS_EXPECTED = "as expected"
    DIFFERS = "differs"
    NOT_CHECKED = "not checked"


class Consequence(StrEnum):
    """What a difference means for the product."""

    WORKS = "works"
    BY_ALTERNATIVE = "works by an alternative proof"
    BLOCKS = "blocks"


@dataclass(frozen=True)
class Finding:
    """One thing that was found.

    `part` tells apart what one check found; `meaning` says what a difference does to bookings, `remedy` who can change it where.
    """

    outcome: Outcome
    found: str
    consequence: Consequence | None = None
    meaning: str | None = None
    remedy: str | None = None
    part: str | None = None


def as_expected(found: str, *, part: str | None = None) -> Finding:
    """Return the finding of what is as it should be."""
    return Finding(Outcome.AS_EXPECTED, found, part=part)


def differs(
    found: str, consequence: Consequence, meaning: str, *, remedy: str | None = None, part: str | None = None
) -> Finding:
    """Return the finding of what is otherwise than expected."""
    return Finding(Outcome.DIFFERS, found, consequence, meaning, remedy, part)


def not_checked(why: str, *, part: str | None = None) -> Finding:
    """Return the finding of what could not be looked at."""
    return Finding(Outcome.NOT_CHECKED, why, part=part)


@dataclass(frozen=True)
class Line:
    """A finding, with the check that made it and what was expected; `needed` tells that bookings depend on the check."""

    check: str
    expected: str
    finding: Finding
    needed: bool = False

    @property
    def name(self) -> str:
        """What was looked at."""
        return self.check if self.finding.part is None else f"{self.check}: {self.finding.part}"


@dataclass(frozen=True)
class Report:
    """All lines. `is_complete` is false where the checks were stopped before the end."""

    lines: tuple[Line, ...]
    changes: int
    left_behind: tuple[str, ...] = ()
    is_complete: bool = True

    @property
    def exit_code(self) -> int:
        """For scripts: 0 when bookings will work, 1 when something blocks them or was left behind, 2 when it could not run."""
        if self.is_complete and (self.left_behind or self.blocks):
            return 1
        return 0 if self.is_complete and not self.unknown else 2

    @property
    def blocks(self) -> int:
        """How many things would block bookings."""
        return sum(line.finding.consequence is Consequence.BLOCKS for line in self.lines)

    @property
    def unknown(self) -> Sequence[str]:
        """What bookings depend on and could not be looked at."""
        return [line.name for line in self.lines if line.needed and line.finding.outcome is Outcome.NOT_CHECKED]

    def findings(self, check: str) -> Sequence[Finding]:
        """Return what one check found."""
        return [line.finding for line in self.lines if line.check == check]

    def as_json(self) -> dict[str, Any]:
        """Return the report for machines. It holds no id, name, address or link."""
        return {
            "exit_code": self.exit_code,
            "complete": self.is_complete,
            "changes_used": self.changes,
            "left_behind": list(self.left_behind),
            "checks": [
                {"name": line.name, "check": line.check, "expected": line.expected, **asdict(line.finding)}
                for line in self.lines
            ],
        }
