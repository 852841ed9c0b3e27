"""What people have confirmed about hosts, where Zoom's API shows nothing."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "host_confirmation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("confirmed_by", sa.Uuid(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["confirmed_by"], ["api_key.id"], name=op.f("host_confirmation_confirmed_by_fkey")),
        sa.ForeignKeyConstraint(["host_id"], ["host.id"], name=op.f("host_confirmation_host_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("host_confirmation_pkey")),
    )
    op.create_index("host_confirmation_host_index", "host_confirmation", ["host_id", "code", "id"])


def downgrade() -> None:
    op.drop_index("host_confirmation_host_index", table_name="host_confirmation")
    op.drop_table("host_confirmation")
