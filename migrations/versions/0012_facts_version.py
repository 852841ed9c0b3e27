"""What the rules look at counts its changes, so that a decision which a change has overtaken is known.

Older replicas write bookings with the version 0: where a fact has ever changed, they are decided again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TABLES = ("partner", "programme", "person", "pairing", "booking")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("facts_version", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_column(table, "facts_version")
