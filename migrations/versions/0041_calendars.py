"""Calendars that people subscribe to: what a token is known again by, and whose it is."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "person_calendar",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("token", sa.String(length=400), nullable=False),
        sa.Column("issued_by", sa.Uuid(), nullable=False),
        sa.Column("issued_at", instant, nullable=False),
        sa.Column("revoked_at", instant, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("person_calendar_person_id_fkey")),
        sa.ForeignKeyConstraint(["issued_by"], ["api_key.id"], name=op.f("person_calendar_issued_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("person_calendar_pkey")),
        sa.UniqueConstraint("digest", name=op.f("person_calendar_digest_key")),
    )
    op.create_index(op.f("person_calendar_person_id_index"), "person_calendar", ["person_id"])
    op.create_index(
        "person_calendar_one_live_per_person",
        "person_calendar",
        ["person_id"],
        unique=True,
        postgresql_where=sa.text("revoked_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("person_calendar")
