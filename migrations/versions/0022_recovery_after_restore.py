"""A database that was put back to an earlier time is noticed, and what Zoom and it do not agree about is kept."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0022"
down_revision = "0021"
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
)


def allow(kinds: tuple[str, ...]) -> None:
    op.drop_constraint(op.f("incident_incidentkind_check"), "incident", type_="check")
    op.create_check_constraint(op.f("incident_incidentkind_check"), "incident", sa.column("kind").in_(kinds))


def upgrade() -> None:
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("system_identifier", sa.String(40), nullable=False),
        sa.Column("database_oid", sa.BigInteger(), nullable=False),
        sa.Column("table_oid", sa.BigInteger(), nullable=False),
        sa.Column("server_started_at", instant, nullable=False),
        sa.Column("seen_at", instant, nullable=False),
        sa.Column("compared_at", instant, nullable=True),
        sa.Column("recovering_since", instant, nullable=True),
        sa.Column("recovering_because", sa.String(500), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("installation_one_row_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("installation_pkey")),
    )
    # A database that is in use is taken as it is. One that nobody has used lately may have been restored: Zoom is asked.
    op.execute(
        """
        INSERT INTO installation (id, system_identifier, database_oid, table_oid, server_started_at, seen_at)
        SELECT 1, control.system_identifier::text, database.oid, 'installation'::regclass::oid, pg_postmaster_start_time(),
            (SELECT max(at) FROM audit_entry)
        FROM pg_control_system() AS control, pg_database AS database
        WHERE database.datname = current_database() AND EXISTS (SELECT FROM meeting) AND EXISTS (SELECT FROM audit_entry)
        """
    )
    op.create_table(
        "mismatch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("zoom_meeting_id", sa.BigInteger(), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=True),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("reference", sa.String(20), nullable=False),
        sa.Column("at_zoom", postgresql.JSONB(), nullable=False),
        sa.Column("found_at", instant, nullable=False),
        sa.Column("choice", sa.String(40), nullable=True),
        sa.Column("decided_at", instant, nullable=True),
        sa.Column("closed_at", instant, nullable=True),
        sa.CheckConstraint(
            sa.column("kind").in_(("unknown_meeting", "extra_meeting", "meeting_gone", "meeting_differs")),
            name=op.f("mismatch_mismatchkind_check"),
        ),
        sa.CheckConstraint(
            sa.column("choice").in_(("delete", "leave", "make-again", "cancel", "keep-database", "take-zoom")),
            name=op.f("mismatch_choice_check"),
        ),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("mismatch_booking_id_fkey")),
        sa.ForeignKeyConstraint(["host_id"], ["host.id"], name=op.f("mismatch_host_id_fkey")),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("mismatch_partner_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("mismatch_pkey")),
    )
    op.create_index(op.f("mismatch_booking_id_index"), "mismatch", ["booking_id"])
    op.create_index(op.f("mismatch_host_id_index"), "mismatch", ["host_id"])
    op.create_index(
        "mismatch_one_open_per_meeting",
        "mismatch",
        ["zoom_meeting_id"],
        unique=True,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    allow((*BEFORE, "unknown_meeting", "database_restored"))


def downgrade() -> None:
    op.execute("DELETE FROM incident WHERE kind IN ('unknown_meeting', 'database_restored')")
    allow(BEFORE)
    op.drop_table("mismatch")
    op.drop_table("installation")
