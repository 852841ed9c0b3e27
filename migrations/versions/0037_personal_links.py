"""Personal links: what a token is known again by, and for whom it is."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "personal_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("token", sa.String(length=400), nullable=False),
        sa.Column("issued_by", sa.Uuid(), nullable=False),
        sa.Column("issued_at", instant, nullable=False),
        sa.Column("revoked_at", instant, nullable=True),
        sa.Column("opened_at", instant, nullable=True),
        sa.ForeignKeyConstraint(["participant_id"], ["participant.id"], name=op.f("personal_link_participant_id_fkey")),
        sa.ForeignKeyConstraint(["issued_by"], ["api_key.id"], name=op.f("personal_link_issued_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("personal_link_pkey")),
        sa.UniqueConstraint("digest", name=op.f("personal_link_digest_key")),
    )
    op.create_index(op.f("personal_link_participant_id_index"), "personal_link", ["participant_id"])
    op.create_index(
        "personal_link_one_live_per_participant",
        "personal_link",
        ["participant_id"],
        unique=True,
        postgresql_where=sa.text("revoked_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("personal_link")
