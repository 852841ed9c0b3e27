"""Of each session is kept whether its room is open and when it was seen open in its time, and rooms make incidents."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

BEFORE = (
    "booking_suspended",
    "approval_expired",
    "settings_loosened",
    "meeting_unsafe",
    "extra_meeting",
    "host_unusable",
    "provisioning_stuck",
    "zoom_account",
    "confirmation_ending",
    "change_proposed",
    "unknown_meeting",
    "database_restored",
    "session_overran",
    "ai_companion_used",
)
NEW = ("room_opened_early", "room_open_too_long")


def allow(kinds: tuple[str, ...]) -> None:
    op.drop_constraint(op.f("incident_incidentkind_check"), "incident", type_="check")
    op.create_check_constraint(op.f("incident_incidentkind_check"), "incident", sa.column("kind").in_(kinds))


def upgrade() -> None:
    instant = sa.DateTime(timezone=True)
    op.add_column("booking", sa.Column("room_opened_at", instant, nullable=True))
    op.add_column("booking", sa.Column("held_at", instant, nullable=True))
    # Sessions that run at this moment go on, and were held.
    op.execute(
        "UPDATE booking SET room_opened_at = last_event_at, held_at = coalesce(last_event_at, starts_at) "
        "WHERE state = 'in_progress'"
    )
    allow((*BEFORE, *NEW))


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM incident WHERE kind IN ('room_opened_early', 'room_open_too_long')"))
    allow(BEFORE)
    op.drop_column("booking", "held_at")
    op.drop_column("booking", "room_opened_at")
