"""Partners have contacts of their own, and programmes have coordinators to turn to."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

COLUMNS = (("partner", "coordinators"), ("partner", "safeguarding_contacts"), ("programme", "coordinators"))


def upgrade() -> None:
    for table, column in COLUMNS:
        empty = sa.text("'[]'::jsonb")
        op.add_column(
            table, sa.Column(column, postgresql.JSONB(astext_type=sa.Text()), server_default=empty, nullable=False)
        )


def downgrade() -> None:
    for table, column in COLUMNS:
        op.drop_column(table, column)
