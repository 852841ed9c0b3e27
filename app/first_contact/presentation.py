"""The report as a table for people."""

from collections.abc import Iterator
from typing import Final

from rich.table import Table
from rich.text import Text

from app.first_contact.report import Consequence, Finding, Outcome, Report

_STYLES: Final = {Outcome.AS_EXPECTED: "green", Outcome.DIFFERS: "yellow", Outcome.NOT_CHECKED: "dim"}


def table_of(report: Report) -> Table:
    """Return the report as a table, a line for each thing that was found."""
    table = Table(show_lines=True)
    table.add_column("check", overflow="fold", ratio=2)
    table.add_column("expected", overflow="fold", ratio=3)
    table.add_column("found", overflow="fold", ratio=3)
    table.add_column("what it means, and who can change it", overflow="fold", ratio=4)
    for line in report.lines:
        # As text: what Zoom says is never read as Rich's markup.
        table.add_row(Text(line.name), Text(line.expected), Text(line.finding.found), _meaning(line.finding))
    return table


def summary_of(report: Report) -> str:
    """Return a few sentences that say how it stands."""
    return " ".join(_sentences(report))


def _meaning(finding: Finding) -> Text:
    blocks = finding.consequence is Consequence.BLOCKS
    text = Text(finding.consequence or finding.outcome, style="bold red" if blocks else _STYLES[finding.outcome])
    for more in (finding.meaning, finding.remedy):
        if more:
            text.append(f"\n{more}", style="default")
    return text


def _sentences(report: Report) -> Iterator[str]:
    findings = [line.finding for line in report.lines]
    counts = (f"{sum(each.outcome is outcome for each in findings)} {outcome}" for outcome in Outcome)
    yield f"{', '.join(counts)}; {report.blocks or 'nothing'} would block bookings."
    if report.unknown:
        yield f"Bookings depend on what could not be looked at: {', '.join(report.unknown)}."
    yield f"Changes used of the 100 that Zoom allows for a host and day: {report.changes}."
    if report.left_behind:
        yield f"STILL AT ZOOM: {'; '.join(report.left_behind)}. Run the command again: it removes them first."
    elif report.is_complete:
        yield "Every meeting that was made is deleted, and the host's settings are as they were."
    if not report.is_complete:
        yield "The checks were not carried out to the end."
