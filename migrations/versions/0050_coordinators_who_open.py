"""Coordinators who open rooms: one of them may take part in a session, and people are told in time that one is needed."""

import sqlalchemy as sa
from alembic import op

from app.kit.migration_steps import allow_values
from app.kit.online_changes import add_constraint, create_index, drop_index

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

BEFORE = ("mentor", "mentee", "interpreter", "carer", "observer")
NEW = ("coordinator",)
INDEX = "participant_one_coordinator"
ROLES_CHECK = "participant_participantrole_check"


def upgrade() -> None:
    create_index(INDEX, "participant (booking_id) WHERE role = 'coordinator' AND removed_at IS NULL", unique=True)
    # Every booking has participants: those that are there are checked while others write.
    roles = ", ".join(f"'{role}'" for role in (*BEFORE, *NEW))
    add_constraint("participant", ROLES_CHECK, f"CHECK (role IN ({roles}))")
    op.create_table(
        "opening_notice",
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("opening_notice_booking_id_fkey")),
        sa.PrimaryKeyConstraint("booking_id", "starts_at", name=op.f("opening_notice_pkey")),
    )


def downgrade() -> None:
    drop_index(INDEX)
    # Without the role they are what they were before: somebody who may watch.
    participant = sa.table("participant", sa.column("role"))
    op.execute(sa.update(participant).where(participant.c.role.in_(NEW)).values(role="observer"))
    allow_values("participant", "role", ROLES_CHECK, BEFORE)
    op.drop_table("opening_notice")
