"""People are reminded once, by an incident, that what they confirmed about a host ends soon."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
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
)


def allow(kinds: tuple[str, ...]) -> None:
    op.drop_constraint(op.f("incident_incidentkind_check"), "incident", type_="check")
    op.create_check_constraint(op.f("incident_incidentkind_check"), "incident", sa.column("kind").in_(kinds))


def upgrade() -> None:
    op.add_column("host_confirmation", sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True))
    allow((*BEFORE, "confirmation_ending"))


def downgrade() -> None:
    op.execute("DELETE FROM incident WHERE kind = 'confirmation_ending'")
    allow(BEFORE)
    op.drop_column("host_confirmation", "reminded_at")
