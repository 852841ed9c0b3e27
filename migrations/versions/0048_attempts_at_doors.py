"""How often wrong links were tried, and buttons pressed: counted for all processes together."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attempt_count",
        sa.Column(
            "kind",
            sa.Enum(
                "wrong_link",
                "press",
                name=op.f("attempt_count_attemptkind_check"),
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("whose", sa.String(length=32), nullable=False),
        sa.Column("used_until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kind", "whose", name=op.f("attempt_count_pkey")),
        prefixes=["UNLOGGED"],
    )
    op.create_index(op.f("attempt_count_used_until_index"), "attempt_count", ["used_until"], unique=False)


def downgrade() -> None:
    op.drop_table("attempt_count")
