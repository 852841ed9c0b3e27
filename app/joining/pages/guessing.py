"""How often somebody may try: links that do not work, by the address they come from, and presses, by the link.

Counted in the database, so that several processes of the API let through no more than one. To open a link that works costs a look
at one row, and writes nothing. What somebody has used up refills steadily; a row holds by when it has, by the database's clock.
"""

import hashlib
from datetime import timedelta
from typing import Final

from sqlalchemy import TextClause, text
from sqlmodel.ext.asyncio.session import AsyncSession

from app.joining.pages.models import AttemptKind
from app.kit.encryption import KeyRing

WRONG_LINKS_PER_MINUTE: Final = 30
"""A token has 256 random bits: whoever guesses finds none, and is to cost nothing."""
PRESSES_PER_MINUTE: Final = 60
"""No person presses as often; a script that holds a link must not fill the database."""

_WINDOW: Final = timedelta(minutes=1)
_WHOSE: Final = "who tries at a door"
"""The purpose of the key that addresses are hashed with: whose they are is not written down."""

_HAS_NONE_LEFT: Final = text(
    """
    SELECT EXISTS (
        SELECT FROM attempt_count WHERE kind = :kind AND whose = :whose AND used_until > clock_timestamp() + :all_but_one
    )
    """
)
_COUNT: Final = text(
    """
    INSERT INTO attempt_count AS counted (kind, whose, used_until) VALUES (:kind, :whose, clock_timestamp() + :one)
    ON CONFLICT (kind, whose) DO UPDATE SET used_until = greatest(counted.used_until, clock_timestamp()) + :one
    WHERE counted.used_until <= clock_timestamp() + :all_but_one
    RETURNING true
    """
)


class Attempts:
    """Counts one kind of attempts, by whose they are."""

    def __init__(self, kind: AttemptKind, per_minute: int, key_ring: KeyRing) -> None:
        self._kind = kind
        self._one = _WINDOW / per_minute
        self._all_but_one = _WINDOW - self._one
        self._key = key_ring.derived(_WHOSE)

    async def may_try(self, session: AsyncSession, whose: str) -> bool:
        """Tell whether somebody has attempts left; nothing is written."""
        given = {"kind": self._kind, "whose": self._digest(whose), "all_but_one": self._all_but_one}
        return not (await self._ask(session, _HAS_NONE_LEFT, given))

    async def count(self, session: AsyncSession, whose: str) -> bool:
        """Count an attempt when the caller's transaction commits; tell whether there was one left."""
        given = {
            "kind": self._kind,
            "whose": self._digest(whose),
            "one": self._one,
            "all_but_one": self._all_but_one,
        }
        return await self._ask(session, _COUNT, given)

    @staticmethod
    async def _ask(session: AsyncSession, statement: TextClause, given: dict[str, object]) -> bool:
        return bool((await (await session.connection()).execute(statement, given)).scalar())

    def _digest(self, whose: str) -> str:
        return hashlib.blake2b(whose.encode(), key=self._key, digest_size=16).hexdigest()
