"""`chaperone encryption`: the keys that encrypt passcodes and join links at rest."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Final

import typer
from rich.console import Console
from sqlalchemy import or_
from sqlmodel import col, select

from app.bookings.answers.models import ParticipantAnswer
from app.bookings.models import Meeting
from app.commands.acting import with_database
from app.incidents.models import Incident
from app.joining.calendars.models import PersonCalendar
from app.joining.links.models import PersonalLink
from app.kit.database import Database
from app.kit.encryption import KeyRing, context_of, new_key
from app.notifications.webhooks.models import Webhook
from app.registry.evidence.models import Evidence
from app.registry.proposals.models import PreviousValues, ProposedChange
from app.settings import Settings

commands = typer.Typer(
    name="encryption",
    help="The keys that encrypt passcodes and join links at rest.",
    no_args_is_help=True,
    add_completion=False,
)


Encrypted = (
    Meeting
    | ProposedChange
    | PreviousValues
    | Evidence
    | Incident
    | PersonalLink
    | PersonCalendar
    | ParticipantAnswer
    | Webhook
)

COLUMNS: Final[Mapping[type[Encrypted], tuple[str, ...]]] = {
    Meeting: ("passcode", "join_url"),
    ProposedChange: ("content",),
    PreviousValues: ("content",),
    Evidence: ("measures",),
    Incident: ("report",),
    ParticipantAnswer: ("content",),
    PersonalLink: ("token",),
    PersonCalendar: ("token",),
    Webhook: ("url", "secret", "previous_secret"),
}
"""Everything that is stored encrypted. What is empty is not."""

_AT_ONCE: Final = 500


@commands.command("new-key")
def new_encryption_key(
    name: Annotated[str, typer.Argument(help="The key's name on the ring, letters and digits.")],
) -> None:
    """Make a key for ENCRYPTION_KEYS. Put it before the old ones, restart, and run `chaperone encryption rotate`."""
    typer.echo(new_key(name))


@commands.command("rotate")
def rotate_encryption() -> None:
    """Put all stored secrets under the first key of ENCRYPTION_KEYS; then the others can go."""
    settings = Settings.load()
    touched = with_database(lambda database: rotate(database, settings.key_ring))
    Console().print(f"Encrypted the secrets of {touched} rows under the key {settings.key_ring.primary}.")


async def rotate(database: Database, key_ring: KeyRing) -> int:
    """Encrypt again, under the primary key, every secret that is under another; return how many rows it touched.

    Until it has run, keep the old key on the ring. It can be interrupted and run again.

    Raises:
        DecryptionError: A secret's key is not on the ring; nothing of its batch is changed.
    """
    return sum([await _rotate_table(database, key_ring, table) for table in COLUMNS])


async def _rotate_table(database: Database, key_ring: KeyRing, table: type[Encrypted]) -> int:
    touched = 0
    current = f"{key_ring.primary}:%"
    columns = [getattr(table, name) for name in COLUMNS[table]]
    outdated = or_(*((col(column) != "") & col(column).not_like(current) for column in columns))
    while True:
        async with database.transaction() as session:
            query = select(table).where(outdated).limit(_AT_ONCE).with_for_update()
            rows: Sequence[Encrypted] = (await session.exec(query)).all()  # type: ignore[assignment]  # of any of them
            if not rows:
                return touched
            for row in rows:
                for name in COLUMNS[table]:
                    stored, context = getattr(row, name), context_of(row, name)
                    if stored and not key_ring.is_current(stored):
                        plain = key_ring.decrypt(stored, context=context)
                        setattr(row, name, key_ring.encrypt(plain, context=context))
            touched += len(rows)
