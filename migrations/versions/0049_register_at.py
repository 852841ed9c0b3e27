"""When the people of a new meeting are registered at Zoom."""

import sqlalchemy as sa
from alembic import op

from app.kit.online_changes import create_index, drop_index

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("meeting", sa.Column("register_at", sa.DateTime(timezone=True), nullable=True), if_not_exists=True)
    create_index("meeting_register_index", "meeting (register_at) WHERE register_at IS NOT NULL")


def downgrade() -> None:
    drop_index("meeting_register_index")
    op.drop_column("meeting", "register_at")
