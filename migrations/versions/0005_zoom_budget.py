"""The budgets of calls to Zoom that all processes share."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "zoom_budget",
        sa.Column("account_id", sa.String(length=100), nullable=False),
        sa.Column(
            "label",
            sa.Enum(
                "light",
                "medium",
                "heavy",
                "resource-intensive",
                name="label",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("next_slot", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("pace", sa.Float(), nullable=False),
        sa.Column("paced_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "label", name=op.f("zoom_budget_pkey")),
    )


def downgrade() -> None:
    op.drop_table("zoom_budget")
