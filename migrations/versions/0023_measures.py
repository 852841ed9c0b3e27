"""Measures for an adult at risk have content, and an approval says which measures it covers."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("evidence", sa.Column("measures", sa.Text(), nullable=True))
    op.add_column("booking", sa.Column("approved_measures", sa.String(length=64), nullable=True))


def downgrade() -> None:
    op.drop_column("booking", "approved_measures")
    op.drop_column("evidence", "measures")
