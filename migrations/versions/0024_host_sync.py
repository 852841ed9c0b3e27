"""Hosts are synchronised by the worker, with progress that can be read."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

STATES = ("waiting", "running", "done", "failed")
OUTCOMES = ("waiting", "proven", "not_proven", "failed")


def upgrade() -> None:
    op.create_table(
        "host_sync",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("requested_by", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.String(length=64), nullable=True),
        sa.Column("emails", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("problem", sa.String(length=500), nullable=True),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(sa.column("state").in_(STATES), name=op.f("host_sync_hostsyncstate_check")),
        sa.ForeignKeyConstraint(["requested_by"], ["api_key.id"], name=op.f("host_sync_requested_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("host_sync_pkey")),
    )
    op.create_index("host_sync_requested_at_index", "host_sync", ["requested_at"])
    op.create_table(
        "host_sync_outcome",
        sa.Column("sync_id", sa.Uuid(), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("problem", sa.String(length=500), nullable=True),
        sa.CheckConstraint(sa.column("outcome").in_(OUTCOMES), name=op.f("host_sync_outcome_hostoutcome_check")),
        sa.ForeignKeyConstraint(["host_id"], ["host.id"], name=op.f("host_sync_outcome_host_id_fkey")),
        sa.ForeignKeyConstraint(["sync_id"], ["host_sync.id"], name=op.f("host_sync_outcome_sync_id_fkey")),
        sa.PrimaryKeyConstraint("sync_id", "host_id", name=op.f("host_sync_outcome_pkey")),
    )


def downgrade() -> None:
    op.drop_table("host_sync_outcome")
    op.drop_index("host_sync_requested_at_index", table_name="host_sync")
    op.drop_table("host_sync")
