"""The report as a table for people."""

from collections.abc import Iterator
from typing import Final

from rich.table import Table
from rich.text import Text

from app.doctor.report import Report, State

_STYLES: Final = {State.OK: "green", State.WARNING: "yellow", State.WRONG: "bold red", State.NOT_CHECKED: "dim"}


def table_of(report: Report) -> Table:
    """Return the report as a table, a line for each thing that was looked at."""
    table = Table(show_lines=True)
    table.add_column("check", overflow="fold", ratio=2)
    table.add_column("state", no_wrap=True)
    # Folded, not cut: the names of settings and locks are what somebody has to look for.
    table.add_column("found", overflow="fold", ratio=4)
    table.add_column("who does what", overflow="fold", ratio=4)
    for check in report.checks:
        # As text: what Zoom says is never read as Rich's markup.
        table.add_row(
            Text(check.name), Text(check.state, style=_STYLES[check.state]), Text(check.found), Text(check.remedy or "")
        )
    return table


def summary_of(report: Report) -> str:
    """Return one sentence that says how it stands."""
    return ", ".join(_counts(report)) + "."


def _counts(report: Report) -> Iterator[str]:
    for state in State:
        count = sum(check.state is state for check in report.checks)
        if count or state is State.WRONG:
            yield f"{count} {state}"
