"""Ending a meeting, checking it now and then, finding free hosts among many."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("booking", sa.Column("end_requested_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("meeting", sa.Column("next_check_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "meeting_next_check_index",
        "meeting",
        ["next_check_at"],
        postgresql_where=sa.text("next_check_at IS NOT NULL"),
    )
    op.create_index(
        "reservation_host_period_index",
        "reservation",
        ["period"],
        postgresql_using="gist",
        postgresql_where=sa.text("resource = 'host'"),
    )


def downgrade() -> None:
    op.drop_index("reservation_host_period_index", table_name="reservation")
    op.drop_index("meeting_next_check_index", table_name="meeting")
    op.drop_column("meeting", "next_check_at")
    op.drop_column("booking", "end_requested_at")
