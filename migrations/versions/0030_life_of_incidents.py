"""Incidents are graded, merged, acknowledged, assigned and reported by people; what a room needs waits at its booking."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from app.kit.migration_steps import allow_values

revision = "0030"
down_revision = "0029"
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
    "room_opened_early",
    "room_open_too_long",
)
NEW = (
    "meeting_changed",
    "meeting_deleted",
    "host_deactivated",
    "host_missing",
    "nobody_admits",
    "recording_started",
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
SEVERITIES = ("low", "medium", "high", "critical")


def upgrade() -> None:
    instant = sa.DateTime(timezone=True)
    op.add_column("incident", sa.Column("severity", sa.String(40), nullable=False, server_default="medium"))
    op.create_check_constraint(
        op.f("incident_incidentseverity_check"), "incident", sa.column("severity").in_(SEVERITIES)
    )
    op.add_column("incident", sa.Column("programme_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("incident_programme_id_fkey"), "incident", "programme", ["programme_id"], ["id"])
    op.add_column("incident", sa.Column("merge_key", sa.String(300), nullable=True))
    op.add_column("incident", sa.Column("done", postgresql.JSONB(), nullable=False, server_default=sa.text("'[]'")))
    op.add_column("incident", sa.Column("report", sa.String(), nullable=True))
    op.add_column("incident", sa.Column("count", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("incident", sa.Column("last_seen_at", instant, nullable=False, server_default=sa.text("now()")))
    op.add_column("incident", sa.Column("assigned_to", sa.String(200), nullable=True))
    op.add_column("incident", sa.Column("acknowledged_at", instant, nullable=True))
    op.add_column("incident", sa.Column("acknowledged_by", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("incident_acknowledged_by_fkey"), "incident", "api_key", ["acknowledged_by"], ["id"])
    op.execute(
        "UPDATE incident SET last_seen_at = updated_at, merge_key = "
        "kind || ':' || coalesce(booking_id::text, host_id::text, proposed_change_id::text, 'account'), "
        "programme_id = (SELECT programme_id FROM booking WHERE booking.id = incident.booking_id)"
    )
    # Old code merges by asking first, and by what it finds: without the indexes it may open two of a kind at worst.
    op.drop_index("incident_one_open_per_subject", table_name="incident")
    op.drop_index("incident_one_open_per_proposed_change", table_name="incident")
    op.drop_index("incident_one_open_of_the_account", table_name="incident")
    op.create_index(
        "incident_one_unresolved_per_merge_key",
        "incident",
        ["merge_key"],
        unique=True,
        postgresql_where=sa.text("resolved_at IS NULL"),
    )
    op.create_index("incident_merge_key_index", "incident", ["merge_key", "last_seen_at"])
    op.add_column("booking", sa.Column("room_actions", postgresql.JSONB(), nullable=True))
    allow_values("incident", "kind", "incident_incidentkind_check", (*BEFORE, *NEW))


def downgrade() -> None:
    # What older code cannot read, or would find twice where it looks for one.
    op.execute(sa.delete(sa.table("incident", sa.column("kind"))).where(sa.column("kind").in_(NEW)))
    op.execute(
        "DELETE FROM incident WHERE resolved_at IS NULL AND EXISTS (SELECT FROM incident AS other "
        "WHERE other.resolved_at IS NULL AND other.kind = incident.kind AND other.id < incident.id "
        "AND coalesce(other.booking_id, other.host_id, other.proposed_change_id) "
        "IS NOT DISTINCT FROM coalesce(incident.booking_id, incident.host_id, incident.proposed_change_id))"
    )
    allow_values("incident", "kind", "incident_incidentkind_check", BEFORE)
    op.drop_column("booking", "room_actions")
    op.drop_index("incident_merge_key_index", table_name="incident")
    op.drop_index("incident_one_unresolved_per_merge_key", table_name="incident")
    op.create_index(
        "incident_one_open_of_the_account",
        "incident",
        ["kind"],
        unique=True,
        postgresql_where=sa.text(
            "resolved_at IS NULL AND booking_id IS NULL AND host_id IS NULL AND proposed_change_id IS NULL"
        ),
    )
    op.create_index(
        "incident_one_open_per_proposed_change",
        "incident",
        ["proposed_change_id"],
        unique=True,
        postgresql_where=sa.text("resolved_at IS NULL"),
    )
    op.create_index(
        "incident_one_open_per_subject",
        "incident",
        ["kind", sa.text("coalesce(booking_id, host_id)")],
        unique=True,
        postgresql_where=sa.text("resolved_at IS NULL"),
    )
    op.drop_constraint(op.f("incident_acknowledged_by_fkey"), "incident", type_="foreignkey")
    op.drop_column("incident", "acknowledged_by")
    op.drop_column("incident", "acknowledged_at")
    op.drop_column("incident", "assigned_to")
    op.drop_column("incident", "last_seen_at")
    op.drop_column("incident", "count")
    op.drop_column("incident", "report")
    op.drop_column("incident", "done")
    op.drop_column("incident", "merge_key")
    op.drop_constraint(op.f("incident_programme_id_fkey"), "incident", type_="foreignkey")
    op.drop_column("incident", "programme_id")
    op.drop_constraint(op.f("incident_incidentseverity_check"), "incident", type_="check")
    op.drop_column("incident", "severity")
