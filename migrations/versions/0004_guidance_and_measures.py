"""Guidance of partners, measures of pairings, editions of evidence, authors of policy versions."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table, column in (("partner", "guidance"), ("pairing", "safety")):
        op.add_column(
            table,
            sa.Column(
                column,
                postgresql.JSONB(astext_type=sa.Text()),
                server_default=sa.text("'{}'::jsonb"),
                nullable=False,
            ),
        )
    op.add_column("evidence", sa.Column("edition", sa.String(length=60), nullable=True))
    op.create_check_constraint(
        op.f("evidence_edition_check"), "evidence", "edition IS NULL OR kind = 'code_of_conduct_accepted'"
    )
    # Null for what a replica of the version before writes while it still serves, and for what was there already.
    op.add_column("policy_version", sa.Column("created_by", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("policy_version_created_by_fkey"), "policy_version", "api_key", ["created_by"], ["id"])


def downgrade() -> None:
    op.drop_column("policy_version", "created_by")
    op.drop_column("evidence", "edition")
    op.drop_column("pairing", "safety")
    op.drop_column("partner", "guidance")
