"""Workers say that they are alive."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "worker_heartbeat",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("alive_until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("worker_heartbeat_pkey")),
    )
    op.create_index("worker_heartbeat_name_index", "worker_heartbeat", ["name"])


def downgrade() -> None:
    op.drop_index("worker_heartbeat_name_index", table_name="worker_heartbeat")
    op.drop_table("worker_heartbeat")
