"""Archiving a record that was made by mistake. It stays on file with its trail, in no list, and nothing new refers to it.

Deleting would take the subject of audit entries away; archiving keeps it, and can be taken back.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeVar
from uuid import UUID

from sqlalchemy import Select, column, select, table
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.models import ApiKey
from app.access.principal import Principal
from app.access.visibility import found, require_organisation
from app.kit.clock import utc_now
from app.kit.errors import WrongStateError
from app.registry.changes import WITHHELD, record, touch
from app.registry.facts_changed import row_changed
from app.registry.pairings.models import Pairing
from app.registry.partners.models import Partner
from app.registry.people.models import Person
from app.registry.visibility import visible

Archivable = TypeVar("Archivable", Partner, Person, Pairing)
_NAMED_AT_MOST: Final = 3
# Bookings stand above the registry: named as the foreign keys name them.
_BOOKING: Final = table("booking", column("id"), column("pairing_id"), column("state"))
_GONE: Final = ("declined", "cancelled", "failed")
"""A booking in one of these states was never a session, and never becomes one."""


async def archive(
    session: AsyncSession, principal: Principal, kind: type[Archivable], row_id: UUID, reason: str
) -> Archivable:
    """Archive a record that nothing depends on. A pairing does not meet any more by that.

    Raises:
        NotPermittedError: The caller is no coordinator, or is bound to a partner where the partner itself is archived.
        NotFoundError: It does not exist, or the caller may not see it.
        WrongStateError: It is archived already, or something depends on it, which the text names.
    """
    row = await _locked(session, principal, kind, row_id)
    if row.archived_at is not None:
        message = f"This {_word(kind)} is archived already."
        raise WrongStateError(message)
    depending = await _depending(session, row)
    if depending:
        named = "; ".join(_told(what, ids) for what, ids in depending.items())
        message = f"This {_word(kind)} cannot be archived while something depends on it: {named}. {_WAYS[kind]}"
        raise WrongStateError(message)
    row.archived_at, row.archive_reason = utc_now(), reason
    before: dict[str, Any] = {"archived": False}
    after: dict[str, Any] = {"archived": True, "reason": WITHHELD}
    if isinstance(row, Pairing):
        before["active"], after["active"] = row.active, False
        row.active = False
    touch(row)
    await session.flush()
    await record(session, principal, row, "archived", before=before, after=after)
    if isinstance(row, Pairing) and before["active"]:
        await row_changed(session, row, {"active"})
    return row


async def restore(
    session: AsyncSession, principal: Principal, kind: type[Archivable], row_id: UUID, reason: str
) -> Archivable:
    """Take a record back into use. A pairing stays ended: to take that up again is a change that a second person confirms.

    Raises:
        NotPermittedError: The caller is no coordinator, or is bound to a partner where the partner itself is restored.
        NotFoundError: It does not exist, or the caller may not see it.
        WrongStateError: It is not archived, or what it belongs to is.
    """
    row = await _locked(session, principal, kind, row_id)
    if row.archived_at is None:
        message = f"This {_word(kind)} is in use: it is not archived."
        raise WrongStateError(message)
    for owner, owner_id in _belongs_to(row):
        query = select(col(owner.id)).where(col(owner.id) == owner_id, col(owner.archived_at).is_(None))
        if (await session.exec(query.with_for_update(read=True, key_share=True))).one_or_none() is None:  # type: ignore[call-overload]  # SQLAlchemy's own select
            message = f"The {_word(owner)} {owner_id} that it belongs to is archived. Restore that first."
            raise WrongStateError(message)
    row.archived_at, row.archive_reason = None, reason
    touch(row)
    await session.flush()
    after = {"archived": False, "reason": WITHHELD}
    await record(session, principal, row, "restored", before={"archived": True}, after=after)
    return row


_WAYS: Final[Mapping[type, str]] = {
    Person: "Archive those pairings first if they are mistakes too; to end a pairing, change it to not active.",
    Pairing: "Sessions that took place or are ahead are no mistake: end the pairing instead, by changing it to not active.",
    Partner: "Archive those people and pairings first, and revoke those keys.",
}


async def _locked(session: AsyncSession, principal: Principal, kind: type[Archivable], row_id: UUID) -> Archivable:
    principal.require_coordinator("archive a record or restore it")
    if kind is Partner:
        require_organisation(principal)
    # Of its key, too: what is being made and refers to it is waited for, and then seen.
    query = visible(kind, principal).where(col(kind.id) == row_id).with_for_update()
    row = (await session.exec(query.execution_options(populate_existing=True))).one_or_none()
    return found(row, kind.__name__)


async def _depending(session: AsyncSession, row: Partner | Person | Pairing) -> Mapping[str, Sequence[UUID]]:
    queries: dict[str, Select[Any]] = {}
    if isinstance(row, Pairing):
        sessions = select(_BOOKING.c.id).where(_BOOKING.c.pairing_id == row.id, _BOOKING.c.state.not_in(_GONE))
        queries["session"] = sessions
    elif isinstance(row, Person):
        theirs = (col(Pairing.mentor_id) == row.id) | (col(Pairing.mentee_id) == row.id)
        queries["pairing"] = select(col(Pairing.id)).where(theirs, col(Pairing.archived_at).is_(None))
    else:
        for what, kind in (("person", Person), ("pairing", Pairing)):
            queries[what] = select(col(kind.id)).where(col(kind.partner_id) == row.id, col(kind.archived_at).is_(None))
        valid = (col(ApiKey.revoked_at).is_(None), col(ApiKey.expires_at) > utc_now())
        queries["API key"] = select(col(ApiKey.id)).where(col(ApiKey.partner_id) == row.id, *valid)
    connection = await session.connection()
    found_ids = {what: (await connection.execute(query)).scalars().all() for what, query in queries.items()}
    return {what: ids for what, ids in found_ids.items() if ids}


def _belongs_to(row: Partner | Person | Pairing) -> Sequence[tuple[type[Partner] | type[Person], UUID]]:
    if isinstance(row, Partner):
        return ()
    if isinstance(row, Person):
        return ((Partner, row.partner_id),)
    return ((Partner, row.partner_id), (Person, row.mentor_id), (Person, row.mentee_id))


def _told(what: str, ids: Sequence[UUID]) -> str:
    plural = {"person": "people"}.get(what, f"{what}s")
    named = ", ".join(str(each) for each in ids[:_NAMED_AT_MOST]) + (" ..." if len(ids) > _NAMED_AT_MOST else "")
    return f"{len(ids)} {what if len(ids) == 1 else plural} ({named})"


def _word(kind: type[Any]) -> str:
    return kind.__name__.lower()
