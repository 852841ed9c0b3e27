"""The pages of participants: what programmes say there, what people answer, and who fails at a door."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from app.kit.migration_steps import allow_values
from app.kit.online_changes import add_constraint, change

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

ACTORS = ("key", "system", "zoom", "operator")
ACTORS_CHECK = "audit_entry_actorkind_check"
KINDS = (
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
    "opening_failed",
)
NEW_KINDS = ("cannot_come", "another_time_wanted", "second_fact_wrong")
ANSWERS = ("cannot_come", "another_time", "took_place", "mid_point", "end_point")


def upgrade() -> None:
    instant, json = sa.DateTime(timezone=True), postgresql.JSONB(astext_type=sa.Text())
    change("ALTER TABLE pairing ADD COLUMN IF NOT EXISTS agenda varchar(2000)")
    change("ALTER TABLE person ADD COLUMN IF NOT EXISTS time_zone varchar(64)")
    add_constraint("audit_entry", ACTORS_CHECK, f"CHECK ({_one_of((*ACTORS, 'participant'))})")
    op.create_table(
        "programme_page",
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=20), server_default="en-GB", nullable=False),
        sa.Column("words", json, server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.Column("emergency_number", sa.String(length=20), server_default="999", nullable=False),
        sa.Column("helplines", json, nullable=True),
        sa.Column("code_of_conduct", sa.Text(), nullable=True),
        sa.Column("logo", sa.Text(), nullable=True),
        sa.Column("logo_type", sa.String(length=20), nullable=True),
        sa.Column("feedback", json, server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("updated_at", instant, nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("programme_page_programme_id_fkey")),
        sa.PrimaryKeyConstraint("programme_id", name=op.f("programme_page_pkey")),
    )
    op.create_table(
        "participant_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.CheckConstraint(sa.column("kind").in_(ANSWERS), name=op.f("participant_answer_answerkind_check")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("participant_answer_booking_id_fkey")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("participant_answer_participant_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("participant_answer_pkey")),
    )
    op.create_index("participant_answer_booking_index", "participant_answer", ["booking_id", "id"])
    op.create_index("participant_answer_participant_index", "participant_answer", ["participant_id", "kind", "id"])
    op.create_table(
        "door_guard",
        sa.Column("link_id", sa.Uuid(), nullable=False),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("locked_at", instant, nullable=True),
        sa.Column("updated_at", instant, nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["personal_link.id"], name=op.f("door_guard_link_id_fkey")),
        sa.PrimaryKeyConstraint("link_id", name=op.f("door_guard_pkey")),
    )
    allow_values("incident", "kind", "incident_incidentkind_check", (*KINDS, *NEW_KINDS))


def downgrade() -> None:
    change("ALTER TABLE person DROP COLUMN IF EXISTS time_zone")
    change("ALTER TABLE pairing DROP COLUMN IF EXISTS agenda")
    # Not asked of the entries that are there: the trail keeps what participants did.
    change(
        f"ALTER TABLE audit_entry DROP CONSTRAINT IF EXISTS {ACTORS_CHECK}, "
        f"ADD CONSTRAINT {ACTORS_CHECK} CHECK ({_one_of(ACTORS)}) NOT VALID"
    )
    # What older code cannot read.
    op.execute(sa.delete(sa.table("incident", sa.column("kind"))).where(sa.column("kind").in_(NEW_KINDS)))
    allow_values("incident", "kind", "incident_incidentkind_check", KINDS)
    op.drop_table("door_guard")
    op.drop_table("participant_answer")
    op.drop_table("programme_page")


def _one_of(actors: tuple[str, ...]) -> str:
    return f"actor_kind IN ({', '.join(repr(each) for each in actors)})"
