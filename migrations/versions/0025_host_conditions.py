"""Of each host is kept what was read beside its safety settings: what passcodes must be, locks, mails, refused changes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    empty = sa.text("'{}'::jsonb")
    op.add_column(
        "host", sa.Column("conditions", postgresql.JSONB(astext_type=sa.Text()), server_default=empty, nullable=False)
    )


def downgrade() -> None:
    op.drop_column("host", "conditions")
