"""Steps that several migrations take. What a migration that has run once did with them stays as it is."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op


def allow_values(table: str, column: str, constraint: str, values: Sequence[str]) -> None:
    """Let a column hold these values and no others, by the CHECK of that name, which exists already.

    For a new kind of incident: `allow_values("incident", "kind", "incident_incidentkind_check", (*BEFORE, *NEW))`.
    """
    op.drop_constraint(op.f(constraint), table, type_="check")
    op.create_check_constraint(op.f(constraint), table, sa.column(column).in_(values))
