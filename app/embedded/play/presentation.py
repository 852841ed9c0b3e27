"""A play on a terminal: the steps on the left, what Chaperone made of them on the right."""

from datetime import datetime
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from app.embedded.play.programme import Booked
from app.embedded.play.script import Script

_LEFT: Final = 44
_SHARE: Final = 0.45
"""The left column's share of a wide terminal."""


class Terminal:
    """Prints what happens while it happens."""

    def __init__(self, console: Console, chaperone_url: str) -> None:
        self._console = console
        self._url = chaperone_url

    def begins(self, script: Script, booked: Booked) -> None:
        """Print what is played, and on which session."""
        self._console.print(Text(script.title, style="bold"))
        if script.about:
            self._console.print(Text(script.about))
        times = f"{booked.starts_at:%H:%M:%S} to {booked.ends_at:%H:%M:%S} UTC"
        self._console.print(Text(f"Session {booked.reference}, {times}, booking {booked.id}.\n"), soft_wrap=True)
        self._row("at Zoom", ["what Chaperone makes of it"], style="dim")

    def step(self, number: int, at: datetime, sentence: str, at_zoom: str, made: list[str]) -> None:
        """Print a step."""
        result = f" -> {at_zoom}" if at_zoom else ""
        self._row(f"{at:%H:%M:%S} {number:2} {sentence}{result}", made or ["-"])

    def ends(self, booked: Booked, lines: list[str]) -> None:
        """Print where it stands, and where to look further."""
        self._console.print()
        for line in lines:
            self._console.print(Text(line))
        self._console.print(Text(f"Look further: {self._url}/v1/incidents?booking_id={booked.id}"), soft_wrap=True)

    def _row(self, left: str, right: list[str], *, style: str = "") -> None:
        row = Table.grid(padding=(0, 2))
        row.add_column(width=max(_LEFT, int(self._console.width * _SHARE)))
        row.add_column()
        row.add_row(Text(left, style=style), Text("\n".join(right), style=style))
        self._console.print(row)
