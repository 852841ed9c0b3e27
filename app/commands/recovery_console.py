"""What `chaperone recover` does: look, ask, decide, show."""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import typer
from rich.console import Console
from rich.table import Table
from sqlmodel import col, select

import app.tables  # noqa: F401  # a table can be used once those are known that it points to
from app.audit.origin import OPERATOR
from app.bookings.models import Booking
from app.installation.models import Installation
from app.installation.trust import Trust, trust_in
from app.kit.database import Database
from app.kit.errors import ChaperoneError, ConfigurationError
from app.provisioning.limits import shared_limiter
from app.recovery.comparison import compare
from app.recovery.decisions import decide
from app.recovery.guard import RESTORED, begin_recovery, may_work
from app.recovery.looking import PATIENCE
from app.recovery.models import CHOICES, Choice, Mismatch, MismatchKind
from app.recovery.register import keep, open_mismatches, report_unknown
from app.settings import Settings
from app.zoom.client import ZoomClient
from app.zoom.errors import ZoomError
from app.zoom.limits.lanes import Lane
from app.zoom.reactions import problem_of

_BY_HAND: Final = "Whoever runs Chaperone asked for it."
_MEANING: Final = {
    "unknown_meeting": "Zoom has a meeting of ours that no session here has",
    "extra_meeting": "Zoom has another meeting for a session",
    "meeting_gone": "The session's meeting is gone from Zoom",
    "meeting_differs": "Zoom has the session's meeting at another time",
}
_LATER: Final = "later"


@dataclass(frozen=True)
class Item:
    """One meeting to decide about, and the session that it belongs to as the database has it."""

    mismatch: Mismatch
    session: Mapping[str, str]

    def as_json(self) -> dict[str, Any]:
        """Return it for machines."""
        row = self.mismatch
        return {
            "zoom_meeting_id": row.zoom_meeting_id,
            "kind": row.kind,
            "reference": row.reference,
            "host_id": str(row.host_id),
            "booking_id": str(row.booking_id) if row.booking_id else None,
            "at_zoom": row.at_zoom,
            "in_database": dict(self.session),
            "choices": list(CHOICES[row.kind]),
            "choice": row.choice,
        }


@asynccontextmanager
async def opened() -> AsyncIterator[tuple[Database, ZoomClient]]:
    """Open the database and the Zoom account that the settings name.

    Raises:
        ConfigurationError: Zoom does not answer, or refuses.
    """
    settings = Settings.load()
    database = Database.connect(settings)
    try:
        async with shared_limiter(settings) as limiter, ZoomClient(settings.zoom, limiter=limiter) as zoom:
            yield database, zoom
    except ZoomError as error:
        message = f"Zoom could not be looked at: {problem_of(error)} `chaperone doctor` tells more."
        raise ConfigurationError(message) from None
    finally:
        await database.close()


async def look(database: Database, zoom: ZoomClient, *, begin: bool) -> None:
    """Compare Zoom with the database, and keep what is to be decided."""
    async with database.transaction() as session:
        trust = await trust_in(session)
    if trust is Trust.UNCERTAIN and not begin:
        await may_work(database, zoom, origin=OPERATOR)
        async with database.transaction() as session:
            trust = await trust_in(session)
    if begin or trust is Trust.RESTORED:
        await begin_recovery(database, OPERATOR, because=RESTORED if trust is Trust.RESTORED else _BY_HAND)
        trust = Trust.RECOVERING
    all_kinds = trust is not Trust.TRUSTED
    comparison = await compare(database, zoom.in_lane(Lane.BULK, patience=PATIENCE), all_kinds=all_kinds)
    async with database.transaction() as session:
        await keep(session, OPERATOR, comparison, all_kinds=all_kinds)
        if trust is Trust.TRUSTED:
            await report_unknown(session, OPERATOR, comparison.hosts)


async def apply(database: Database, given: Mapping[str, str], for_all: Mapping[str, str]) -> dict[str, str]:
    """Do what was decided; return what was refused, and why."""
    kinds = {kind.value for kind in MismatchKind}
    if unknown := set(for_all) - kinds:
        message = f"--all {min(unknown)}: the kinds are {', '.join(sorted(kinds))}."
        raise ConfigurationError(message)
    chosen = dict(given)
    _, items = await state(database)
    for item in items:
        row = item.mismatch
        if row.choice is None and row.kind in for_all:
            chosen.setdefault(str(row.zoom_meeting_id), for_all[row.kind])
    refused = {}
    for meeting, choice in chosen.items():
        if (problem := await _decide(database, meeting, choice)) is not None:
            refused[meeting] = problem
    return refused


