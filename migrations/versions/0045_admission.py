"""How people come into each meeting."""

import sqlalchemy as sa
from alembic import op

from app.kit.online_changes import add_constraint

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("meeting", sa.Column("admission", sa.String(length=40), nullable=True))
    add_constraint("meeting", "meeting_admission_check", "CHECK (admission IN ('registration', 'invite-link'))")


def downgrade() -> None:
    op.drop_column("meeting", "admission")
