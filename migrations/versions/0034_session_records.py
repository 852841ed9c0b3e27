"""What happened in sessions is kept for lists, and what coordinators say of it beside it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

WHY = (
    "held",
    "room_open",
    "nobody_came",
    "only_mentor",
    "only_mentee",
    "not_admitted",
    "alone",
    "too_short",
    "telephone",
    "not_over",
)

# As in 0032, but that a coordinator may say that a completed session was not held.
TRANSITIONS = """
    CREATE OR REPLACE FUNCTION booking_may_become(before text, after text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN after = ANY (CASE before
        WHEN 'awaiting_approval' THEN ARRAY['provisioning', 'confirmed', 'suspended', 'declined', 'cancelled']
        WHEN 'provisioning' THEN ARRAY['awaiting_approval', 'confirmed', 'completed', 'not_held', 'failed', 'blocked',
            'suspended', 'cancelled']
        WHEN 'confirmed' THEN ARRAY['awaiting_approval', 'provisioning', 'in_progress', 'completed', 'not_held',
            'blocked', 'failed', 'suspended', 'cancelled']
        WHEN 'in_progress' THEN ARRAY['awaiting_approval', 'provisioning', 'confirmed', 'completed', 'not_held',
            'blocked', 'failed', 'suspended', 'cancelled']
        WHEN 'completed' THEN ARRAY[{of_completed}]::text[]
        WHEN 'not_held' THEN ARRAY['completed']
        WHEN 'failed' THEN ARRAY['awaiting_approval', 'provisioning', 'cancelled']
        WHEN 'blocked' THEN ARRAY['awaiting_approval', 'provisioning', 'cancelled']
        WHEN 'suspended' THEN ARRAY['awaiting_approval', 'provisioning', 'confirmed', 'completed', 'not_held', 'cancelled']
        ELSE ARRAY[]::text[]
    END)
"""


def upgrade() -> None:
    op.execute(TRANSITIONS.format(of_completed="'not_held'"))
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "session_record",
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("is_held", sa.Boolean(), nullable=True),
        sa.Column("why", sa.String(length=40), nullable=False),
        sa.Column("minutes_together", sa.Integer(), nullable=False),
        sa.Column("record", postgresql.JSONB(), nullable=False),
        sa.Column("has_gaps", sa.Boolean(), nullable=False),
        sa.Column("is_asked", sa.Boolean(), nullable=False),
        sa.Column("asked_at", instant, nullable=True),
        sa.Column("is_answered", sa.Boolean(), nullable=False),
        sa.Column("updated_at", instant, nullable=False),
        sa.CheckConstraint(sa.column("why").in_(WHY), name=op.f("session_record_why_check")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("session_record_booking_id_fkey")),
        sa.PrimaryKeyConstraint("booking_id", name=op.f("session_record_pkey")),
    )
    op.create_table(
        "session_correction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("is_held", sa.Boolean(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("corrected_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("session_correction_booking_id_fkey")),
        sa.ForeignKeyConstraint(["corrected_by"], ["api_key.id"], name=op.f("session_correction_corrected_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("session_correction_pkey")),
    )
    op.create_index(op.f("session_correction_booking_id_index"), "session_correction", ["booking_id"])


def downgrade() -> None:
    op.drop_table("session_correction")
    op.drop_table("session_record")
    op.execute(TRANSITIONS.format(of_completed=""))
