"""Putting what is stored encrypted under the newest key of the ring."""

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import or_
from sqlmodel import col, select

from app.bookings.models import Meeting
from app.kit.database import Database
from app.kit.encryption import KeyRing, context_of
from app.registry.evidence.models import Evidence
from app.registry.proposals.models import PreviousValues, ProposedChange

Encrypted = Meeting | ProposedChange | PreviousValues | Evidence

COLUMNS: Final[Mapping[type[Encrypted], tuple[str, ...]]] = {
    Meeting: ("passcode", "join_url"),
    ProposedChange: ("content",),
    PreviousValues: ("content",),
    Evidence: ("measures",),
}
"""Everything that is stored encrypted. What is empty is not."""

_AT_ONCE: Final = 500


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