async def _decide(database: Database, meeting: str, choice: str) -> str | None:
    if not meeting.isascii() or not meeting.isdigit() or choice not in set(Choice):
        return f"Write Zoom's number of the meeting, and one of: {', '.join(Choice)}."
    try:
        await decide(database, int(meeting), Choice(choice))
    except ChaperoneError as error:
        return str(error)
    return None


async def ask(database: Database) -> dict[str, str]:
    """Ask about each meeting that is not decided; return what was refused, and why."""
    refused = {}
    _, items = await state(database)
    for item in items:
        row = item.mismatch
        if row.choice is not None:
            continue
        typer.echo(f"\n{row.zoom_meeting_id}: {_MEANING[row.kind]}.\n  {_compared(item)}")
        choices = [*CHOICES[row.kind], _LATER]
        choice = _LATER
        while (answer := typer.prompt(f"  {' / '.join(choices)}", default=_LATER)) != _LATER:
            if answer in choices:
                choice = answer
                break
        if choice != _LATER and (problem := await _decide(database, str(row.zoom_meeting_id), choice)) is not None:
            refused[str(row.zoom_meeting_id)] = problem
    return refused


async def is_ready(database: Database) -> bool:
    """Tell whether nothing is missing but that somebody accepts this database."""
    installation, items = await state(database)
    return installation.recovering_since is not None and all(item.mismatch.choice for item in items)


async def state(database: Database) -> tuple[Installation, Sequence[Item]]:
    """Return whether a recovery is under way, and every meeting that is not settled."""
    async with database.transaction() as session:
        installation = (await session.exec(select(Installation))).one()
        rows = await open_mismatches(session)
        ids = {row.booking_id for row in rows if row.booking_id is not None}
        found = await session.exec(select(Booking).where(col(Booking.id).in_(ids)))
        sessions: dict[UUID | None, Mapping[str, str]] = {
            booking.id: {
                "state": booking.state.value,
                "starts_at": booking.starts_at.isoformat(),
                "ends_at": booking.ends_at.isoformat(),
            }
            for booking in found
        }
        return installation, [Item(row, sessions.get(row.booking_id, {})) for row in rows]


def _compared(item: Item) -> str:
    zoom, here = item.mismatch.at_zoom, item.session
    there = f"Zoom: {zoom['starts_at']}, {zoom['minutes']} minutes" if zoom else "Zoom: none"
    return f"{there}. Here: {here['starts_at']}, {here['state']}." if here else f"{there}. Here: none."


def show(installation: Installation, items: Sequence[Item], refused: Mapping[str, str], *, as_json: bool) -> None:
    """Print where things stand."""
    since = installation.recovering_since
    if as_json:
        body = {
            "recovering_since": since.isoformat() if since else None,
            "because": installation.recovering_because,
            "meetings": [item.as_json() for item in items],
            "refused": dict(refused),
        }
        typer.echo(json.dumps(body, indent=2))
        return

    console = Console()
    if items:
        table = Table("meeting", "what", "compared", "choices")
        for item in items:
            row = item.mismatch
            chosen = f"decided: {row.choice}" if row.choice else ", ".join(CHOICES[row.kind])
            table.add_row(str(row.zoom_meeting_id), _MEANING[row.kind], _compared(item), chosen)
        console.print(table)
    for meeting, why in refused.items():
        console.print(f"{meeting} is not decided: {why}", highlight=False)
    undecided = sum(item.mismatch.choice is None for item in items)
    console.print(_summary(installation, undecided), highlight=False)


def _summary(installation: Installation, undecided: int) -> str:
    if installation.recovering_since is None:
        if undecided:
            return f"The service works. Undecided: {undecided}. Decide with --decide MEETING=CHOICE."
        return "The service works, and nothing is left to decide."
    why = f"{installation.recovering_because} Nothing is changed at Zoom."
    if undecided:
        return f"{why} Undecided: {undecided}. Decide with --decide MEETING=CHOICE or --all KIND=CHOICE, then --accept."
    return f"{why} Nothing is left to decide: `chaperone recover --accept` goes on with this database."
