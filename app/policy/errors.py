"""The one error of this package: a policy, pack or safety profile that cannot be accepted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pydantic import ValidationError

Path = tuple[str | int, ...]
"""Where in a document something stands: the keys and positions that lead to it."""

_MAXIMUM_NAME = 80

_PLAIN_REASONS: Mapping[str, str] = {
    "extra_forbidden": "this is not a known name",
    "missing": "this is missing",
    "string_pattern_mismatch": "this text has characters that are not allowed here",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, where it stands, and in which line if the document was a file."""

    path: Path
    reason: str
    line: int | None = None

    def __str__(self) -> str:
        where = ", ".join(_printable(part) for part in self.path if part not in {"rules", "safety", "parameters"})
        sentence = f"{where}: {self.reason}" if where else self.reason
        return sentence if self.line is None else f"line {self.line}: {sentence}"


class PolicyError(Exception):
    """A policy is refused; the text names every rule or setting concerned and why.

    Deliberately not a `ValueError`: Pydantic lets it pass through a validator unchanged, so that
    whoever builds a document by whatever way gets this error and no other.
    """

    def __init__(self, problems: Sequence[Problem], file: str | None = None) -> None:
        self.problems = tuple(problems)
        self.file = file
        super().__init__("; ".join(f"{file}, {problem}" if file else str(problem) for problem in self.problems))

    def in_file(self, file: str, lines: Mapping[Path, int]) -> "PolicyError":
        """The same error with the file's name and the nearest known line of each problem."""
        return PolicyError([replace(each, line=_nearest_line(each.path, lines)) for each in self.problems], file)


def problems_of(error: ValidationError, prefix: Path = ()) -> list[Problem]:
    """What Pydantic found, without the values it was given: they may be anything."""
    return [
        Problem(
            (*prefix, *details["loc"]),
            _PLAIN_REASONS.get(details["type"], details["msg"].removeprefix("Value error, ")),
        )
        for details in error.errors(include_url=False, include_context=False, include_input=False)
    ]


def _nearest_line(path: Path, lines: Mapping[Path, int]) -> int | None:
    return next((lines[path[:length]] for length in range(len(path), -1, -1) if path[:length] in lines), None)


def _printable(part: str | int) -> str:
    text = str(part)
    shown = text if text.isprintable() else ascii(text)
    return shown if len(shown) <= _MAXIMUM_NAME else f"{shown[:_MAXIMUM_NAME]}..."
