"""What loosens is proposed first, and the values from before a change are kept, encrypted."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

KINDS_BEFORE = (
    "booking_suspended",
    "approval_expired",
    "settings_loosened",
    "meeting_unsafe",
    "extra_meeting",
    "host_unusable",
    "provisioning_stuck",
    "zoom_account",
    "confirmation_ending",
)
OPEN = sa.text("resolved_at IS NULL")
SUBJECTS = ("person", "pairing", "partner", "programme")
STATES = ("open", "confirmed", "declined", "withdrawn", "superseded", "expired")


def allow(kinds: tuple[str, ...]) -> None:
    op.drop_constraint(op.f("incident_incidentkind_check"), "incident", type_="check")
    op.create_check_constraint(op.f("incident_incidentkind_check"), "incident", sa.column("kind").in_(kinds))


def text_enum(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "proposed_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_type", text_enum("changesubject", SUBJECTS), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("fields", sa.ARRAY(sa.String()), nullable=False),
        sa.Column("loosened", sa.ARRAY(sa.String()), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("state", text_enum("proposalstate", STATES), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=2000), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("proposed_change_partner_id_fkey")),
        sa.ForeignKeyConstraint(["proposed_by"], ["api_key.id"], name=op.f("proposed_change_proposed_by_fkey")),
        sa.ForeignKeyConstraint(["decided_by"], ["api_key.id"], name=op.f("proposed_change_decided_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("proposed_change_pkey")),
    )
    op.create_index("proposed_change_partner_index", "proposed_change", ["partner_id", "id"])
    op.create_index("proposed_change_subject_index", "proposed_change", ["subject_id", "id"])
    op.create_index(
        "proposed_change_open_index", "proposed_change", ["expires_at"], postgresql_where=sa.text("state = 'open'")
    )
    op.create_table(
        "previous_values",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_type", text_enum("changesubject", SUBJECTS), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("subject_version", sa.Integer(), nullable=False),
        sa.Column("fields", sa.ARRAY(sa.String()), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("previous_values_partner_id_fkey")),
        sa.ForeignKeyConstraint(["replaced_by"], ["api_key.id"], name=op.f("previous_values_replaced_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("previous_values_pkey")),
    )
    op.create_index("previous_values_subject_index", "previous_values", ["subject_id", "id"])
    op.add_column("incident", sa.Column("proposed_change_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("incident_proposed_change_id_fkey"), "incident", "proposed_change", ["proposed_change_id"], ["id"]
    )
    allow((*KINDS_BEFORE, "change_proposed"))
    # Replicas of the version before name this index by its expressions, which stay. Without a booking or a host its rows now
    # differ from each other; what is about the account, or about a proposed change, has an index of its own.
    op.drop_index("incident_one_open_per_subject", table_name="incident", postgresql_where=OPEN)
    op.create_index(
        "incident_one_open_per_subject",
        "incident",
        ["kind", sa.text("coalesce(booking_id, host_id)")],
        unique=True,
        postgresql_where=OPEN,
    )
    op.create_index(
        "incident_one_open_per_proposed_change",
        "incident",
        ["proposed_change_id"],
        unique=True,
        postgresql_where=OPEN,
    )
    op.create_index(
        "incident_one_open_of_the_account",
        "incident",
        ["kind"],
        unique=True,
        postgresql_where=sa.text(
            "resolved_at IS NULL AND booking_id IS NULL AND host_id IS NULL AND proposed_change_id IS NULL"
        ),
    )


def downgrade() -> None:
    op.execute("DELETE FROM incident WHERE kind = 'change_proposed'")
    op.drop_index("incident_one_open_of_the_account", table_name="incident")
    op.drop_index("incident_one_open_per_proposed_change", table_name="incident")
    op.drop_index("incident_one_open_per_subject", table_name="incident", postgresql_where=OPEN)
    op.create_index(
        "incident_one_open_per_subject",
        "incident",
        ["kind", sa.text("coalesce(booking_id, host_id)")],
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=OPEN,
    )
    allow(KINDS_BEFORE)
    op.drop_constraint(op.f("incident_proposed_change_id_fkey"), "incident", type_="foreignkey")
    op.drop_column("incident", "proposed_change_id")
    op.drop_table("previous_values")
    op.drop_table("proposed_change")
