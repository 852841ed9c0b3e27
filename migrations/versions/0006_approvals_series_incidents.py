"""Approvals, decisions that are made again, series, incidents."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "series",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("pairing_id", sa.Uuid(), nullable=False),
        sa.Column("requested_by", sa.Uuid(), nullable=False),
        sa.Column("every_days", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["pairing_id"], ["pairing.id"], name=op.f("series_pairing_id_fkey")),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("series_partner_id_fkey")),
        sa.ForeignKeyConstraint(["requested_by"], ["api_key.id"], name=op.f("series_requested_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("series_pkey")),
    )
    op.create_index(op.f("series_pairing_id_index"), "series", ["pairing_id"], unique=False)
    op.create_index(op.f("series_partner_id_index"), "series", ["partner_id"], unique=False)
    op.create_table(
        "incident",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "booking_suspended",
                "approval_expired",
                "settings_loosened",
                "meeting_unsafe",
                "extra_meeting",
                "host_unusable",
                "provisioning_stuck",
                "zoom_account",
                name="incidentkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("booking_id", sa.Uuid(), nullable=True),
        sa.Column("host_id", sa.Uuid(), nullable=True),
        sa.Column("summary", sa.String(length=2000), nullable=False),
        sa.Column("remedy", sa.String(length=4000), nullable=False),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by", sa.Uuid(), nullable=True),
        sa.Column("resolution", sa.String(length=2000), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("incident_booking_id_fkey")),
        sa.ForeignKeyConstraint(["host_id"], ["host.id"], name=op.f("incident_host_id_fkey")),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("incident_partner_id_fkey")),
        sa.ForeignKeyConstraint(["resolved_by"], ["api_key.id"], name=op.f("incident_resolved_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("incident_pkey")),
    )
    op.create_index("incident_booking_index", "incident", ["booking_id"], unique=False)
    op.create_index(
        "incident_one_open_per_subject",
        "incident",
        ["kind", sa.literal_column("coalesce(booking_id, host_id)")],
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=sa.text("resolved_at IS NULL"),
    )
    op.create_index("incident_partner_index", "incident", ["partner_id", "id"], unique=False)
    op.add_column(
        "booking",
        sa.Column(
            "requested_by_role",
            sa.Enum("coordinator", "front_end", name="role", native_enum=False, create_constraint=True, length=40),
            server_default="front_end",
            nullable=False,
        ),
    )
    op.add_column(
        "booking",
        sa.Column("requested_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
    )
    op.add_column("booking", sa.Column("outside_hours_reason", sa.String(length=2000), nullable=True))
    op.add_column(
        "booking",
        sa.Column("wishes", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
    )
    op.add_column("booking", sa.Column("series_id", sa.Uuid(), nullable=True))
    op.add_column("booking", sa.Column("decision_id", sa.Uuid(), nullable=True))
    op.add_column("booking", sa.Column("next_decision_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("booking", sa.Column("approval_expires_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("booking", sa.Column("approval_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("booking", sa.Column("approval_by", sa.Uuid(), nullable=True))
    op.add_column("booking", sa.Column("approval_reason", sa.String(length=2000), nullable=True))
    op.add_column(
        "booking",
        sa.Column(
            "approved_rules", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'[]'"), nullable=False
        ),
    )
    op.create_index(
        "booking_next_decision_index",
        "booking",
        ["next_decision_at"],
        unique=False,
        postgresql_where=sa.text("next_decision_at IS NOT NULL"),
    )
    op.create_index(op.f("booking_series_id_index"), "booking", ["series_id"], unique=False)
    op.create_foreign_key(op.f("booking_approval_by_fkey"), "booking", "api_key", ["approval_by"], ["id"])
    op.create_foreign_key(op.f("booking_series_id_fkey"), "booking", "series", ["series_id"], ["id"])
    op.create_foreign_key(
        op.f("booking_decision_id_fkey"),
        "booking",
        "decision",
        ["decision_id"],
        ["id"],
        initially="DEFERRED",
        deferrable=True,
    )


def downgrade() -> None:
    op.drop_constraint(op.f("booking_decision_id_fkey"), "booking", type_="foreignkey")
    op.drop_constraint(op.f("booking_series_id_fkey"), "booking", type_="foreignkey")
    op.drop_constraint(op.f("booking_approval_by_fkey"), "booking", type_="foreignkey")
    op.drop_index(op.f("booking_series_id_index"), table_name="booking")
    op.drop_index(
        "booking_next_decision_index", table_name="booking", postgresql_where=sa.text("next_decision_at IS NOT NULL")
    )
    op.drop_column("booking", "approved_rules")
    op.drop_column("booking", "approval_reason")
    op.drop_column("booking", "approval_by")
    op.drop_column("booking", "approval_at")
    op.drop_column("booking", "approval_expires_at")
    op.drop_column("booking", "next_decision_at")
    op.drop_column("booking", "decision_id")
    op.drop_column("booking", "series_id")
    op.drop_column("booking", "wishes")
    op.drop_column("booking", "outside_hours_reason")
    op.drop_column("booking", "requested_at")
    op.drop_column("booking", "requested_by_role")
    op.drop_index("incident_partner_index", table_name="incident")
    op.drop_index(
        "incident_one_open_per_subject", table_name="incident", postgresql_where=sa.text("resolved_at IS NULL")
    )
    op.drop_index("incident_booking_index", table_name="incident")
    op.drop_table("incident")
    op.drop_index(op.f("series_partner_id_index"), table_name="series")
    op.drop_index(op.f("series_pairing_id_index"), table_name="series")
    op.drop_table("series")
