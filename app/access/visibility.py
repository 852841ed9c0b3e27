"""What a caller may see: the one filter that keeps partners apart, and the one answer about what is not there for a caller."""

from typing import Any, Protocol, Self, TypeVar
from uuid import UUID

from sqlalchemy.orm import Mapped

from app.access.principal import Principal
from app.kit.errors import NotFoundError, NotPermittedError


class Filterable(Protocol):
    """A query: SQLModel's kinds have no base in common that is typed."""

    def where(self, *conditions: Any) -> Self:
        """Return the query for what the conditions hold of."""


Query = TypeVar("Query", bound=Filterable)
Row = TypeVar("Row")


def visible_to(partner_id: UUID | None, query: Query, owner: Mapped[UUID] | Mapped[UUID | None]) -> Query:
    """Return the query for what a caller may see of it.

    Args:
        partner_id: The only partner whose data the caller sees, `Principal.partner_id`; None is the whole organisation.
        query: For rows of any partner.
        owner: The column that says whose a row is. A row without a partner is the organisation's alone.
    """
    return query if partner_id is None else query.where(owner == partner_id)


def found(row: Row | None, what: str) -> Row:
    """Return the row, if there is one that the caller may see.

    Raises:
        NotFoundError: There is none. Whether it is another partner's, the answer does not tell.
    """
    if row is None:
        message = f"{what} not found. Check the id, and that this API key may see it."
        raise NotFoundError(message)
    return row


def require_organisation(principal: Principal) -> None:
    """Check that the caller acts for the whole organisation.

    Raises:
        NotPermittedError: Its key is bound to one partner.
    """
    if principal.partner_id is not None:
        message = "Only the organisation may do that; this API key is bound to one partner."
        raise NotPermittedError(message)
