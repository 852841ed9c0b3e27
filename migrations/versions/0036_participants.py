"""Who takes part in a session. Bookings that are there already get their mentor and mentee when somebody first asks for them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

ROLES = ("mentor", "mentee", "interpreter", "carer", "observer")
REGISTRATION = ("none", "wanted", "registered", "denied", "removed")


def upgrade() -> None:
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "participant",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.String(length=2000), nullable=True),
        sa.Column("invited_by", sa.Uuid(), nullable=True),
        sa.Column("removed_at", instant, nullable=True),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("alias", sa.String(length=40), nullable=False),
        sa.Column("registration", sa.String(length=40), nullable=False),
        sa.Column("registrant_id", sa.String(length=128), nullable=True),
        sa.Column("registered_for", sa.BigInteger(), nullable=True),
        sa.Column(
            "former_registrant_ids",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'[]'"),
            nullable=False,
        ),
        sa.Column("adds", sa.Integer(), server_default="0", nullable=False),
        sa.Column("adds_on", sa.Date(), nullable=True),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("updated_at", instant, nullable=False),
        sa.CheckConstraint(
            "(role IN ('mentor', 'mentee')) = (person_id IS NOT NULL)", name=op.f("participant_person_check")
        ),
        sa.CheckConstraint(sa.column("role").in_(ROLES), name=op.f("participant_participantrole_check")),
        sa.CheckConstraint(
            sa.column("registration").in_(REGISTRATION), name=op.f("participant_registrationstate_check")
        ),
        sa.ForeignKeyConstraint(
            ["booking_id"],
            ["booking.id"],
            name=op.f("participant_booking_id_fkey"),
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("participant_person_id_fkey")),
        sa.ForeignKeyConstraint(["invited_by"], ["api_key.id"], name=op.f("participant_invited_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("participant_pkey")),
    )
    op.create_index("participant_booking_index", "participant", ["booking_id", "id"])
    op.create_index(
        "participant_one_of_the_pairing",
        "participant",
        ["booking_id", "role"],
        unique=True,
        postgresql_where=sa.text("role IN ('mentor', 'mentee')"),
    )
    op.create_index(
        "participant_person_index", "participant", ["person_id"], postgresql_where=sa.text("person_id IS NOT NULL")
    )


def downgrade() -> None:
    op.drop_table("participant")
