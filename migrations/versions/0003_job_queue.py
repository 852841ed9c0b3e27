"""The tables of the job queue, by PgQueuer's own statements."""

from typing import cast

from alembic import op
from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment
from sqlalchemy import AdaptedConnection

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _run(statements: str) -> None:
    # Many statements in one text, bodies of functions among them: only the driver's own simple protocol takes that.
    connection = cast("AdaptedConnection", op.get_bind().connection.dbapi_connection)
    connection.run_async(lambda driver: driver.execute(statements))


def upgrade() -> None:
    _run(QueryBuilderEnvironment().build_install_query())


def downgrade() -> None:
    _run(QueryBuilderEnvironment().build_uninstall_query())
