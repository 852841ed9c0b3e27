"""Putting stored secrets under the newest key of the ring."""

from typing import Final

from sqlmodel import col, select

from app.bookings.models import Meeting
from app.bookings.reading import secret_context
from app.database import Database
from app.encryption import KeyRing

_AT_ONCE: Final = 500


async def rotate(database: Database, key_ring: KeyRing) -> int:
    """Encrypt again, under the primary key, every secret that is under another; return how many meetings it touched.

    Until it has run, keep the old key on the ring. It can be interrupted and run again.

    Raises:
        DecryptionError: A secret's key is not on the ring; nothing of its batch is changed.
    """
    touched = 0
    while True:
        async with database.transaction() as session:
            current = f"{key_ring.primary}:%"
            query = (
                select(Meeting)
                .where(
                    ((col(Meeting.passcode) != "") & col(Meeting.passcode).not_like(current))
                    | col(Meeting.join_url).not_like(current)
                )
                .limit(_AT_ONCE)
                .with_for_update()
            )
            meetings = (await session.exec(query)).all()
            if not meetings:
                return touched
            for meeting in meetings:
                for column in ("passcode", "join_url"):
                    stored, context = getattr(meeting, column), secret_context(meeting, column)
                    if stored and not key_ring.is_current(stored):
                        plain = key_ring.decrypt(stored, context=context)
                        setattr(meeting, column, key_ring.encrypt(plain, context=context))
            touched += len(meetings)
