"""An API key says who holds it, so that two keys of one person are not two people."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("api_key", sa.Column("person", sa.String(length=64), nullable=True))


def downgrade() -> None:
    op.drop_column("api_key", "person")
