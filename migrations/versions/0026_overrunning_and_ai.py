"""Incidents of sessions that were ended for the next one, and of AI Companion where it must not be."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
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
)
NEW = ("session_overran", "ai_companion_used")


def allow(kinds: tuple[str, ...]) -> None:
    op.drop_constraint(op.f("incident_incidentkind_check"), "incident", type_="check")
    op.create_check_constraint(op.f("incident_incidentkind_check"), "incident", sa.column("kind").in_(kinds))


def upgrade() -> None:
    allow((*BEFORE, *NEW))


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM incident WHERE kind IN ('session_overran', 'ai_companion_used')"))
    allow(BEFORE)
