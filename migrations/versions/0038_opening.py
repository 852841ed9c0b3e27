"""Who opens rooms: hosts that are a mentor's own Zoom user, and ways in that did not work."""

import sqlalchemy as sa
from alembic import op

from app.kit.migration_steps import allow_values
from app.kit.online_changes import add_constraint, change, create_index

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

BEFORE = (
    "booking_suspended",
    "approval_expired",
    "settings_loosened",
    "meeting_changed",
    "meeting_deleted",
    "meeting_unsafe",
    "extra_meeting",
    "host_unusable",
    "host_deactivated",
    "provisioning_stuck",
    "zoom_account",
    "confirmation_ending",
    "change_proposed",
    "unknown_meeting",
    "database_restored",
    "session_overran",
    "room_opened_early",
    "room_open_too_long",
    "host_missing",
    "nobody_admits",
    "recording_started",
    "ai_companion_used",
    "transcript_made",
    "live_stream_started",
    "media_stream_started",
    "file_shared",
    "whiteboard_shared",
    "screen_shared",
    "converted_to_webinar",
    "called_from_outside",
    "stranger_waiting",
    "stranger_inside",
    "never_admitted",
    "link_used_twice",
    "link_public",
    "meeting_outside_product",
    "app_deauthorized",
    "webhooks_silent",
    "concern",
)
NEW = ("opening_failed",)
WAYS = ("own_user", "host_link", "coordinator")


def upgrade() -> None:
    change("ALTER TABLE host ADD COLUMN IF NOT EXISTS person_id uuid")
    add_constraint("host", "host_person_id_fkey", "FOREIGN KEY (person_id) REFERENCES person (id)")
    create_index("host_person_index", "host (person_id)", unique=True)
    op.create_table(
        "opening_failure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("way", sa.String(length=40), nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(sa.column("way").in_(WAYS), name=op.f("opening_failure_openingway_check")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("opening_failure_meeting_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("opening_failure_pkey")),
        sa.UniqueConstraint("meeting_id", "way", name="opening_failure_once"),
    )
    allow_values("incident", "kind", "incident_incidentkind_check", (*BEFORE, *NEW))


def downgrade() -> None:
    change("ALTER TABLE host DROP COLUMN IF EXISTS person_id")
    op.execute(sa.delete(sa.table("incident", sa.column("kind"))).where(sa.column("kind").in_(NEW)))
    allow_values("incident", "kind", "incident_incidentkind_check", BEFORE)
    op.drop_table("opening_failure")
