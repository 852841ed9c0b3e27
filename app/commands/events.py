"""`chaperone events`: following what Zoom has told once more."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

import typer

from app.audit import service as audit
from app.audit.origin import OPERATOR
from app.bookings.models import Booking
from app.commands.acting import with_database
from app.kit.clock import utc_now
from app.kit.database import Database
from app.kit.errors import ConfigurationError, NotFoundError
from app.monitoring.following import replay, sessions_told_of

commands = typer.Typer(
    name="events", help="Zoom's events, as they are stored.", no_args_is_help=True, add_completion=False
)


@commands.callback()
def _events() -> None:
    """Zoom's events, as they are stored."""


@commands.command("replay")
def replay_events(
    bookings: Annotated[
        list[UUID] | None,
        typer.Argument(metavar="[BOOKING]...", help="Ids of bookings, all of whose events are followed."),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(help="Instead: the bookings about which events came in since then, as 2026-11-21T14:00Z."),
    ] = None,
    until: Annotated[
        str | None, typer.Option(help="With --since: and before then. Until now, if it is not given.")
    ] = None,
) -> None:
    """Follow stored events of sessions again: records, states and incidents are drawn anew. What was right stays as it is.

    It is safe to repeat. The worker does it; events that are about no session are left alone.
    """
    if bool(bookings) is (since is not None) or (until is not None and since is None):
        message = "Name bookings, or say --since, with --until if you like, and not both."
        raise ConfigurationError(message)
    period = None if since is None else (_instant(since), utc_now() if until is None else _instant(until))

    async def ask(database: Database) -> tuple[int, int]:
        async with database.transaction() as session:
            named: Sequence[UUID] = bookings or ()
            for booking_id in named:
                if await session.get(Booking, booking_id) is None:
                    message = f"There is no booking {booking_id}."
                    raise NotFoundError(message)
            if period is not None:
                named = await sessions_told_of(session, since=period[0], until=period[1])
        return len(named), sum([await _replay(database, booking_id) for booking_id in named])

    sessions, events = with_database(ask)
    typer.echo(f"{events} events of {sessions} bookings will be followed again. A worker does it.")


async def _replay(database: Database, booking_id: UUID) -> int:
    async with database.transaction() as session:
        count = await replay(session, booking_id)
        booking = await session.get_one(Booking, booking_id)
        await audit.append(
            session,
            origin=OPERATOR,
            action="booking.events_replayed",
            subject=("booking", booking_id),
            partner_id=booking.partner_id,
            booking_id=booking_id,
            after={"events": count},
        )
        return count


def _instant(given: str) -> datetime:
    try:
        instant = datetime.fromisoformat(given)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        message = (
            f"{given} is no time with its offset from UTC. Write it as 2026-11-21T14:00Z or 2026-11-21T14:00+01:00."
        )
        raise ConfigurationError(message)
    return instant
