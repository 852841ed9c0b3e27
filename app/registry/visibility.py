"""The rows of the registry that a caller may see."""

from collections.abc import Mapping, Sequence
from typing import Final, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, false
from sqlalchemy.orm import Mapped
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app.access.principal import Principal
from app.access.visibility import found, visible_to
from app.hosts.models import Host
from app.kit.pagination import PageRequest
from app.registry.evidence.models import Evidence
from app.registry.pairings.models import Pairing
from app.registry.partners.models import Partner
from app.registry.people.models import Person
from app.registry.programmes.models import Programme
from app.registry.proposals.models import PreviousValues, ProposedChange

Row = TypeVar("Row", Partner, Programme, Person, Pairing, Evidence, Host, ProposedChange, PreviousValues)

InUse = TypeVar("InUse", Partner, Person, Pairing)

# The column that says whose a row is. What is not here, such as hosts, is the organisation's alone; so is what has none.
_OWNER: Final[Mapping[type, Mapped[UUID] | Mapped[UUID | None]]] = {
    Partner: col(Partner.id),
    Person: col(Person.partner_id),
    Pairing: col(Pairing.partner_id),
    Evidence: col(Evidence.partner_id),
    ProposedChange: col(ProposedChange.partner_id),
    PreviousValues: col(PreviousValues.partner_id),
}
_FOR_EVERYBODY: Final = frozenset({Programme})


def visible(table: type[Row], principal: Principal) -> SelectOfScalar[Row]:
    """Return a query for the rows of a table that the caller may see."""
    query = select(table)
    if principal.partner_id is None or table in _FOR_EVERYBODY:
        return query
    owner = _OWNER.get(table)
    return query.where(false()) if owner is None else visible_to(principal.partner_id, query, owner)


async def find(session: AsyncSession, principal: Principal, table: type[Row], row_id: UUID) -> Row | None:
    """Return a row if it is there and the caller may see it."""
    return (await session.exec(visible(table, principal).where(col(table.id) == row_id))).one_or_none()


async def find_in_use(session: AsyncSession, principal: Principal, table: type[InUse], row_id: UUID) -> InUse | None:
    """Return a row that something new may refer to: the caller may see it, and it is not archived, nor will be meanwhile."""
    query = visible(table, principal).where(col(table.id) == row_id, col(table.archived_at).is_(None))
    kept = query.with_for_update(read=True, key_share=True)
    return (await session.exec(kept.execution_options(populate_existing=True))).one_or_none()


async def get(session: AsyncSession, principal: Principal, table: type[Row], row_id: UUID) -> Row:
    """Return a row that the caller may see.

    Raises:
        NotFoundError: There is none.
    """
    return found(await find(session, principal, table, row_id), _name(table))


async def get_for_update(session: AsyncSession, principal: Principal, table: type[Row], row_id: UUID) -> Row:
    """Return a row that the caller may see, locked until the transaction ends.

    Raises:
        NotFoundError: There is none.
    """
    # Not of its key, which never changes: bookings that are being made refer to it, and neither waits for the other.
    query = visible(table, principal).where(col(table.id) == row_id).with_for_update(key_share=True)
    row = (await session.exec(query.execution_options(populate_existing=True))).one_or_none()
    return found(row, _name(table))


def in_use(table: type[InUse], *, archived: bool | None = None) -> ColumnElement[bool]:
    """Return which rows of a table are in use, or which are archived."""
    archived_at = col(table.archived_at)
    return archived_at.is_not(None) if archived else archived_at.is_(None)


async def list_page(
    session: AsyncSession,
    principal: Principal,
    table: type[Row],
    page: PageRequest,
    *conditions: ColumnElement[bool],
    **filters: object,
) -> Sequence[Row]:
    """Return the rows of a page, and one more if there is one.

    Args:
        session: The transaction.
        principal: The caller.
        table: What is listed.
        page: How many, and after which.
        *conditions: What else must hold.
        **filters: What columns must hold; None lets everything through.
    """
    query = visible(table, principal).order_by(col(table.id)).limit(page.limit + 1)
    if page.after_id is not None:
        query = query.where(col(table.id) > page.after_id)
    chosen = {name: value for name, value in filters.items() if value is not None}
    return (await session.exec(query.where(*conditions).filter_by(**chosen))).all()


def _name(table: type[Row]) -> str:
    return table.__tablename__.replace("_", " ").capitalize()
